/**
 * What the head of a column shows (SPEC §2.2): moments and quartiles of quantities and dates as pandas
 * `describe`, relative frequencies of everything else with missing counted as a value.
 */
import { isString, type Column, type NumericColumn, type StringColumn } from './table';
import { moments } from './moments';
import { present, sortedQuantile } from './quantile';
import { countBelow, sorted } from './sorted';
import type { CategoricalStatistics, ColumnStatistics, NumericStatistics } from '../schema/dataset';

/** Bars of a column's histogram. */
const HISTOGRAM_BINS = 24;
/** Frequencies kept of a categorical column. */
const TOP_VALUES = 50;

/** Statistics of one column. Standard deviation with n − 1; a statistic that is not a number is null. */
export function columnStatistics(column: Column): ColumnStatistics {
	if (isString(column)) return textStatistics(column);
	return column.dtype === 'bool' ? boolStatistics(column) : numericStatistics(column);
}

const orNull = (value: number): number | null => (Number.isFinite(value) ? value : null);

function numericStatistics(column: NumericColumn): NumericStatistics {
	const values = sorted(present(column.values));
	const { count, mean, squares, min, max } = moments(values);
	let distinct = 0;
	for (let i = 0; i < count; i++) if (i === 0 || values[i] !== values[i - 1]) distinct++;
	return {
		kind: 'numeric',
		missing: column.values.length - count,
		distinct,
		mean: orNull(mean),
		std: orNull(Math.sqrt(squares / (count - 1))),
		min: orNull(min),
		q1: orNull(sortedQuantile(values, 0.25)),
		median: orNull(sortedQuantile(values, 0.5)),
		q3: orNull(sortedQuantile(values, 0.75)),
		max: orNull(max),
		histogram: histogram(values, HISTOGRAM_BINS),
	};
}

/**
 * Counts in equal-width bins between the least and the greatest finite of ascending values, as `numpy.histogram`: bins
 * closed on the left, the last one on both sides. A constant fills one bin; no finite value gives an empty list.
 */
export function histogram(ascending: Float64Array, bins: number): number[] {
	const edges = histogramEdges(ascending, bins);
	if (edges.length === 0) return [];
	const first = countBelow(ascending, -Number.MAX_VALUE);
	const end = countBelow(ascending, Infinity);
	const starts = edges.slice(0, bins).map((edge, k) => (k === 0 ? first : countBelow(ascending, edge)));
	return starts.map((start, k) => (starts[k + 1] ?? end) - start);
}

/** The edges of these bins, one more than there are; none without a finite value. */
export function histogramEdges(ascending: Float64Array, bins: number): number[] {
	const first = countBelow(ascending, -Number.MAX_VALUE);
	const end = countBelow(ascending, Infinity);
	if (first >= end) return [];
	const min = ascending[first] as number;
	const max = ascending[end - 1] as number;
	const low = min === max ? min - 0.5 : min;
	const high = min === max ? max + 0.5 : max;
	const width = (high - low) / bins;
	return Array.from({ length: bins + 1 }, (_, k) => (k === bins ? high : low + k * width));
}

function boolStatistics(column: NumericColumn): CategoricalStatistics {
	const counts = [0, 0];
	let missing = 0;
	for (const value of column.values) {
		if (Number.isNaN(value)) missing++;
		else counts[value === 0 ? 0 : 1] = (counts[value === 0 ? 0 : 1] ?? 0) + 1;
	}
	return frequencies(['false', 'true'], counts, missing);
}

function textStatistics(column: StringColumn): CategoricalStatistics {
	const counts = new Float64Array(column.dictionary.length);
	let missing = 0;
	for (const code of column.codes) {
		if (code < 0) missing++;
		else counts[code] = (counts[code] as number) + 1;
	}
	return frequencies(column.dictionary, counts, missing);
}

/** Shares of all rows, greatest first; equal ones in dictionary order, missing last among equals. */
function frequencies(
	names: readonly string[],
	counts: ArrayLike<number>,
	missing: number,
): CategoricalStatistics {
	const descending = Float64Array.from(counts).sort().reverse();
	const distinct = countOf(descending);
	// Only what may be shown becomes an entry: a column of identifiers has as many values as rows.
	const least = Math.max(1, descending[TOP_VALUES - 1] ?? 1);
	const entries: { value: string | null; count: number; place: number }[] = [];
	let rows = missing;
	let ties = 0;
	for (let place = 0; place < names.length; place++) {
		const count = counts[place] ?? 0;
		rows += count;
		if (count < least || (count === least && ++ties > TOP_VALUES)) continue;
		entries.push({ value: names[place] ?? null, count, place });
	}
	if (missing > 0) entries.push({ value: null, count: missing, place: names.length });
	entries.sort((a, b) => b.count - a.count || a.place - b.place);
	return {
		kind: 'categorical',
		missing,
		distinct,
		top: entries.slice(0, TOP_VALUES).map(({ value, count }) => ({ value, share: count / rows })),
	};
}

/** How many of descending counts are not zero. */
function countOf(descending: Float64Array): number {
	const end = descending.indexOf(0);
	return end < 0 ? descending.length : end;
}
