/**
 * The curves that look at no more than two known points: straight lines, the nearest value, and the value before.
 * They equal numpy's `interp` and SciPy's `interp1d` (linear, nearest, zero).
 */
import type { Curve, Points } from './curve';
import { locate } from './locate';

/** Straight lines between neighbours; the first and the last value beyond the ends, as numpy's `interp`. */
export function linearCurve({ x, y }: Points): Curve {
	const last = x.length - 1;
	let piece = 0;
	return (at) => {
		piece = locate(x, at, piece);
		if (piece < 0) return y[0] as number;
		const x0 = x[piece] as number;
		const y0 = y[piece] as number;
		if (piece === last || x0 === at) return y0;
		const x1 = x[piece + 1] as number;
		const y1 = y[piece + 1] as number;
		return ((y1 - y0) / (x1 - x0)) * (at - x0) + y0;
	};
}

/** The value of the nearest point; the first of those that are equally near. */
export function nearestCurve({ x, y }: Points): Curve {
	const last = x.length - 1;
	let piece = 0;
	return (at) => {
		piece = locate(x, at, piece);
		while (piece > 0 && x[piece - 1] === at) piece--;
		if (piece < 0) return y[0] as number;
		if (piece === last) return y[last] as number;
		// Halves are added rather than a sum halved, so that large stamps cannot overflow.
		const middle = (x[piece] as number) / 2 + (x[piece + 1] as number) / 2;
		return y[at <= middle ? piece : piece + 1] as number;
	};
}

/** The value of the last point not after the place (a spline of order zero). */
export function stepCurve({ x, y }: Points): Curve {
	let piece = 0;
	return (at) => {
		piece = locate(x, at, piece);
		return y[Math.max(0, piece)] as number;
	};
}
