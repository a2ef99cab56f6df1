/**
 * Convolutions of any rank as a product on the patches of all windows (im2col), and their way back by adding patches where
 * they came from. tfjs' own forward kernel is as fast but gives no patches, which the way back needs; its ways back are
 * missing on wasm, and with dilation everywhere. What is large goes through in parts of the batch.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { LayerOfKind } from '../../../model/topology-layer';
import { affine } from '../affine';
import { CHUNK } from '../chunk';
import { asRows, type Matrix, type Passed, type PassOf } from '../pass';
import { perLayer, type Tables } from '../tables';
import { gather, spread } from '../windowed';
import { extentsOf, slidingWindows } from '../windows';

type Conv = LayerOfKind<'conv'>;

const windowsOf = perLayer((layer: Conv) =>
	slidingWindows(extentsOf(layer.given[0] ?? []), extentsOf(layer.shape), layer),
);

function whole(layer: Conv, tensors: tf.Tensor[], x: Matrix, tables: Tables): Passed {
	const { channels, filters, activation, units } = layer;
	const windows = windowsOf(layer);
	const [rows] = x.shape;
	const [kernel, bias] = tensors as [tf.Tensor, tf.Tensor?];
	const patches = gather(x, channels, windows, tables);
	const { y, back } = affine(activation, patches, asRows(kernel, filters), bias);
	return {
		y: asRows(y, units),
		running: [],
		back(dy, [wanted = false]) {
			const { dx, gradients } = back(asRows(dy, filters), wanted);
			return { dxs: [dx && spread(dx, rows, channels, windows, tables)], gradients };
		},
	};
}

/** Part after part, forward again on the way back, so that patches of one part are there at a time. */
function inParts(layer: Conv, tensors: tf.Tensor[], x: Matrix, tables: Tables, per: number): Passed {
	const [rows] = x.shape;
	const starts = Array.from({ length: Math.ceil(rows / per) }, (_, part) => part * per);
	const cut = (values: Matrix, from: number): Matrix =>
		tf.slice2d(values, [from, 0], [Math.min(per, rows - from), values.shape[1]]);
	const pass = (from: number) => whole(layer, tensors, cut(x, from), tables);
	return {
		y: tf.concat2d(
			starts.map((from) => tf.tidy(() => pass(from).y)),
			0,
		),
		running: [],
		back(dy, [wanted = false]) {
			const dxs: Matrix[] = [];
			let sums: tf.Tensor[] = [];
			for (const from of starts) {
				const part = tf.tidy(() => {
					const found = pass(from).back(cut(dy, from), [wanted]);
					const gradients = found.gradients.map((each, i) => (sums[i] ? tf.add(sums[i], each) : each));
					return { dxs: found.dxs.filter((dx) => dx !== null), gradients };
				});
				tf.dispose(sums);
				sums = part.gradients;
				dxs.push(...part.dxs);
			}
			return { dxs: [wanted ? tf.concat2d(dxs, 0) : null], gradients: sums };
		},
	};
}

export const conv: PassOf<'conv'> = (layer, tensors, [given], _, tables) => {
	const x = given as Matrix;
	const per = Math.max(1, Math.floor(CHUNK / (windowsOf(layer).cells.length * layer.channels)));
	return x.shape[0] <= per ? whole(layer, tensors, x, tables) : inParts(layer, tensors, x, tables, per);
};
