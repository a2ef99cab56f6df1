/**
 * Weights on a tfjs backend. All trained tensors live in one flat vector, so the optimizer is a dozen operations however
 * many layers there are; running statistics stand beside it. Vectors are never written to.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { TensorSpec, Topology } from '../../model/topology';

export interface Weights {
	/** All trained numbers, in the order of the topology's tensors. */
	readonly flat: tf.Tensor1D;
	readonly running: readonly tf.Tensor[];
}

export const trainedOf = (topology: Topology): TensorSpec[] =>
	topology.tensors.filter(({ trained }) => trained);
const runningOf = (topology: Topology): TensorSpec[] => topology.tensors.filter(({ trained }) => !trained);

/** The same weights on the device; the caller disposes them. */
export function upload(topology: Topology, weights: readonly Float32Array[]): Weights {
	const flat = new Float32Array(topology.parameters);
	let offset = 0;
	topology.tensors.forEach((tensor, index) => {
		if (!tensor.trained) return;
		flat.set(weights[index] as Float32Array, offset);
		offset += tensor.size;
	});
	const running = topology.tensors.flatMap((tensor, index) =>
		tensor.trained ? [] : [tf.tensor1d(Float32Array.from(weights[index] as Float32Array))],
	);
	return { flat: tf.tensor1d(flat), running };
}

/** Back to one array per tensor. */
export async function download(topology: Topology, weights: Weights): Promise<Float32Array[]> {
	const flat = Float32Array.from(await weights.flat.data());
	const running: Float32Array[] = [];
	for (const tensor of weights.running) running.push(Float32Array.from(await tensor.data()));
	let offset = 0;
	let next = 0;
	return topology.tensors.map(({ trained, size }) =>
		trained ? flat.slice(offset, (offset += size)) : (running[next++] as Float32Array),
	);
}

export const freeWeights = (weights: Weights): void => tf.dispose([weights.flat, ...weights.running]);

/** tfjs' WASM backend can read a range. */
interface RangeReader {
	readSync(data: object, from: number, to: number): Float32Array;
}

/**
 * A stretch of a vector. On WASM tfjs’ own slice copies the whole vector first, each time: with 15 million weights in ten
 * tensors training takes 0.6 of the time without.
 */
function stretch(vector: tf.Tensor1D, offset: number, size: number): tf.Tensor1D {
	if (tf.getBackend() !== 'wasm') return tf.slice1d(vector, offset, size);
	const reader = tf.backend() as unknown as RangeReader;
	return tf.tensor1d(reader.readSync(vector.dataId, offset, offset + size));
}

/** Per layer its tensors, cut out of the flat vector; inside the caller's tidy. */
export function cut(topology: Topology, weights: Weights): tf.Tensor[][] {
	const layers: tf.Tensor[][] = topology.layers.map(() => []);
	let offset = 0;
	for (const tensor of trainedOf(topology)) {
		const part = stretch(weights.flat, offset, tensor.size);
		layers[tensor.layer]?.push(tensor.shape.length === 1 ? part : tf.reshape(part, [...tensor.shape]));
		offset += tensor.size;
	}
	runningOf(topology).forEach((tensor, i) => layers[tensor.layer]?.push(weights.running[i] as tf.Tensor));
	return layers;
}

/** One number per trained one, said tensor by tensor; null when all are 0. The caller disposes it. */
export function perWeight(topology: Topology, valueOf: (tensor: TensorSpec) => number): tf.Tensor1D | null {
	const values = new Float32Array(topology.parameters);
	let offset = 0;
	for (const tensor of trainedOf(topology)) {
		values.fill(valueOf(tensor), offset, offset + tensor.size);
		offset += tensor.size;
	}
	return values.some((value) => value !== 0) ? tf.tensor1d(values) : null;
}
