/** A new column, computed row by row from the others and put behind them. */
import { BenchtopError } from '../../errors/error';
import { evaluate, typeOf } from '../../expression/evaluate';
import type { Expression } from '../../expression/syntax';
import type { Table } from '../../table/table';
import type { ColumnKind } from '../step';

/** The new column as known before any row is read. @throws `expression.name-taken`, `expression.name-empty`, those of `typeOf` */
export function declareDerived(
	kinds: readonly ColumnKind[],
	name: string,
	expression: Expression,
): ColumnKind {
	if (name.trim() === '') throw new BenchtopError('expression.name-empty');
	if (kinds.some((kind) => kind.name === name))
		throw new BenchtopError('expression.name-taken', { column: name });
	return { name, dtype: typeOf(expression, kinds) };
}

/** The table with the new column last. @throws as `declareDerived`, and what a row's values refuse */
export function deriveColumn(
	table: Table,
	name: string,
	expression: Expression,
	signal?: AbortSignal,
): Table {
	declareDerived(table.columns, name, expression);
	return { ...table, columns: [...table.columns, evaluate(expression, table, { name, signal })] };
}
