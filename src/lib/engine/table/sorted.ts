/** Ascending copies of number columns; whole numbers of a narrow range are counted instead of compared. */
import { moments } from './moments';

/** A sorted copy of values without NaN. */
export function sorted(values: Float64Array): Float64Array {
	const { count, min, max } = moments(values);
	const span = max - min + 1;
	if (count < 1024 || !(span <= 4 * count) || !values.every(Number.isInteger)) return values.slice().sort();
	const counts = new Uint32Array(span);
	for (let i = 0; i < values.length; i++) {
		const slot = (values[i] as number) - min;
		counts[slot] = (counts[slot] as number) + 1;
	}
	const result = new Float64Array(values.length);
	let at = 0;
	counts.forEach((times, slot) => {
		if (times > 0) result.fill(min + slot, at, (at += times));
	});
	return result;
}

/** How many entries of ascending values lie below `bound`. */
export function countBelow(ascending: Float64Array, bound: number): number {
	let low = 0;
	let high = ascending.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if ((ascending[middle] as number) < bound) low = middle + 1;
		else high = middle;
	}
	return low;
}
