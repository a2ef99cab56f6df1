/**
 * k-means of numbers on a line, as scikit-learn runs it for bins: Lloyd's steps from given centres, an emptied centre
 * moved to the value farthest from its own.
 */

/** Centres after at most 300 steps, ascending. */
export function kMeansLine(values: Float64Array, start: readonly number[]): number[] {
	const n = values.length;
	const mean = values.reduce((sum, x) => sum + x, 0) / n;
	const xs = values.map((x) => x - mean);
	const tolerance = 1e-4 * (xs.reduce((sum, x) => sum + x * x, 0) / n);
	let centres = start.map((c) => c - mean);
	let labels = new Int32Array(n).fill(-1);
	for (let step = 0; step < 300; step++) {
		const nearest = Int32Array.from(xs, (x) => closest(x, centres));
		const moved = means(xs, nearest, centres);
		const shift = moved.reduce((sum, c, k) => sum + (c - (centres[k] as number)) ** 2, 0);
		centres = moved;
		if (shift <= tolerance || nearest.every((label, i) => label === labels[i])) break;
		labels = nearest;
	}
	return centres.map((c) => c + mean).sort((a, b) => a - b);
}

function closest(x: number, centres: readonly number[]): number {
	let best = 0;
	for (let k = 1; k < centres.length; k++)
		if (Math.abs(x - (centres[k] as number)) < Math.abs(x - (centres[best] as number))) best = k;
	return best;
}

/** Mean of each centre's values; centres left without any take the values farthest from theirs. */
function means(xs: Float64Array, labels: Int32Array, centres: readonly number[]): number[] {
	const sums = centres.map(() => 0);
	const counts = centres.map(() => 0);
	const add = (k: number, x: number, weight: number) => {
		sums[k] = (sums[k] as number) + x * weight;
		counts[k] = (counts[k] as number) + weight;
	};
	xs.forEach((x, i) => add(labels[i] as number, x, 1));
	const empty = counts.flatMap((count, k) => (count === 0 ? [k] : []));
	if (empty.length > 0) {
		const off = (i: number) => Math.abs((xs[i] as number) - (centres[labels[i] as number] as number));
		const far = Array.from(xs.keys()).sort((a, b) => off(b) - off(a));
		empty.forEach((k, e) => {
			const i = far[e];
			if (i === undefined) return;
			add(labels[i] as number, xs[i] as number, -1);
			add(k, xs[i] as number, 1);
		});
	}
	return sums.map((sum, k) => (counts[k] ? sum / counts[k] : (centres[k] as number)));
}
