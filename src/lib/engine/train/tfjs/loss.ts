/**
 * dLoss/dOutput of every loss in tfjs operations; what the losses are, `train/loss.ts` says. The mean over the rows and the
 * rows' weights are in it.
 */
import * as tf from '@tensorflow/tfjs-core';
import { comparesEach } from '../loss';
import type { Batch, LossSpec } from '../program';
import type { Matrix } from './pass';
import { winners } from './winners';

/** Smaller than any score; infinity is not safe on every device. */
const FAR = 3e38;
/** A share this small is none; its logarithm is still finite. */
const LEAST_SHARE = 1e-30;

/** Each output beside its label. */
function ofValues({ loss, delta }: LossSpec, z: Matrix, y: Matrix): Matrix {
	if (loss === 'poisson') return tf.sub(tf.exp(z), y);
	const d = tf.sub(z, y) as Matrix;
	if (loss === 'meanSquaredError') return tf.mul(d, 2);
	if (loss === 'huber') return tf.clipByValue(d, -delta, delta);
	if (loss === 'logCosh') return tf.tanh(d);
	return tf.sign(d);
}

/** One score beside a label of 0 or 1. */
function ofScores({ loss, gamma, smoothing }: LossSpec, z: Matrix, y: Matrix): Matrix {
	if (loss !== 'hinge' && loss !== 'focal') {
		const label = smoothing ? tf.add(tf.mul(y, 1 - smoothing), smoothing / 2) : y;
		return tf.sub(tf.sigmoid(z), label);
	}
	const side = tf.sub(tf.mul(y, 2), 1);
	const right = tf.mul(side, z);
	if (loss === 'hinge') return tf.mul(tf.neg(side), tf.step(tf.sub(1, right)));
	const missed = tf.softplus(tf.neg(right));
	const doubt = tf.exp(tf.mul(tf.softplus(right), -gamma));
	const change = tf.add(tf.mul(tf.mul(tf.sigmoid(right), missed), gamma), tf.sigmoid(tf.neg(right)));
	return tf.mul(tf.neg(side), tf.mul(doubt, change));
}

/** The scores of all classes beside 1 for the true one and 0 for the rest. */
function ofClasses({ loss, gamma, smoothing }: LossSpec, z: Matrix, truth: Matrix): Matrix {
	const classes = z.shape[1];
	const along = (values: tf.Tensor): Matrix => tf.matMul(values as Matrix, tf.ones([classes, 1]) as Matrix);
	if (loss === 'hinge') {
		const rivals = tf.sub(z, tf.mul(truth, FAR)) as Matrix;
		const rival = tf.max(rivals, 1, true) as Matrix;
		const short = tf.step(tf.add(tf.sub(rival, along(tf.mul(z, truth))), 1));
		return tf.mul(short, tf.sub(winners(rivals, rival), truth));
	}
	const shares = tf.softmax(z);
	if (loss === 'focal') {
		const log = along(tf.mul(tf.logSoftmax(z), truth));
		const doubt = tf.log(tf.maximum(along(tf.mul(shares, tf.sub(1, truth))), LEAST_SHARE));
		const drift = tf.mul(tf.exp(tf.mul(doubt, gamma - 1)), tf.mul(tf.mul(tf.exp(log), log), gamma));
		const change = tf.sub(drift, tf.exp(tf.mul(doubt, gamma)));
		return tf.mul(change, tf.sub(truth, shares));
	}
	const label = smoothing ? tf.add(tf.mul(truth, 1 - smoothing), smoothing / classes) : truth;
	return tf.sub(shares, label);
}

/** @param outputs rows × width raw outputs. */
export function lossGradient(spec: LossSpec, outputs: Matrix, { y, rows, weights }: Batch): Matrix {
	const [, width] = outputs.shape;
	const each = comparesEach(spec.loss);
	const inClasses = !each && width > 1;
	const labels = new Float32Array(rows * width);
	if (inClasses) y.forEach((label, row) => (labels[row * width + label] = 1));
	else labels.set(y);
	const truth = tf.tensor2d(labels, [rows, width]);
	const of = each ? ofValues : inClasses ? ofClasses : ofScores;
	const gradient = of(spec, outputs, truth);
	const share = 1 / y.length;
	if (!weights) return tf.mul(gradient, share);
	return tf.mul(
		gradient,
		tf.tensor2d(
			weights.map((weight) => weight * share),
			[rows, 1],
		),
	);
}
