/** Where each column of the grid stands, and which of thousands are in sight. Widths in px. */
import type { DatasetColumn } from '$lib/engine/schema/dataset';
import { isFloat } from '$lib/engine/table/table';
import { brief, number, shortDtype } from './cells';

const LETTER = 6.9;
const NARROW = 84;
const WIDE = 220;
const STRETCHED = 500;
/** Letters from which a text may take more. */
const LONG = 40;

export interface ColumnLayout {
	readonly widths: Float64Array;
	/** Left edge of each column and, at the end, the right edge of the last. */
	readonly lefts: Float64Array;
	readonly total: number;
}

/** Lines of a name: broken after the underscore, dot or space nearest to its middle when it is long. */
export function nameLines(name: string): [string] | [string, string] {
	if (name.length <= 12) return [name];
	const middle = name.length / 2;
	let best = -1;
	for (let at = 1; at < name.length - 1; at++)
		if (
			/[\s_.\-/]/.test(name[at] ?? '') &&
			(best < 0 || Math.abs(at + 1 - middle) < Math.abs(best + 1 - middle))
		)
			best = at;
	return best < 0 ? [name] : [name.slice(0, best + 1), name.slice(best + 1)];
}

/** Letters of the longest value to expect. */
function longestValue({ dtype, statistics: s }: DatasetColumn): number {
	if (dtype === 'timestamp') return 17;
	if (dtype === 'date') return 13;
	if (s.kind === 'categorical')
		return Math.max(1, ...s.top.slice(0, 8).map(({ value }) => value?.length ?? 1));
	const ends = [s.min, s.max].filter((each) => each !== null);
	return Math.max(
		1,
		...ends.map((each) => number(Number(each.toPrecision(6)), isFloat(dtype) ? 2 : 0).length),
	);
}

/** Natural width from name, type, the ends below the histogram and how long values are. */
export function naturalWidth(column: DatasetColumn): number {
	const letters = Math.max(...nameLines(column.name).map(({ length }) => length));
	const values = longestValue(column);
	const { statistics: s } = column;
	const ends = s.kind === 'numeric' ? (brief(s.min, column) + brief(s.max, column)).length * 6.4 + 25 : 0;
	const needed = Math.max(
		letters * LETTER + 18,
		values * 7.2 + 18,
		shortDtype(column.dtype).length * 6 + 46,
		ends,
	);
	return Math.round(Math.min(WIDE, Math.max(NARROW, needed)));
}

/** Natural widths, stretched together when they leave room; what numbers and short texts do not need goes to long texts. */
export function layoutColumns(columns: readonly DatasetColumn[], room: number): ColumnLayout {
	const widths = Float64Array.from(columns, naturalWidth);
	const natural = widths.reduce((sum, width) => sum + width, 0);
	if (natural < room && natural > 0) {
		const factor = room / natural;
		for (let i = 0; i < widths.length; i++) {
			const width = widths[i] ?? 0;
			widths[i] = Math.floor(Math.min(Math.max(STRETCHED, width), width * factor));
		}
		const long = columns.flatMap((column, i) =>
			column.dtype === 'string' && longestValue(column) > LONG ? [i] : [],
		);
		const spare = room - widths.reduce((sum, width) => sum + width, 0);
		for (const i of long) widths[i] = (widths[i] ?? 0) + Math.floor(spare / long.length);
	}
	const lefts = new Float64Array(widths.length + 1);
	for (let i = 0; i < widths.length; i++) lefts[i + 1] = (lefts[i] ?? 0) + (widths[i] ?? 0);
	return { widths, lefts, total: lefts[widths.length] ?? 0 };
}

/** Index of the column that covers x, by bisection. */
export function columnAt(layout: ColumnLayout, x: number): number {
	let low = 0;
	let high = layout.widths.length - 1;
	while (low < high) {
		const middle = (low + high + 1) >> 1;
		if ((layout.lefts[middle] ?? 0) <= x) low = middle;
		else high = middle - 1;
	}
	return low;
}

/** Columns [first, last) in sight between x and x + room. */
export function columnsIn(layout: ColumnLayout, x: number, room: number): { first: number; last: number } {
	if (!layout.widths.length) return { first: 0, last: 0 };
	return { first: columnAt(layout, x), last: columnAt(layout, x + room) + 1 };
}
