/** Mini-batches of an epoch: every row once, in an order drawn anew each epoch; the last, smaller batch is kept. */
import { Stream } from '../random/stream';
import { dropoutMasks } from './dropout';
import type { Batch, Program, Samples } from './program';

/** Rows [from, to) of an order as a batch of its own arrays. */
function gather(samples: Samples, order: Uint32Array, from: number, to: number, width: number) {
	const x = new Float32Array((to - from) * width);
	const labels = samples.y.length / samples.rows;
	const y = new Float32Array((to - from) * labels);
	for (let i = from; i < to; i++) {
		const row = order[i] ?? 0;
		x.set(samples.x.subarray(row * width, (row + 1) * width), (i - from) * width);
		y.set(samples.y.subarray(row * labels, (row + 1) * labels), (i - from) * labels);
	}
	return { x, y };
}

/** A function that gives the batches of an epoch (1-based), numbered on from the epochs before. */
export function batchesOf(program: Program, samples: Samples): (epoch: number) => Generator<Batch> {
	const masks = dropoutMasks(program.topology, program.seed);
	const size = Math.min(program.batchSize, samples.rows);
	const perEpoch = Math.ceil(samples.rows / size);
	return function* (epoch) {
		const order = new Stream(program.seed, `shuffle/${epoch}`).permutation(samples.rows);
		for (let i = 0; i < perEpoch; i++) {
			const from = i * size;
			const to = Math.min(from + size, samples.rows);
			const step = (epoch - 1) * perEpoch + i;
			const rows = to - from;
			yield {
				...gather(samples, order, from, to, program.topology.inputs),
				rows,
				step,
				share: rows / size,
				masks: masks(step, rows),
			};
		}
	};
}
