/** The gradient of one batch by the kernel, with the masks it is given: what tests and the self-test compare. */
import type { Topology } from '../../model/topology';
import type { Batch, LossSpec } from '../program';
import { USAGE, type Gpu } from './device';
import { kernelCode, trainBindings, type KernelTraits } from './kernel';
import { layoutOf } from './layout';
import { readTensors, writeTensors } from './places';
import { recordsOf } from './records';
import type { Settings } from './settings';
import { wordsOf } from './traits';

const { copyFrom, copyTo, read, storage, uniform } = USAGE;

/** Gradient of a batch's loss, one array per trained tensor. @throws train.device */
export async function gradientsOf(
	gpu: Gpu,
	topology: Topology,
	loss: LossSpec,
	weights: readonly Float32Array[],
	{ x, y, rows, masks, weights: rowWeights }: Batch,
	settings: Settings,
): Promise<Float32Array[]> {
	const drops = masks.flatMap((mask, layer) => (mask ? [layer] : []));
	const traits: KernelTraits = {
		...{ topology, lanes: settings.lanes, local: settings.local, loss: loss.loss },
		capacity: rows,
		optimizer: null,
		drops: new Set(drops),
		penalised: topology.tensors.some(({ l1, l2 }) => l1 > 0 || l2 > 0),
		...{ cut: false, clipped: false, weighted: rowWeights !== null, given: true },
	};
	const layout = layoutOf(traits);
	const { places, block, room } = layout;
	const kernel = await gpu.kernel(kernelCode(traits, layout), trainBindings(layout, settings.local));
	const parts: Float32Array[] = [x, y, rowWeights ?? new Float32Array()];
	const starts = [0, x.length, x.length + y.length];
	let size = x.length + y.length + (rowWeights?.length ?? 0);
	const given = new Map<number, number>();
	for (const layer of drops) {
		const mask = masks[layer] as Float32Array;
		given.set(layer, size);
		parts.push(mask);
		size += mask.length;
	}
	const data = new Float32Array(size);
	let at = 0;
	for (const part of parts) {
		data.set(part, at);
		at += part.length;
	}
	const model = new Float32Array(4 * block);
	writeTensors(topology, places, weights, model);
	const place = { x: 0, y: starts[1] as number, weights: starts[2] as number };
	const words = wordsOf(
		{ topology, loss, seed: 0 },
		{ ...place, order: 0, block: 0, samples: rows, size: rows },
		layout,
		given,
	);
	const buffers = gpu.open();
	try {
		const state = buffers.with(model, storage | copyFrom);
		const bytes = 16 * places.size;
		const out = buffers.make(bytes, read | copyTo);
		const bound = gpu.bind(kernel, [
			buffers.with(recordsOf(layout), uniform),
			buffers.with(Uint32Array.of(0, 1, 0, 0), uniform),
			buffers.with(new Uint32Array(4), storage),
			buffers.with(words, storage),
			buffers.with(data, storage),
			buffers.with(
				Uint32Array.from({ length: rows }, (_, row) => row),
				storage,
			),
			buffers.with(Float32Array.of(1, 1), storage),
			state,
			trainBindings(layout, settings.local)[8] ? buffers.make(16 * room, storage | copyTo) : null,
		]);
		await buffers.settle();
		gpu.submit((encoder) => {
			const pass = encoder.beginComputePass();
			pass.setPipeline(kernel.pipeline);
			pass.setBindGroup(0, bound);
			pass.dispatchWorkgroups(1);
			pass.end();
			encoder.copyBufferToBuffer(state, bytes, out, 0, bytes);
		});
		const found = readTensors(topology, places, await gpu.read(out, bytes));
		return found.filter((_, index) => topology.tensors[index]?.trained);
	} finally {
		buffers.destroy();
	}
}
