/** RobustScaler: median off, divided by the distance between the quartiles; missing values ignored and kept. */
import { isNumeric } from '../table/table';
import { present, quantiles } from '../table/quantile';
import { affineSchema, applyAffine, invertAffine, numbers, orNull, scaleOf, type Affine } from './scaling';
import { defineStep } from './step';

export const robustScaler = defineStep<object, Affine>({
	id: 'RobustScaler',
	scope: 'train',
	state: affineSchema,
	accepts: ({ dtype }) => isNumeric(dtype),
	fit(block) {
		const fits = block.map((column) => quantiles(present(numbers(column)), [0.25, 0.5, 0.75]));
		return {
			center: fits.map(([, median = NaN]) => orNull(median)),
			scale: fits.map(([q1 = NaN, , q3 = NaN]) => orNull(scaleOf(q3 - q1))),
		};
	},
	apply: applyAffine,
	invert: invertAffine,
	names: (columns) => [...columns],
});
