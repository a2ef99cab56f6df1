/** Divide: every value by one given number (255 for the brightness of a picture); learns nothing. */
import type { EncodeParams } from '../schema/encode-step';
import { isNumeric } from '../table/table';
import { affineSchema, applyAffine, invertAffine, type Affine } from './scaling';
import { defineStep } from './step';

export const divide = defineStep<EncodeParams<'Divide'>, Affine>({
	id: 'Divide',
	scope: 'stateless',
	state: affineSchema,
	accepts: ({ dtype }) => isNumeric(dtype),
	fit: (block, { by = 255 }) => ({ center: block.map(() => 0), scale: block.map(() => by) }),
	apply: applyAffine,
	invert: invertAffine,
	names: (columns) => [...columns],
});
