/** MaxAbsScaler: divided by the largest size in training, so 0 stays 0; missing values ignored and kept. */
import type { EncodeParams } from '../schema/encode-step';
import { isNumeric } from '../table/table';
import { moments } from '../table/moments';
import { affineSchema, applyAffine, invertAffine, numbers, orNull, scaleOf, type Affine } from './scaling';
import { defineStep } from './step';

export const maxAbsScaler = defineStep<EncodeParams<'MaxAbsScaler'>, Affine>({
	id: 'MaxAbsScaler',
	scope: 'train',
	state: affineSchema,
	accepts: ({ dtype }) => isNumeric(dtype),
	fit: (block) => ({
		center: block.map(() => 0),
		scale: block.map((column) => {
			const { min, max } = moments(numbers(column));
			return orNull(scaleOf(Math.max(-min, max)));
		}),
	}),
	apply: applyAffine,
	invert: invertAffine,
	names: (columns) => [...columns],
});
