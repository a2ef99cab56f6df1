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

const apart = (a: Matrix, columns: number): boolean =>
	tf.getBackend() === 'wasm' && columns >= NARROW && a.size * columns > LARGE;

/** aᵀ · b. */
export const transposedTimes = (a: Matrix, b: Matrix): Matrix =>
	apart(a, b.shape[1]) ? tf.matMul(tf.transpose(a), b) : tf.matMul(a, b, true, false);

/** a · bᵀ. */
export const timesTransposed = (a: Matrix, b: Matrix): Matrix =>
	apart(a, b.shape[0]) ? tf.matMul(a, tf.transpose(b)) : tf.matMul(a, b, false, true);
