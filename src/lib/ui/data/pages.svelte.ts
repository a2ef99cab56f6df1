/**
 * The rows of one dataset under one condition, a page at a time. Keeps the pages used last, asks only for what is
 * in sight (then its neighbours), two requests at once, and forgets answers that come after `dispose`.
 */
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import { asBenchtopError, isAbort, type BenchtopError } from '$lib/engine/errors/error';
import type { Cell, Rows } from '$lib/workers/api';
import { decimalsOf } from './cells';

export type FetchRows = (offset: number, limit: number) => Promise<Rows>;

const CELLS_PER_PAGE = 8_000;
const KEPT = 48;
const WIDE = 1000;
const AT_ONCE = 2;

/** Rows per page: fewer when rows are long, so that a page is quick to copy, but enough to fill a window. */
export const pageSizeFor = (columns: number): number =>
	Math.max(32, Math.min(200, Math.floor(CELLS_PER_PAGE / Math.max(1, columns))));

export class Pages {
	failure = $state.raw<BenchtopError | null>(null);
	/** Decimals usual in each column, from the first page that came. */
	decimals = $state.raw<readonly number[]>([]);
	readonly size: number;
	readonly #loaded = new SvelteMap<number, Rows>();
	readonly #asked = new SvelteSet<number>();
	#wanted: number[] = [];
	/** Rows so long that reading neighbours ahead costs more than it saves. */
	readonly #wide: boolean;
	#disposed = false;

	constructor(
		/** Rows there are under the condition. */
		readonly rows: number,
		columns: number,
		readonly fetch: FetchRows,
		/** No condition: rows are numbered as in the dataset. */
		readonly whole = false,
	) {
		this.size = pageSizeFor(columns);
		this.#wide = columns > WIDE;
	}

	/** Cells of a row; undefined while it is not here. */
	cells(row: number): readonly Cell[] | undefined {
		return this.#loaded.get(Math.floor(row / this.size))?.rows[row % this.size];
	}

	/** 0-based row number in the registered dataset; undefined while a condition keeps it unknown. */
	numberOf(row: number): number | undefined {
		if (this.whole) return row;
		return this.#loaded.get(Math.floor(row / this.size))?.numbers[row % this.size];
	}

	/** Asks for what rows [first, last) need; earlier wishes not yet under way are dropped. */
	want(first: number, last: number): void {
		if (this.#disposed || last <= first) return;
		const from = Math.floor(first / this.size);
		const to = Math.floor((last - 1) / this.size);
		const wanted: number[] = [];
		for (let page = from; page <= to; page++) wanted.push(page);
		if (!this.#wide) wanted.push(to + 1, from - 1);
		this.#wanted = wanted.filter((page) => page >= 0 && page * this.size < this.rows);
		this.#pump();
	}

	retry(): void {
		this.failure = null;
		this.#pump();
	}

	dispose(): void {
		this.#disposed = true;
		this.#wanted = [];
	}

	#pump(): void {
		for (const page of this.#wanted) {
			if (this.#asked.size >= AT_ONCE || this.failure) return;
			if (this.#asked.has(page) || this.#loaded.has(page)) continue;
			this.#asked.add(page);
			void this.#load(page);
		}
	}

	async #load(page: number): Promise<void> {
		try {
			const rows = await this.fetch(page * this.size, Math.min(this.size, this.rows - page * this.size));
			if (this.#disposed) return;
			if (!this.decimals.length) this.decimals = usualDecimals(rows.rows);
			this.#keep(page, rows);
		} catch (thrown) {
			if (!this.#disposed && !isAbort(thrown)) this.failure = asBenchtopError(thrown);
		} finally {
			this.#asked.delete(page);
			if (!this.#disposed) this.#pump();
		}
	}

	#keep(page: number, rows: Rows): void {
		this.#loaded.set(page, rows);
		const spare = [...this.#loaded.keys()].filter((old) => old !== page && !this.#wanted.includes(old));
		for (const old of spare.slice(0, Math.max(0, this.#loaded.size - KEPT))) this.#loaded.delete(old);
	}
}

/** Per column the most decimals among the first rows, at most four. */
function usualDecimals(rows: readonly (readonly Cell[])[]): number[] {
	const width = rows[0]?.length ?? 0;
	const decimals = new Array<number>(width).fill(0);
	for (const row of rows.slice(0, 64))
		for (let i = 0; i < width; i++) {
			const cell = row[i];
			if (typeof cell === 'number') decimals[i] = Math.min(4, Math.max(decimals[i] ?? 0, decimalsOf(cell)));
		}
	return decimals;
}
