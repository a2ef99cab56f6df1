/**
 * Where a model's tensors lie: those that decay first (kernels), then the other trained numbers, then running
 * statistics, all in one block, so that keeping the best weights is one copy and the optimizer two calls.
 */
import type { TensorSpec, Topology } from '../../model/topology';
import type { Arena } from './arena';
import { fromPanels, padded, toPanels } from './panels';

export interface Places {
	/** Address of the block, and its numbers: those that decay, all trained, all. */
	readonly at: number;
	readonly decaying: number;
	readonly trained: number;
	readonly size: number;
	/** Per tensor of the topology its offset in the block, in numbers. */
	readonly offsets: readonly number[];
	/** And how many numbers it takes, padding with them. */
	readonly numbers: readonly number[];
}

/** Rows and columns of a tensor; a vector is one row. */
const shapeOf = ({ shape }: TensorSpec): [number, number] =>
	shape.length === 2 ? [shape[0] as number, shape[1] as number] : [1, shape[0] as number];

export function placesOf(topology: Topology, arena: Arena): Places {
	const offsets = new Array<number>(topology.tensors.length).fill(0);
	const numbers = topology.tensors.map((tensor) => {
		const [rows, columns] = shapeOf(tensor);
		return rows * padded(columns);
	});
	let next = 0;
	const lay = (wanted: (tensor: TensorSpec) => boolean) => {
		topology.tensors.forEach((tensor, index) => {
			if (!wanted(tensor)) return;
			offsets[index] = next;
			next += numbers[index] as number;
		});
		return next;
	};
	const decaying = lay(({ decays }) => decays);
	const trained = lay((tensor) => tensor.trained && !tensor.decays);
	const size = lay(({ trained }) => !trained);
	return { at: arena.numbers(size), decaying, trained, size, offsets, numbers };
}

/** Writes one array per tensor into a block of these places. */
export function writeTensors(
	topology: Topology,
	{ offsets }: Places,
	weights: readonly Float32Array[],
	block: Float32Array,
): void {
	topology.tensors.forEach((tensor, index) => {
		const [rows, columns] = shapeOf(tensor);
		toPanels(weights[index] as Float32Array, rows, columns, block.subarray(offsets[index]));
	});
}

/** One array per tensor out of a block of these places. */
export function readTensors(topology: Topology, { offsets }: Places, block: Float32Array): Float32Array[] {
	return topology.tensors.map((tensor, index) => {
		const [rows, columns] = shapeOf(tensor);
		return fromPanels(block.subarray(offsets[index]), rows, columns);
	});
}
