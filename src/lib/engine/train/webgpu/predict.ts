/** Raw outputs of one model with weights from the host, a piece of the samples at a time where they are many. */
import type { Topology } from '../../model/topology';
import { inputRange, type Inputs } from '../inputs';
import { USAGE, type Gpu } from './device';
import { Evaluator } from './evaluator';
import { placesOf, writeTensors } from './places';
import type { Settings } from './settings';

/** Numbers of a piece: 16 MB. */
const PIECE = 4_194_304;
const { copyTo, storage } = USAGE;

/** Rows × outputs. @throws train.device */
export async function predictOn(
	gpu: Gpu,
	topology: Topology,
	weights: readonly Float32Array[],
	x: Inputs,
	rows: number,
	settings: Settings,
): Promise<Float32Array> {
	gpu.check();
	const { inputs, outputs } = topology;
	const all = new Float32Array(rows * outputs);
	const piece = Math.min(rows, Math.max(1, Math.floor(PIECE / inputs)));
	const places = placesOf(topology);
	const model = new Float32Array(4 * places.size);
	writeTensors(topology, places, weights, model);
	const buffers = gpu.open();
	try {
		const evaluator = await Evaluator.create(gpu, topology, buffers, { rows: piece, portions: 1 }, settings);
		const state = buffers.with(model, storage);
		const data = buffers.make(4 * piece * inputs, storage | copyTo);
		await buffers.settle();
		for (let from = 0; from < rows; from += piece) {
			const count = Math.min(piece, rows - from);
			const values = inputRange(x, inputs, from, from + count);
			gpu.device.queue.writeBuffer(data, 0, values as Float32Array<ArrayBuffer>);
			const portion = { inputs: 0, rows: count, block: 0 };
			const [part] = await evaluator.outputs([portion], data, state, async () => {});
			all.set(part as Float32Array, from * outputs);
		}
		return all;
	} finally {
		buffers.destroy();
	}
}
