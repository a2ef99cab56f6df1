/**
 * What the grid shows and where the cursor stands: rows and columns in sight, keys, jumps. Row −1 is the header.
 * Knows no data beyond counts and widths; the component tells it what was scrolled and moves the scroller for it.
 */
import type { DatasetColumn } from '$lib/engine/schema/dataset';
import { columnsIn, layoutColumns } from './column-layout';
import { rowsAt, ROW_HEIGHT, scaleOf, topFor } from './scale';

export const HEAD_HEIGHT = 128;
export const HEADER = -1;

export interface Source {
	readonly rows: number;
	readonly columns: readonly DatasetColumn[];
}

export class GridState {
	width = $state(0);
	height = $state(0);
	left = $state(0);
	/** Virtual px above the first visible row. */
	top = $state(0);
	row = $state(0);
	column = $state(0);
	readonly #source: () => Source;
	#scroller: HTMLElement | null = null;

	constructor(source: () => Source) {
		this.#source = source;
	}

	readonly rows = $derived.by(() => this.#source().rows);
	readonly columns = $derived.by(() => this.#source().columns);
	readonly body = $derived(Math.max(ROW_HEIGHT, this.height - HEAD_HEIGHT));
	/** Width of the column of row numbers. */
	readonly gutter = $derived(Math.max(44, 22 + String(this.rows).length * 8));
	readonly layout = $derived(layoutColumns(this.columns, this.width - this.gutter));
	readonly scale = $derived(scaleOf(this.rows, this.body));
	readonly #range = $derived(rowsAt(Math.min(this.top, this.scale.end), this.body, this.rows));
	/** Rows [first, last) and columns [from, to) are in sight. */
	readonly first = $derived(this.#range.first);
	readonly last = $derived(this.#range.last);
	readonly shown = $derived(Array.from({ length: this.last - this.first }, (_, i) => this.first + i));
	/** Px by which the first visible row is cut off at the top. */
	readonly shift = $derived(Math.min(this.top, this.scale.end) - this.first * ROW_HEIGHT);
	readonly #window = $derived(columnsIn(this.layout, this.left, Math.max(1, this.width - this.gutter)));
	readonly from = $derived(this.#window.first);
	readonly to = $derived(this.#window.last);
	readonly indices = $derived(Array.from({ length: this.to - this.from }, (_, i) => this.from + i));

	attach(scroller: HTMLElement): () => void {
		this.#scroller = scroller;
		return () => (this.#scroller = null);
	}

	/** The scroller was moved: by the bar, a finger, or by us. */
	scrolled(): void {
		const { scrollTop = 0, scrollLeft = 0 } = this.#scroller ?? {};
		this.left = scrollLeft;
		if (Math.abs(this.scale.toScroll(this.top) - scrollTop) >= 1) this.top = this.scale.toTop(scrollTop);
	}

	/** Wheel over a compressed scale: rows pass at their own pace. True when it was taken care of. */
	wheel(deltaY: number, deltaMode: number): boolean {
		if (!this.scale.compressed || !deltaY) return false;
		const unit = deltaMode === 1 ? ROW_HEIGHT : deltaMode === 2 ? this.body : 1;
		this.#moveTo(this.top + deltaY * unit);
		return true;
	}

	/** Puts the cursor there and brings it into sight. */
	go(row: number, column: number): void {
		this.row = Math.max(HEADER, Math.min(this.rows - 1, row));
		this.column = Math.max(0, Math.min(this.columns.length - 1, column));
		if (this.row !== HEADER) this.#moveTo(topFor(this.row, this.top, this.body));
		this.#revealColumn();
	}

	/** Jumps so that the row stands at the top. */
	jump(row: number): void {
		this.row = Math.max(0, Math.min(this.rows - 1, row));
		this.#moveTo(this.row * ROW_HEIGHT);
	}

	/** Moves by a key; false when the key means nothing here. */
	key(key: string, ctrl: boolean): boolean {
		const page = Math.max(1, Math.floor(this.body / ROW_HEIGHT) - 1);
		const last = this.rows - 1;
		const { row, column } = this;
		const moves: Record<string, () => void> = {
			ArrowDown: () => this.go(ctrl ? last : row + 1, column),
			ArrowUp: () => this.go(ctrl ? 0 : row - 1, column),
			ArrowRight: () => this.go(row, ctrl ? this.columns.length - 1 : column + 1),
			ArrowLeft: () => this.go(row, ctrl ? 0 : column - 1),
			PageDown: () => this.go(Math.max(0, row) + page, column),
			PageUp: () => this.go(Math.max(0, row - page), column),
			Home: () => this.go(ctrl ? 0 : row, 0),
			End: () => this.go(ctrl ? last : row, this.columns.length - 1),
		};
		const move = moves[key];
		move?.();
		return move !== undefined;
	}

	/** Back to the first row, as after a new condition. */
	reset(): void {
		this.row = 0;
		this.#moveTo(0);
	}

	#moveTo(top: number): void {
		this.top = Math.max(0, Math.min(this.scale.end, top));
		if (this.#scroller) this.#scroller.scrollTop = this.scale.toScroll(this.top);
	}

	#revealColumn(): void {
		const { lefts, widths } = this.layout;
		const start = lefts[this.column] ?? 0;
		const room = this.width - this.gutter;
		const needed = start + (widths[this.column] ?? 0) - room;
		const left = start < this.left ? start : needed > this.left ? Math.min(start, needed) : this.left;
		if (left === this.left) return;
		this.left = left;
		if (this.#scroller) this.#scroller.scrollLeft = left;
	}
}
