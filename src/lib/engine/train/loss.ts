/** Mean losses and probabilities from raw outputs, in float64 and stable for logits of any size. */
import type { Loss } from '../schema/architecture';
import type { Analysis } from '../schema/common';

/** Loss of one row from its `width` outputs starting at `at`. */
function rowLoss(
	loss: Loss,
	outputs: Float32Array | Float64Array,
	at: number,
	width: number,
	y: number,
): number {
	const z = outputs[at] ?? NaN;
	if (loss === 'binaryCrossentropy') return Math.max(z, 0) - z * y + Math.log1p(Math.exp(-Math.abs(z)));
	if (loss === 'meanSquaredError') return (z - y) ** 2;
	if (loss === 'meanAbsoluteError') return Math.abs(z - y);
	let top = -Infinity;
	for (let k = 0; k < width; k++) top = Math.max(top, outputs[at + k] ?? NaN);
	let sum = 0;
	for (let k = 0; k < width; k++) sum += Math.exp((outputs[at + k] ?? NaN) - top);
	return top + Math.log(sum) - (outputs[at + y] ?? NaN);
}

/** Whether every output is compared with a label of its own, so that a row may have several. */
export const comparesEach = (loss: Loss): boolean =>
	loss === 'meanSquaredError' || loss === 'meanAbsoluteError';

/**
 * Mean loss over all rows. @param outputs rows × width logits (or encoded values). @param y one encoded label per row;
 * where every output is compared, as many labels as outputs, and the mean is over all of them.
 * Not finite when an output is not.
 */
export function meanLoss(
	loss: Loss,
	outputs: Float32Array | Float64Array,
	y: Float32Array | Float64Array,
	width: number,
): number {
	let sum = 0;
	const stride = comparesEach(loss) ? 1 : width;
	for (let i = 0; i < y.length; i++) sum += rowLoss(loss, outputs, i * stride, stride, y[i] ?? NaN);
	return sum / y.length;
}

/** Probabilities from logits (sigmoid, softmax); regression outputs are passed on. Same layout, float64. */
export function scoresOf(analysis: Analysis, outputs: Float32Array, width: number): Float64Array {
	const scores = Float64Array.from(outputs);
	if (analysis === 'binary')
		for (let i = 0; i < scores.length; i++) {
			const z = scores[i] ?? NaN;
			const small = Math.exp(-Math.abs(z));
			scores[i] = z >= 0 ? 1 / (1 + small) : small / (1 + small);
		}
	if (analysis === 'multi-class')
		for (let at = 0; at < scores.length; at += width) {
			const row = scores.subarray(at, at + width);
			const top = row.reduce((most, z) => Math.max(most, z), -Infinity);
			let sum = 0;
			for (let k = 0; k < width; k++) sum += row[k] = Math.exp((row[k] ?? NaN) - top);
			for (let k = 0; k < width; k++) row[k] = (row[k] ?? NaN) / sum;
		}
	return scores;
}
