/** noise: normal noise on every value of an image; sigma in the unit of the encoded values (0.05 when not given). */
import type { AugmentParams } from '../../schema/augment-step';
import { ofImages } from './augmentation';
import { withNoise } from './gaussian';

export const noise = ofImages<AugmentParams<'noise'>>((sample, _, { sigma = 0.05 }, stream) =>
	withNoise(sample, sigma, stream),
);
