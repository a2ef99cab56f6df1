/**
 * Where the next knots of a smoothing spline go: at the middle point of the interval that is fitted worst, again and
 * again (FITPACK's fpknot).
 */
import type { Points } from './curve';
import { squaredResiduals, type LeastSquares } from './least-squares-spline';

/** The points between two neighbouring knots. */
export interface Interval {
	/** Number of the point at which the interval begins. */
	readonly from: number;
	/** How many points lie strictly inside. */
	readonly points: number;
	/** Their share of the sum of squared residuals; a point on a knot counts half on each side. */
	readonly residual: number;
}

/** The intervals, in order, with the residuals of this fit on their knots. */
export function measured(points: Points, fit: LeastSquares, intervals: readonly Interval[]): Interval[] {
	const squares = squaredResiduals(points, fit, fit.spline.coefficients);
	const residuals = new Float64Array(intervals.length);
	let at = 0;
	squares.forEach((square, i) => {
		const onKnot = i > 0 && fit.first[i] !== fit.first[i - 1];
		if (onKnot) {
			residuals[at] = (residuals[at] as number) + square / 2;
			at++;
		}
		residuals[at] = (residuals[at] as number) + (onKnot ? square / 2 : square);
	});
	return intervals.map((interval, i) => ({ ...interval, residual: residuals[i] as number }));
}

/** The intervals, in order, after up to `count` new knots; fewer where no interval with a point inside is left. */
export function withKnots(intervals: readonly Interval[], count: number): Interval[] {
	const heap: Interval[] = [];
	const done: Interval[] = [];
	const add = (interval: Interval) =>
		interval.points > 0 && interval.residual > 0 ? push(heap, interval) : done.push(interval);
	intervals.forEach(add);
	for (let i = 0; i < count; i++) {
		const worst = pop(heap);
		if (!worst) break;
		const { from, points, residual } = worst;
		const left = points >> 1;
		const right = points - left - 1;
		add({ from, points: left, residual: (residual * left) / points });
		add({ from: from + left + 1, points: right, residual: (residual * right) / points });
	}
	return [...done, ...heap].sort((a, b) => a.from - b.from);
}

/** The larger residual comes first; of equals, the interval further left. */
const before = (a: Interval, b: Interval): boolean =>
	a.residual > b.residual || (a.residual === b.residual && a.from < b.from);

function push(heap: Interval[], interval: Interval): void {
	let at = heap.push(interval) - 1;
	while (at > 0) {
		const parent = (at - 1) >> 1;
		if (!before(interval, heap[parent] as Interval)) break;
		heap[at] = heap[parent] as Interval;
		at = parent;
	}
	heap[at] = interval;
}

function pop(heap: Interval[]): Interval | undefined {
	const top = heap[0];
	const last = heap.pop();
	if (last === undefined || heap.length === 0) return top;
	let at = 0;
	for (;;) {
		let child = 2 * at + 1;
		if (child >= heap.length) break;
		if (child + 1 < heap.length && before(heap[child + 1] as Interval, heap[child] as Interval)) child++;
		if (!before(heap[child] as Interval, last)) break;
		heap[at] = heap[child] as Interval;
		at = child;
	}
	heap[at] = last;
	return top;
}
