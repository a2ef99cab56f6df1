/** Which rows of a table meet a condition: those where it is true. Where it is false or missing they go. */
import { BenchtopError } from '../../errors/error';
import { evaluate, typeOf } from '../../expression/evaluate';
import type { Expression } from '../../expression/syntax';
import { isString, type Table } from '../../table/table';
import type { ColumnKind } from '../step';
import { rowsWhere } from './columns';

/** Refuses what is no condition over such columns. @throws `expression.not-condition` and those of `typeOf` */
export function declareFilter(kinds: readonly ColumnKind[], condition: Expression): void {
	const given = typeOf(condition, kinds);
	if (given !== 'bool') throw new BenchtopError('expression.not-condition', { given });
}

/** Numbers of the table rows that are kept, ascending. @throws as `declareFilter`, and what a row's values refuse */
export function filterRows(table: Table, condition: Expression, signal?: AbortSignal): Uint32Array {
	declareFilter(table.columns, condition);
	const found = evaluate(condition, table, { signal });
	return isString(found) ? new Uint32Array() : rowsWhere(table.rows, (row) => found.values[row] === 1);
}
