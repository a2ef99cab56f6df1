/**
 * Expressions over whole tables, column by column and in pieces of rows. Missing is SQL's NULL; a result that is not a
 * number (0/0) is missing too, where DuckDB would keep NaN apart from NULL. Everything is the same on every machine.
 */
import { BenchtopError } from '../errors/error';
import type { ColumnKind } from '../prepare/step';
import { canonicalStrings } from '../table/select-rows';
import type { Column, Dtype, Table } from '../table/table';
import { bind } from './bind';
import type { Bound } from './bound';
import { program } from './program';
import { resolveName } from './resolve-name';
import { childrenOf, type Expression, type Node } from './syntax';
import { nameOf } from './unify';
import { TextPool } from './vector';

/** Rows computed at a time. */
const PIECE = 32_768;

function bound(expression: Expression, kinds: readonly ColumnKind[]): { part: Bound; dtype: Dtype } {
	const part = bind(expression.root, kinds);
	if (part.type !== 'null' && part.type !== 'interval') return { part, dtype: part.type };
	const given = part.type === 'interval' ? 'a span of time' : nameOf(part.type);
	throw new BenchtopError('expression.no-type', { given });
}

/**
 * The type of the column an expression gives over such columns.
 * @throws `expression.*` where a name or a type does not fit
 */
export const typeOf = (expression: Expression, kinds: readonly ColumnKind[]): Dtype =>
	bound(expression, kinds).dtype;

/**
 * The columns an expression reads, each once: as they are written, or, given the names there are, as they are spelled.
 * @throws `expression.column-unknown`, `expression.column-ambiguous` when names are given
 */
export function columnsOf({ root }: Expression, names?: readonly string[]): string[] {
	const kinds = names?.map((name) => ({ name }));
	const found = new Set<string>();
	const visit = (node: Node): void => {
		if (node.kind === 'name') found.add(kinds ? kinds[resolveName(node, kinds)]!.name : node.name);
		childrenOf(node).forEach(visit);
	};
	visit(root);
	return [...found];
}

/**
 * An expression's column piece by piece, for those who let others have the thread meanwhile: yields how many rows are
 * done, returns the column. @throws as `typeOf`, and `expression.*` naming the row that cannot be computed
 */
export function* evaluation(expression: Expression, table: Table, name = ''): Generator<number, Column> {
	const { part, dtype } = bound(expression, table.columns);
	const run = program(part, table, Math.min(PIECE, table.rows));
	const values = new Float64Array(dtype === 'string' ? 0 : table.rows);
	const codes = new Int32Array(dtype === 'string' ? table.rows : 0);
	let texts: readonly string[] = new TextPool().texts;
	for (let start = 0; start < table.rows; start += PIECE) {
		const count = Math.min(PIECE, table.rows - start);
		const piece = run({ start, count, index: null }, null);
		if (piece.values) values.set(piece.values, start);
		else {
			codes.set(piece.codes, start);
			texts = piece.texts;
		}
		yield start + count;
	}
	return dtype === 'string'
		? canonicalStrings({ name, dtype, codes, dictionary: texts })
		: { name, dtype, values };
}

/**
 * The column an expression gives: one value per table row.
 * @param options.signal looked at between pieces of rows; aborting rejects with its reason
 */
export function evaluate(
	expression: Expression,
	table: Table,
	{ name, signal }: { name?: string; signal?: AbortSignal | undefined } = {},
): Column {
	const pieces = evaluation(expression, table, name);
	for (;;) {
		signal?.throwIfAborted();
		const { done, value } = pieces.next();
		if (done) return value;
	}
}
