/**
 * Sequences and images: each sample stands alone, so that no split has to be known (SPEC §4). A sequence's column is
 * one series; an image's channel is a block whose pixel columns are series of their own, as pandas interpolates a
 * data frame along its first axis.
 */
import { interpolate, type InterpolateParams } from './interpolate';

/**
 * The values of one column, or channel, of a table with `inner`, block by block.
 * @param inner rows of a sequence, or rows and columns of an image; `values` are a whole number of such blocks
 * @param index as `interpolate` takes it, one stamp per value of `values`; rows of the block when null
 * @returns the same array when there is no gap
 * @throws what `interpolate` throws; `where` is completed by the number of the sample, counted from 1
 */
export function interpolateBlocks(
	values: Float64Array,
	inner: readonly number[],
	params: InterpolateParams,
	index: Float64Array | null = null,
	where = 'A column',
): Float64Array {
	const [rows = 1, columns = 1] = inner;
	const size = rows * columns;
	const result = values.slice();
	const series = new Float64Array(rows);
	const stamps = index && new Float64Array(rows);
	let changed = false;
	for (let start = 0; start < values.length; start += size) {
		if (!hasGap(values, start, start + size)) continue;
		changed = true;
		const place = `${where}, sample ${start / size + 1}`;
		for (let c = 0; c < columns; c++) {
			for (let r = 0; r < rows; r++) {
				series[r] = values[start + r * columns + c] as number;
				if (stamps) stamps[r] = index[start + r * columns + c] as number;
			}
			const filled = interpolate(series, params, stamps, place);
			for (let r = 0; r < rows; r++) result[start + r * columns + c] = filled[r] as number;
		}
	}
	return changed ? result : values;
}

function hasGap(values: Float64Array, start: number, end: number): boolean {
	for (let i = start; i < end; i++) if (Number.isNaN(values[i])) return true;
	return false;
}
