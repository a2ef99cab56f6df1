/** Batch norm, over rows and positions, and layer norm, over the channels of every position. */
import * as tf from '@tensorflow/tfjs-core';
import { NORM_EPSILON, normRate } from '../../constants';
import { normalised, normalisedBack, statisticsOf } from '../norm-loops';
import { numbers, room } from '../numbers';
import { asRows, columnMeans, columnSums, type Matrix, type Passed, type PassOf } from '../pass';

type Tensors = [scale: tf.Tensor, shift: tf.Tensor, mean: tf.Tensor, variance: tf.Tensor];

/** A batch in loops. */
function batchLoops(channels: number, units: number, tensors: Tensors, x: Matrix, rate: number): Passed {
	const [scale, shift, ...running] = tensors;
	const matrix = (values: Float32Array): Matrix => tf.tensor2d(values, [values.length / units, units]);
	const statistics = statisticsOf(numbers(x), channels);
	const y = normalised(numbers(x), statistics, numbers(scale), numbers(shift), room(x.size));
	const toward = (old: tf.Tensor, batch: Float64Array): tf.Tensor =>
		tf.tensor1d(numbers(old).map((value, i) => value + rate * ((batch[i] as number) - value)));
	return {
		y: matrix(y),
		running: [toward(running[0], statistics.mean), toward(running[1], statistics.variance)],
		back(dy, [wanted]) {
			const { sums, dx } = normalisedBack(numbers(x), numbers(dy), statistics, numbers(scale), room(x.size));
			return {
				dxs: [wanted ? matrix(dx) : null],
				gradients: [tf.tensor1d(sums.scale), tf.tensor1d(sums.shift)],
			};
		},
	};
}

export const batchNorm: PassOf<'batchNorm'> = ({ channels, units }, tensors, [given], mode, tables) => {
	const [scale, shift, runningMean, runningVariance] = tensors as Tensors;
	if (mode && tables.loops)
		return batchLoops(channels, units, tensors as Tensors, given as Matrix, normRate(mode.share));
	const x = asRows(given as Matrix, channels);
	if (!mode) {
		const slope = tf.mul(scale, tf.rsqrt(tf.add(runningVariance, NORM_EPSILON)));
		const offset = tf.sub(shift, tf.mul(runningMean, slope));
		return {
			y: asRows(tf.add(tf.mul(x, slope), offset), units),
			running: [],
			back: () => ({ dxs: [null], gradients: [] }),
		};
	}
	const mean = columnMeans(x);
	const centred = tf.sub(x, mean) as Matrix;
	const variance = columnMeans(tf.square(centred));
	const inverse = tf.rsqrt(tf.add(variance, NORM_EPSILON));
	const normal = tf.mul(centred, inverse) as Matrix;
	const rate = normRate(mode.share);
	const toward = (running: tf.Tensor, batch: Matrix): tf.Tensor =>
		tf.add(tf.mul(running, 1 - rate), tf.mul(tf.reshape(batch, running.shape), rate));
	return {
		y: asRows(tf.add(tf.mul(normal, scale), shift), units),
		running: [toward(runningMean, mean), toward(runningVariance, variance)],
		back(given, [wanted]) {
			const dy = asRows(given, channels);
			const product = tf.mul(dy, normal) as Matrix;
			const gradients = [columnSums(product), columnSums(dy)];
			if (!wanted) return { dxs: [null], gradients };
			const drift = tf.add(tf.mul(normal, columnMeans(product)), columnMeans(dy));
			return {
				dxs: [asRows(tf.mul(tf.sub(dy, drift), tf.mul(inverse, scale)), units)],
				gradients,
			};
		},
	};
};

export const layerNorm: PassOf<'layerNorm'> = ({ channels, units }, tensors, [given]) => {
	const [scale, shift] = tensors as [tf.Tensor, tf.Tensor];
	const x = asRows(given as Matrix, channels);
	const share = tf.fill([channels, 1], 1 / channels) as Matrix;
	const rowMeans = (values: Matrix): Matrix => tf.matMul(values, share);
	const centred = tf.sub(x, rowMeans(x)) as Matrix;
	const inverse = tf.rsqrt(tf.add(rowMeans(tf.square(centred)), NORM_EPSILON));
	const normal = tf.mul(centred, inverse) as Matrix;
	return {
		y: asRows(tf.add(tf.mul(normal, scale), shift), units),
		running: [],
		back(given, [wanted]) {
			const dy = asRows(given, channels);
			const gradients = [columnSums(tf.mul(dy, normal)), columnSums(dy)];
			if (!wanted) return { dxs: [null], gradients };
			const scaled = tf.mul(dy, scale) as Matrix;
			const drift = tf.add(tf.mul(normal, rowMeans(tf.mul(scaled, normal))), rowMeans(scaled));
			return { dxs: [asRows(tf.mul(tf.sub(scaled, drift), inverse), units)], gradients };
		},
	};
};
