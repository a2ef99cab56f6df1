/** Dense layers, on every step alike where they are time-distributed, activations on their own, and dropout. */
import * as tf from '@tensorflow/tfjs-core';
import { channelAxis, sizeOf, type Shape } from '../../../model/topology-layer';
import type { Activation } from '../../../schema/layer';
import { activate, deactivate } from '../activation';
import { affine } from '../affine';
import { ordered } from '../layout';
import { asRows, plain, type Matrix, type Passed, type PassOf } from '../pass';

/** @param last whether channels lie last in values, as they do where an activation that mixes them is a layer. */
function activated(activation: Activation, shape: Shape, values: Matrix, last: boolean): Passed {
	const softmax = activation === 'softmax';
	const units = sizeOf(shape);
	const width = softmax ? (shape[channelAxis(shape)] as number) : units;
	const from = (given: Matrix): Matrix => asRows(softmax ? ordered(given, shape, last, true) : given, width);
	const to = (given: Matrix): Matrix =>
		softmax ? ordered(asRows(given, units), shape, true, last) : asRows(given, units);
	const z = from(values);
	const y = activate(activation, z);
	return plain(to(y), (dy) => to(deactivate(activation, from(dy), y, z)));
}

export const activation: PassOf<'activation'> = ({ activation, shape }, _, [x]) =>
	activated(activation, shape, x as Matrix, true);

export const dense: PassOf<'dense'> = (layer, [kernel, bias], [given]) => {
	const { inputs, units, shape } = layer;
	const x = given as Matrix;
	// Channels of a picture are not the axis a dense layer gives: softmax is a pass of its own there.
	const apart = layer.activation === 'softmax' && shape.length > 2;
	const own = apart ? 'linear' : layer.activation;
	const { y, back } = affine(own, asRows(x, inputs), kernel as Matrix, bias);
	const [, width] = y.shape;
	const after = apart ? activated(layer.activation, shape, asRows(y, units), false) : null;
	return {
		y: after?.y ?? asRows(y, units),
		running: [],
		back(dy, [wanted = false]) {
			const dz = after ? (after.back(dy, [true]).dxs[0] as Matrix) : dy;
			const { dx, gradients } = back(asRows(dz, width), wanted);
			return { dxs: [dx && (tf.reshape(dx, x.shape) as Matrix)], gradients };
		},
	};
};

export const dropout: PassOf<'dropout'> = (_, __, [x], mode) => {
	const mask = mode?.mask;
	const through = (values: Matrix): Matrix => (mask ? tf.mul(values, mask) : values);
	return plain(through(x as Matrix), through);
};
