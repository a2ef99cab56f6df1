/** flip: the image mirrored, left to right ("horizontal") or top to bottom. Twice gives the image back. */
import type { AugmentParams } from '../../schema/augment-step';
import { ofImages, type ImageShape } from './augmentation';

/** Half of the copies are mirrored: as many look one way as the other. */
export const flip = ofImages<AugmentParams<'flip'>>(
	(sample, shape, { direction = 'horizontal' }) => mirrored(sample, shape, direction === 'horizontal'),
	0.5,
);

function mirrored(
	sample: Float32Array,
	[channels, rows, columns]: ImageShape,
	sideways: boolean,
): Float32Array {
	const result = new Float32Array(sample.length);
	for (let line = 0; line < channels * rows; line++) {
		const row = line % rows;
		const from = (sideways ? line : line - row + (rows - 1 - row)) * columns;
		const part = sample.subarray(from, from + columns);
		result.set(sideways ? part.slice().reverse() : part, line * columns);
	}
	return result;
}
