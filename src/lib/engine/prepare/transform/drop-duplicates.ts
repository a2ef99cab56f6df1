/**
 * dropDuplicates: of rows that are equal in the named columns (all when none are) keeps the first, the last or none, as
 * pandas `drop_duplicates`. Run before the split, so that no row is on both sides of it.
 */
import type { TransformParams } from '../../schema/transform-step';
import { columnsAsked, kindsTaken, rowsTaken, rowsWhere, sameRows } from './columns';
import { firstEqualRows } from './equal-rows';
import { defineTransform, unfitted } from './transform';

export const dropDuplicates = defineTransform<TransformParams<'dropDuplicates'>, Record<string, never>>({
	id: 'dropDuplicates',
	scope: 'stateless',
	tabular: true,
	...unfitted,
	declares(kinds, { columns }) {
		kindsTaken(kinds, columns, 'dropDuplicates', () => true);
		return [...kinds];
	},
	apply(table, _state, { columns, keep = 'first' }, { target }) {
		const compared = columns ? columnsAsked(table, columns, target) : table.columns;
		if (compared.length === 0) return sameRows(table, table.columns);
		const first = firstEqualRows(compared, table.rows);
		if (keep === 'first')
			return rowsTaken(
				table,
				rowsWhere(table.rows, (row) => first[row] === row),
			);
		const last = new Uint32Array(table.rows);
		for (let row = 0; row < table.rows; row++) last[first[row] as number] = row;
		const isLast = (row: number) => last[first[row] as number] === row;
		return rowsTaken(
			table,
			rowsWhere(table.rows, (row) => isLast(row) && (keep === 'last' || first[row] === row)),
		);
	},
});
