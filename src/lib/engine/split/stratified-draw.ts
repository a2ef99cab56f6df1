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
	const members = new Map<number, number[]>();
	classes.forEach((code, i) => {
		const list = members.get(code);
		if (list) list.push(i);
		else members.set(code, [i]);
	});
	const groups = [...members.entries()].sort(([a], [b]) => a - b).map(([, list]) => list);
	const take = allocate(
		groups.map((list) => list.length),
		count,
		stream,
	);
	const chosen = new Uint8Array(classes.length);
	groups.forEach((list, g) => {
		stream.shuffle(list);
		for (let i = 0; i < (take[g] ?? 0); i++) chosen[list[i] as number] = 1;
	});
	return cut(chosen, count);
}

/** Positions drawn without regard to any class, and the rest, both ascending. */
export function drawPlain(
	n: number,
	count: number,
	stream: Stream,
): { drawn: Uint32Array; rest: Uint32Array } {
	const order = stream.permutation(n);
	const chosen = new Uint8Array(n);
	for (let i = 0; i < count; i++) chosen[order[i] as number] = 1;
	return cut(chosen, count);
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
export function allocate(sizes: readonly number[], count: number, stream: Stream): number[] {
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
