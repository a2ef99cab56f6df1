/** jitter: normal noise on every value of a sequence; sigma in the unit of the encoded values (0.05 when not given). */
import type { AugmentParams } from '../../schema/augment-step';
import type { Augmentation } from './augmentation';
import { withNoise } from './gaussian';

export const jitter: Augmentation<AugmentParams<'jitter'>> = {
	kinds: ['sequence'],
	chance: 1,
	apply: (sample, _, { sigma = 0.05 }, stream) => withNoise(sample, sigma, stream),
};
