/**
 * An open dataset in the engine: a table (its own, or one of an attached cache file) whose physical names are ours,
 * read in parts, by page and as the engine's columns. Column names of people appear only as quoted aliases.
 */
import { tableFromIPC } from 'apache-arrow';
import { BenchtopError } from '../../engine/errors/error';
import type { Progress } from '../../engine/ports';
import type { Dtype, Table } from '../../engine/table/table';
import { abortError } from '../thread';
import type { Cell, Rows } from '../api';
import { TableBuilder } from './arrow-columns';
import { type Database, identifier } from './database';
import { detailOf } from './failure';
import { cellSql, GROUP, SQL_TYPES } from './types';

export interface PhysicalColumn {
	readonly name: string;
	readonly dtype: Dtype;
	/** SQL giving the value in its dtype. */
	readonly sql: string;
}

/** Stands for the row number inside user conditions; no CSV header is likely to hold it. */
const ROW = '__benchtop_row__';

export class DatasetTable {
	#filter: { where: string; rows: Promise<Float64Array> } | null = null;

	constructor(
		readonly db: Database,
		/** Qualified SQL name; its rowids are 0 … rows − 1. */
		readonly table: string,
		readonly columns: readonly PhysicalColumn[],
		readonly rows: number,
		/** Gives back what the table stands on. */
		readonly release: () => Promise<void>,
	) {}

	/** Calls `each` with the Arrow IPC file bytes of consecutive parts; the next part is fetched meanwhile. */
	async parts(
		columns: readonly PhysicalColumn[],
		each: (bytes: Uint8Array, rows: number) => Promise<void>,
		signal?: AbortSignal,
	): Promise<void> {
		const select = columns.map(({ sql, name }) => `${sql} AS ${identifier(name)}`).join(', ');
		const step = Math.max(2048, Math.min(GROUP, Math.floor((GROUP * 64) / columns.length)));
		const fetch = (from: number) =>
			this.db.bytes(`SELECT ${select} FROM ${this.table} WHERE rowid BETWEEN ${from} AND ${from + step - 1}`);
		let next = fetch(0);
		for (let from = 0; from < this.rows; from += step) {
			const bytes = await next;
			if (signal?.aborted) throw abortError();
			if (from + step < this.rows) next = fetch(from + step);
			next.catch(() => {});
			await each(bytes, Math.min(step, this.rows - from));
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
		return builder.finish();
	}

	column(name: string): PhysicalColumn {
		const column = this.columns.find((candidate) => candidate.name === name);
		if (!column) throw new BenchtopError('data.unknown-column', { column: name });
		return column;
	}

	async count(where?: string): Promise<number> {
		return hasText(where) ? (await this.matching(where)).length : this.rows;
	}

	async page(offset: number, limit: number, where?: string): Promise<Rows> {
		const from = Math.max(0, Math.floor(offset));
		const size = Math.max(0, Math.floor(limit));
		if (!hasText(where)) return this.#fetch(from, `rowid BETWEEN ${from} AND ${from + size - 1}`);
		const rows = (await this.matching(where)).subarray(from, from + size);
		if (rows.length === 0) return { offset: from, rows: [], numbers: [] };
		const span = `rowid BETWEEN ${rows[0]} AND ${rows[rows.length - 1]}`;
		return this.#fetch(from, `${span} AND rowid IN (${rows.join(', ')})`);
	}

	async #fetch(offset: number, condition: string): Promise<Rows> {
		const cells = this.columns.map(({ sql, dtype }, i) => `${cellSql(sql, dtype)} AS c${i}`);
		const result = await this.db.query(
			`SELECT ${cells.join(', ')}, rowid::DOUBLE AS n FROM ${this.table} WHERE ${condition} ORDER BY rowid`,
		);
		const vectors = this.columns.map((_, i) => result.getChildAt(i));
		const numbers = Array.from(result.getChild('n') ?? [], Number);
		const rows = numbers.map((_, row) => vectors.map((vector) => (vector?.get(row) ?? null) as Cell));
		return { offset, rows, numbers };
	}

	/** Numbers of the rows that meet a condition, ascending; kept for the last condition. */
	matching(where: string): Promise<Float64Array> {
		if (this.#filter?.where === where) return this.#filter.rows;
		const rows = this.#match(where);
		this.#filter = { where, rows };
		rows.catch(() => {
			if (this.#filter?.rows === rows) this.#filter = null;
		});
		return rows;
	}

	async #match(where: string): Promise<Float64Array> {
		const named = this.columns.map(({ sql, name }) => `${sql} AS ${identifier(name)}`).join(', ');
		const source = `(SELECT rowid::DOUBLE AS ${ROW}, ${named} FROM ${this.table}) AS data`;
		const condition = `(\n${where}\n)`;
		try {
			await this.db.bind(`SELECT CASE WHEN ${condition} THEN 1 END FROM ${source}`);
			const sql = `SELECT ${ROW} FROM ${source} WHERE ${condition} ORDER BY ${ROW}`;
			await this.db.bind(sql);
			const result = await this.db.run(sql);
			const rows = new Float64Array(result.numRows);
			let at = 0;
			for (const batch of result.batches) {
				const values = batch.data.children[0]?.values as Float64Array;
				rows.set(values.subarray(0, batch.numRows), at);
				at += batch.numRows;
			}
			return rows;
		} catch (thrown) {
			throw new BenchtopError(
				'data.query',
				{ condition: where, detail: detailOf(thrown) },
				{ cause: thrown },
			);
		}
	}
}

const hasText = (where: string | undefined): where is string => where !== undefined && where.trim() !== '';

/** Physical columns of a table whose columns are c0, c1, … in dataset order. */
export const numbered = (columns: readonly { name: string; dtype: Dtype }[]): PhysicalColumn[] =>
	columns.map(({ name, dtype }, i) => ({ name, dtype, sql: `c${i}` }));

/** SELECT list that makes such a table. */
export const numberedSql = (expressions: readonly { sql: string; dtype: Dtype }[]): string =>
	expressions.map(({ sql, dtype }, i) => `(${sql})::${SQL_TYPES[dtype]} AS c${i}`).join(', ');
