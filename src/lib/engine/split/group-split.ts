/**
 * Splits that keep groups whole: no group is in two splits. Sizes and shares of classes are kept as nearly as whole groups
 * allow, by the best of several random orders; which groups go where is decided by the seed.
 */
import { BenchtopError } from '../errors/error';
import type { Stream } from '../random/stream';
import type { SplitSizes } from './sizes';
import { countsOf } from './strata';

export interface Groups {
	/** Group of every position, dense from 0. */
	readonly codes: Int32Array;
	readonly count: number;
	/** What they are groups of, as in "groups of {name}". */
	readonly name: string;
}

export const TRAIN = 0;
export const VALIDATION = 1;
export const TEST = 2;

/** Random orders tried at most; fewer where there are very many groups. */
const MOST_TRIES = 32;
const GROUPS_TRIED = 200_000;

/**
 * TRAIN, VALIDATION or TEST for every position. Each random order is walked once, a group being taken where that brings
 * the split's size nearer to what is wanted; the order whose sizes, and shares of `classes`, come nearest is kept.
 * @throws split.too-few-groups
 */
export function splitGroups(
	groups: Groups,
	wanted: SplitSizes,
	classes: Int32Array | null,
	stream: Stream,
): Uint8Array {
	const splits = 1 + (wanted.validation > 0 ? 1 : 0) + (wanted.test > 0 ? 1 : 0);
	if (groups.count < splits)
		throw new BenchtopError('split.too-few-groups', { count: groups.count, name: groups.name, splits });
	const sizes = groupSizes(groups);
	const tally = classes && tallyOf(classes);
	const tries = Math.max(1, Math.min(MOST_TRIES, Math.floor(GROUPS_TRIED / groups.count)));
	let best: Uint8Array | null = null;
	let least = Infinity;
	for (let attempt = 0; attempt < (splits === 1 ? 1 : tries); attempt++) {
		const order = stream.child(`groups/${attempt}`).permutation(groups.count);
		const splitOf = assign(order, sizes, wanted);
		const off = tries === 1 ? 0 : distance(groups, splitOf, wanted, tally);
		if (off < least) [best, least] = [splitOf, off];
	}
	return Uint8Array.from(groups.codes, (group) => best?.[group] ?? TRAIN);
}

function assign(order: Uint32Array, sizes: Float64Array, wanted: SplitSizes): Uint8Array {
	const splitOf = new Uint8Array(sizes.length);
	let left = order.length;
	const fill = (split: number, size: number, keep: number) => {
		if (size === 0) return;
		let count = 0;
		let smallest = -1;
		for (const group of order) {
			if (splitOf[group] !== TRAIN) continue;
			const next = count + (sizes[group] as number);
			if (smallest < 0 || (sizes[group] as number) < (sizes[smallest] as number)) smallest = group;
			if (left <= keep || Math.abs(next - size) >= Math.abs(count - size)) continue;
			splitOf[group] = split;
			count = next;
			left--;
		}
		if (count > 0) return;
		splitOf[smallest] = split;
		left--;
	};
	fill(TEST, wanted.test, wanted.validation > 0 ? 2 : 1);
	fill(VALIDATION, wanted.validation, 1);
	return splitOf;
}

/** How far the sizes are from what is wanted, and the classes from their shares, in samples. */
function distance({ codes }: Groups, splitOf: Uint8Array, wanted: SplitSizes, tally: Tally | null): number {
	const places = codes.map((group) => splitOf[group] as number);
	const counts = [0, 0, 0];
	for (const split of places) counts[split] = (counts[split] as number) + 1;
	const sizes = [wanted.train, wanted.validation, wanted.test];
	const off = sizes.reduce((sum, size, split) => sum + Math.abs(size - (counts[split] as number)), 0);
	if (!tally) return off;
	return off + excessOf(tally, places, counts).reduce((sum, [, each]) => sum + Math.abs(each), 0);
}

interface Tally {
	/** Class of every position, dense from 0. */
	readonly places: Int32Array;
	/** Members of each class. */
	readonly totals: readonly number[];
}

/** Classes made ready for counting them many times. */
export function tallyOf(classes: Int32Array): Tally {
	const counts = countsOf(classes);
	const place = new Map([...counts.keys()].map((code, i) => [code, i]));
	return { places: classes.map((code) => place.get(code) ?? 0), totals: [...counts.values()] };
}

/**
 * For every split and class, how many samples more than its share a class has there.
 * @param splitOf split of every position. @param counts the sizes of the splits.
 */
export function excessOf(
	{ places, totals }: Tally,
	splitOf: ArrayLike<number>,
	counts: readonly number[],
): [split: number, excess: number][] {
	const found = new Float64Array(counts.length * totals.length);
	for (let i = 0; i < places.length; i++) {
		const cell = (splitOf[i] as number) * totals.length + (places[i] as number);
		found[cell] = (found[cell] as number) + 1;
	}
	return counts.flatMap((count, split) =>
		totals.map((members, k): [number, number] => [
			split,
			(found[split * totals.length + k] as number) - (count * members) / places.length,
		]),
	);
}

function groupSizes({ codes, count }: Groups): Float64Array {
	const sizes = new Float64Array(count);
	for (const group of codes) sizes[group] = (sizes[group] as number) + 1;
	return sizes;
}

/** Codes from 0 renumbered without holes, their order kept. */
export function denseGroups(codes: Int32Array, name: string): Groups {
	const place = new Int32Array(codes.reduce((most, code) => Math.max(most, code), -1) + 1);
	for (const code of codes) place[code] = 1;
	let count = 0;
	for (let code = 0; code < place.length; code++) if (place[code]) place[code] = count++;
	return { codes: codes.map((code) => place[code] as number), count, name };
}
