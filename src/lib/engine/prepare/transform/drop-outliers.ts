/**
 * dropOutliers: leaves out training rows that have a value beyond the bounds learned from the training rows. Evaluation
 * rows and new data stay as they are, outliers included: a model is measured on what it will meet. A missing value is no
 * outlier. The target is looked at only when it is named.
 */
import type { TransformParams } from '../../schema/transform-step';
import { columnNamed, numbersOf, rowsTaken, rowsWhere } from './columns';
import { boundsSchema, outlierBounds, outlierKinds, type Bounds } from './outlier-bounds';
import { defineTransform } from './transform';

export const dropOutliers = defineTransform<TransformParams<'dropOutliers'>, Bounds>({
	id: 'dropOutliers',
	scope: 'training-rows',
	tabular: true,
	state: boundsSchema,
	declares(kinds, params, context) {
		outlierKinds(kinds, params, context);
		return [...kinds];
	},
	fit: outlierBounds,
	apply(table, { columns, low, high }) {
		const beyond = new Uint8Array(table.rows);
		columns.forEach((name, c) => {
			const values = numbersOf(columnNamed(table, name), 'dropOutliers');
			const least = low[c] ?? -Infinity;
			const most = high[c] ?? Infinity;
			for (let row = 0; row < table.rows; row++) {
				const value = values[row] as number;
				if (value < least || value > most) beyond[row] = 1;
			}
		});
		return rowsTaken(
			table,
			rowsWhere(table.rows, (row) => beyond[row] === 0),
		);
	},
});
