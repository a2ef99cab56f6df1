/**
 * How two columns go together: Pearson's, Spearman's and Kendall's coefficients, to pandas' numbers. Rows where either is
 * missing are left aside; a coefficient that is undefined (a constant, fewer than two rows) is NaN.
 */
import { moments } from './moments';

/** Both of length n. */
export function pearson(x: Float64Array, y: Float64Array): number {
	const [a, b] = complete(x, y);
	const n = a.length;
	const [left, right] = [moments(a), moments(b)];
	if (n < 2 || left.min === left.max || right.min === right.max) return NaN;
	let joint = 0;
	for (let i = 0; i < n; i++) joint += ((a[i] as number) - left.mean) * ((b[i] as number) - right.mean);
	return Math.max(-1, Math.min(1, joint / Math.sqrt(left.squares * right.squares)));
}

/** Pearson's coefficient of the ranks; equal values share the mean of their ranks. */
export function spearman(x: Float64Array, y: Float64Array): number {
	const [a, b] = complete(x, y);
	return pearson(ranks(a), ranks(b));
}

/** Kendall's tau-b, by Knight's algorithm (1966): discordant pairs are the swaps of a merge sort. */
export function kendall(x: Float64Array, y: Float64Array): number {
	const [a, b] = complete(x, y);
	const n = a.length;
	const order = Uint32Array.from(a, (_, i) => i).sort(
		(i, j) => (a[i] as number) - (a[j] as number) || (b[i] as number) - (b[j] as number),
	);
	const first = Float64Array.from(order, (i) => a[i] as number);
	const second = Float64Array.from(order, (i) => b[i] as number);
	const pairs = (n * (n - 1)) / 2;
	const tiedFirst = tiedPairs(n, (i) => first[i] === first[i - 1]);
	const tiedBoth = tiedPairs(n, (i) => first[i] === first[i - 1] && second[i] === second[i - 1]);
	const { swaps, ascending } = mergeSorted(second);
	const tiedSecond = tiedPairs(n, (i) => ascending[i] === ascending[i - 1]);
	const spread = Math.sqrt(pairs - tiedFirst) * Math.sqrt(pairs - tiedSecond);
	const excess = pairs - tiedFirst - tiedSecond + tiedBoth - 2 * swaps;
	return spread === 0 ? NaN : Math.max(-1, Math.min(1, excess / spread));
}

/** The rows that have both values. */
function complete(x: Float64Array, y: Float64Array): [Float64Array, Float64Array] {
	const there = (_: number, i: number) => !Number.isNaN(x[i]) && !Number.isNaN(y[i]);
	return [x.filter(there), y.filter(there)];
}

/** Ranks from 1, equal values sharing their mean. */
function ranks(values: Float64Array): Float64Array {
	const order = Uint32Array.from(values, (_, i) => i).sort(
		(i, j) => (values[i] as number) - (values[j] as number),
	);
	const found = new Float64Array(values.length);
	for (let start = 0; start < order.length;) {
		let end = start + 1;
		while (end < order.length && values[order[end] as number] === values[order[start] as number]) end++;
		for (let i = start; i < end; i++) found[order[i] as number] = (start + 1 + end) / 2;
		start = end;
	}
	return found;
}

/** Pairs within runs of equal neighbours. */
function tiedPairs(n: number, same: (i: number) => boolean): number {
	let pairs = 0;
	let run = 0;
	for (let i = 1; i < n; i++) {
		run = same(i) ? run + 1 : 0;
		pairs += run;
	}
	return pairs;
}

/** The values ascending, and how many pairs stood the other way round. */
function mergeSorted(values: Float64Array): { swaps: number; ascending: Float64Array } {
	let from = values.slice();
	let to = new Float64Array(values.length);
	let swaps = 0;
	for (let width = 1; width < from.length; width *= 2) {
		for (let start = 0; start < from.length; start += 2 * width) {
			const middle = Math.min(start + width, from.length);
			const end = Math.min(start + 2 * width, from.length);
			let left = start;
			let right = middle;
			for (let at = start; at < end; at++) {
				const takeLeft = left < middle && (right >= end || (from[left] as number) <= (from[right] as number));
				if (!takeLeft) swaps += middle - left;
				to[at] = from[takeLeft ? left++ : right++] as number;
			}
		}
		[from, to] = [to, from];
	}
	return { swaps, ascending: from };
}
