/** B-splines on given knots: the values of all basis functions at x, and their slopes. */

export interface BSpline {
	/** Knots with the ones before and after the range, ascending. */
	readonly knots: readonly number[];
	readonly degree: number;
}

export const basisSize = ({ knots, degree }: BSpline): number => knots.length - degree - 1;

/** All basis functions at x; outside the range the polynomials of the first and last piece go on. */
export function basis(spline: BSpline, x: number): number[] {
	const { knots, degree } = spline;
	const size = basisSize(spline);
	let piece = degree;
	while (piece < size - 1 && x >= (knots[piece + 1] as number)) piece++;
	// Cox and de Boor: local[j] is the function that begins at knot piece − d + j.
	let local = [1];
	for (let d = 1; d <= degree; d++) {
		const next = new Array<number>(d + 1).fill(0);
		for (let j = 0; j < d; j++) {
			const left = knots[piece + 1 - d + j] as number;
			const right = knots[piece + 1 + j] as number;
			const share = right === left ? 0 : (local[j] as number) / (right - left);
			next[j] = (next[j] as number) + (right - x) * share;
			next[j + 1] = (x - left) * share;
		}
		local = next;
	}
	const values = new Array<number>(size).fill(0);
	local.forEach((value, j) => (values[piece - degree + j] = value));
	return values;
}

/** Slopes of all basis functions at x. */
export function slopes(spline: BSpline, x: number): number[] {
	const { knots, degree } = spline;
	// One degree lower on the same knots, evaluated in the same piece.
	const lower = basis({ knots: knots.slice(1, -1), degree: degree - 1 }, x);
	const over = (j: number) => {
		const width = (knots[j + degree] as number) - (knots[j] as number);
		return width === 0 ? 0 : (lower[j - 1] ?? 0) / width;
	};
	return Array.from({ length: basisSize(spline) }, (_, j) => degree * (over(j) - over(j + 1)));
}
