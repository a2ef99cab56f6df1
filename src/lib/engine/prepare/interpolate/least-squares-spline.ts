/** The spline on given knots that is nearest to the points in the sum of squares: one pass of FITPACK's fpcurf. */
import type { Points } from './curve';
import { basisAt, clamped, knotInterval, type Spline } from './spline';
import { Triangle } from './triangle';

export interface LeastSquares {
	readonly spline: Spline;
	/** Sum of squared residuals. */
	readonly residual: number;
	readonly triangle: Triangle;
	/** Row by row, the degree + 1 basis functions at each point. */
	readonly basis: Float64Array;
	/** Per point, the number of the first of them; it is the number of the knot interval too. */
	readonly first: Int32Array;
}

/** @param interior ascending knots strictly between the first and the last point */
export function leastSquaresSpline(
	{ x, y }: Points,
	interior: readonly number[],
	degree: number,
): LeastSquares {
	const m = x.length;
	const width = degree + 1;
	const knots = clamped(x[0] as number, interior, x[m - 1] as number, degree);
	const triangle = new Triangle(knots.length - width, width);
	const basis = new Float64Array(m * width);
	const first = new Int32Array(m);
	const row = new Float64Array(width);
	let residual = 0;
	for (let i = 0, j = degree; i < m; i++) {
		const at = x[i] as number;
		j = knotInterval(knots, degree, at, j);
		basisAt(knots, degree, j, at, row);
		basis.set(row, i * width);
		first[i] = j - degree;
		residual += triangle.absorb(row, j - degree, y[i] as number) ** 2;
	}
	return { spline: { knots, coefficients: triangle.solve(), degree }, residual, triangle, basis, first };
}

/** Squared distance of each point from the spline with these coefficients on the same knots. */
export function squaredResiduals(
	{ y }: Points,
	{ basis, first, spline: { degree } }: LeastSquares,
	coefficients: Float64Array,
): Float64Array {
	const width = degree + 1;
	return Float64Array.from(y, (value, i) => {
		let sum = 0;
		for (let b = 0; b < width; b++)
			sum += (basis[i * width + b] as number) * (coefficients[(first[i] as number) + b] as number);
		return (sum - value) ** 2;
	});
}
