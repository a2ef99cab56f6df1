/** Windows and values that hold every turn of `windowed`, for tests and nothing else: loops judge operations. */
import * as tf from '@tensorflow/tfjs-core';
import { Stream } from '../../random/stream';
import type { Matrix } from './pass';
import { Tables } from './tables';
import { average, gather, largest, spread, spreadProduct, weigh } from './windowed';
import { padded, repeated, slidingWindows, wholeWindow, type Windows } from './windows';

const sliding = (extents: number[], places: number[], kernel: number[], stride = 1, dilation = 1, pad = 0) =>
	slidingWindows(extents, places, {
		kernel,
		stride: kernel.map(() => stride),
		dilation: kernel.map(() => dilation),
		pads: kernel.map(() => [pad, pad]),
	});

export const WINDOWS: Record<string, Windows> = {
	'along steps': sliding([9], [7], [3]),
	'with stride and edge': sliding([8], [4], [3], 2, 1, 1),
	dilated: sliding([5, 6], [3, 4], [2, 2], 1, 2),
	'over an edge': sliding([4, 5], [4, 5], [3, 3], 1, 1, 1),
	'side by side': sliding([4, 6], [2, 3], [2, 2], 2),
	'in three axes': sliding([3, 4, 3], [2, 3, 2], [2, 2, 2]),
	'further apart than they are wide': sliding([7], [3], [1], 3),
	whole: wholeWindow([3, 4]),
	repeated: repeated([2, 3], [2, 3]),
	padded: padded(
		[2, 3],
		[
			[1, 0],
			[2, 1],
		],
	),
};

const ROWS = 3;
const CHANNELS = 2;

const drawn = (name: string, rows: number, width: number): Matrix => {
	const stream = new Stream(7, name);
	return tf.tensor2d(
		Float32Array.from({ length: rows * width }, () => stream.normal()),
		[rows, width],
	);
};

/** Every function of `windowed` on these windows, one tensor per result, in the caller's tidy. */
function allOf(windows: Windows, tables: Tables): Record<string, tf.Tensor> {
	const { positions, places, size } = windows;
	const x = drawn('x', ROWS, positions * CHANNELS);
	const patches = drawn('patches', ROWS * places, size * CHANNELS);
	const dy = drawn('dy', ROWS, places * CHANNELS);
	const results: Record<string, tf.Tensor> = {
		gather: gather(x, CHANNELS, windows, tables),
		spread: spread(patches, ROWS, CHANNELS, windows, tables),
	};
	if (windows !== WINDOWS['repeated']) {
		const kernel = drawn('wide kernel', size * CHANNELS, 4);
		const d = drawn('wide dy', ROWS * places, 4);
		results['spread product'] = spreadProduct(d, kernel, ROWS, CHANNELS, windows, tables);
	}
	// No window of a pooling layer lies wholly over the edge.
	const pools = windows === WINDOWS['padded'] ? {} : { largest, average };
	for (const [name, pool] of Object.entries(pools)) {
		const pooled = pool(x, CHANNELS, windows, tables);
		results[name] = pooled.y;
		results[`${name}, back`] = pooled.back(dy);
	}
	for (const multiplier of [1, 3]) {
		const kernel = drawn('kernel', size, CHANNELS * multiplier);
		const weighed = weigh(x, kernel, { windows, channels: CHANNELS, multiplier }, tables);
		const { dx, dKernel } = weighed.back(drawn('dz', ROWS, places * CHANNELS * multiplier), true);
		results[`weighed × ${multiplier}`] = weighed.y;
		results[`weighed × ${multiplier}, back`] = dx as Matrix;
		results[`weighed × ${multiplier}, kernel`] = dKernel;
	}
	return results;
}

/** The same by loops or by operations, as arrays; on the current backend. */
export async function numbersOf(windows: Windows, loops: boolean): Promise<Record<string, Float32Array>> {
	const tables = new Tables(loops);
	const results = tf.tidy(() => allOf(windows, tables));
	const numbers: Record<string, Float32Array> = {};
	for (const [name, tensor] of Object.entries(results)) numbers[name] = await tensor.data<'float32'>();
	tf.dispose(results);
	tables.dispose();
	return numbers;
}

/** The largest difference between the two ways, and which result has it. */
export function apart(found: Record<string, Float32Array>, expected: Record<string, Float32Array>) {
	let [most, where] = [0, ''];
	for (const [name, values] of Object.entries(expected)) {
		const other = found[name] ?? new Float32Array();
		if (other.length !== values.length) return { most: Infinity, where: name };
		values.forEach((value, i) => {
			const difference = Math.abs(value - (other[i] as number));
			if (difference > most) [most, where] = [difference, name];
		});
	}
	return { most, where };
}
