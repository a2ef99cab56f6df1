/**
 * activation(x · kernel + bias) on rows × inputs and its way back: what dense layers are, and convolutions on their patches.
 * As few operations as will do: on every backend the cost of a small net is the number of operations.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Activation } from '../../schema/layer';
import { activate, deactivate } from './activation';
import { columnSums, type Matrix } from './pass';
import { timesTransposed, transposedTimes } from './product';

export interface Affine {
	readonly y: Matrix;
	/** Gradients of kernel and, where there is one, bias. */
	back(dy: Matrix, wanted: boolean): { dx: Matrix | null; gradients: tf.Tensor[] };
}

/** @param kernel inputs × units. @param bias [units]. */
export function affine(
	activation: Activation,
	x: Matrix,
	kernel: Matrix,
	bias: tf.Tensor | undefined,
): Affine {
	const rectified = activation === 'relu';
	const z = tf.fused.matMul({
		a: x,
		b: kernel,
		...(bias ? { bias } : {}),
		activation: rectified ? 'relu' : 'linear',
	}) as Matrix;
	const y = rectified ? z : activate(activation, z);
	return {
		y,
		back(dy, wanted) {
			const dz = deactivate(activation, dy, y, z);
			const gradients = [transposedTimes(x, dz), ...(bias ? [columnSums(dz)] : [])];
			return { dx: wanted ? timesTransposed(dz, kernel) : null, gradients };
		},
	};
}
