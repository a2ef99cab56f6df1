/**
 * A spline as B-splines on knots, evaluated with the recurrence of Cox and de Boor. Where the knots lie and what the
 * coefficients are is said by interpolating-spline.ts and smoothing-spline.ts.
 */
import type { Curve } from './curve';
import { locate } from './locate';

export interface Spline {
	/** Ascending; the first and the last stand degree + 1 times. */
	readonly knots: Float64Array;
	/** One per basis function: knots.length − degree − 1. */
	readonly coefficients: Float64Array;
	readonly degree: number;
}

/** The knots with both ends repeated degree + 1 times. */
export function clamped(
	first: number,
	interior: readonly number[],
	last: number,
	degree: number,
): Float64Array {
	const knots = new Float64Array(interior.length + 2 * (degree + 1));
	knots.fill(first, 0, degree + 1);
	knots.set(interior, degree + 1);
	knots.fill(last, degree + 1 + interior.length);
	return knots;
}

/** The interval [knots[j], knots[j + 1]) that `at` lies in; the first or last one for what lies outside. */
export function knotInterval(knots: Float64Array, degree: number, at: number, near: number): number {
	return Math.min(knots.length - degree - 2, Math.max(degree, locate(knots, at, near)));
}

/**
 * Writes the degree + 1 basis functions that are not zero in interval j, the first being number j − degree, into
 * `out`. Outside its interval each goes on as the polynomial it is there.
 */
export function basisAt(knots: Float64Array, degree: number, j: number, at: number, out: Float64Array): void {
	out[0] = 1;
	for (let d = 1; d <= degree; d++) {
		let carried = 0;
		for (let i = 0; i < d; i++) {
			const right = knots[j + 1 + i] as number;
			const left = knots[j + 1 + i - d] as number;
			const share = right === left ? 0 : (out[i] as number) / (right - left);
			out[i] = carried + (right - at) * share;
			carried = (at - left) * share;
		}
		out[d] = carried;
	}
}

/** The spline as a curve; its end pieces go on beyond the ends. */
export function splineCurve({ knots, coefficients, degree }: Spline): Curve {
	const basis = new Float64Array(degree + 1);
	let j = degree;
	return (at) => {
		j = knotInterval(knots, degree, at, j);
		basisAt(knots, degree, j, at, basis);
		let sum = 0;
		for (let i = 0; i <= degree; i++) sum += (basis[i] as number) * (coefficients[j - degree + i] as number);
		return sum;
	};
}
