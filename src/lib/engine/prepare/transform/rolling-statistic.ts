/**
 * A statistic of every window of a series, equal to pandas `rolling(window, min_periods)`: windows end at the row itself,
 * gaps and infinities do not count, and fewer values than `minPeriods` give a gap.
 * Sums, extremes and deviations are put together from the ends of blocks and never subtracted (van Herk 1992; Chan,
 * Golub, LeVeque 1979 for the squares), so nothing is lost behind a large value and time does not depend on the window.
 */
import type { STATISTICS } from '../../schema/transform-step';
import { rollingMedian } from './rolling-median';

export type Statistic = (typeof STATISTICS)[number];

/** What is known of some values: enough for every statistic but the median. */
interface Summary {
	count: number;
	sum: number;
	mean: number;
	/** Sum of squared deviations from the mean. */
	squares: number;
	min: number;
	max: number;
}

const empty = (): Summary => ({ count: 0, sum: 0, mean: 0, squares: 0, min: Infinity, max: -Infinity });

/** The statistic of the values in [i − window + 1, i], for every i. */
export function rollingStatistic(
	values: Float64Array,
	window: number,
	statistic: Statistic,
	minPeriods: number = window,
): Float64Array {
	const finite = values.map((value) => (Number.isFinite(value) ? value : NaN));
	if (statistic === 'median') return rollingMedian(finite, window, minPeriods);
	const result = new Float64Array(values.length);
	/** suffixes[o]: values from offset o to the end of the block before. */
	let suffixes: Summary[] = [];
	for (let start = 0; start < values.length; start += window) {
		const end = Math.min(values.length, start + window);
		const prefix = empty();
		for (let i = start; i < end; i++) {
			add(prefix, finite[i] as number);
			const before = suffixes[i - start + 1];
			const whole = before ? merged(before, prefix) : prefix;
			result[i] = whole.count < minPeriods ? NaN : valueOf(whole, statistic);
		}
		if (end < values.length) suffixes = suffixesOf(finite, start, end);
	}
	return result;
}

function suffixesOf(values: Float64Array, start: number, end: number): Summary[] {
	const suffixes: Summary[] = new Array<Summary>(end - start);
	const summary = empty();
	for (let i = end - 1; i >= start; i--) {
		add(summary, values[i] as number);
		suffixes[i - start] = { ...summary };
	}
	return suffixes;
}

function add(summary: Summary, value: number): void {
	if (value !== value) return;
	summary.count++;
	summary.sum += value;
	const off = value - summary.mean;
	summary.mean += off / summary.count;
	summary.squares += off * (value - summary.mean);
	if (value < summary.min) summary.min = value;
	if (value > summary.max) summary.max = value;
}

function merged(a: Summary, b: Summary): Summary {
	if (a.count === 0) return b;
	if (b.count === 0) return a;
	const count = a.count + b.count;
	const off = b.mean - a.mean;
	return {
		count,
		sum: a.sum + b.sum,
		mean: a.mean + (off * b.count) / count,
		squares: a.squares + b.squares + (off * off * a.count * b.count) / count,
		min: Math.min(a.min, b.min),
		max: Math.max(a.max, b.max),
	};
}

/** The deviation is the sample's (divided by n − 1); of no values the sum is 0 and everything else a gap. */
function valueOf(
	{ count, sum, squares, min, max }: Summary,
	statistic: Exclude<Statistic, 'median'>,
): number {
	if (statistic === 'sum') return sum;
	if (count === 0) return NaN;
	if (statistic === 'mean') return sum / count;
	if (statistic === 'std') return count < 2 ? NaN : Math.sqrt(squares / (count - 1));
	return statistic === 'min' ? min : max;
}
