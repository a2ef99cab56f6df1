/** shift: the image moved by whole pixels, up to a share of its height and width each way (0.1 when not given). */
import type { AugmentParams } from '../../schema/augment-step';
import { around, ofImages } from './augmentation';
import { resample } from './resample';

export const shift = ofImages<AugmentParams<'shift'>>((sample, shape, params, stream) => {
	const down = Math.round(around(stream, (params.rows ?? 0.1) * shape[1]));
	const across = Math.round(around(stream, (params.columns ?? 0.1) * shape[2]));
	return resample(sample, shape, { row: [1, 0, -down], column: [0, 1, -across] }, params);
});
