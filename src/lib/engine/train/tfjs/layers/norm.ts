/** Batch norm, over rows and positions, and layer norm, over the channels of every position. */
import * as tf from '@tensorflow/tfjs-core';
import { NORM_EPSILON, normRate } from '../../constants';
import { asRows, columnMeans, columnSums, type Matrix, type PassOf } from '../pass';

export const batchNorm: PassOf<'batchNorm'> = ({ channels, units }, tensors, [given], mode) => {
	const [scale, shift, runningMean, runningVariance] = tensors as [
		tf.Tensor,
		tf.Tensor,
		tf.Tensor,
		tf.Tensor,
	];
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
