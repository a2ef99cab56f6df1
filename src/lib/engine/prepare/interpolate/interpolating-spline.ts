/**
 * The spline of a degree that passes through every point, with the knots of SciPy's `make_interp_spline` and of
 * FITPACK's curfit at s = 0, which are the same: not-a-knot for odd degrees, midpoints for even ones.
 */
import type { Points } from './curve';
import { basisAt, clamped, knotInterval, type Spline } from './spline';

/** Interior knots of the interpolating spline: as many as points, less degree + 1. */
export function interpolationKnots(x: Float64Array, degree: number): number[] {
	const half = degree >> 1;
	return Array.from({ length: x.length - degree - 1 }, (_, i) => {
		const at = x[i + half + 1] as number;
		return degree % 2 === 1 ? at : (at + (x[i + half] as number)) / 2;
	});
}

/**
 * @param points more than `degree` of them, no two at the same stamp
 * @returns the spline through them; elimination without exchanges is safe, as the matrix is totally positive
 * (de Boor, A Practical Guide to Splines, XIII).
 */
export function interpolatingSpline({ x, y }: Points, degree: number): Spline {
	const n = x.length;
	const knots = clamped(x[0] as number, interpolationKnots(x, degree), x[n - 1] as number, degree);
	// Row i holds columns i − degree … i + degree.
	const band = 2 * degree + 1;
	const matrix = new Float64Array(n * band);
	const coefficients = Float64Array.from(y);
	const basis = new Float64Array(degree + 1);
	for (let i = 0, j = degree; i < n; i++) {
		const at = x[i] as number;
		j = knotInterval(knots, degree, at, j);
		basisAt(knots, degree, j, at, basis);
		for (let b = 0; b <= degree; b++) {
			const column = j - degree + b;
			if (Math.abs(column - i) <= degree) matrix[i * band + column - i + degree] = basis[b] as number;
		}
	}
	const cell = (row: number, column: number) => row * band + column - row + degree;
	for (let p = 0; p < n; p++) {
		const pivot = matrix[cell(p, p)] as number;
		for (let row = p + 1; row < Math.min(n, p + degree + 1); row++) {
			const factor = (matrix[cell(row, p)] as number) / pivot;
			if (factor === 0) continue;
			for (let column = p; column < Math.min(n, p + degree + 1); column++)
				matrix[cell(row, column)] =
					(matrix[cell(row, column)] as number) - factor * (matrix[cell(p, column)] as number);
			coefficients[row] = (coefficients[row] as number) - factor * (coefficients[p] as number);
		}
	}
	for (let p = n - 1; p >= 0; p--) {
		let sum = coefficients[p] as number;
		for (let column = p + 1; column < Math.min(n, p + degree + 1); column++)
			sum -= (matrix[cell(p, column)] as number) * (coefficients[column] as number);
		coefficients[p] = sum / (matrix[cell(p, p)] as number);
	}
	return { knots, coefficients, degree };
}
