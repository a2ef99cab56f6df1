/** The registry: every augmentation a document may name. A new one is a file of its own and one line here. */
import { BenchtopError } from '../../errors/error';
import type { AugmentStep } from '../../schema/augment-step';
import type { Augmentation, SampleKind } from './augmentation';
import { colour } from './colour';
import { crop } from './crop';
import { cutOut } from './cut-out';
import { flip } from './flip';
import { jitter } from './jitter';
import { noise } from './noise';
import { rotate } from './rotate';
import { scale } from './scale';
import { shift } from './shift';
import { zoom } from './zoom';

type Augmentations = { [K in AugmentStep['augment']]: Augmentation<Extract<AugmentStep, { augment: K }>> };

const AUGMENTATIONS: Augmentations = {
	flip,
	rotate,
	shift,
	zoom,
	crop,
	colour,
	noise,
	cutOut,
	jitter,
	scale,
};

/** The augmentation of a document's step. */
export const augmentationOf = (step: AugmentStep): Augmentation<AugmentStep> => AUGMENTATIONS[step.augment];

const WORDS = { image: 'images', sequence: 'sequences', table: 'rows of a table' } as const;

/**
 * Refuses what cannot work on such samples, before any is changed.
 * @param kind windows over table rows are sequences. @param channels of the images; not looked at otherwise
 * @throws pipeline.augment-kind, pipeline.augment-colour
 */
export function checkAugment(
	steps: readonly AugmentStep[],
	kind: SampleKind | 'table',
	channels: number,
): void {
	for (const step of steps) {
		const { kinds } = augmentationOf(step);
		if (kind === 'table' || !kinds.includes(kind))
			throw new BenchtopError('pipeline.augment-kind', {
				step: step.augment,
				works: kinds.map((one) => WORDS[one]).join(' and '),
				kind: WORDS[kind],
			});
		if (step.augment === 'colour' && step.saturation && channels !== 3 && channels !== 4)
			throw new BenchtopError('pipeline.augment-colour', { channels });
	}
}
