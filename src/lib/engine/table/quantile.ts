/**
 * Order statistics: quantiles by linear interpolation between neighbours, exactly as numpy's
 * `percentile(method="linear")` rounds them.
 */

/** The values that are not missing, as a new array. */
export function present(values: Float64Array): Float64Array {
	let count = 0;
	for (let i = 0; i < values.length; i++) if (!Number.isNaN(values[i])) count++;
	const kept = new Float64Array(count);
	for (let i = 0, k = 0; i < values.length; i++)
		if (!Number.isNaN(values[i])) kept[k++] = values[i] as number;
	return kept;
}

/** The q-quantile (0 ≤ q ≤ 1) of ascending values; NaN when there are none. */
export function sortedQuantile(sorted: Float64Array, q: number): number {
	if (sorted.length === 0) return NaN;
	const position = (sorted.length - 1) * q;
	const low = Math.floor(position);
	return between(
		sorted[low] as number,
		sorted[Math.min(low + 1, sorted.length - 1)] as number,
		position - low,
	);
}

/** numpy's `_lerp`: counted from the nearer end, so both ends are met exactly. */
function between(a: number, b: number, t: number): number {
	const gap = b - a;
	return t >= 0.5 ? b - gap * (1 - t) : a + gap * t;
}

/** Several quantiles of unordered values without missing ones; reorders `values`. Linear time on average. */
export function quantiles(values: Float64Array, probabilities: readonly number[]): number[] {
	return probabilities.map((q) => {
		if (values.length === 0) return NaN;
		const position = (values.length - 1) * q;
		const low = Math.floor(position);
		const a = select(values, low);
		if (position === low || low + 1 >= values.length) return a;
		let b = Infinity;
		for (let i = low + 1; i < values.length; i++) if ((values[i] as number) < b) b = values[i] as number;
		return between(a, b, position - low);
	});
}

/** Hoare's quickselect with a median-of-three pivot: afterwards values[k] is in its sorted place. */
function select(values: Float64Array, k: number): number {
	let left = 0;
	let right = values.length - 1;
	while (right > left) {
		const middle = (left + right) >>> 1;
		const a = values[left] as number;
		const b = values[middle] as number;
		const c = values[right] as number;
		const pivot = a < b ? (b < c ? b : a < c ? c : a) : a < c ? a : b < c ? c : b;
		let i = left;
		let j = right;
		while (i <= j) {
			while ((values[i] as number) < pivot) i++;
			while ((values[j] as number) > pivot) j--;
			if (i <= j) {
				const held = values[i] as number;
				values[i++] = values[j] as number;
				values[j--] = held;
			}
		}
		if (k <= j) right = j;
		else if (k >= i) left = i;
		else break;
	}
	return values[k] as number;
}
