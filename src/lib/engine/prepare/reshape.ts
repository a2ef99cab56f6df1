/**
 * The index language of reshaping (SPEC §8): a number is the size of that axis of the incoming data, a number in quotes
 * is that size, a list is several axes joined. Values stay in their order (C order): nothing is ever transposed, so
 * reshaping a tensor is counting its values by another shape.
 */
import { BenchtopError } from '../errors/error';

/** An axis, a size in quotes, or axes to be joined. */
export type ReshapeIndex = number | string | readonly number[];

/**
 * The shape that `indices` make of `shape`, the axis of samples first.
 * @throws pipeline.reshape-index, -axis (malformed), -mark (SH-02), -size (SH-03), -columns (SH-04)
 */
export function reshapedShape(shape: readonly number[], indices: readonly ReshapeIndex[]): number[] {
	const written = (sizes: readonly number[]) => `(${sizes.join(', ')})`;
	const axisSize = (axis: number): number => {
		if (!Number.isSafeInteger(axis) || axis < 0)
			throw new BenchtopError('pipeline.reshape-index', { index: String(axis) });
		const size = shape[axis];
		if (size === undefined)
			throw new BenchtopError('pipeline.reshape-axis', {
				axis,
				shape: written(shape),
				last: shape.length - 1,
			});
		return size;
	};
	const result = indices.map((index) => {
		if (typeof index === 'number') return axisSize(index);
		if (typeof index !== 'string' && index.length > 0) return product(index.map(axisSize));
		if (typeof index === 'string' && /^0*[1-9]\d{0,9}$/.test(index)) return Number(index);
		throw new BenchtopError('pipeline.reshape-index', { index: JSON.stringify(index) });
	});
	const marked = markedAxis(indices);
	if (product(result) !== product(shape))
		throw new BenchtopError('pipeline.reshape-size', { shape: written(shape), result: written(result) });
	const columns = shape[shape.length - 1] ?? 0;
	const size = result[marked] as number;
	if (size !== columns) throw new BenchtopError('pipeline.reshape-columns', { size, columns });
	return result;
}

/** Where in the new shape the columns are: the place of the highest axis named (SH-02). */
function markedAxis(indices: readonly ReshapeIndex[]): number {
	const highest = Math.max(0, ...indices.flatMap((index) => (typeof index === 'string' ? [] : index)));
	const joined = indices.some((index) => typeof index === 'object' && index.includes(highest));
	if (highest === 0 || joined) throw new BenchtopError('pipeline.reshape-mark');
	return indices.indexOf(highest);
}

/**
 * Refuses indices that would mix samples: whether the shape fits cannot show it, as splits differ in their number.
 * @throws pipeline.reshape-samples
 */
export function checkSamplesKept(indices: readonly ReshapeIndex[]): void {
	const used = indices.flat().filter((index) => index === 0).length;
	if (indices[0] !== 0 || used !== 1) throw new BenchtopError('pipeline.reshape-samples');
}

const product = (sizes: readonly number[]): number => sizes.reduce((all, size) => all * size, 1);
