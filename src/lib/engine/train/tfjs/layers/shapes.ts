/** Layers that only put values in other places: reshape, permute, padding, up-sampling. */
import * as tf from '@tensorflow/tfjs-core';
import type { LayerOfKind } from '../../../model/topology-layer';
import { asRows, plain, type Matrix, type Passed, type PassOf } from '../pass';
import { perLayer, type Tables } from '../tables';
import { gather, spread } from '../windowed';
import { extentsOf, padded, repeated, type Windows } from '../windows';

export const reshape: PassOf<'reshape'> = (_, __, [x]) => plain(x as Matrix, (dy) => dy);

export const permute: PassOf<'permute'> = ({ axes, given, shape, units }, _, [x]) => {
	const order = [0, ...axes.map((axis) => axis + 1)];
	const back = order.map((_, axis) => order.indexOf(axis));
	const move = (values: Matrix, from: readonly number[], to: readonly number[]): Matrix =>
		asRows(tf.transpose(tf.reshape(values, [-1, ...from]), [...to]), units);
	return plain(move(x as Matrix, given[0] ?? [], order), (dy) => move(dy, shape, back));
};

/** Windows of one cell each. */
function moved(units: number, windows: Windows, x: Matrix, tables: Tables): Passed {
	const channels = units / windows.places;
	const [rows] = x.shape;
	return plain(asRows(gather(x, channels, windows, tables), units), (dy) =>
		spread(asRows(dy, channels), rows, channels, windows, tables),
	);
}

const paddedOf = perLayer(({ given, pads }: LayerOfKind<'padding'>) =>
	padded(extentsOf(given[0] ?? []), pads),
);
const repeatedOf = perLayer(({ given, size }: LayerOfKind<'upSampling'>) =>
	repeated(extentsOf(given[0] ?? []), size),
);

export const padding: PassOf<'padding'> = (layer, _, [x], __, tables) =>
	moved(layer.units, paddedOf(layer), x as Matrix, tables);

export const upSampling: PassOf<'upSampling'> = (layer, _, [x], __, tables) =>
	moved(layer.units, repeatedOf(layer), x as Matrix, tables);
