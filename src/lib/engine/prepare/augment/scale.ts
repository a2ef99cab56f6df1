/** scale: every column of a sequence times a factor of its own, normal about 1 with sigma (0.1 when not given). */
import type { AugmentParams } from '../../schema/augment-step';
import type { Augmentation } from './augmentation';

export const scale: Augmentation<AugmentParams<'scale'>> = {
	kinds: ['sequence'],
	chance: 1,
	apply(sample, shape, { sigma = 0.1 }, stream) {
		const columns = shape[shape.length - 1] as number;
		const factors = Float64Array.from({ length: columns }, () => 1 + sigma * stream.normal());
		return sample.map((value, i) => value * (factors[i % columns] as number));
	},
};
