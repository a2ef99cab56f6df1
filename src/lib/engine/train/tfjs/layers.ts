/**
 * Each layer kind forward and backward in tfjs operations, as few as will do: on every backend the cost of a small net
 * is the number of operations. Column sums are products with a row of ones, which is exact where `sum` is not.
 * All tensors belong to the caller's tidy scope.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Activation, TopologyLayer } from '../../model/topology';
import { GELU_CUBIC, GELU_SCALE, NORM_EPSILON, normRate } from '../constants';
import { timesTransposed, transposedTimes } from './product';

export type Matrix = tf.Tensor2D;

export interface Passed {
	readonly y: Matrix;
	/** Running statistics after this batch, for layers that have them. */
	readonly running: tf.Tensor[];
	/** Gradients are in the order of the layer's trained tensors; `dx` is null when not wanted. */
	back(dy: Matrix, wanted: boolean): { dx: Matrix | null; gradients: tf.Tensor[] };
}

export interface TrainMode {
	readonly mask: Matrix | null;
	readonly share: number;
	/** 1 × rows of ones, and the same divided by the number of rows. */
	readonly ones: Matrix;
	readonly mean: Matrix;
}

/** tanh((√(2/π)) (z + 0.044715 z³)), the inner part of GELU. */
const geluInner = (z: Matrix): Matrix =>
	tf.tanh(tf.mul(tf.mul(z, GELU_SCALE), tf.add(tf.mul(tf.square(z), GELU_CUBIC), 1)));

function activate(activation: Activation, z: Matrix): Matrix {
	if (activation === 'tanh') return tf.tanh(z);
	if (activation === 'sigmoid') return tf.sigmoid(z);
	if (activation === 'elu') return tf.elu(z);
	if (activation === 'gelu') return tf.mul(tf.mul(z, 0.5), tf.add(geluInner(z), 1));
	return z;
}

/** dLoss/dz from dLoss/dy; `y` is the activation's result, `z` what it was given (needed by GELU only). */
function deactivate(activation: Activation, dy: Matrix, y: Matrix, z: Matrix): Matrix {
	if (activation === 'relu') return tf.mul(dy, tf.step(y));
	if (activation === 'tanh') return tf.mul(dy, tf.sub(1, tf.square(y)));
	if (activation === 'sigmoid') return tf.mul(dy, tf.mul(y, tf.sub(1, y)));
	if (activation === 'elu') return tf.mul(dy, tf.add(tf.minimum(y, 0), 1));
	if (activation === 'gelu') {
		const t = geluInner(z);
		const inner = tf.mul(tf.add(tf.mul(tf.square(z), 3 * GELU_CUBIC), 1), GELU_SCALE);
		const tail = tf.mul(tf.mul(z, tf.sub(1, tf.square(t))), inner);
		return tf.mul(dy, tf.mul(tf.add(tf.add(t, 1), tail), 0.5));
	}
	return dy;
}

function dense(
	activation: Activation,
	[kernel, bias]: tf.Tensor[],
	x: Matrix,
	mode: TrainMode | null,
): Passed {
	const fused = activation === 'relu' ? 'relu' : 'linear';
	const a = kernel as Matrix;
	const z = tf.fused.matMul({ a: x, b: a, ...(bias ? { bias } : {}), activation: fused }) as Matrix;
	const y = activate(activation, z);
	return {
		y,
		running: [],
		back(dy, wanted) {
			const dz = deactivate(activation, dy, y, z);
			const gradients = [transposedTimes(x, dz), tf.matMul((mode as TrainMode).ones, dz)];
			return { dx: wanted ? timesTransposed(dz, a) : null, gradients };
		},
	};
}

function dropout(x: Matrix, mask: Matrix | null): Passed {
	const through = (values: Matrix): Matrix => (mask ? tf.mul(values, mask) : values);
	return { y: through(x), running: [], back: (dy) => ({ dx: through(dy), gradients: [] }) };
}

function batchNorm(tensors: tf.Tensor[], x: Matrix, mode: TrainMode | null): Passed {
	const [scale, shift, runningMean, runningVariance] = tensors as [
		tf.Tensor,
		tf.Tensor,
		tf.Tensor,
		tf.Tensor,
	];
	if (!mode) {
		const slope = tf.mul(scale, tf.rsqrt(tf.add(runningVariance, NORM_EPSILON)));
		const offset = tf.sub(shift, tf.mul(runningMean, slope));
		return {
			y: tf.add(tf.mul(x, slope), offset),
			running: [],
			back: () => ({ dx: null, gradients: [] }),
		};
	}
	const mean: Matrix = tf.matMul(mode.mean, x);
	const centred = tf.sub(x, mean) as Matrix;
	const variance: Matrix = tf.matMul(mode.mean, tf.square(centred));
	const inverse = tf.rsqrt(tf.add(variance, NORM_EPSILON));
	const normal = tf.mul(centred, inverse) as Matrix;
	const rate = normRate(mode.share);
	const toward = (running: tf.Tensor, batch: Matrix): tf.Tensor =>
		tf.add(tf.mul(running, 1 - rate), tf.mul(tf.reshape(batch, running.shape), rate));
	return {
		y: tf.add(tf.mul(normal, scale), shift) as Matrix,
		running: [toward(runningMean, mean), toward(runningVariance, variance)],
		back(dy, wanted) {
			const product = tf.mul(dy, normal) as Matrix;
			const gradients = [tf.matMul(mode.ones, product), tf.matMul(mode.ones, dy)];
			if (!wanted) return { dx: null, gradients };
			const drift = tf.add(tf.mul(normal, tf.matMul(mode.mean, product)), tf.matMul(mode.mean, dy));
			return { dx: tf.mul(tf.sub(dy, drift), tf.mul(inverse, scale)), gradients };
		},
	};
}

/** Passes a rows × inputs matrix through one layer; `mode` null is evaluation. */
export function pass(layer: TopologyLayer, tensors: tf.Tensor[], x: Matrix, mode: TrainMode | null): Passed {
	if (layer.kind === 'dense') return dense(layer.activation, tensors, x, mode);
	if (layer.kind === 'dropout') return dropout(x, mode?.mask ?? null);
	if (layer.kind !== 'batchNorm') throw new Error(`There is no ${layer.kind} here`);
	return batchNorm(tensors, x, mode);
}
