/**
 * Recurrent layers on tfjs backends. Two ways give the same numbers: arrays.ts walks in plain arrays and operations.ts
 * in tfjs operations; which is taken depends on the backend and on how much there is to multiply.
 */
import * as tf from '@tensorflow/tfjs-core';
import { GATES } from '../recurrent/cell';
import type { Recurrent } from '../recurrent/layer';
import { byArrays } from './recurrent-arrays';
import { byOperations } from './recurrent-operations';
import type { Matrix } from './recurrent-steps';

/** Multiplications of a step from which XNNPACK makes up for the operations' overhead. */
const LARGE = 1_000_000;

/** Whether plain arrays are the faster way. */
export function inArrays({ cell, width }: Recurrent, rows: number, backend = tf.getBackend()): boolean {
	if (backend === 'cpu') return true;
	return backend === 'wasm' && rows * GATES[cell] * width * width < LARGE;
}

/** @param mode null is evaluation. */
export function recurrent(layer: Recurrent, tensors: tf.Tensor[], [x]: Matrix[], mode: object | null) {
	const way = inArrays(layer, (x as Matrix).shape[0]) ? byArrays : byOperations;
	const passed = way(layer, tensors, x as Matrix, mode !== null);
	return {
		y: passed.y,
		running: [],
		back(dy: Matrix, [wanted]: readonly boolean[]) {
			const { dx, gradients } = passed.back(dy, wanted === true);
			return { dxs: [dx], gradients };
		},
	};
}
