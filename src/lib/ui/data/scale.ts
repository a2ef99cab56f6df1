/**
 * From scroll position to row. Browsers clip elements near 17 M px, so the scroll space is capped and, beyond the
 * cap, one scrolled pixel stands for several. Everything else works in uncapped "virtual" pixels.
 */

export const ROW_HEIGHT = 26;
export const MAX_SPACE = 8_000_000;

export interface Scale {
	/** Height of the element that is scrolled over, without the header. */
	readonly space: number;
	/** True when scrolled pixels and virtual pixels differ. */
	readonly compressed: boolean;
	/** Largest virtual top. */
	readonly end: number;
	/** Scroll position → virtual top. */
	toTop(scrolled: number): number;
	/** Virtual top → scroll position. */
	toScroll(top: number): number;
}

/** The scale of `rows` rows seen through a body of `body` px. */
export function scaleOf(rows: number, body: number): Scale {
	const total = rows * ROW_HEIGHT;
	const space = Math.min(total, MAX_SPACE);
	const end = Math.max(0, total - body);
	const reach = Math.max(0, space - body);
	const ratio = reach > 0 ? end / reach : 0;
	const clamp = (value: number) => Math.min(end, Math.max(0, value));
	return {
		space,
		compressed: total > MAX_SPACE,
		end,
		toTop: (scrolled) => clamp(total > MAX_SPACE ? scrolled * ratio : scrolled),
		toScroll: (top) => (total > MAX_SPACE && ratio ? clamp(top) / ratio : clamp(top)),
	};
}

/** Rows [first, last) that show anything when the virtual top is `top`. */
export function rowsAt(top: number, body: number, rows: number): { first: number; last: number } {
	const first = Math.min(rows, Math.floor(top / ROW_HEIGHT));
	return { first, last: Math.min(rows, Math.ceil((top + body) / ROW_HEIGHT)) };
}

/** The virtual top nearest to `top` at which the row is wholly visible. */
export function topFor(row: number, top: number, body: number): number {
	const start = row * ROW_HEIGHT;
	if (start < top) return start;
	const needed = start + ROW_HEIGHT - body;
	return needed > top ? Math.max(0, needed) : top;
}
