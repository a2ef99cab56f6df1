/** Depthwise convolutions, in which channels do not mix, and separable ones, which mix them afterwards. */
import * as tf from '@tensorflow/tfjs-core';
import type { LayerOfKind } from '../../../model/topology-layer';
import { activate, deactivate } from '../activation';
import { affine } from '../affine';
import { asRows, columnSums, type Matrix, type PassOf } from '../pass';
import { perLayer } from '../tables';
import { weigh } from '../windowed';
import { extentsOf, slidingWindows } from '../windows';

const weighingOf = perLayer((layer: LayerOfKind<'depthwise'> | LayerOfKind<'separable'>) => ({
	windows: slidingWindows(extentsOf(layer.given[0] ?? []), extentsOf(layer.shape), layer),
	channels: layer.channels,
	multiplier: layer.multiplier,
}));

export const depthwise: PassOf<'depthwise'> = (layer, tensors, [x], _, tables) => {
	const { activation, units } = layer;
	const width = layer.channels * layer.multiplier;
	const [kernel, bias] = tensors as [tf.Tensor, tf.Tensor?];
	const weighed = weigh(x as Matrix, kernel, weighingOf(layer), tables);
	const sums = asRows(weighed.y, width);
	const z: Matrix = bias ? tf.add(sums, bias) : sums;
	const y = activate(activation, z);
	return {
		y: asRows(y, units),
		running: [],
		back(dy, [wanted = false]) {
			const dz = deactivate(activation, asRows(dy, width), y, z);
			const { dx, dKernel } = weighed.back(asRows(dz, units), wanted);
			return { dxs: [dx], gradients: [dKernel, ...(bias ? [columnSums(dz)] : [])] };
		},
	};
};

export const separable: PassOf<'separable'> = (layer, tensors, [x], _, tables) => {
	const { activation, units, filters } = layer;
	const width = layer.channels * layer.multiplier;
	const [first, kernel, bias] = tensors as [tf.Tensor, Matrix, tf.Tensor?];
	const weighed = weigh(x as Matrix, first, weighingOf(layer), tables);
	const [, between] = weighed.y.shape;
	const { y, back } = affine(activation, asRows(weighed.y, width), kernel, bias);
	return {
		y: asRows(y, units),
		running: [],
		back(dy, [wanted = false]) {
			const pointwise = back(asRows(dy, filters), true);
			const { dx, dKernel } = weighed.back(asRows(pointwise.dx as Matrix, between), wanted);
			return { dxs: [dx], gradients: [dKernel, ...pointwise.gradients] };
		},
	};
};
