/**
 * An open dataset in the engine: a table (its own, or one of an attached cache file) whose physical names are ours,
 * read in parts, by page and as the engine's columns.
 */
import { tableFromIPC } from 'apache-arrow';
import { BenchtopError } from '../../engine/errors/error';
import type { Progress } from '../../engine/ports';
import { type Dtype, rowsPerSample, type Table } from '../../engine/table/table';
import { abortError } from '../thread';
import type { Cell, Rows, Selection } from '../api';
import { TableBuilder } from './arrow-columns';
import { type Database, identifier } from './database';
import { MatchingRows } from './matching-rows';
import { cellSql, GROUP, SQL_TYPES } from './types';

export interface PhysicalColumn {
	readonly name: string;
	readonly dtype: Dtype;
	/** SQL giving the value in its dtype. */
	readonly sql: string;
}

export class DatasetTable {
	readonly #matching: MatchingRows;
	#byName: Map<string, PhysicalColumn> | null = null;

	constructor(
		readonly db: Database,
		/** Qualified SQL name; its rowids are 0 … rows − 1. */
		readonly table: string,
		readonly columns: readonly PhysicalColumn[],
		readonly rows: number,
		/** Gives back what the table stands on. */
		readonly release: () => Promise<void>,
		/** Of sequences and pictures, as the engine's tables have it. */
		readonly shape: Pick<Table, 'inner'> = {},
	) {
		this.#matching = new MatchingRows(db, table, columns);
	}

	/** Calls `each` with the Arrow IPC file bytes of consecutive parts; the next part is fetched meanwhile. */
	async parts(
		columns: readonly PhysicalColumn[],
		each: (bytes: Uint8Array, rows: number) => Promise<void>,
		signal?: AbortSignal,
		[first, end]: readonly [number, number] = [0, this.rows],
	): Promise<void> {
		const select = columns.map(({ sql, name }) => `${sql} AS ${identifier(name)}`).join(', ');
		const step = Math.max(2048, Math.min(GROUP, Math.floor((GROUP * 64) / columns.length)));
		const fetch = (from: number) =>
			this.db.bytes(
				`SELECT ${select} FROM ${this.table} WHERE rowid BETWEEN ${from} AND ${Math.min(end, from + step) - 1}`,
			);
		let next = fetch(first);
		for (let from = first; from < end; from += step) {
			const bytes = await next;
			if (signal?.aborted) throw abortError();
			if (from + step < end) next = fetch(from + step);
			next.catch(() => {});
			await each(bytes, Math.min(step, end - from));
		}
	}

	/** The engine's columns; all when none are named. */
	async read(
		names?: readonly string[],
		onProgress?: (progress: Progress) => void,
		signal?: AbortSignal,
	): Promise<Table> {
		const columns = names ? names.map((name) => this.column(name)) : this.columns;
		const builder = new TableBuilder(columns, this.rows);
		let done = 0;
		await this.parts(
			columns,
			async (bytes, rows) => {
				for (const batch of tableFromIPC(bytes).batches) builder.append(batch);
				done += rows;
				onProgress?.({ done, total: this.rows, unit: 'rows', phase: 'Reading columns' });
			},
			signal,
		);
		return { ...builder.finish(), ...this.shape };
	}

	/** The engine's columns of the samples [from, from + count), as many as there are. */
	async samples(from: number, count: number, names?: readonly string[]): Promise<Table> {
		const per = rowsPerSample(this.shape);
		const first = Math.min(this.rows, Math.max(0, Math.floor(from)) * per);
		const end = Math.min(this.rows, first + Math.max(0, Math.floor(count)) * per);
		const columns = names ? names.map((name) => this.column(name)) : this.columns;
		const builder = new TableBuilder(columns, end - first);
		const each = async (bytes: Uint8Array) => {
			for (const batch of tableFromIPC(bytes).batches) builder.append(batch);
		};
		if (end > first) await this.parts(columns, each, undefined, [first, end]);
		return { ...builder.finish(), ...this.shape };
	}

	column(name: string): PhysicalColumn {
		this.#byName ??= new Map(this.columns.map((column) => [column.name, column]));
		const column = this.#byName.get(name);
		if (!column) throw new BenchtopError('data.unknown-column', { column: name });
		return column;
	}

	async count(where?: string, signal?: AbortSignal): Promise<number> {
		return hasText(where) ? (await this.#matching.find(where, signal)).length : this.rows;
	}

	async page(
		offset: number,
		limit: number,
		{ where, columns }: Selection = {},
		signal?: AbortSignal,
	): Promise<Rows> {
		const from = Math.max(0, Math.floor(offset));
		const size = Math.max(0, Math.floor(limit));
		const wanted = columns ? columns.map((name) => this.column(name)) : this.columns;
		if (!hasText(where)) {
			const rows = await this.#fetch(wanted, from, `rowid BETWEEN ${from} AND ${from + size - 1}`);
			this.#matching.practise();
			return rows;
		}
		const rows = (await this.#matching.find(where, signal)).subarray(from, from + size);
		if (rows.length === 0) return { offset: from, rows: [], numbers: [] };
		const span = `rowid BETWEEN ${rows[0]} AND ${rows[rows.length - 1]}`;
		return this.#fetch(wanted, from, `${span} AND rowid IN (${rows.join(', ')})`);
	}

	async #fetch(columns: readonly PhysicalColumn[], offset: number, condition: string): Promise<Rows> {
		const cells = columns.map(({ sql, dtype }, i) => `${cellSql(sql, dtype)} AS c${i}`);
		const result = await this.db.query(
			`SELECT ${[...cells, 'rowid::DOUBLE AS n'].join(', ')} FROM ${this.table} WHERE ${condition} ORDER BY rowid`,
		);
		const vectors = columns.map((_, i) => result.getChildAt(i));
		const numbers = Array.from(result.getChild('n') ?? [], Number);
		const rows = numbers.map((_, row) => vectors.map((vector) => (vector?.get(row) ?? null) as Cell));
		return { offset, rows, numbers };
	}
}

const hasText = (where: string | undefined): where is string => where !== undefined && where.trim() !== '';

/** Physical columns of a table whose columns are c0, c1, … in dataset order. */
export const numbered = (columns: readonly { name: string; dtype: Dtype }[]): PhysicalColumn[] =>
	columns.map(({ name, dtype }, i) => ({ name, dtype, sql: `c${i}` }));

/** SELECT list that makes such a table. */
export const numberedSql = (expressions: readonly { sql: string; dtype: Dtype }[]): string =>
	expressions.map(({ sql, dtype }, i) => `(${sql})::${SQL_TYPES[dtype]} AS c${i}`).join(', ');
