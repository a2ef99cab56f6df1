/**
 * The smoothing spline of FITPACK, as SciPy's UnivariateSpline calls it: as few knots as let the sum of squared
 * residuals come down to s, then the smoothest spline on them that has this sum. After P. Dierckx, An algorithm for
 * smoothing, differentiation and integration of experimental data using spline functions, J. Comput. Appl. Math. 1
 * (1975), and Curve and Surface Fitting with Splines (1993), chapter 5; written anew from the description.
 */
import type { Points } from './curve';
import { interpolatingSpline, interpolationKnots } from './interpolating-spline';
import { withKnots, type Interval, measured } from './knot-intervals';
import { leastSquaresSpline } from './least-squares-spline';
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
		intervals = withKnots(measured(points, fit, intervals), Math.min(adding, room - knots.length));
		if (intervals.length === knots.length + 1) return fit.spline;
		knots = intervals.slice(1).map(({ from }) => x[from] as number);
		if (knots.length === most) knots = interpolationKnots(x, degree);
	}
}
