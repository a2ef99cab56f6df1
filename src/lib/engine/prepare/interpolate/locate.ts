/** Which interval of ascending stamps a place lies in: the one search that every curve uses. */

/**
 * The last j with x[j] ≤ at; −1 before the first. `near` is where the search begins, so that places asked for in
 * order cost next to nothing.
 * @param x ascending
 */
export function locate(x: Float64Array, at: number, near = 0): number {
	let low = -1;
	let high = x.length;
	if (near >= 0 && near < x.length) {
		if ((x[near] as number) <= at) {
			low = near;
			// Gallop: the next places are most often close by.
			for (let step = 1; low + step < high; step *= 2) {
				if ((x[low + step] as number) <= at) low += step;
				else high = low + step;
			}
		} else high = near;
	}
	while (high - low > 1) {
		const middle = (low + high) >> 1;
		if ((x[middle] as number) <= at) low = middle;
		else high = middle;
	}
	return low;
}
