/**
 * A fitted input applied to rows: the one way from a table to numbers, for training, evaluation, what-if and inference
 * alike. Works through the rows in pieces, so that no more than one piece is held at full width.
 */
import { BenchtopError } from '../errors/error';
import { gather } from '../table/select-rows';
import { columnOf, isString, type Column, type Table } from '../table/table';
import type { FittedInput } from './fitted';
import { encoderOf, imputerOf } from './steps';
import type { BoundStep } from './step';

/** Table rows by features, row-major. */
export interface Matrix {
	readonly x: Float32Array;
	readonly features: string[];
	readonly rows: number;
}

export interface Imputation {
	readonly columns: readonly string[];
	/** The imputer needs all its columns to fill any of them. */
	readonly joint: boolean;
	readonly bound: BoundStep;
}

/** Two gigabytes of 32-bit numbers. */
const CELL_LIMIT = 2 ** 29;
/** Rows per piece: at most this many, and no more than keep the piece of the tensor in a core's cache. */
const PIECE_ROWS = 8192;
const PIECE_CELLS = 131_072;

/**
 * The encoded columns of these rows (all rows when not given), in the order given.
 * @throws `pipeline.missing-left` or `pipeline.not-finite` naming the column that is no number somewhere;
 * `pipeline.unknown-category` where an encoder was told to refuse such a value.
 */
export function applyInput(fitted: FittedInput, table: Table, rows: Uint32Array | null = null): Matrix {
	const n = rows ? rows.length : table.rows;
	const width = fitted.features.length;
	if (n * width > CELL_LIMIT) throw new BenchtopError('pipeline.too-large', { rows: n, features: width });
	const x = new Float32Array(n * width);
	const imputation = fitted.impute.map(({ columns, step, state }) => ({
		columns,
		joint: imputerOf(step).joint,
		bound: imputerOf(step).bind(state),
	}));
	const blocks = [
		...fitted.encode.map(({ columns, step, state }) => ({ columns, bound: encoderOf(step).bind(state) })),
		{ columns: fitted.leftover, bound: null },
	].map(({ columns, bound }) => ({
		sources: alongside(columns, imputation).map((name) => columnIn(table, name)),
		columns: new Set(columns),
		bound,
	}));
	const marks = fitted.impute
		.map(({ columns, names }, s) => ({
			sources: columns.map((name) => columnIn(table, name)),
			names: new Set(names.filter((name) => fitted.indicators?.includes(name))),
			bound: imputation[s]?.bound,
		}))
		.filter(({ names }) => names.size > 0);

	const piece = Math.max(64, Math.min(PIECE_ROWS, Math.floor(PIECE_CELLS / width)));
	for (let start = 0; start < n; start += piece) {
		const end = Math.min(n, start + piece);
		let at = 0;
		for (const { sources, columns, bound } of blocks) {
			const block = imputed(
				sources.map((column) => gather(column, rows, start, end)),
				imputation,
			).filter(({ name }) => columns.has(name));
			for (const column of bound ? bound.apply(block) : block) write(column, x, start, width, at++, block);
		}
		for (const { sources, names, bound } of marks) {
			const block = sources.map((column) => gather(column, rows, start, end));
			for (const column of bound?.apply(block) ?? [])
				if (names.has(column.name)) write(column, x, start, width, at++, block);
		}
	}
	return { x, features: [...fitted.features], rows: n };
}

function columnIn(table: Table, name: string): Column {
	const column = columnOf(table, name);
	if (!column) throw new BenchtopError('pipeline.column-unknown', { column: name });
	return column;
}

/** These columns, and those an imputer needs beside them. */
export const alongside = (names: readonly string[], imputation: readonly Imputation[]): string[] => [
	...new Set([
		...names,
		...imputation
			.filter(({ joint, columns }) => joint && columns.some((name) => names.includes(name)))
			.flatMap(({ columns }) => columns),
	]),
];

/** The block with every gap filled that an imputer fills; columns an imputer drops are gone. */
export function imputed(block: readonly Column[], imputation: readonly Imputation[]): Column[] {
	const byName = new Map(block.map((column) => [column.name, column]));
	const result = new Map<string, Column>(byName);
	for (const { columns, bound } of imputation) {
		if (!columns.some((name) => byName.has(name))) continue;
		// Columns the imputer was fitted on but this block does not have are stood in for by empty ones.
		const outputs = bound.apply(
			columns.map((name) => byName.get(name) ?? { name, dtype: 'float64', values: EMPTY }),
		);
		for (const name of columns) result.delete(name);
		for (const column of outputs) if (byName.has(column.name)) result.set(column.name, column);
	}
	return block.flatMap(({ name }) => result.get(name) ?? []);
}

const EMPTY = new Float64Array();

function write(
	column: Column,
	x: Float32Array,
	row: number,
	width: number,
	at: number,
	source: readonly Column[],
): void {
	if (isString(column)) throw new BenchtopError('pipeline.text-left', { column: column.name });
	const { values } = column;
	let bad = false;
	for (let i = 0, k = row * width + at; i < values.length; i++, k += width) {
		const value = values[i] as number;
		if (value === 0) continue;
		x[k] = value;
		const written = x[k] as number;
		if (written - written !== 0) bad = true;
	}
	if (bad) throw notFinite(column.name, source);
}

/** The refusal that names the source column where one can be found. */
function notFinite(feature: string, source: readonly Column[]): BenchtopError {
	const found = source.find(({ name }) => name === feature);
	const values = found && !isString(found) ? found.values : new Float64Array();
	const missing = values.length === 0 || values.some((value) => Number.isNaN(value));
	return new BenchtopError(missing ? 'pipeline.missing-left' : 'pipeline.not-finite', { column: feature });
}
