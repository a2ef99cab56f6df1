/** Where branches begin and meet: an input of its own, sums, and values side by side. */
import * as tf from '@tensorflow/tfjs-core';
import { channelAxis } from '../../../model/topology-layer';
import { asRows, plain, type Matrix, type PassOf } from '../pass';

export const input: PassOf<'input'> = ({ offset, units }, _, [given]) => {
	const x = given as Matrix;
	const [rows, width] = x.shape;
	return plain(tf.slice2d(x, [0, offset], [rows, units]), (dy) =>
		tf.pad2d(dy, [
			[0, 0],
			[offset, width - offset - units],
		]),
	);
};

export const add: PassOf<'add'> = (_, __, xs) => ({
	y: xs.reduce((sum, x) => tf.add(sum, x)),
	running: [],
	back: (dy, wanted) => ({ dxs: wanted.map((each) => (each ? dy : null)), gradients: [] }),
});

export const concatenate: PassOf<'concatenate'> = ({ given, units }, _, xs) => {
	const widths = given.map((shape) => shape[channelAxis(shape)] as number);
	const width = widths.reduce((sum, each) => sum + each, 0);
	const parts = xs.map((x, i) => asRows(x, widths[i] as number));
	return {
		y: asRows(tf.concat2d(parts, 1), units),
		running: [],
		back(dy, wanted) {
			const whole = asRows(dy, width);
			let from = 0;
			const dxs = widths.map((each, i) => {
				const start = from;
				from += each;
				if (!wanted[i]) return null;
				return asRows(tf.slice2d(whole, [0, start], [whole.shape[0], each]), (xs[i] as Matrix).shape[1]);
			});
			return { dxs, gradients: [] };
		},
	};
};
