/** zoom: the image enlarged about its centre by a factor drawn evenly between two (0.9 and 1.1 when not given). */
import type { AugmentParams } from '../../schema/augment-step';
import { ofImages } from './augmentation';
import { resample } from './resample';

export const zoom = ofImages<AugmentParams<'zoom'>>((sample, shape, params, stream) => {
	const [low, high] = params.factor ?? [0.9, 1.1];
	const step = 1 / (low + stream.uniform() * (high - low));
	const [row, column] = [(shape[1] - 1) / 2, (shape[2] - 1) / 2];
	return resample(
		sample,
		shape,
		{ row: [step, 0, row - step * row], column: [0, step, column - step * column] },
		params,
	);
});
