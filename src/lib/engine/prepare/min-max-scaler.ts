/** MinMaxScaler: the training range becomes [0, 1], values outside go beyond it; missing values ignored and kept. */
import { isNumeric } from '../table/table';
import { moments } from '../table/moments';
import { affineSchema, applyAffine, invertAffine, numbers, orNull, scaleOf, type Affine } from './scaling';
import { defineStep } from './step';

export const minMaxScaler = defineStep<object, Affine>({
	id: 'MinMaxScaler',
	scope: 'train',
	state: affineSchema,
	accepts: ({ dtype }) => isNumeric(dtype),
	fit(block) {
		const ranges = block.map((column) => moments(numbers(column)));
		return {
			center: ranges.map(({ min }) => orNull(min)),
			scale: ranges.map(({ min, max }) => orNull(scaleOf(max - min))),
		};
	},
	apply: applyAffine,
	invert: invertAffine,
	names: (columns) => [...columns],
});
