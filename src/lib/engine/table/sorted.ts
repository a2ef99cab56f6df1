/**
 * Ascending copies of number columns. Long ones are dealt into narrow buckets first, which are then nearly sorted already:
 * several times faster than comparing all with all, and never slower than that by much.
 */
const SHORT = 2048;
const PER_BUCKET = 4;
/** Buckets longer than this are sorted by comparing. */
const LONG = 24;

/** A sorted copy of values without NaN. */
export function sorted(values: Float64Array): Float64Array {
	const [min, max] = extent(values);
	const buckets = Math.ceil(values.length / PER_BUCKET);
	const scale = (buckets - 1) / (max - min);
	if (values.length < SHORT || !(scale > 0) || !Number.isFinite(scale)) return values.slice().sort();
	// Rounding keeps order, so a greater value never lands in an earlier bucket.
	const bucketOf = (value: number) => Math.floor((value - min) * scale);
	const ends = new Uint32Array(buckets + 1);
	for (let i = 0; i < values.length; i++) {
		const next = bucketOf(values[i] as number) + 1;
		ends[next] = (ends[next] as number) + 1;
	}
	for (let b = 1; b <= buckets; b++) ends[b] = (ends[b] as number) + (ends[b - 1] as number);
	const result = new Float64Array(values.length);
	for (let i = 0; i < values.length; i++) {
		const value = values[i] as number;
		const bucket = bucketOf(value);
		const to = ends[bucket] as number;
		ends[bucket] = to + 1;
		result[to] = value;
	}
	for (let b = 0, start = 0; b < buckets; b++) {
		const end = ends[b] as number;
		if (end - start > LONG) sortLong(result, start, end);
		else insertionSort(result, start, end);
		start = end;
	}
	return result;
}

/** Least and greatest value. */
function extent(values: Float64Array): [number, number] {
	let min = Infinity;
	let max = -Infinity;
	for (let i = 0; i < values.length; i++) {
		const value = values[i] as number;
		if (value < min) min = value;
		if (value > max) max = value;
	}
	return [min, max];
}

/** Equal values, as whole numbers give them, are left alone. */
function sortLong(values: Float64Array, start: number, end: number): void {
	let i = start + 1;
	while (i < end && values[i] === values[start]) i++;
	if (i < end) values.subarray(start, end).sort();
}

function insertionSort(values: Float64Array, start: number, end: number): void {
	for (let i = start + 1; i < end; i++) {
		const value = values[i] as number;
		let k = i;
		for (; k > start && (values[k - 1] as number) > value; k--) values[k] = values[k - 1] as number;
		values[k] = value;
	}
}

/** How many entries of ascending values lie below `bound`. */
export function countBelow(ascending: Float64Array, bound: number): number {
	let low = 0;
	let high = ascending.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if ((ascending[middle] as number) < bound) low = middle + 1;
		else high = middle;
	}
	return low;
}
