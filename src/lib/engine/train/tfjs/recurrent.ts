/**
 * Recurrent layers on tfjs backends. Two ways give the same numbers: recurrent-arrays.ts hands plain arrays to the
 * kernel of ../recurrent where memory is at hand, recurrent-operations.ts walks in tfjs operations on graphics devices.
 * On wasm and one core, forward and back over 50 steps, operations took 13 times as long for an LSTM of 18 units and 8
 * rows, 17 times for 128 and 128, 9 times for 256 and 64; 6 times for a GRU and 5 for a simple cell of 64 and 32. On cpu
 * their products alone take longer.
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
