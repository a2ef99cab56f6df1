/**
 * Tensors of samples, put together from encoded rows × columns and taken apart again. A table is samples × columns,
 * sequences are samples × rows × columns, images samples × channels × rows × columns. What the numbers mean is the
 * pipeline's.
 */
import { reshapedShape, type ReshapeIndex } from './reshape';
import { windowTensor } from './window';

export interface Tensor {
	/** Row-major. */
	readonly x: Float32Array;
	/** Samples first. */
	readonly shape: readonly number[];
	/** Names of the columns, or of an image's channels. */
	readonly features: readonly string[];
}

const product = (sizes: readonly number[]): number => sizes.reduce((all, size) => all * size, 1);

/** Values in one sample. */
export const cellsPerSample = ({ shape }: Pick<Tensor, 'shape'>): number => product(shape.slice(1));

/**
 * Encoded table rows as a tensor. Memory is shared unless images have several channels.
 * @param x table rows × columns, row-major. @param inner of the table, see table.ts.
 */
export function assemble(
	x: Float32Array,
	features: readonly string[],
	inner: readonly number[] = [],
): Tensor {
	const width = features.length;
	const per = product(inner);
	const samples = width === 0 ? 0 : x.length / (per * width);
	if (inner.length < 2) return { x, shape: [samples, ...inner, width], features };
	return { x: swapped(x, samples, per, width), shape: [samples, width, ...inner], features };
}

/** The table rows × columns a tensor was assembled from. @param inner as it was given to `assemble`. */
export function flatten({ x, shape }: Tensor, inner: readonly number[] = []): Float32Array {
	if (inner.length < 2) return x;
	return swapped(x, shape[0] as number, shape[1] as number, product(inner));
}

/** Every sample's rows × columns turned into columns × rows; itself where one of them is 1. */
function swapped(x: Float32Array, samples: number, rows: number, columns: number): Float32Array {
	if (rows === 1 || columns === 1) return x;
	const result = new Float32Array(x.length);
	const cells = rows * columns;
	for (let base = 0; base < samples * cells; base += cells)
		for (let column = 0, to = base; column < columns; column++)
			for (let from = base + column; from < base + cells; from += columns) result[to++] = x[from] as number;
	return result;
}

/** These samples, in this order. */
export function gatherSamples(tensor: Tensor, samples: Uint32Array): Tensor {
	const cells = cellsPerSample(tensor);
	const x = new Float32Array(samples.length * cells);
	samples.forEach((sample, i) => x.set(tensor.x.subarray(sample * cells, (sample + 1) * cells), i * cells));
	return { ...tensor, x, shape: [samples.length, ...tensor.shape.slice(1)] };
}

/** Windows as samples: one axis more, of `size`, behind the first. @param starts first samples of the windows. */
export function windowed(tensor: Tensor, starts: Uint32Array, size: number): Tensor {
	const x = windowTensor(tensor.x, tensor.shape[0] as number, cellsPerSample(tensor), starts, size);
	return { ...tensor, x, shape: [starts.length, size, ...tensor.shape.slice(1)] };
}

/** The same values counted by another shape. @throws what `reshapedShape` refuses */
export const reshaped = (tensor: Tensor, indices: readonly ReshapeIndex[]): Tensor => ({
	...tensor,
	shape: reshapedShape(tensor.shape, indices),
});
