/**
 * dropMissing: drops rows in which any (or all) of the named columns are missing, as pandas `dropna`. When none are named
 * it looks at the inputs: rows without a target are left out by the split, and new data has none.
 */
import type { TransformParams } from '../../schema/transform-step';
import { isString } from '../../table/table';
import { columnsAsked, isInput, kindsTaken, rowsTaken, rowsWhere } from './columns';
import { defineTransform, unfitted } from './transform';

export const dropMissing = defineTransform<TransformParams<'dropMissing'>, Record<string, never>>({
	id: 'dropMissing',
	scope: 'stateless',
	tabular: true,
	...unfitted,
	declares(kinds, { columns }, context) {
		kindsTaken(
			kinds,
			columns,
			'dropMissing',
			() => true,
			({ name }) => isInput(name, context),
		);
		return [...kinds];
	},
	apply(table, _state, { columns, how = 'any' }, context) {
		const asked = columns
			? columnsAsked(table, columns, context.target)
			: table.columns.filter(({ name }) => isInput(name, context));
		const gaps = new Uint32Array(table.rows);
		for (const column of asked) {
			const values = isString(column) ? column.codes : column.values;
			for (let row = 0; row < table.rows; row++) {
				const value = values[row] as number;
				if (isString(column) ? value < 0 : value !== value) gaps[row] = (gaps[row] as number) + 1;
			}
		}
		const least = how === 'any' ? 1 : Math.max(1, asked.length);
		return rowsTaken(
			table,
			rowsWhere(table.rows, (row) => (gaps[row] as number) < least),
		);
	},
});
