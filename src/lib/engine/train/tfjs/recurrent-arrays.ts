/**
 * A recurrent layer by the plain kernel of recurrent/layer, on backends whose memory can be read at once: values and
 * weights are copied out, results copied in. Tensors belong to the caller's tidy scope.
 */
import * as tf from '@tensorflow/tfjs-core';
import { outputs, pass, ROOM, type Recurrent } from '../recurrent/layer';
import type { Matrix } from './pass';
import type { RecurrentPassed } from './recurrent-operations';

const read = (tensor: tf.Tensor): Float32Array => tensor.dataSync<'float32'>();

/**
 * @param training false keeps nothing, and there is no way back.
 * @param room numbers kept while evaluating
 */
export function byArrays(
	layer: Recurrent,
	tensors: readonly tf.Tensor[],
	x: Matrix,
	training: boolean,
	room = ROOM,
): RecurrentPassed {
	const rows = x.shape[0];
	const weights = tensors.map(read);
	const matrix = (values: Float32Array): Matrix => tf.tensor2d(values, [rows, values.length / rows]);
	if (!training)
		return {
			y: matrix(outputs(layer, weights, read(x), rows, room)),
			back: () => ({ dx: null, gradients: [] }),
		};
	const passed = pass(layer, weights, read(x), rows);
	return {
		y: matrix(passed.y),
		back(dy, wanted) {
			const { dx, gradients } = passed.back(read(dy), wanted);
			return { dx: dx && matrix(dx), gradients: gradients.map((values) => tf.tensor1d(values)) };
		},
	};
}
