/**
 * The smoothing parameter of FITPACK's fpcurf, part 2: on given knots, the spline whose jumps in the highest derivative
 * are as small as a sum of squared residuals s allows. p weighs closeness against smoothness; F(p) = s is solved with a
 * rational function through three values (Dierckx 1993, 5.2.4).
 */
import type { Points } from './curve';
import { squaredResiduals, type LeastSquares } from './least-squares-spline';
import type { Spline } from './spline';

/** A sum of squares within this share of s is as asked. */
export const TOLERANCE = 0.001;
const MOST_STEPS = 20;

/** A rotated row this much smaller than the least diagonal changes no digit of the result. */
const NOTHING = 1e-25;

/** A value of p and how far its sum of squares lies above s. */
interface Trial {
	readonly p: number;
	readonly excess: number;
}

/**
 * @param fit the least-squares spline on the knots; its residual is below s
 * @param polynomial sum of squares of the polynomial without knots: p = 0
 */
export function smoothOnKnots(points: Points, fit: LeastSquares, s: number, polynomial: number): Spline {
	const jumps = derivativeJumps(fit.spline);
	const { triangle } = fit;
	const near = (excess: number) => Math.abs(excess) < TOLERANCE * s;
	let diagonal = 0;
	for (let r = 0; r < triangle.size; r++) diagonal += triangle.diagonal(r);
	let p = triangle.size / diagonal;
	// F falls from `low` (too smooth) to `high` (too close; p = ∞ is written −1).
	let low: Trial = { p: 0, excess: polynomial - s };
	let high: Trial = { p: -1, excess: fit.residual - s };
	let lowSure = false;
	let highSure = false;
	for (let step = 1; ; step++) {
		const coefficients = smoothed(fit, jumps, p);
		const sum = squaredResiduals(points, fit, coefficients).reduce((total, square) => total + square, 0);
		const trial: Trial = { p, excess: sum - s };
		const spline = { ...fit.spline, coefficients };
		if (near(trial.excess) || step === MOST_STEPS) return spline;
		if (!highSure) {
			if (trial.excess - high.excess <= TOLERANCE * s) {
				high = trial;
				p *= 0.04;
				if (p <= low.p) p = low.p * 0.9 + trial.p * 0.1;
				continue;
			}
			if (trial.excess < 0) highSure = true;
		}
		if (!lowSure) {
			if (low.excess - trial.excess <= TOLERANCE * s) {
				low = trial;
				p /= 0.04;
				if (high.p >= 0 && p >= high.p) p = trial.p * 0.1 + high.p * 0.9;
				continue;
			}
			if (trial.excess > 0) lowSure = true;
		}
		// Rounding may bend F; what is there then is as good as it gets.
		if (!(trial.excess < low.excess && trial.excess > high.excess)) return spline;
		p = zeroOfRational(low, trial, high);
		if (trial.excess < 0) high = trial;
		else low = trial;
	}
}

/** Where the rational function (u·p + v)/(p + w) through three trials is zero (fprati). */
function zeroOfRational(a: Trial, b: Trial, c: Trial): number {
	const [f1, f2, f3] = [a.excess, b.excess, c.excess];
	if (c.p <= 0) return (a.p * (f1 - f3) * f2 - b.p * (f2 - f3) * f1) / ((f1 - f2) * f3);
	const h1 = f1 * (f2 - f3);
	const h2 = f2 * (f3 - f1);
	const h3 = f3 * (f1 - f2);
	return -(a.p * b.p * h3 + b.p * c.p * h1 + c.p * a.p * h2) / (a.p * h1 + b.p * h2 + c.p * h3);
}

/** The spline that minimises squared residuals plus squared jumps over p. */
function smoothed({ triangle }: LeastSquares, jumps: readonly Float64Array[], p: number): Float64Array {
	const wide = triangle.widened(triangle.band + 1);
	let nothing = Infinity;
	for (let r = 0; r < triangle.size; r++)
		nothing = Math.min(nothing, NOTHING * Math.abs(triangle.diagonal(r)));
	jumps.forEach((jump, i) =>
		wide.absorb(
			jump.map((value) => value / p),
			i,
			0,
			nothing,
		),
	);
	return wide.solve();
}

/**
 * Jumps of the highest derivative of the basis functions at each interior knot, degree + 2 of them from function
 * number i on at the i-th (fpdisc).
 */
function derivativeJumps({ knots, degree }: Spline): Float64Array[] {
	const size = knots.length - degree - 1;
	const knot = (i: number) => knots[i] as number;
	const scale = (size - degree) / (knot(size) - knot(degree));
	return Array.from({ length: size - degree - 1 }, (_, i) => {
		const at = knot(i + degree + 1);
		const distances = [
			...Array.from({ length: degree + 1 }, (__, j) => at - knot(i + j)),
			...Array.from({ length: degree + 1 }, (__, j) => at - knot(i + degree + 2 + j)),
		];
		return Float64Array.from({ length: degree + 2 }, (__, j) => {
			let product = distances[j] as number;
			for (let d = 1; d <= degree; d++) product *= (distances[j + d] as number) * scale;
			return (knot(i + j + degree + 1) - knot(i + j)) / product;
		});
	});
}
