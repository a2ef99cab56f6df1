/**
 * The smoothing spline of FITPACK, as SciPy's UnivariateSpline calls it: as few knots as let the sum of squared
 * residuals come down to s, then the smoothest spline on them that has this sum. After P. Dierckx, An algorithm for
 * smoothing, differentiation and integration of experimental data using spline functions, J. Comput. Appl. Math. 1
 * (1975), and Curve and Surface Fitting with Splines (1993), chapter 5; written anew from the description.
 */
import type { Points } from './curve';
import { interpolatingSpline, interpolationKnots } from './interpolating-spline';
import { leastSquaresSpline, squaredResiduals, type LeastSquares } from './least-squares-spline';
import { smoothOnKnots, TOLERANCE } from './smoothing-parameter';
import type { Spline } from './spline';

/**
 * @param points more than `degree` of them; stamps may repeat only when s is above 0
 * @param s the sum of squared residuals to come down to; 0 gives the interpolating spline
 */
export function smoothingSpline(points: Points, degree: number, s: number): Spline {
	if (s === 0) return interpolatingSpline(points, degree);
	const { x } = points;
	const m = x.length;
	const most = m - degree - 1;
	// SciPy first gives FITPACK room for few knots and calls it again with room for all, which begins to add anew.
	let room = Math.max(m >> 1, 2 * (degree + 1)) - 2 * (degree + 1);
	let intervals: readonly Interval[] = [{ from: 0, points: m - 2, residual: 0 }];
	let knots: number[] = [];
	let polynomial = 0;
	let before = 0;
	let adding = 1;
	for (;;) {
		const fit = leastSquaresSpline(points, knots, degree);
		const excess = fit.residual - s;
		if (knots.length === 0) polynomial = fit.residual;
		if (Math.abs(excess) < TOLERANCE * s) return fit.spline;
		if (excess < 0) return knots.length === 0 ? fit.spline : smoothOnKnots(points, fit, s, polynomial);
		if (knots.length === most || !Number.isFinite(fit.residual)) return fit.spline;
		if (knots.length === room) {
			room = most;
			adding = 1;
		} else if (knots.length > 0) {
			const gained = before - fit.residual;
			const wanted = gained > TOLERANCE * s ? Math.trunc((adding * excess) / gained) : 2 * adding;
			adding = Math.min(2 * adding, Math.max(wanted, adding >> 1, 1));
		}
		before = fit.residual;
		intervals = measured(points, fit, intervals);
		for (let i = 0; i < adding && knots.length < room; i++) {
			const split = withKnot(intervals);
			if (!split) return fit.spline;
			intervals = split;
			knots = intervals.slice(1).map(({ from }) => x[from] as number);
			if (knots.length === most) knots = interpolationKnots(x, degree);
		}
	}
}

/** The points between two neighbouring knots. */
interface Interval {
	/** The point at which the interval begins. */
	readonly from: number;
	/** How many points lie strictly inside. */
	readonly points: number;
	/** Their share of the sum of squared residuals; a point on a knot counts half on each side. */
	readonly residual: number;
}

/** The intervals with the residuals of this fit. */
function measured(points: Points, fit: LeastSquares, intervals: readonly Interval[]): Interval[] {
	const squares = squaredResiduals(points, fit, fit.spline.coefficients);
	const residuals = new Float64Array(intervals.length);
	let at = 0;
	squares.forEach((square, i) => {
		const fresh = i > 0 && fit.first[i] !== fit.first[i - 1];
		if (fresh) {
			residuals[at] = (residuals[at] as number) + square / 2;
			at++;
		}
		residuals[at] = (residuals[at] as number) + (fresh ? square / 2 : square);
	});
	return intervals.map((interval, i) => ({ ...interval, residual: residuals[i] as number }));
}

/** One knot more: the middle point of the interval with the largest residual. Null when no interval has a point. */
function withKnot(intervals: readonly Interval[]): Interval[] | null {
	let worst: Interval | null = null;
	for (const interval of intervals)
		if (interval.points > 0 && interval.residual > (worst?.residual ?? 0)) worst = interval;
	if (!worst) return null;
	const { from, points, residual } = worst;
	const left = points >> 1;
	const right = points - left - 1;
	return intervals.flatMap((interval) =>
		interval === worst
			? [
					{ from, points: left, residual: (residual * left) / points },
					{ from: from + left + 1, points: right, residual: (residual * right) / points },
				]
			: [interval],
	);
}
