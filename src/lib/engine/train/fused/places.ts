/**
 * Where a model's tensors lie: kernels first, since only they decay, then the other trained numbers, then running
 * statistics, all in one block, so that keeping the best weights is one copy and the optimizer two calls.
 */
import type { TensorSpec, Topology } from '../../model/topology';
import type { Arena } from './arena';
import { fromPanels, padded, toPanels } from './panels';

export interface Places {
	/** Address of the block, and its numbers: kernels, all trained, all. */
	readonly at: number;
	readonly kernels: number;
	readonly trained: number;
	readonly size: number;
	/** Per tensor of the topology its offset in the block, in numbers. */
	readonly offsets: readonly number[];
}

/** Rows and columns of a tensor; a vector is one row. */
const shapeOf = ({ shape }: TensorSpec): [number, number] =>
	shape.length === 2 ? [shape[0] as number, shape[1] as number] : [1, shape[0] as number];

export function placesOf(topology: Topology, arena: Arena): Places {
	const offsets = new Array<number>(topology.tensors.length).fill(0);
	let next = 0;
	const lay = (wanted: (tensor: TensorSpec) => boolean) => {
		topology.tensors.forEach((tensor, index) => {
			if (!wanted(tensor)) return;
			const [rows, columns] = shapeOf(tensor);
			offsets[index] = next;
			next += rows * padded(columns);
		});
		return next;
	};
	const kernels = lay(({ role }) => role === 'kernel');
	const trained = lay((tensor) => tensor.trained && tensor.role !== 'kernel');
	const size = lay(({ trained }) => !trained);
	return { at: arena.numbers(size), kernels, trained, size, offsets };
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
