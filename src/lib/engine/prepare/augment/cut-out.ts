/**
 * cutOut: one rectangle, inside the image and at a random place, set to one value in all channels. Its height and width
 * are a share of the image's (0.25 when not given), one pixel at least.
 */
import type { AugmentParams } from '../../schema/augment-step';
import { ofImages } from './augmentation';

export const cutOut = ofImages<AugmentParams<'cutOut'>>(
	(sample, [channels, rows, columns], params, stream) => {
		const { size = 0.25, value = 0 } = params;
		const height = Math.max(1, Math.round(size * rows));
		const width = Math.max(1, Math.round(size * columns));
		const top = stream.below(rows - height + 1);
		const left = stream.below(columns - width + 1);
		const result = sample.slice();
		for (let channel = 0; channel < channels; channel++)
			for (let row = top; row < top + height; row++) {
				const start = (channel * rows + row) * columns + left;
				result.fill(value, start, start + width);
			}
		return result;
	},
);
