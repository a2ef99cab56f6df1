/**
 * Equal-frequency bins of a continuous variable: pandas `qcut(labels=False, duplicates="drop")`.
 * Intervals are closed on the right, the lowest edge included; edges that coincide are dropped.
 */
import { present, sortedQuantile } from '../table/quantile';
import { sorted } from '../table/sorted';

export interface Binned {
	/** Bin per value; −1 where there is none (missing, or all values equal). */
	readonly codes: Int32Array;
	/** Ascending, one more than there are bins. */
	readonly edges: Float64Array;
}

/** At most `count` bins of nearly equal size; fewer when edges coincide. */
export function quantileBins(values: Float64Array, count: number): Binned {
	const ascending = sorted(present(values));
	const edges: number[] = [];
	// numpy's linspace: k steps of 1/count, whose rounding decides on which side of an edge a value on it falls.
	const step = 1 / count;
	for (let k = 0; k <= count; k++) {
		const edge = sortedQuantile(ascending, k === count ? 1 : k * step);
		if (!Number.isNaN(edge) && edge !== edges.at(-1)) edges.push(edge);
	}
	const codes = new Int32Array(values.length);
	for (let i = 0; i < values.length; i++) codes[i] = binOf(values[i] as number, edges);
	return { codes, edges: Float64Array.from(edges) };
}

function binOf(value: number, edges: readonly number[]): number {
	if (edges.length < 2 || Number.isNaN(value)) return -1;
	if (value === edges[0]) return 0;
	let low = 0;
	let high = edges.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if ((edges[middle] as number) < value) low = middle + 1;
		else high = middle;
	}
	return low === edges.length ? -1 : low - 1;
}
