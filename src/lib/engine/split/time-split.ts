/**
 * Splits in time: what trains is earlier than what validates, and that is earlier than what tests. Samples of the same
 * time are never in two splits, and the samples within the gap before a boundary are in none. Folds are expanding
 * windows, as scikit-learn's TimeSeriesSplit cuts them.
 */
import { BenchtopError } from '../errors/error';
import type { SplitSpec } from '../schema/split';
import type { SplitSizes } from './sizes';

type Gap = SplitSpec['gap'];

/** Positions from the earliest to the latest, and what is needed to cut them. */
export interface InTime {
	readonly order: Uint32Array;
	/** Times along that order, ascending. */
	readonly times: Float64Array;
	readonly gap: Gap;
	/** The column's name. */
	readonly name: string;
}

/** Positions in order of their times; those of equal times stay as they are. */
export function inTime(times: Float64Array, gap: Gap, name: string): InTime {
	const order = Uint32Array.from(times, (_, i) => i);
	let ascending = true;
	for (let i = 1; ascending && i < times.length; i++)
		ascending = (times[i - 1] as number) <= (times[i] as number);
	if (!ascending) order.sort((a, b) => (times[a] as number) - (times[b] as number) || a - b);
	return { order, times: Float64Array.from(order, (i) => times[i] as number), gap, name };
}

/**
 * Positions of each split, ascending. Test and validation have their sizes, moved to the nearest change of time; gaps and
 * what is moved come out of the train split.
 * @throws split.time-too-short
 */
export function splitTime(series: InTime, sizes: SplitSizes): Record<keyof SplitSizes, Uint32Array> {
	const part = (from: number, to: number) => series.order.slice(from, to).sort();
	let end = series.order.length;
	const cut = (name: 'test' | 'validation'): Uint32Array => {
		if (sizes[name] === 0) return new Uint32Array();
		const start = changeNear(series, end - sizes[name], 0, end);
		if (start < 0) throw tooShort(series, `the ${name === 'test' ? 'validation or train' : 'train'} split`);
		const drawn = part(start, end);
		end = beforeGap(series, start);
		if (end < 1) throw tooShort(series, 'the train split');
		return drawn;
	};
	const test = cut('test');
	const validation = cut('validation');
	return { train: part(0, end), validation, test };
}

/**
 * Positions of every fold: the last ones in equal parts, each held back after training on all that is before it and its
 * gap. What is left over by the division trains in the first fold.
 * @throws split.too-many-folds, split.time-too-short
 */
export function timeFolds(series: InTime, folds: number): { train: Uint32Array; validation: Uint32Array }[] {
	const n = series.order.length;
	const size = Math.floor(n / (folds + 1));
	if (size < 1) throw new BenchtopError('split.too-many-folds', { folds, samples: n });
	const starts: number[] = [];
	for (let fold = 0; fold < folds; fold++) {
		const start = changeNear(series, n - (folds - fold) * size, starts.at(-1) ?? 0, n);
		if (start < 0) throw tooShort(series, `fold ${fold + 1}`);
		starts.push(start);
	}
	return starts.map((start, fold) => {
		const end = beforeGap(series, start);
		if (end < 1) throw tooShort(series, `training in fold ${fold + 1}`);
		return {
			train: series.order.slice(0, end).sort(),
			validation: series.order.slice(start, starts[fold + 1] ?? n).sort(),
		};
	});
}

const tooShort = ({ name }: InTime, part: string) =>
	new BenchtopError('split.time-too-short', { column: name, part });

/** The place between `low` and `high`, both excluded, nearest to `wanted` where the time changes; −1 without one. */
function changeNear({ times }: InTime, wanted: number, low: number, high: number): number {
	const changes = (i: number) => i > low && i < high && (times[i - 1] as number) < (times[i] as number);
	for (let off = 0; wanted - off > low || wanted + off < high; off++) {
		if (changes(wanted - off)) return wanted - off;
		if (changes(wanted + off)) return wanted + off;
	}
	return -1;
}

/** Where the samples end that are early enough before the one at `start`. */
function beforeGap({ times, gap }: InTime, start: number): number {
	if (!gap) return start;
	if ('rows' in gap) return Math.max(0, start - gap.rows);
	const latest = (times[start] as number) - gap.milliseconds;
	let end = start;
	while (end > 0 && (times[end - 1] as number) > latest) end--;
	return end;
}
