/** Activations and their ways back in tfjs operations, on rows × channels; all but softmax go element by element. */
import * as tf from '@tensorflow/tfjs-core';
import type { Activation } from '../../schema/layer';
import { GELU_CUBIC, GELU_SCALE, LEAKY_SLOPE, SELU_ALPHA, SELU_SCALE } from '../constants';
import type { Matrix } from './pass';

/** tanh((√(2/π)) (z + 0.044715 z³)), the inner part of GELU. */
const geluInner = (z: Matrix): Matrix =>
	tf.tanh(tf.mul(tf.mul(z, GELU_SCALE), tf.add(tf.mul(tf.square(z), GELU_CUBIC), 1)));

const ACTIVATE: Record<Activation, (z: Matrix) => Matrix> = {
	linear: (z) => z,
	relu: (z) => tf.relu(z),
	leakyRelu: (z) => tf.leakyRelu(z, LEAKY_SLOPE),
	elu: (z) => tf.elu(z),
	selu: (z) => tf.selu(z),
	gelu: (z) => tf.mul(tf.mul(z, 0.5), tf.add(geluInner(z), 1)),
	tanh: (z) => tf.tanh(z),
	sigmoid: (z) => tf.sigmoid(z),
	hardSigmoid: (z) => tf.clipByValue(tf.add(tf.mul(z, 1 / 6), 0.5), 0, 1),
	softplus: (z) => tf.softplus(z),
	swish: (z) => tf.mul(z, tf.sigmoid(z)),
	softmax: (z) => tf.softmax(z),
};

/** dLoss/dz from dLoss/dy; y is what the activation gave for z. */
const BACK: Record<Activation, (dy: Matrix, y: Matrix, z: Matrix) => Matrix> = {
	linear: (dy) => dy,
	relu: (dy, y) => tf.mul(dy, tf.step(y)),
	leakyRelu: (dy, y) => tf.mul(dy, tf.step(y, LEAKY_SLOPE)),
	elu: (dy, y) => tf.mul(dy, tf.add(tf.minimum(y, 0), 1)),
	selu(dy, y) {
		const edge = SELU_SCALE * SELU_ALPHA;
		const below = tf.add(tf.minimum(y, 0), edge);
		return tf.mul(dy, tf.add(below, tf.mul(tf.step(y), SELU_SCALE - edge)));
	},
	gelu(dy, _, z) {
		const t = geluInner(z);
		const inner = tf.mul(tf.add(tf.mul(tf.square(z), 3 * GELU_CUBIC), 1), GELU_SCALE);
		const tail = tf.mul(tf.mul(z, tf.sub(1, tf.square(t))), inner);
		return tf.mul(dy, tf.mul(tf.add(tf.add(t, 1), tail), 0.5));
	},
	tanh: (dy, y) => tf.mul(dy, tf.sub(1, tf.square(y))),
	sigmoid: (dy, y) => tf.mul(dy, tf.mul(y, tf.sub(1, y))),
	hardSigmoid: (dy, y) => tf.mul(dy, tf.mul(tf.step(tf.mul(y, tf.sub(1, y))), 1 / 6)),
	softplus: (dy, _, z) => tf.mul(dy, tf.sigmoid(z)),
	swish(dy, y, z) {
		const share = tf.sigmoid(z);
		return tf.mul(dy, tf.add(share, tf.mul(y, tf.sub(1, share))));
	},
	softmax(dy, y) {
		const product = tf.mul(dy, y) as Matrix;
		const along = tf.matMul(product, tf.ones([y.shape[1], 1]) as Matrix);
		return tf.sub(product, tf.mul(y, along));
	},
};

export const activate = (activation: Activation, z: Matrix): Matrix => ACTIVATE[activation](z);

export const deactivate = (activation: Activation, dy: Matrix, y: Matrix, z: Matrix): Matrix =>
	BACK[activation](dy, y, z);
