/**
 * Windows in plain loops over arrays, for backends whose memory is at hand. Samples are rows × positions × channels,
 * patches rows × places × size × channels. Cells that follow one another in a sample are copied as one run. Where a result
 * is handed in, it is filled whatever it held.
 */
import { sharesOf, type Windows } from './windows';

/** Stretches of a window table: `length` cells from cell `to` on are the positions from `from` on. */
interface Runs {
	readonly to: Int32Array;
	readonly from: Int32Array;
	readonly length: Int32Array;
	/** Cells in all of them. */
	readonly cover: number;
}

const known = new WeakMap<Windows, Runs>();

function runsOf(windows: Windows): Runs {
	const found = known.get(windows);
	if (found) return found;
	const { cells, size } = windows;
	const runs: { to: number; from: number; length: number }[] = [];
	for (let at = 0; at < cells.length;) {
		const from = cells[at] as number;
		const end = at + size - (at % size);
		let length = 1;
		while (at + length < end && from >= 0 && cells[at + length] === from + length) length++;
		if (from >= 0) runs.push({ to: at, from, length });
		at += length;
	}
	const result = {
		to: Int32Array.from(runs, ({ to }) => to),
		from: Int32Array.from(runs, ({ from }) => from),
		length: Int32Array.from(runs, ({ length }) => length),
		cover: runs.reduce((sum, { length }) => sum + length, 0),
	};
	known.set(windows, result);
	return result;
}

/** Patches of samples, [rows × places, size × channels]; zeros where a window reaches over the edge. */
export function gatherLoop(
	x: Float32Array,
	rows: number,
	channels: number,
	windows: Windows,
	result: Float32Array,
): Float32Array {
	const { to, from, length, cover } = runsOf(windows);
	const sample = windows.positions * channels;
	const patch = windows.cells.length * channels;
	if (cover < windows.cells.length) result.fill(0);
	for (let row = 0; row < rows; row++)
		for (let run = 0; run < to.length; run++) {
			let source = row * sample + (from[run] as number) * channels;
			let target = row * patch + (to[run] as number) * channels;
			const end = target + (length[run] as number) * channels;
			while (target < end) result[target++] = x[source++] as number;
		}
	return result;
}

/** The way back of `gatherLoop`: every cell of the patches added where it came from. */
export function spreadLoop(
	patches: Float32Array,
	rows: number,
	channels: number,
	windows: Windows,
	result: Float32Array,
): Float32Array {
	const { to, from, length } = runsOf(windows);
	const sample = windows.positions * channels;
	const patch = windows.cells.length * channels;
	result.fill(0);
	for (let row = 0; row < rows; row++)
		for (let run = 0; run < to.length; run++) {
			let target = row * sample + (from[run] as number) * channels;
			let source = row * patch + (to[run] as number) * channels;
			const end = source + (length[run] as number) * channels;
			while (source < end) {
				result[target] = (result[target] as number) + (patches[source++] as number);
				target++;
			}
		}
	return result;
}

/** The largest of each window, channel by channel, and where in x it was: the first of several. NaN is larger than all. */
export function largestLoop(x: Float32Array, rows: number, channels: number, windows: Windows) {
	const { cells, places, size, positions } = windows;
	const y = new Float32Array(rows * places * channels).fill(-Infinity);
	const winners = new Int32Array(y.length).fill(-1);
	for (let row = 0; row < rows; row++)
		for (let place = 0; place < places; place++) {
			const target = (row * places + place) * channels;
			for (let cell = 0; cell < size; cell++) {
				const position = cells[place * size + cell] as number;
				if (position < 0) continue;
				const source = (row * positions + position) * channels;
				for (let channel = 0; channel < channels; channel++) {
					const value = x[source + channel] as number;
					if (!(value > (y[target + channel] as number)) && !Number.isNaN(value)) continue;
					y[target + channel] = value;
					winners[target + channel] = source + channel;
				}
			}
		}
	return { y, winners };
}

/** dLoss/dx of the largest: each goes to its winner. */
export function toWinnersLoop(dy: Float32Array, winners: Int32Array, length: number): Float32Array {
	const dx = new Float32Array(length);
	for (let i = 0; i < dy.length; i++) {
		const winner = winners[i] as number;
		dx[winner] = (dx[winner] as number) + (dy[i] as number);
	}
	return dx;
}

