/**
 * dropDuplicates: of rows that are equal in the named columns (all when none are) keeps the first, the last or none, as
 * pandas `drop_duplicates`. It is the one stateless transform that compares rows. It runs before the split, when no row is
 * a training row yet, so that equal rows cannot come on both sides: behind it, an evaluation row would have to be dropped
 * for a training row, or kept as its copy. Which rows are left depends on the rows of the registered dataset alone, never on
 * how they are split. New data is not compared: every row asked for gets an answer (infer/reading.ts).
 */
import type { TransformParams } from '../../schema/transform-step';
import { firstEqual } from '../../table/equal-samples';
import { columnsAsked, kindsTaken, rowsTaken, rowsWhere, sameRows } from './columns';
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
		const first = firstEqual(table, compared);
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
