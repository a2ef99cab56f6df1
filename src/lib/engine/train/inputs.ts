/**
 * Where the inputs of samples come from while a net trains: an array that holds all of them, or a source that makes them
 * when they are asked for, because all of them would not fit in memory. Both give the same numbers to the last bit.
 */

/** Makes inputs when asked: the same samples give the same numbers every time. */
export interface InputSource {
	/** The inputs of these samples in this order, samples × width, row-major; an array of the caller's own. */
	take(samples: Uint32Array): Float32Array;
}

/** Samples × width, row-major, or what makes them. */
export type Inputs = Float32Array | InputSource;

/** Numbers a source is asked for at once: 16 MB. */
const PIECE = 4_194_304;

/** The inputs of the samples [from, to), as an array of their own. */
export function inputRange(x: Inputs, width: number, from: number, to: number): Float32Array {
	if (x instanceof Float32Array) return x.slice(from * width, to * width);
	return x.take(Uint32Array.from({ length: to - from }, (_, i) => from + i));
}

/**
 * Reads the samples of an order, front to back: each call gives [from, to) of it as an array of its own. A source is asked
 * for many batches at once, since what it does beforehand costs as much for one batch as for many.
 * @param size samples per call, but for the last.
 */
export function inputReader(
	x: Inputs,
	width: number,
	order: Uint32Array,
	size: number,
): (from: number, to: number) => Float32Array {
	if (x instanceof Float32Array)
		return (from, to) => {
			const result = new Float32Array((to - from) * width);
			for (let i = from; i < to; i++) {
				const row = order[i] as number;
				result.set(x.subarray(row * width, (row + 1) * width), (i - from) * width);
			}
			return result;
		};
	const ahead = size * Math.max(1, Math.floor(PIECE / (size * width)));
	let piece: Float32Array = new Float32Array();
	let start = 0;
	let end = 0;
	return (from, to) => {
		if (from < start || to > end) {
			[start, end] = [from, Math.max(to, Math.min(order.length, from + ahead))];
			piece = x.take(order.subarray(start, end));
		}
		return piece.slice((from - start) * width, (to - start) * width);
	};
}
