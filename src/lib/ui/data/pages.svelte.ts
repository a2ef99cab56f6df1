/**
 * The rows of one dataset under one condition, a tile at a time: a page of rows, and of thousands of columns those
 * around the ones in sight. Keeps the tiles used last, asks only for what is in sight (then its neighbours), two
 * requests at once; `dispose` stops what is under way and forgets answers that come later.
 */
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import { asBenchtopError, isAbort, type BenchtopError } from '$lib/engine/errors/error';
import type { Cell, Rows } from '$lib/workers/api';
import { decimalsOf } from './cells';

/** Rows [offset, offset + limit) with columns [from, to). */
export interface Tile {
	readonly offset: number;
	readonly limit: number;
	readonly from: number;
	readonly to: number;
}
export type FetchRows = (tile: Tile, signal: AbortSignal) => Promise<Rows>;

const CELLS_PER_TILE = 8_000;
const KEPT = 48;
/** Up to this many columns come together. */
const TOGETHER = 100;
/** Columns of a tile where there are more. */
const SPAN = 50;
const AT_ONCE = 2;

/** Columns per tile: all, or a window's worth of very many. */
export const spanFor = (columns: number): number => (columns <= TOGETHER ? Math.max(1, columns) : SPAN);

/** Rows per tile: fewer when rows are long, so that a tile is quick to copy, but enough to fill a window. */
export const pageSizeFor = (columns: number): number =>
	Math.max(32, Math.min(200, Math.floor(CELLS_PER_TILE / spanFor(columns))));

export class Pages {
	failure = $state.raw<BenchtopError | null>(null);
	/** Decimals usual in each column, from the first tile that came with it. */
	decimals = $state.raw<readonly (number | undefined)[]>([]);
	/** Rows per tile. */
	readonly size: number;
	readonly #span: number;
	/** Tiles side by side. */
	readonly #across: number;
	readonly #loaded = new SvelteMap<number, Rows>();
	/** Row numbers by page of rows. */
	readonly #numbers = new SvelteMap<number, readonly number[]>();
	readonly #asked = new SvelteSet<number>();
	readonly #stop = new AbortController();
	#wanted: number[] = [];

	constructor(
		/** Rows there are under the condition. */
		readonly rows: number,
		readonly columns: number,
		readonly fetch: FetchRows,
		/** No condition: rows are numbered as in the dataset. */
		readonly whole = false,
	) {
		this.size = pageSizeFor(columns);
		this.#span = spanFor(columns);
		this.#across = Math.max(1, Math.ceil(columns / this.#span));
	}

	/** A cell, null when it is missing; undefined while it is not here. */
	cell(row: number, column: number): Cell | undefined {
		const tile = Math.floor(row / this.size) * this.#across + Math.floor(column / this.#span);
		return this.#loaded.get(tile)?.rows[row % this.size]?.[column % this.#span];
	}

	/** 0-based row number in the registered dataset; undefined while a condition keeps it unknown. */
	numberOf(row: number): number | undefined {
		if (this.whole) return row;
		return this.#numbers.get(Math.floor(row / this.size))?.[row % this.size];
	}

	/** Asks for rows [first, last) with columns [from, to); earlier wishes not yet under way are dropped. */
	want(first: number, last: number, from = 0, to = this.columns): void {
		if (this.#stop.signal.aborted || last <= first || to <= from) return;
		const top = Math.floor(first / this.size);
		const bottom = Math.floor((last - 1) / this.size);
		const left = Math.floor(from / this.#span);
		const right = Math.floor((to - 1) / this.#span);
		this.#wanted = [
			...this.#tiles(top, bottom, left, right),
			...this.#tiles(bottom + 1, bottom + 1, left, right),
			...this.#tiles(top - 1, top - 1, left, right),
			...this.#tiles(top, bottom, right + 1, right + 1),
		];
		this.#pump();
	}

	retry(): void {
		this.failure = null;
		this.#pump();
	}

	dispose(): void {
		this.#stop.abort();
		this.#wanted = [];
	}

	/** Those there are of these, row by row. */
	#tiles(top: number, bottom: number, left: number, right: number): number[] {
		const found: number[] = [];
		for (let page = Math.max(0, top); page <= bottom && page * this.size < this.rows; page++)
			for (let part = left; part <= right && part < this.#across; part++)
				found.push(page * this.#across + part);
		return found;
	}

	#pump(): void {
		for (const tile of this.#wanted) {
			if (this.#asked.size >= AT_ONCE || this.failure) return;
			if (this.#asked.has(tile) || this.#loaded.has(tile)) continue;
			this.#asked.add(tile);
			void this.#load(tile);
		}
	}

	async #load(tile: number): Promise<void> {
		const { signal } = this.#stop;
		const page = Math.floor(tile / this.#across);
		const offset = page * this.size;
		const from = (tile % this.#across) * this.#span;
		const to = Math.min(this.columns, from + this.#span);
		try {
			const limit = Math.min(this.size, this.rows - offset);
			const rows = await this.fetch({ offset, limit, from, to }, signal);
			if (signal.aborted) return;
			this.#learn(from, rows);
			this.#keep(tile, rows);
			this.#numbers.set(page, rows.numbers);
		} catch (thrown) {
			if (!signal.aborted && !isAbort(thrown)) this.failure = asBenchtopError(thrown);
		} finally {
			this.#asked.delete(tile);
			if (!signal.aborted) this.#pump();
		}
	}

	#keep(tile: number, rows: Rows): void {
		this.#loaded.set(tile, rows);
		const spare = [...this.#loaded.keys()].filter((old) => old !== tile && !this.#wanted.includes(old));
		for (const old of spare.slice(0, Math.max(0, this.#loaded.size - KEPT))) this.#loaded.delete(old);
		const pages = [...this.#loaded.keys()].map((each) => Math.floor(each / this.#across));
		for (const old of [...this.#numbers.keys()]) if (!pages.includes(old)) this.#numbers.delete(old);
	}

	#learn(from: number, { rows }: Rows): void {
		if (this.decimals[from] !== undefined) return;
		const decimals = [...this.decimals];
		usualDecimals(rows).forEach((each, i) => (decimals[from + i] = each));
		this.decimals = decimals;
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
