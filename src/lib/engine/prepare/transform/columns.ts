/**
 * What transforms do with columns: choose them by name or by type, put new ones behind the others, and gather rows.
 * Text columns keep their dictionary when rows go, so that tables of the same source stay comparable.
 */
import { BenchtopError } from '../../errors/error';
import { gather } from '../../table/select-rows';
import { columnOf, isString, type Column, type Table } from '../../table/table';
import type { ColumnKind } from '../step';
import type { TransformContext, Transformed } from './transform';

/** Whether the column is an input of the model, which the target never is. */
export const isInput = (name: string, { target, isInput: given }: TransformContext): boolean =>
	name !== target && (given?.(name) ?? true);

/** The column of that name. @throws `pipeline.column-unknown` */
export function columnNamed(table: Table, name: string): Column {
	const column = columnOf(table, name);
	if (!column) throw new BenchtopError('pipeline.column-unknown', { column: name });
	return column;
}

/** These columns, without the target where the table has none, as new data has none. @throws `pipeline.column-unknown` */
export const columnsAsked = (table: Table, names: readonly string[], target: string | null): Column[] =>
	names.filter((name) => name !== target || columnOf(table, name)).map((name) => columnNamed(table, name));

/** The values of a column that must not be text. @throws `transform.type` */
export function numbersOf(column: Column, transform: string): Float64Array {
	if (isString(column))
		throw new BenchtopError('transform.type', { transform, column: column.name, dtype: column.dtype });
	return column.values;
}

/** The kind of that name, of a type the transform works on. @throws `pipeline.column-unknown`, `transform.type` */
export function kindNamed(
	kinds: readonly ColumnKind[],
	name: string,
	transform: string,
	accepts: (kind: ColumnKind) => boolean = () => true,
): ColumnKind {
	const kind = kinds.find((candidate) => candidate.name === name);
	if (!kind) throw new BenchtopError('pipeline.column-unknown', { column: name });
	if (!accepts(kind))
		throw new BenchtopError('transform.type', { transform, column: name, dtype: kind.dtype });
	return kind;
}

/**
 * The columns a transform takes, in table order: those named, or all of a fitting kind when none are.
 * @throws `pipeline.column-unknown`, `transform.type`, and `transform.no-columns` when there is none.
 */
export function kindsTaken(
	kinds: readonly ColumnKind[],
	names: readonly string[] | undefined,
	transform: string,
	accepts: (kind: ColumnKind) => boolean,
	byDefault: (kind: ColumnKind) => boolean = accepts,
): ColumnKind[] {
	const named = names && new Set(names.map((name) => kindNamed(kinds, name, transform, accepts).name));
	const taken = kinds.filter((kind) => (named ? named.has(kind.name) : byDefault(kind)));
	if (taken.length === 0) throw new BenchtopError('transform.no-columns', { transform });
	return taken;
}

/** The columns with new ones behind them. @throws `transform.name-taken` */
export function withKinds(
	kinds: readonly ColumnKind[],
	added: readonly ColumnKind[],
	transform: string,
): ColumnKind[] {
	const taken = new Set(kinds.map(({ name }) => name));
	for (const { name } of added) {
		if (taken.has(name)) throw new BenchtopError('transform.name-taken', { transform, column: name });
		taken.add(name);
	}
	return [...kinds, ...added];
}

/** 0 … n−1. */
export const everyRow = (n: number): Uint32Array => Uint32Array.from({ length: n }, (_, i) => i);

/** The table with other columns and the same rows. */
export const sameRows = (table: Table, columns: readonly Column[]): Transformed => ({
	table: { ...table, columns },
	origin: everyRow(table.rows),
});

/** The table with some of its columns put in place of those of the same name. */
export const withColumns = (table: Table, changed: readonly Column[]): Transformed => {
	const byName = new Map(changed.map((column) => [column.name, column]));
	return sameRows(
		table,
		table.columns.map((column) => byName.get(column.name) ?? column),
	);
};

/** These rows of a table, in this order; a row may be named more than once. */
export const rowsTaken = (table: Table, rows: Uint32Array): Transformed => ({
	table: { ...table, rows: rows.length, columns: table.columns.map((column) => gather(column, rows)) },
	origin: rows,
});

/** Numbers of the rows for which `keep` holds. */
export function rowsWhere(rows: number, keep: (row: number) => boolean): Uint32Array {
	const kept = new Uint32Array(rows);
	let count = 0;
	for (let row = 0; row < rows; row++) if (keep(row)) kept[count++] = row;
	return kept.slice(0, count);
}
