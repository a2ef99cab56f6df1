/** Transposed convolutions of any rank: the way back of the convolution whose windows lie over their result. */
import * as tf from '@tensorflow/tfjs-core';
import type { LayerOfKind } from '../../../model/topology-layer';
import { activate, deactivate } from '../activation';
import { asRows, columnSums, type Matrix, type PassOf } from '../pass';
import { transposedTimes } from '../product';
import { perLayer } from '../tables';
import { gather, spreadProduct } from '../windowed';
import { extentsOf, slidingWindows } from '../windows';

const windowsOf = perLayer((layer: LayerOfKind<'convTranspose'>) =>
	slidingWindows(extentsOf(layer.shape), extentsOf(layer.given[0] ?? []), layer),
);

export const convTranspose: PassOf<'convTranspose'> = (layer, tensors, [given], _, tables) => {
	const { channels, filters, activation, units } = layer;
	const windows = windowsOf(layer);
	const [rows, width] = (given as Matrix).shape;
	const [full, bias] = tensors as [tf.Tensor, tf.Tensor?];
	const kernel = asRows(full, channels);
	const x = asRows(given as Matrix, channels);
	const sums = asRows(spreadProduct(x, kernel, rows, filters, windows, tables), filters);
	const z: Matrix = bias ? tf.add(sums, bias) : sums;
	const y = activate(activation, z);
	return {
		y: asRows(y, units),
		running: [],
		back(dy, [wanted]) {
			const dz = deactivate(activation, asRows(dy, filters), y, z);
			const patches = gather(asRows(dz, units), filters, windows, tables);
			const gradients = [transposedTimes(patches, x), ...(bias ? [columnSums(dz)] : [])];
			return { dxs: [wanted ? asRows(tf.matMul(patches, kernel), width) : null], gradients };
		},
	};
};
