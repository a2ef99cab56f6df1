/**
 * Clusters of samples by k-means over standardised columns: k-means++ starts, Lloyd's steps, the best of a few starts. Each
 * sample gets the nearest centre; the centres of very many samples are learned from some of them.
 */
import type { Stream } from '../random/stream';
import { moments } from '../table/moments';

/** Starts tried, steps per start, and samples the centres are learned from at most. */
const STARTS = 3;
const STEPS = 50;
const MOST_LEARNED = 10_000;

/**
 * Columns with mean 0 and standard deviation 1 side by side, row-major; columns that do not vary are left out, and what is
 * missing or infinite stands at the mean.
 */
export function standardised(columns: readonly Float64Array[]): { points: Float64Array; width: number } {
	const finite = columns.map((values) => values.map((value) => (Number.isFinite(value) ? value : NaN)));
	const varying = finite
		.map((values) => ({ values, ...moments(values) }))
		.filter(({ min, max, squares }) => max > min && squares > 0 && squares < Infinity);
	const width = varying.length;
	const n = columns[0]?.length ?? 0;
	const points = new Float64Array(n * width);
	varying.forEach(({ values, mean, squares, count }, c) => {
		const scale = Math.sqrt(squares / count);
		for (let i = 0; i < n; i++) {
			const value = values[i] as number;
			points[i * width + c] = Number.isNaN(value) ? 0 : (value - mean) / scale;
		}
	});
	return { points, width };
}

/** The cluster of every point, below `count`; fewer are used where points coincide. */
export function kMeans(points: Float64Array, width: number, count: number, stream: Stream): Int32Array {
	const n = points.length / width;
	const learned = n > MOST_LEARNED ? sample(points, width, stream.child('sample')) : points;
	let best: Float64Array | null = null;
	let least = Infinity;
	for (let start = 0; start < STARTS; start++) {
		const { centres, inertia } = lloyd(
			learned,
			width,
			plusPlus(learned, width, count, stream.child(`${start}`)),
		);
		if (best === null || inertia < least) [best, least] = [centres, inertia];
	}
	return nearest(points, width, best ?? new Float64Array(width)).codes;
}

function sample(points: Float64Array, width: number, stream: Stream): Float64Array {
	const chosen = stream.permutation(points.length / width).slice(0, MOST_LEARNED);
	const some = new Float64Array(chosen.length * width);
	chosen.forEach((row, i) => some.set(points.subarray(row * width, (row + 1) * width), i * width));
	return some;
}

const squaredDistance = (a: Float64Array, i: number, b: Float64Array, k: number, width: number): number => {
	let sum = 0;
	for (let c = 0; c < width; c++) {
		const off = (a[i * width + c] as number) - (b[k * width + c] as number);
		sum += off * off;
	}
	return sum;
};

/** Arthur & Vassilvitskii 2007: each centre a point drawn with the square of its distance to those drawn before. */
function plusPlus(points: Float64Array, width: number, count: number, stream: Stream): Float64Array {
	const n = points.length / width;
	const centres = new Float64Array(Math.min(count, n) * width);
	const far = new Float64Array(n).fill(Infinity);
	let row = stream.below(n);
	for (let k = 0; k * width < centres.length; k++) {
		centres.set(points.subarray(row * width, (row + 1) * width), k * width);
		let total = 0;
		for (let i = 0; i < n; i++) {
			const distance = squaredDistance(points, i, centres, k, width);
			if (distance < (far[i] as number)) far[i] = distance;
			total += far[i] as number;
		}
		// Where every point is a centre already, the same point is drawn again and its cluster stays empty.
		let left = stream.uniform() * total;
		row = far.findIndex((distance) => (left -= distance) < 0);
		if (row < 0) row = 0;
	}
	return centres;
}

function nearest(
	points: Float64Array,
	width: number,
	centres: Float64Array,
): { codes: Int32Array; inertia: number } {
	const n = points.length / width;
	const codes = new Int32Array(n);
	let inertia = 0;
	for (let i = 0; i < n; i++) {
		let least = Infinity;
		for (let k = 0; k * width < centres.length; k++) {
			const distance = squaredDistance(points, i, centres, k, width);
			if (distance >= least) continue;
			codes[i] = k;
			least = distance;
		}
		inertia += least;
	}
	return { codes, inertia };
}

/** Centres moved to the mean of their points until no point changes sides; a centre without points stays. */
function lloyd(
	points: Float64Array,
	width: number,
	start: Float64Array,
): { centres: Float64Array; inertia: number } {
	let centres = start;
	let { codes, inertia } = nearest(points, width, centres);
	for (let step = 0; step < STEPS; step++) {
		centres = means(points, width, codes, centres);
		const next = nearest(points, width, centres);
		const same = next.codes.every((code, i) => code === codes[i]);
		({ codes, inertia } = next);
		if (same) break;
	}
	return { centres, inertia };
}

function means(points: Float64Array, width: number, codes: Int32Array, centres: Float64Array): Float64Array {
	const sums = new Float64Array(centres.length);
	const counts = new Float64Array(centres.length / width);
	codes.forEach((k, i) => {
		counts[k] = (counts[k] as number) + 1;
		for (let c = 0; c < width; c++)
			sums[k * width + c] = (sums[k * width + c] as number) + (points[i * width + c] as number);
	});
	return sums.map((sum, i) => {
		const count = counts[Math.floor(i / width)] as number;
		return count > 0 ? sum / count : (centres[i] as number);
	});
}
