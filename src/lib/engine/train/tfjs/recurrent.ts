/**
 * Recurrent layers on tfjs backends. Two ways give the same numbers: recurrent-arrays.ts walks in plain arrays where
 * memory is at hand, recurrent-operations.ts in tfjs operations on graphics devices. Operations took on wasm 6 times as
 * long for an LSTM of 18 units and batches of 8, twice as long for 128 units, and as long for 256 units.
 */
import type { Matrix, PassOf } from './pass';
import { byArrays } from './recurrent-arrays';
import { byOperations } from './recurrent-operations';

export const recurrent: PassOf<'recurrent'> = (layer, tensors, [x], mode, { loops }) => {
	const passed = (loops ? byArrays : byOperations)(layer, tensors, x as Matrix, mode !== null);
	return {
		y: passed.y,
		running: [],
		back(dy, [wanted]) {
			const { dx, gradients } = passed.back(dy, wanted === true);
			return { dxs: [dx], gradients };
		},
	};
};
