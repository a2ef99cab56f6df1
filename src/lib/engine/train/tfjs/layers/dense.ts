/** Dense layers, on every step alike where they are time-distributed, activations on their own, and dropout. */
import * as tf from '@tensorflow/tfjs-core';
import { channelAxis } from '../../../model/topology-layer';
import { activate, deactivate } from '../activation';
import { affine } from '../affine';
import { asRows, plain, type Matrix, type PassOf } from '../pass';

export const dense: PassOf<'dense'> = ({ activation, inputs, units }, [kernel, bias], [given]) => {
	const x = given as Matrix;
	const { y, back } = affine(activation, asRows(x, inputs), kernel as Matrix, bias);
	const [, width] = y.shape;
	return {
		y: asRows(y, units),
		running: [],
		back(dy, [wanted = false]) {
			const { dx, gradients } = back(asRows(dy, width), wanted);
			return { dxs: [dx && (tf.reshape(dx, x.shape) as Matrix)], gradients };
		},
	};
};

export const activation: PassOf<'activation'> = ({ activation, shape, units }, _, [x]) => {
	const channels = activation === 'softmax' ? (shape[channelAxis(shape)] as number) : units;
	const z = asRows(x as Matrix, channels);
	const y = activate(activation, z);
	return plain(asRows(y, units), (dy) => asRows(deactivate(activation, asRows(dy, channels), y, z), units));
};

export const dropout: PassOf<'dropout'> = (_, __, [x], mode) => {
	const mask = mode?.mask;
	const through = (values: Matrix): Matrix => (mask ? tf.mul(values, mask) : values);
	return plain(through(x as Matrix), through);
};
