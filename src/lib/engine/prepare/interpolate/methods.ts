/** Every method that draws a curve: how many known points it needs, and the curve. */
import { BenchtopError } from '../../errors/error';
import type { InterpolateMethod } from '../../schema/interpolate-step';
import { within, type Curve, type Points } from './curve';
import { akimaSlopes, cubicSplineSlopes, hermiteCurve, pchipSlopes } from './hermite';
import { interpolatingSpline } from './interpolating-spline';
import { linearCurve, nearestCurve, stepCurve } from './piecewise';
import { smoothingSpline } from './smoothing-spline';
import { splineCurve } from './spline';

/** Methods that copy a neighbour rather than draw a curve. */
export const COPIES = { pad: 'forward', ffill: 'forward', bfill: 'backward', backfill: 'backward' } as const;
type Copy = keyof typeof COPIES;
export type CurveMethod = Exclude<InterpolateMethod, Copy>;
export const isCopy = (method: InterpolateMethod): method is Copy => Object.hasOwn(COPIES, method);

export interface CurveParams {
	/** Degree of a polynomial or a spline; 1 when left out. */
	readonly order?: number | undefined;
	/** Sum of squared residuals of a spline; the number of known points when null or left out. */
	readonly smoothing?: number | null | undefined;
}

export interface Method {
	/** Known points it cannot do without. */
	readonly needs: number;
	/** What the stamps must be: as they come, none twice, or none twice and in the order of the rows. */
	readonly stamps: 'any' | 'distinct' | 'ascending' | 'not-descending';
	draw(points: Points): Curve;
}

const LINES: Method = { needs: 1, stamps: 'any', draw: linearCurve };
const CURVES: Readonly<Record<Exclude<CurveMethod, 'polynomial' | 'spline'>, Method>> = {
	linear: LINES,
	index: LINES,
	values: LINES,
	time: LINES,
	nearest: { needs: 1, stamps: 'any', draw: inside(nearestCurve) },
	zero: polynomial(0),
	slinear: polynomial(1),
	quadratic: polynomial(2),
	cubic: polynomial(3),
	pchip: cubic(pchipSlopes),
	akima: { ...cubic(akimaSlopes), draw: inside(cubic(akimaSlopes).draw) },
	cubicspline: cubic(cubicSplineSlopes),
};

/**
 * The method with its settings.
 * @throws `interpolate.order` for a polynomial of even order above 2, which has no not-a-knot ends
 */
export function methodOf(method: CurveMethod, { order = 1, smoothing }: CurveParams): Method {
	if (method === 'polynomial') return polynomial(order);
	if (method !== 'spline') return CURVES[method];
	return {
		needs: order + 1,
		stamps: smoothing === 0 ? 'ascending' : 'not-descending',
		draw: (points) => splineCurve(smoothingSpline(points, order, smoothing ?? points.x.length)),
	};
}

/** Nothing beyond the first and the last known point. */
function inside(draw: (points: Points) => Curve): (points: Points) => Curve {
	return (points) => within(points, draw(points));
}

/** Cubic pieces with these slopes; the end pieces go on. */
function cubic(slopes: (points: Points) => Float64Array): Method {
	return { needs: 2, stamps: 'ascending', draw: (points) => hermiteCurve(points, slopes(points)) };
}

/** Pieces of this degree through every point, as smooth where they meet as can be. */
function polynomial(degree: number): Method {
	if (degree > 2 && degree % 2 === 0) throw new BenchtopError('interpolate.order', { order: degree });
	const draw =
		degree === 0
			? stepCurve
			: degree === 1
				? linearCurve
				: (points: Points) => splineCurve(interpolatingSpline(points, degree));
	return { needs: degree + 1, stamps: 'distinct', draw: inside(draw) };
}