/** Means of each window's cells that lie within the sample, channel by channel. */
export function averageLoop(x: Float32Array, rows: number, channels: number, windows: Windows): Float32Array {
	const { cells, places, size, positions } = windows;
	const shares = sharesOf(windows);
	const y = new Float32Array(rows * places * channels);
	for (let row = 0; row < rows; row++)
		for (let place = 0; place < places; place++) {
			const target = (row * places + place) * channels;
			for (let channel = 0; channel < channels; channel++) {
				let sum = 0;
				for (let cell = 0; cell < size; cell++) {
					const position = cells[place * size + cell] as number;
					if (position >= 0) sum += x[(row * positions + position) * channels + channel] as number;
				}
				y[target + channel] = sum * (shares[place] as number);
			}
		}
	return y;
}

/** dLoss/dx of `averageLoop`. */
export function fromAveragesLoop(
	dy: Float32Array,
	rows: number,
	channels: number,
	windows: Windows,
): Float32Array {
	const { cells, places, size, positions } = windows;
	const shares = sharesOf(windows);
	const dx = new Float32Array(rows * positions * channels);
	for (let row = 0; row < rows; row++)
		for (let place = 0; place < places; place++) {
			const source = (row * places + place) * channels;
			for (let cell = 0; cell < size; cell++) {
				const position = cells[place * size + cell] as number;
				if (position < 0) continue;
				const target = (row * positions + position) * channels;
				for (let channel = 0; channel < channels; channel++)
					dx[target + channel] =
						(dx[target + channel] as number) + (dy[source + channel] as number) * (shares[place] as number);
			}
		}
	return dx;
}

/** How windows are weighed: the channels given, and how many results each gives. */
export interface Weighing {
	readonly windows: Windows;
	readonly channels: number;
	readonly multiplier: number;
}

/** Sums of each window's cells times kernel [size, channels, multiplier]: rows × places × channels × multiplier. */
export function weighLoop(
	x: Float32Array,
	kernel: Float32Array,
	rows: number,
	{ windows: { cells, places, size, positions }, channels, multiplier }: Weighing,
): Float32Array {
	const y = new Float32Array(rows * places * channels * multiplier);
	for (let row = 0; row < rows; row++)
		for (let place = 0; place < places; place++)
			for (let cell = 0; cell < size; cell++) {
				const position = cells[place * size + cell] as number;
				if (position < 0) continue;
				const source = (row * positions + position) * channels;
				let target = (row * places + place) * channels * multiplier;
				let weight = cell * channels * multiplier;
				for (let channel = 0; channel < channels; channel++) {
					const value = x[source + channel] as number;
					for (let each = 0; each < multiplier; each++, target++)
						y[target] = (y[target] as number) + value * (kernel[weight++] as number);
				}
			}
	return y;
}

/** dLoss/dx and dLoss/dKernel of `weighLoop`. */
export function unweighLoop(
	x: Float32Array,
	kernel: Float32Array,
	dy: Float32Array,
	rows: number,
	{ windows: { cells, places, size, positions }, channels, multiplier }: Weighing,
) {
	const dx = new Float32Array(x.length);
	const dKernel = new Float64Array(kernel.length);
	for (let row = 0; row < rows; row++)
		for (let place = 0; place < places; place++)
			for (let cell = 0; cell < size; cell++) {
				const position = cells[place * size + cell] as number;
				if (position < 0) continue;
				let at = (row * positions + position) * channels;
				let source = (row * places + place) * channels * multiplier;
				let weight = cell * channels * multiplier;
				for (let channel = 0; channel < channels; channel++, at++) {
					let sum = 0;
					for (let each = 0; each < multiplier; each++, weight++) {
						const d = dy[source++] as number;
						sum += d * (kernel[weight] as number);
						dKernel[weight] = (dKernel[weight] as number) + d * (x[at] as number);
					}
					dx[at] = (dx[at] as number) + sum;
				}
			}
	return { dx, dKernel: Float32Array.from(dKernel) };
}
