/** Mini-batches of an epoch: every row once, in an order drawn anew each epoch; the last, smaller batch is kept. */
import { Stream } from '../random/stream';
import { dropoutMasks } from './dropout';
import { inputReader, type Inputs } from './inputs';
import type { Batch, Program, Samples } from './program';

/** Labels of the rows [from, to) of an order, as an array of their own. */
function labelsOf({ y, rows }: Samples<Inputs>, order: Uint32Array, from: number, to: number): Float32Array {
	const width = y.length / rows;
	const labels = new Float32Array((to - from) * width);
	for (let i = from; i < to; i++) {
		const row = order[i] as number;
		labels.set(y.subarray(row * width, (row + 1) * width), (i - from) * width);
	}
	return labels;
}

/** The rows' weights in the same order; null where rows weigh alike. */
function weightsOf({ weights }: Samples<Inputs>, order: Uint32Array, from: number, to: number) {
	if (!weights) return null;
	return Float32Array.from(order.subarray(from, to), (row) => weights[row] as number);
}

/** A function that gives the batches of an epoch (1-based), numbered on from the epochs before. */
export function batchesOf(program: Program, samples: Samples<Inputs>): (epoch: number) => Generator<Batch> {
	const masks = dropoutMasks(program.topology, program.seed);
	const size = Math.min(program.batchSize, samples.rows);
	const perEpoch = Math.ceil(samples.rows / size);
	return function* (epoch) {
		const order = new Stream(program.seed, `shuffle/${epoch}`).permutation(samples.rows);
		const inputs = inputReader(samples.x, program.topology.inputs, order, size);
		for (let i = 0; i < perEpoch; i++) {
			const from = i * size;
			const to = Math.min(from + size, samples.rows);
			const step = (epoch - 1) * perEpoch + i;
			const rows = to - from;
			yield {
				x: inputs(from, to),
				y: labelsOf(samples, order, from, to),
				weights: weightsOf(samples, order, from, to),
				rows,
				step,
				share: rows / size,
				masks: masks(step, rows),
			};
		}
	};
}
