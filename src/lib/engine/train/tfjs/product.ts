/**
 * Products with a transposed factor. tfjs' wasm backend has a fast product for plain factors only and falls back to
 * three naive loops for transposed ones, so there large factors are transposed first; elsewhere that would cost a step.
 */
import * as tf from '@tensorflow/tfjs-core';

type Matrix = tf.Tensor2D;

/** Multiplications from which a transposition of its own pays on wasm. */
const LARGE = 16_384;
/** Columns of the result below which the naive loops win. */
const NARROW = 8;

/** How much larger; at 4.5 a product of 16,384 × 144 and 16,384 × 32 takes a quarter of the time. */
const WIDER = 4;

const apart = (a: Matrix, columns: number): boolean =>
	tf.getBackend() === 'wasm' && columns >= NARROW && a.size * columns > LARGE;

/** aᵀ · b, which is (bᵀ · a)ᵀ: where a is much the larger, b is transposed, and the result. */
export function transposedTimes(a: Matrix, b: Matrix): Matrix {
	if (!apart(a, b.shape[1])) return tf.matMul(a, b, true, false);
	if (a.size <= WIDER * b.size + a.shape[1] * b.shape[1]) return tf.matMul(tf.transpose(a), b);
	return tf.transpose(tf.matMul(tf.transpose(b), a));
}

/** a · bᵀ. */
export const timesTransposed = (a: Matrix, b: Matrix): Matrix =>
	apart(a, b.shape[0]) ? tf.matMul(a, tf.transpose(b)) : tf.matMul(a, b, false, true);
