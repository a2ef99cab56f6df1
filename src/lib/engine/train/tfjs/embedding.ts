/**
 * Embedding on tfjs backends: a row of the kernel for each number, which is rounded and cut to the vocabulary. The way
 * back adds each row of dLoss/dy to its row of the kernel's gradient: over plain arrays where memory can be read at
 * once (wasm has no segment sum), by products with one-hot rows on graphics devices, always in the same order.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Matrix, PassOf } from './pass';

/** Numbers of a one-hot matrix: 16 MB. */
const ROOM = 4_194_304;

/** Sums the rows of dy [count, width] whose index is one and the same. */
export function sumsInArrays(indices: tf.Tensor1D, dy: Matrix, vocabulary: number): Matrix {
	const at = indices.dataSync();
	const values = dy.dataSync();
	const width = dy.shape[1];
	const sums = new Float32Array(vocabulary * width);
	for (let i = 0, p = 0; i < at.length; i++)
		for (let q = (at[i] as number) * width, end = q + width; q < end; q++, p++)
			sums[q] = (sums[q] as number) + (values[p] as number);
	return tf.tensor2d(sums, [vocabulary, width]);
}

/** The same, a stretch of the vocabulary at a time. @param room numbers of a one-hot matrix */
export function sumsByProducts(indices: tf.Tensor1D, dy: Matrix, vocabulary: number, room = ROOM): Matrix {
	const part = Math.max(1, Math.floor(room / indices.size));
	const parts: Matrix[] = [];
	for (let from = 0; from < vocabulary; from += part)
		parts.push(
			tf.tidy(() => {
				const rows = tf.range(from, Math.min(vocabulary, from + part), 1, 'float32');
				const column = tf.reshape(tf.cast(indices, 'float32'), [-1, 1]);
				const apart = tf.sub(column, tf.reshape(rows, [1, -1])) as Matrix;
				// 1 where the difference is 0: whole numbers lie at least 1 apart.
				const hot = tf.relu(tf.sub(1, tf.abs(apart))) as Matrix;
				return tf.matMul(hot, dy, true, false);
			}),
		);
	return tf.concat2d(parts, 0);
}

export const embedding: PassOf<'embedding'> = ({ vocabulary, width }, [kernel], [given], _, tables) => {
	const x = given as Matrix;
	const numbers = tf.reshape(x, [-1]) as tf.Tensor1D;
	const whole = tf.floor(tf.add(tf.clipByValue(numbers, 0, vocabulary - 1), 0.5)) as tf.Tensor1D;
	const indices = tf.cast(whole, 'int32');
	const rows = x.shape[0];
	const y = tf.reshape(tf.gather(kernel as Matrix, indices), [rows, -1]) as Matrix;
	return {
		y,
		running: [],
		back(dy, [wanted]) {
			const sums = tables.loops ? sumsInArrays : sumsByProducts;
			const gradient = sums(indices, tf.reshape(dy, [-1, width]), vocabulary);
			return { dxs: [wanted ? tf.zerosLike(x) : null], gradients: [gradient] };
		},
	};
};
