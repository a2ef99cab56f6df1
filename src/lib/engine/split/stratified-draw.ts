/**
 * Draws some of the rows at random, so that every class is met with its share: largest-remainder allocation,
 * ties decided by chance. Counts per class differ from the exact share by less than one row.
 */
import type { Stream } from '../random/stream';

/** Whether classes can be kept together: two members each, and room for every class on both sides (SP-13). */
export function canStratify(classes: Int32Array, count: number): boolean {
	const sizes = classSizes(classes);
	return (
		sizes !== null &&
		sizes.every((size) => size >= 2) &&
		count >= sizes.length &&
		classes.length - count >= sizes.length
	);
}

/** Members per class; null when a row has none. Codes must be dense from 0. */
function classSizes(classes: Int32Array): number[] | null {
	const sizes = new Map<number, number>();
	for (const code of classes) {
		if (code < 0) return null;
		sizes.set(code, (sizes.get(code) ?? 0) + 1);
	}
	return [...sizes.entries()].sort(([a], [b]) => a - b).map(([, size]) => size);
}

/** Positions drawn (`count` of them) and the rest, both ascending. */
export function drawStratified(
	classes: Int32Array,
	count: number,
	stream: Stream,
): { drawn: Uint32Array; rest: Uint32Array } {
	const sizes = new Map<number, number>();
	for (const code of classes) sizes.set(code, (sizes.get(code) ?? 0) + 1);
	const codes = [...sizes.keys()].sort((a, b) => a - b);
	const members = new Map(
		codes.map((code) => [code, { rows: new Uint32Array(sizes.get(code) ?? 0), at: 0 }]),
	);
	classes.forEach((code, i) => {
		const list = members.get(code);
		if (list) list.rows[list.at++] = i;
	});
	const groups = codes.map((code) => members.get(code)?.rows ?? new Uint32Array());
	const take = allocate(
		groups.map((rows) => rows.length),
		count,
		stream,
	);
	const chosen = new Uint8Array(classes.length);
	groups.forEach((rows, g) => mark(chosen, rows, take[g] ?? 0, stream));
	return cut(chosen, count);
}

/** Positions drawn without regard to any class, and the rest, both ascending. */
export function drawPlain(
	n: number,
	count: number,
	stream: Stream,
): { drawn: Uint32Array; rest: Uint32Array } {
	const chosen = new Uint8Array(n);
	mark(
		chosen,
		Uint32Array.from({ length: n }, (_, i) => i),
		count,
		stream,
	);
	return cut(chosen, count);
}

/** Marks `count` of `rows` at random: a Fisher–Yates shuffle stopped once enough are drawn. Reorders `rows`. */
function mark(chosen: Uint8Array, rows: Uint32Array, count: number, stream: Stream): void {
	for (let i = 0; i < count; i++) {
		const j = i + stream.below(rows.length - i);
		const drawn = rows[j] as number;
		rows[j] = rows[i] as number;
		chosen[drawn] = 1;
	}
}

function cut(chosen: Uint8Array, count: number): { drawn: Uint32Array; rest: Uint32Array } {
	const drawn = new Uint32Array(count);
	const rest = new Uint32Array(chosen.length - count);
	for (let i = 0, d = 0, r = 0; i < chosen.length; i++) {
		if (chosen[i]) drawn[d++] = i;
		else rest[r++] = i;
	}
	return { drawn, rest };
}

/** Shares `count` among groups in proportion to their sizes; whole rows, largest remainders first. */
function allocate(sizes: readonly number[], count: number, stream: Stream): number[] {
	const total = sizes.reduce((a, b) => a + b, 0);
	const remainders = sizes.map((size) => (size * count) % total);
	const shares = sizes.map((size, i) => (size * count - (remainders[i] as number)) / total);
	const open = count - shares.reduce((a, b) => a + b, 0);
	const order = Array.from(stream.permutation(sizes.length)).sort(
		(a, b) => (remainders[b] as number) - (remainders[a] as number),
	);
	for (const g of order.slice(0, open)) shares[g] = (shares[g] as number) + 1;
	return shares;
}
