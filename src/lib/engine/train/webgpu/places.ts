/**
 * Where things lie in the device's memory, counted in groups of four numbers. A kernel lies row by row, its columns
 * padded to fours and its rows too; a vector is one row. Activations lie unit by unit, each unit's samples beside each
 * other, so that a load fetches four samples of a unit or four columns of a kernel.
 */
import type { TensorSpec, Topology } from '../../model/topology';

export const fours = (count: number): number => Math.ceil(count / 4);

/** Rows and columns of a tensor; a vector is one row. */
const extentsOf = ({ shape }: TensorSpec): [number, number] =>
	shape.length === 2 ? [shape[0] as number, shape[1] as number] : [1, shape[0] as number];

/** Groups a tensor takes. */
export function groupsOf(tensor: TensorSpec): number {
	const [rows, columns] = extentsOf(tensor);
	return (tensor.shape.length === 2 ? 4 * fours(rows) : 1) * fours(columns);
}

export interface Places {
	/** First group of each tensor of the topology. */
	readonly offsets: readonly number[];
	/** Groups of all tensors. */
	readonly size: number;
}

export function placesOf({ tensors }: Topology): Places {
	const offsets: number[] = [];
	let size = 0;
	for (const tensor of tensors) {
		offsets.push(size);
		size += groupsOf(tensor);
	}
	return { offsets, size };
}

/** Writes one array per tensor into a block of these places; padding is left as it is. */
export function writeTensors(
	topology: Topology,
	{ offsets }: Places,
	weights: readonly Float32Array[],
	block: Float32Array,
): void {
	topology.tensors.forEach((tensor, index) => {
		const [rows, columns] = extentsOf(tensor);
		const values = weights[index] as Float32Array;
		const at = 4 * (offsets[index] as number);
		for (let row = 0; row < rows; row++)
			block.set(values.subarray(row * columns, (row + 1) * columns), at + 4 * row * fours(columns));
	});
}

/** One array per tensor out of a block of these places. */
export function readTensors(topology: Topology, { offsets }: Places, block: Float32Array): Float32Array[] {
	return topology.tensors.map((tensor, index) => {
		const [rows, columns] = extentsOf(tensor);
		const values = new Float32Array(tensor.size);
		for (let row = 0; row < rows; row++) {
			const at = 4 * ((offsets[index] as number) + row * fours(columns));
			values.set(block.subarray(at, at + columns), row * columns);
		}
		return values;
	});
}
