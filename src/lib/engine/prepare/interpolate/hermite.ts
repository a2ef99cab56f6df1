/**
 * Cubic pieces given by values and slopes at the known points, and three ways to choose the slopes: pchip, akima and
 * the cubic spline with not-a-knot ends. Each equals SciPy's class of that name.
 */
import type { Curve, Points } from './curve';
import { locate } from './locate';

/** The piecewise cubic with these values and slopes; the end pieces go on beyond the ends. */
export function hermiteCurve({ x, y }: Points, slopes: Float64Array): Curve {
	const last = x.length - 2;
	let piece = 0;
	return (at) => {
		piece = Math.min(last, Math.max(0, locate(x, at, piece)));
		const x0 = x[piece] as number;
		const y0 = y[piece] as number;
		const h = (x[piece + 1] as number) - x0;
		const secant = ((y[piece + 1] as number) - y0) / h;
		const d0 = slopes[piece] as number;
		const bend = (d0 + (slopes[piece + 1] as number) - 2 * secant) / h;
		const s = at - x0;
		return y0 + s * (d0 + s * ((secant - d0) / h - bend + s * (bend / h)));
	};
}

/** Widths of the intervals and the slopes of the straight lines over them. */
function secants({ x, y }: Points): { h: Float64Array; m: Float64Array } {
	const h = new Float64Array(x.length - 1);
	const m = new Float64Array(x.length - 1);
	for (let i = 0; i < h.length; i++) {
		h[i] = (x[i + 1] as number) - (x[i] as number);
		m[i] = ((y[i + 1] as number) - (y[i] as number)) / (h[i] as number);
	}
	return { h, m };
}

/**
 * Slopes that never overshoot: the weighted harmonic mean of the neighbours' (Fritsch and Butland, SIAM J. Sci. Stat.
 * Comput. 5, 1984), zero at turning points; three-point formulas at the ends (Moler, Numerical Computing with MATLAB,
 * 3.6).
 */
export function pchipSlopes(points: Points): Float64Array {
	const { h, m } = secants(points);
	const n = points.x.length;
	const slopes = new Float64Array(n);
	if (n === 2) return slopes.fill(m[0] as number);
	for (let i = 1; i < n - 1; i++) {
		const [h0, h1] = [h[i - 1] as number, h[i] as number];
		const [m0, m1] = [m[i - 1] as number, m[i] as number];
		if (Math.sign(m0) !== Math.sign(m1) || m0 === 0) continue;
		const [w0, w1] = [2 * h1 + h0, h1 + 2 * h0];
		slopes[i] = (w0 + w1) / (w0 / m0 + w1 / m1);
	}
	slopes[0] = pchipEnd(h[0] as number, h[1] as number, m[0] as number, m[1] as number);
	slopes[n - 1] = pchipEnd(h[n - 2] as number, h[n - 3] as number, m[n - 2] as number, m[n - 3] as number);
	return slopes;
}

function pchipEnd(h0: number, h1: number, m0: number, m1: number): number {
	const slope = ((2 * h0 + h1) * m0 - h0 * m1) / (h0 + h1);
	if (Math.sign(slope) !== Math.sign(m0)) return 0;
	if (Math.sign(m0) !== Math.sign(m1) && Math.abs(slope) > 3 * Math.abs(m0)) return 3 * m0;
	return slope;
}

/**
 * Akima's slopes (J. ACM 17, 1970): the mean of the two neighbours', weighted by how much the slopes change on the
 * other side. Two points: the second neighbour does not exist and counts as slope zero, as in SciPy 1.10.
 */
export function akimaSlopes(points: Points): Float64Array {
	const n = points.x.length;
	// Two slopes beyond each end, so that m[i] … m[i + 3] surround point i.
	const m = new Float64Array(n + 3);
	m.set(secants(points).m, 2);
	const at = (i: number) => m[i] as number;
	m[1] = 2 * at(2) - at(3);
	m[0] = 2 * at(1) - at(2);
	m[n + 1] = 2 * at(n) - at(n - 1);
	m[n + 2] = 2 * at(n + 1) - at(n);
	const left = (i: number) => Math.abs(at(i + 1) - at(i));
	const right = (i: number) => Math.abs(at(i + 3) - at(i + 2));
	let most = 0;
	for (let i = 0; i < n; i++) most = Math.max(most, left(i) + right(i));
	return Float64Array.from({ length: n }, (_, i) => {
		const both = left(i) + right(i);
		if (!(both > 1e-9 * most)) return (at(i) + at(i + 3)) / 2;
		return (right(i) * at(i + 1) + left(i) * at(i + 2)) / both;
	});
}

/**
 * Slopes of the spline with a continuous second derivative, its third continuous across the second and the last but
 * one point (de Boor, A Practical Guide to Splines, IV). Two points give a line, three a parabola.
 */
export function cubicSplineSlopes(points: Points): Float64Array {
	const { h, m } = secants(points);
	const n = points.x.length;
	if (n === 2) return new Float64Array(2).fill(m[0] as number);
	const width = (i: number) => h[i] as number;
	const rise = (i: number) => m[i] as number;
	if (n === 3) {
		const curvature = (rise(1) - rise(0)) / (width(0) + width(1));
		return Float64Array.of(
			rise(0) - curvature * width(0),
			rise(0) + curvature * width(0),
			rise(1) + curvature * width(1),
		);
	}
	const below = new Float64Array(n);
	const diagonal = new Float64Array(n);
	const above = new Float64Array(n);
	const right = new Float64Array(n);
	for (let i = 1; i < n - 1; i++) {
		below[i] = width(i);
		diagonal[i] = 2 * (width(i - 1) + width(i));
		above[i] = width(i - 1);
		right[i] = 3 * (width(i) * rise(i - 1) + width(i - 1) * rise(i));
	}
	const start = width(0) + width(1);
	diagonal[0] = width(1);
	above[0] = start;
	right[0] = ((width(0) + 2 * start) * width(1) * rise(0) + width(0) ** 2 * rise(1)) / start;
	const end = width(n - 2) + width(n - 3);
	diagonal[n - 1] = width(n - 3);
	below[n - 1] = end;
	right[n - 1] =
		(width(n - 2) ** 2 * rise(n - 3) + (2 * end + width(n - 2)) * width(n - 3) * rise(n - 2)) / end;
	return tridiagonal(below, diagonal, above, right);
}

/** Solves a tridiagonal system by elimination; overwrites `diagonal` and `right`. */
function tridiagonal(
	below: Float64Array,
	diagonal: Float64Array,
	above: Float64Array,
	right: Float64Array,
): Float64Array {
	const n = right.length;
	for (let i = 1; i < n; i++) {
		const factor = (below[i] as number) / (diagonal[i - 1] as number);
		diagonal[i] = (diagonal[i] as number) - factor * (above[i - 1] as number);
		right[i] = (right[i] as number) - factor * (right[i - 1] as number);
	}
	right[n - 1] = (right[n - 1] as number) / (diagonal[n - 1] as number);
	for (let i = n - 2; i >= 0; i--)
		right[i] =
			((right[i] as number) - (above[i] as number) * (right[i + 1] as number)) / (diagonal[i] as number);
	return right;
}
