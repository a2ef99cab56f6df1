/**
 * clipOutliers: values beyond bounds learned from the training rows become the bound, in all rows. Whole numbers become
 * floats, since a bound may lie between two of them, as in pandas `clip`. The target is never clipped: its evaluation
 * rows would be measured against values that are not theirs.
 */
import { BenchtopError } from '../../errors/error';
import type { TransformParams } from '../../schema/transform-step';
import type { Column, Dtype } from '../../table/table';
import { columnNamed, numbersOf, withColumns } from './columns';
import { boundsSchema, outlierBounds, outlierKinds, type Bounds } from './outlier-bounds';
import { defineTransform } from './transform';

const clippedType = (dtype: Dtype) => (dtype === 'float32' ? 'float32' : 'float64');

export const clipOutliers = defineTransform<TransformParams<'clipOutliers'>, Bounds>({
	id: 'clipOutliers',
	scope: 'train',
	state: boundsSchema,
	declares(kinds, params, context) {
		const taken = outlierKinds(kinds, params, context);
		const target = taken.find(({ name }) => name === context.target);
		if (target)
			throw new BenchtopError('transform.target', { transform: 'clipOutliers', column: target.name });
		return kinds.map((kind) => (taken.includes(kind) ? { ...kind, dtype: clippedType(kind.dtype) } : kind));
	},
	fit: outlierBounds,
	apply: (table, { columns, low, high }) =>
		withColumns(
			table,
			columns.map((name, c): Column => {
				const column = columnNamed(table, name);
				const values = numbersOf(column, 'clipOutliers');
				const dtype = clippedType(column.dtype);
				return { name, dtype, values: clipped(values, low[c] ?? -Infinity, high[c] ?? Infinity) };
			}),
		),
});

/** A gap stays one: it is neither below nor above. */
function clipped(values: Float64Array, low: number, high: number): Float64Array {
	const result = values.slice();
	for (let i = 0; i < result.length; i++) {
		const value = result[i] as number;
		if (value < low) result[i] = low;
		else if (value > high) result[i] = high;
	}
	return result;
}
