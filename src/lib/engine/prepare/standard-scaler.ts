/** StandardScaler: mean 0 and variance 1 (divided by n) as scikit-learn; missing values ignored and kept. */
import type { EncodeParams } from '../schema/encode-step';
import { isNumeric } from '../table/table';
import { moments } from '../table/moments';
import { affineSchema, applyAffine, invertAffine, numbers, orNull, type Affine } from './scaling';
import { defineStep } from './step';

/** Mean and population standard deviation; a column whose variance is only rounding is divided by 1. */
export function standardize(values: Float64Array): { mean: number; scale: number } {
	const { count, mean, squares } = moments(values);
	const variance = Math.max(0, squares / count);
	const rounding = count * Number.EPSILON * variance + (count * mean * Number.EPSILON) ** 2;
	return { mean, scale: Number.isNaN(variance) ? NaN : variance <= rounding ? 1 : Math.sqrt(variance) };
}

export const standardScaler = defineStep<EncodeParams<'StandardScaler'>, Affine>({
	id: 'StandardScaler',
	scope: 'train',
	state: affineSchema,
	accepts: ({ dtype }) => isNumeric(dtype),
	fit(block, { withMean = true, withStd = true }) {
		const fits = block.map((column) => standardize(numbers(column)));
		return {
			center: fits.map(({ mean }) => (withMean ? orNull(mean) : 0)),
			scale: fits.map(({ scale }) => (withStd ? orNull(scale) : 1)),
		};
	},
	apply: applyAffine,
	invert: invertAffine,
	names: (columns) => [...columns],
});
