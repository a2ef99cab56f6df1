/**
 * New data in the form of the training data (SPEC §17): the same columns in the same order and types, whatever else it
 * holds left aside. Columns that nothing reads need not be there and stand empty in their place, so that every step finds
 * the table it was declared for.
 */
import { BenchtopError } from '../errors/error';
import type { SourceKind } from '../prepare/sources';
import type { ColumnKind } from '../prepare/step';
import type { Column, Table } from '../table/table';
import { readAs } from './read-as';

/**
 * `table` with the columns of the training data.
 * @param read names of those that are needed. @param input 1-based, for messages.
 * @throws `infer.kind` (IF-02), `infer.shape` and `infer.channels` (IF-04), `infer.column` and `infer.order` (IF-03),
 * `infer.values`
 */
export function takeColumns(
	table: Table,
	trained: SourceKind,
	read: ReadonlySet<string>,
	input: number,
): Table {
	checkKind(table, trained, input);
	const places = new Map(table.columns.map(({ name }, at) => [name, at]));
	let last = -1;
	for (const { name } of trained.columns) {
		if (!read.has(name)) continue;
		const at = places.get(name);
		if (at === undefined) throw new BenchtopError('infer.column', { input, column: name });
		if (at < last) throw new BenchtopError('infer.order', { input, column: name });
		last = at;
	}
	return shapedAs(table, trained, (name) =>
		read.has(name) ? table.columns[places.get(name) ?? -1] : undefined,
	);
}

function checkKind(table: Table, trained: SourceKind, input: number): void {
	const [given, wanted] = [table.inner ?? [], trained.inner ?? []];
	if (given.length !== wanted.length)
		throw new BenchtopError('infer.kind', { input, given: kindName(given), wanted: kindName(wanted) });
	if (given.some((size, axis) => size !== wanted[axis]))
		throw new BenchtopError('infer.shape', { input, given: given.join(' × '), wanted: wanted.join(' × ') });
	const [channels, expected] = [table.columns.length, trained.columns.length];
	if (given.length > 1 && channels !== expected)
		throw new BenchtopError('infer.channels', { input, given: channels, wanted: expected });
}

const kindName = (inner: readonly number[]): string =>
	inner.length === 0 ? 'a table' : inner.length === 1 ? 'sequences' : 'images';

/** As many rows as `table` in the columns of the training data, each read as its type; empty where `given` has none. */
export function shapedAs(
	{ rows, inner }: Pick<Table, 'rows' | 'inner'>,
	trained: SourceKind,
	given: (name: string) => Column | undefined,
): Table {
	const gaps = new Float64Array(rows).fill(NaN);
	const none = new Int32Array(rows).fill(-1);
	const empty = ({ name, dtype }: ColumnKind): Column =>
		dtype === 'string' ? { name, dtype, codes: none, dictionary: [] } : { name, dtype, values: gaps };
	const columns = trained.columns.map((kind) => {
		const column = given(kind.name);
		return column ? readAs(column, kind.dtype) : empty(kind);
	});
	return { rows, columns, ...(inner ? { inner } : {}) };
}
