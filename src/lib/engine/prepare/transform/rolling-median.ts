/**
 * The median of every window of a series; windows end at the row itself. Short windows are kept in order, long ones as
 * counts of the places their values have among all, so that time hardly depends on the window.
 */
import { present } from '../../table/quantile';
import { sorted } from '../../table/sorted';
import { OrderedCounts } from './ordered-counts';

/** Moving so many values costs less than counting places. */
const SHORT = 1024;

/** The median of the values in [i − window + 1, i]; NaN does not count, and fewer than `minPeriods` values give one. */
export const rollingMedian = (values: Float64Array, window: number, minPeriods: number): Float64Array =>
	(window <= SHORT ? inOrder : byPlaces)(values, window, minPeriods);

/** Keeps the window's values ascending; each step moves part of one short array. */
function inOrder(values: Float64Array, window: number, minPeriods: number): Float64Array {
	const ascending = new Float64Array(Math.min(window, values.length));
	let count = 0;
	/** How many of the ascending values lie below. */
	const place = (value: number): number => {
		let low = 0;
		let high = count;
		while (low < high) {
			const middle = (low + high) >>> 1;
			if ((ascending[middle] as number) < value) low = middle + 1;
			else high = middle;
		}
		return low;
	};
	return values.map((value, i) => {
		const leaving = i >= window ? (values[i - window] as number) : NaN;
		if (leaving === leaving) {
			const at = place(leaving);
			ascending.copyWithin(at, at + 1, count--);
		}
		if (value === value) {
			const at = place(value);
			ascending.copyWithin(at + 1, at, count++);
			ascending[at] = value;
		}
		if (count < minPeriods || count === 0) return NaN;
		const upper = ascending[count >>> 1] as number;
		return count % 2 === 1 ? upper : ((ascending[(count >>> 1) - 1] as number) + upper) / 2;
	});
}

/** The middle of the window's values, whose places among all values are counted. */
function byPlaces(values: Float64Array, window: number, minPeriods: number): Float64Array {
	const ascending = sorted(present(values));
	const places = Int32Array.from(values, (value) => (value === value ? placeIn(ascending, value) : -1));
	const counts = new OrderedCounts(ascending.length);
	let count = 0;
	return values.map((_, i) => {
		const leaving = i >= window ? (places[i - window] as number) : -1;
		const entering = places[i] as number;
		if (leaving >= 0) {
			counts.add(leaving, -1);
			count--;
		}
		if (entering >= 0) {
			counts.add(entering, 1);
			count++;
		}
		if (count < minPeriods || count === 0) return NaN;
		const half = count >>> 1;
		const upper = ascending[counts.placeOf(half)] as number;
		return count % 2 === 1 ? upper : ((ascending[counts.placeOf(half - 1)] as number) + upper) / 2;
	});
}

/** The first place of a value that is among the ascending ones. */
function placeIn(ascending: Float64Array, value: number): number {
	let low = 0;
	let high = ascending.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if ((ascending[middle] as number) < value) low = middle + 1;
		else high = middle;
	}
	return low;
}
