import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { smoothingSpline } from './smoothing-spline';
import { splineCurve } from './spline';

// x = np.arange(60.); y = np.round(8*np.sin(x/4) + np.cos(x*1.7), 3)
const x = Float64Array.from({ length: 60 }, (_, i) => i);
const y = x.map((at) => Math.round(1000 * (8 * Math.sin(at / 4) + Math.cos(at * 1.7))) / 1000);

describe('the smoothing spline', () => {
	// u = UnivariateSpline(x, y, k=k, s=s); len(u.get_knots()), u([-1.5, 10.5, 30.25, 61]) with SciPy 1.11.4
	it.each([
		[3, 60, 7, [-7.293132162537144, 2.893808231039326, 7.086074917972311, 3.1487616882825167]],
		[5, 1, 43, [-22.215476720239163, 4.602556643437338, 8.034009498534113, -136.2154043178313]],
		[2, 0.05, 54, [-8.447095420101526, 4.566683265041294, 8.022413089442406, 5.785164891258148]],
		[4, 30, 9, [-1.1492291774276677, 3.9246318099937088, 7.523718329521984, 3.9557609062610233]],
	])('of degree %i with s = %d has FITPACK’s knots and values', (degree, s, knots, expected) => {
		const spline = smoothingSpline({ x, y }, degree, s);
		expect(new Set(spline.knots).size).toBe(knots);
		const curve = splineCurve(spline);
		[-1.5, 10.5, 30.25, 61].forEach((at, i) => {
			const reference = expected[i] as number;
			expect(Math.abs(curve(at) - reference)).toBeLessThan(1e-8 * (1 + Math.abs(reference)));
		});
	});

	const points = fc
		.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 400 }), fc.double({ min: -50, max: 50, noNaN: true })), {
			selector: ([at]) => at,
			minLength: 8,
			maxLength: 60,
		})
		.map((pairs) => pairs.sort(([a], [b]) => a - b))
		.map((pairs) => ({
			x: Float64Array.from(pairs, ([at]) => at),
			y: Float64Array.from(pairs, ([, value]) => value),
		}));

	const distance = (data: { x: Float64Array; y: Float64Array }, curve: (at: number) => number) =>
		data.x.reduce((total, at, i) => total + (curve(at) - (data.y[i] as number)) ** 2, 0);

	it.each([
		[3, 60],
		[5, 1],
		[2, 0.05],
		[4, 30],
		[1, 200],
	])('of degree %i comes as near as s = %d, and no nearer', (degree, s) => {
		const sum = distance({ x, y }, splineCurve(smoothingSpline({ x, y }, degree, s)));
		expect(Math.abs(sum - s)).toBeLessThan(0.001 * s);
	});

	it('is never further from the points than the polynomial of its degree', () => {
		fc.assert(
			fc.property(
				points,
				fc.integer({ min: 1, max: 5 }),
				fc.double({ min: 0.5, max: 500, noNaN: true }),
				(data, degree, s) => {
					const sum = distance(data, splineCurve(smoothingSpline(data, degree, s)));
					const polynomial = distance(data, splineCurve(smoothingSpline(data, degree, Number.MAX_VALUE)));
					expect(sum).toBeLessThanOrEqual(polynomial * 1.002 + 1e-9);
				},
			),
		);
	});

	it('passes through every point at s = 0', () => {
		fc.assert(
			fc.property(points, fc.integer({ min: 1, max: 5 }), (data, degree) => {
				const curve = splineCurve(smoothingSpline(data, degree, 0));
				data.x.forEach((at, i) => expect(curve(at)).toBeCloseTo(data.y[i] as number, 6));
			}),
		);
	});
});
