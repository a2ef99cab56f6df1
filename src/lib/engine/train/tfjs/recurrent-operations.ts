/**
 * A recurrent layer in tfjs operations, for graphics devices: nothing is read back. The products of all steps are one
 * operation each, the cells walk over the steps. The same numbers as recurrent/layer but for the last bits. All tensors
 * belong to the caller's tidy scope.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Cell } from '../../model/topology-layer';
import { GATES, lastOf, waysOf, type Walk } from '../recurrent/cell';
import { keptPerRow, ROOM, type Recurrent } from '../recurrent/layer';
import { columnSums, type Matrix } from './pass';
import { timesTransposed, transposedTimes } from './product';
import { gruSteps } from './recurrent-gru';
import { lstmSteps } from './recurrent-lstm';
import { simpleRnnSteps } from './recurrent-simple';
import { columnsOf, earlier, stacked, stepOf, type StepsWalker } from './recurrent-steps';

export interface RecurrentPassed {
	readonly y: Matrix;
	back(dy: Matrix, wanted: boolean): { dx: Matrix | null; gradients: tf.Tensor[] };
}

const WALKERS: Readonly<Record<Cell, StepsWalker>> = {
	lstm: lstmSteps,
	gru: gruSteps,
	simpleRnn: simpleRnnSteps,
};

/** rows × (steps · units) to (steps · rows) × units, and back. */
function turned(values: tf.Tensor, outer: number, inner: number): Matrix {
	const units = values.size / (outer * inner);
	return tf.reshape(tf.transpose(tf.reshape(values, [outer, inner, units]), [1, 0, 2]), [-1, units]);
}

function walkOne(layer: Recurrent, tensors: readonly tf.Tensor[], xs: Matrix, walk: Walk) {
	const [kernel, recurrent, bias] = tensors as [Matrix, Matrix, tf.Tensor];
	const columns = GATES[layer.cell] * layer.width;
	// A slice each, since wasm takes no bias that was reshaped from another rank.
	const biases = tf.reshape(bias, [-1]) as tf.Tensor1D;
	const first = tf.slice1d(biases, 0, columns);
	const second = bias.size > columns ? tf.slice1d(biases, columns, columns) : null;
	const products = tf.fused.matMul({ a: xs, b: kernel, bias: first }) as Matrix;
	const walked = WALKERS[layer.cell](walk, products, recurrent, second);
	return {
		states: walked.states,
		/** @param dStates by step, or of the last step alone. */
		back(dStates: Matrix, wanted: boolean) {
			const last = lastOf(walk);
			const one = (step: number): Matrix | null => (step === last ? dStates : null);
			const each = (step: number): Matrix => stepOf(dStates, step, walk);
			const d = walked.back(layer.returnSequences ? each : one);
			const dBias = columnSums(d.inputs);
			const gradients = [
				transposedTimes(xs, d.inputs),
				transposedTimes(earlier(walk, walked.states), d.states),
				second ? tf.concat2d([dBias, columnSums(d.states)], 0) : dBias,
			];
			return { dx: wanted ? timesTransposed(d.inputs, kernel) : null, gradients };
		},
	};
}

function whole(layer: Recurrent, tensors: readonly tf.Tensor[], x: Matrix): RecurrentPassed {
	const { steps, width, returnSequences } = layer;
	const rows = x.shape[0];
	const xs = turned(x, rows, steps);
	const walks = waysOf(layer, rows);
	const ways = walks.map((walk, i) => walkOne(layer, tensors.slice(3 * i, 3 * i + 3), xs, walk));
	const results = ways.map(({ states }, i) =>
		returnSequences ? stacked(states) : (states[lastOf(walks[i] as Walk)] as Matrix),
	);
	const y = tf.concat2d(results, 1);
	return {
		y: returnSequences ? tf.reshape(turned(y, steps, rows), [rows, -1]) : y,
		back(dy, wanted) {
			const dYs = returnSequences ? turned(dy, rows, steps) : dy;
			const backs = ways.map((way, i) => way.back(columnsOf(dYs, i * width, (i + 1) * width), wanted));
			const [first, second] = backs.map(({ dx }) => dx);
			const dxs = first && second ? (tf.add(first, second) as Matrix) : first;
			return {
				dx: dxs ? tf.reshape(turned(dxs, steps, rows), [rows, -1]) : null,
				gradients: backs.flatMap(({ gradients }) => gradients),
			};
		},
	};
}

/**
 * @param training false passes a part of the rows at a time, and there is no way back.
 * @param room numbers that part may keep
 */
export function byOperations(
	layer: Recurrent,
	tensors: readonly tf.Tensor[],
	x: Matrix,
	training: boolean,
	room = ROOM,
): RecurrentPassed {
	const rows = x.shape[0];
	const part = Math.max(1, Math.floor(room / keptPerRow(layer)));
	if (training || rows <= part) return whole(layer, tensors, x);
	const parts: Matrix[] = [];
	for (let from = 0; from < rows; from += part)
		parts.push(
			tf.tidy(() => {
				const some = tf.slice2d(x, [from, 0], [Math.min(part, rows - from), x.shape[1]]);
				return whole(layer, tensors, some).y;
			}),
		);
	return { y: tf.concat2d(parts, 0), back: () => ({ dx: null, gradients: [] }) };
}
