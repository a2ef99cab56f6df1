/**
 * Windows over samples that lie as rows × positions × channels, and their ways back: in loops where the memory is at hand,
 * in operations elsewhere, with the same results. On wasm a loop fetches the patches of 16 pictures 32 × 32 × 3, 3 × 3, in
 * 2 ms, `tf.gather` in 13 ms.
 */
import * as tf from '@tensorflow/tfjs-core';
import {
	averageLoop,
	fromAveragesLoop,
	gatherLoop,
	largestLoop,
	spreadLoop,
	toWinnersLoop,
	unweighLoop,
	weighLoop,
	type Weighing,
} from './loops';
import {
	averageOperation,
	gatherOperation,
	largestOperation,
	spreadOperation,
	spreadProductOperation,
	weighOperation,
} from './operations';
import { numbers, room } from './numbers';
import type { Matrix } from './pass';
import { timesTransposed } from './product';
import type { Tables } from './tables';
import type { Windows } from './windows';

/** [rows × places, size × channels]; zeros where a window reaches over the edge. */
export function gather(x: Matrix, channels: number, windows: Windows, tables: Tables): Matrix {
	if (!tables.loops) return gatherOperation(x, channels, windows, tables);
	const [rows] = x.shape;
	const result = room(rows * windows.cells.length * channels);
	const patches = gatherLoop(numbers(x), rows, channels, windows, result);
	return tf.tensor2d(patches, [rows * windows.places, windows.size * channels]);
}

/** The way back of `gather`: every cell added where it came from, [rows, positions × channels]. */
export function spread(
	patches: Matrix,
	rows: number,
	channels: number,
	windows: Windows,
	tables: Tables,
): Matrix {
	if (!tables.loops) return spreadOperation(patches, rows, channels, windows, tables);
	const result = room(rows * windows.positions * channels);
	const values = spreadLoop(numbers(patches), rows, channels, windows, result);
	return tf.tensor2d(values, [rows, windows.positions * channels]);
}

/**
 * d · kernelᵀ, every cell of the patches that gives added where it came from: the way back of a convolution.
 * @param d [rows × places, width]. @param kernel [size × channels, width]. Only for windows that slide.
 */
export function spreadProduct(
	d: Matrix,
	kernel: Matrix,
	rows: number,
	channels: number,
	windows: Windows,
	tables: Tables,
): Matrix {
	if (!tables.loops) return spreadProductOperation(d, kernel, rows, channels, windows, tables);
	return spread(timesTransposed(d, kernel), rows, channels, windows, tables);
}

/** A value per window and channel, [rows, places × channels], and dLoss/dx from dLoss/dy. */
export interface Pooled {
	readonly y: Matrix;
	back(dy: Matrix): Matrix;
}

/** The largest; its gradient goes to the first of several. */
export function largest(x: Matrix, channels: number, windows: Windows, tables: Tables): Pooled {
	if (!tables.loops) return largestOperation(x, channels, windows, tables);
	const [rows, width] = x.shape;
	const { y, winners } = largestLoop(numbers(x), rows, channels, windows);
	return {
		y: tf.tensor2d(y, [rows, windows.places * channels]),
		back: (dy) => tf.tensor2d(toWinnersLoop(numbers(dy), winners, rows * width), [rows, width]),
	};
}

/** The mean; what a window sees over the edge does not count. */
export function average(x: Matrix, channels: number, windows: Windows, tables: Tables): Pooled {
	if (!tables.loops) return averageOperation(x, channels, windows, tables);
	const [rows, width] = x.shape;
	return {
		y: tf.tensor2d(averageLoop(numbers(x), rows, channels, windows), [rows, windows.places * channels]),
		back: (dy) => tf.tensor2d(fromAveragesLoop(numbers(dy), rows, channels, windows), [rows, width]),
	};
}

/** Each channel's window times a kernel of its own, added up: [rows, places × channels × multiplier]. */
export interface Weighed {
	readonly y: Matrix;
	back(dy: Matrix, wanted: boolean): { dx: Matrix | null; dKernel: tf.Tensor };
}

/** @param kernel [size, channels, multiplier]. */
export function weigh(x: Matrix, kernel: tf.Tensor, weighing: Weighing, tables: Tables): Weighed {
	if (!tables.loops) return weighOperation(x, kernel, weighing, tables);
	const [rows, width] = x.shape;
	const { windows, channels, multiplier } = weighing;
	const y = weighLoop(numbers(x), numbers(kernel), rows, weighing);
	return {
		y: tf.tensor2d(y, [rows, windows.places * channels * multiplier]),
		back(dy) {
			const { dx, dKernel } = unweighLoop(numbers(x), numbers(kernel), numbers(dy), rows, weighing);
			return { dx: tf.tensor2d(dx, [rows, width]), dKernel: tf.tensor1d(dKernel) };
		},
	};
}
