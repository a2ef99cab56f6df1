/**
 * Which rows of a table meet a condition a person wrote. The answer to the last condition is kept; a search is stopped
 * once everybody who waited for it has gone. Column names of people appear only as quoted aliases.
 */
import { BenchtopError, isAbort } from '../../engine/errors/error';
import { abortError } from '../thread';
import type { Database } from './database';
import { identifier } from './database';
import type { PhysicalColumn } from './dataset-table';
import { detailOf } from './failure';

/** Stands for the row number inside user conditions; no CSV header is likely to hold it. */
const ROW = '__benchtop_row__';
/** With more columns than this only those a condition may speak of are named to the database, which is much quicker. */
const MANY = 200;

interface Search {
	readonly where: string;
	readonly rows: Promise<Float64Array>;
	readonly stop: AbortController;
	waiting: number;
	done: boolean;
}

export class MatchingRows {
	#last: Search | null = null;
	#practised = false;

	constructor(
		readonly db: Database,
		readonly table: string,
		readonly columns: readonly PhysicalColumn[],
	) {}

	/** Numbers of the rows that meet the condition, ascending. Aborting rejects at once with an AbortError. */
	async find(where: string, signal?: AbortSignal): Promise<Float64Array> {
		signal?.throwIfAborted();
		const search =
			this.#last?.where === where && !this.#last.stop.signal.aborted ? this.#last : this.#begin(where);
		search.waiting++;
		let leave: () => void = () => {};
		try {
			const left = new Promise<never>((_, reject) => {
				leave = () => reject(abortError());
				signal?.addEventListener('abort', leave, { once: true });
			});
			return await Promise.race([search.rows, left]);
		} finally {
			signal?.removeEventListener('abort', leave);
			search.waiting--;
			if (search.waiting === 0 && !search.done) search.stop.abort();
		}
	}

	/** Searches a few rows, once, for nothing: the first search of an engine is twice as slow as the next. */
	practise(): void {
		const numbers = this.columns.filter(({ dtype }) => dtype.startsWith('float') || dtype.startsWith('int'));
		if (this.#practised || numbers.length === 0) return;
		this.#practised = true;
		const values = numbers.slice(0, 2).map(({ sql }, i) => `${sql} AS v${i}`);
		const tests = values.map((_, i) => `v${i} > ${i}.5`).join(' OR ');
		const rows = `(SELECT rowid::DOUBLE AS r, ${values.join(', ')} FROM ${this.table} WHERE rowid < 2048)`;
		this.db.run(`SELECT r FROM ${rows} WHERE ${tests}`).catch(() => {});
	}

	#begin(where: string): Search {
		const stop = new AbortController();
		const search: Search = { where, rows: this.#match(where, stop.signal), stop, waiting: 0, done: false };
		this.#last = search;
		search.rows.then(
			() => (search.done = true),
			() => {
				search.done = true;
				if (this.#last === search) this.#last = null;
			},
		);
		return search;
	}

	async #match(where: string, signal: AbortSignal): Promise<Float64Array> {
		const named = this.#mentioned(where).map(({ sql, name }) => `, ${sql} AS ${identifier(name)}`);
		const source = `(SELECT rowid::DOUBLE AS ${ROW}${named.join('')} FROM ${this.table}) AS data`;
		const condition = `(\n${where}\n)`;
		try {
			await this.db.bind(`SELECT CASE WHEN ${condition} THEN 1 END FROM ${source}`);
			const sql = `SELECT ${ROW} FROM ${source} WHERE ${condition}`;
			await this.db.bind(sql);
			const result = await this.db.run(sql, signal);
			const rows = new Float64Array(result.numRows);
			let at = 0;
			for (const batch of result.batches) {
				const values = batch.data.children[0]?.values as Float64Array;
				rows.set(values.subarray(0, batch.numRows), at);
				at += batch.numRows;
			}
			return ascending(rows) ? rows : rows.sort();
		} catch (thrown) {
			if (isAbort(thrown)) throw thrown;
			throw new BenchtopError(
				'data.query',
				{ condition: where, detail: detailOf(thrown) },
				{ cause: thrown },
			);
		}
	}

	/** Columns the condition can speak of: a name stands in it as it is, but where quotes or expansions may hide it. */
	#mentioned(where: string): readonly PhysicalColumn[] {
		const text = where.toLowerCase();
		if (this.columns.length <= MANY || /\*|columns/.test(text)) return this.columns;
		const found = this.columns.filter(({ name }) => name.includes('"') || text.includes(name.toLowerCase()));
		return found.length > 0 ? found : this.columns;
	}
}

/** As a scan on one thread gives them; sorting a million of them in SQL would take longer than finding them. */
function ascending(rows: Float64Array): boolean {
	for (let i = 1; i < rows.length; i++) if ((rows[i] as number) < (rows[i - 1] as number)) return false;
	return true;
}
