/**
 * RobustScaler: median off, divided by the distance between the quartiles (or other percentiles); missing values
 * ignored and kept. With unit variance a normal column comes out with variance 1.
 */
import type { EncodeParams } from '../schema/encode-step';
import { isNumeric } from '../table/table';
import { present, quantiles } from '../table/quantile';
import { normalQuantile } from './normal';
import { affineSchema, applyAffine, invertAffine, numbers, orNull, scaleOf, type Affine } from './scaling';
import { defineStep } from './step';

export const robustScaler = defineStep<EncodeParams<'RobustScaler'>, Affine>({
	id: 'RobustScaler',
	scope: 'train',
	state: affineSchema,
	accepts: ({ dtype }) => isNumeric(dtype),
	fit(block, { withCentering = true, withScaling = true, percentiles = [25, 75], unitVariance = false }) {
		const [low, high] = [percentiles[0] / 100, percentiles[1] / 100];
		const unit = unitVariance ? normalQuantile(high) - normalQuantile(low) : 1;
		const fits = block.map((column) => quantiles(present(numbers(column)), [low, 0.5, high]));
		return {
			center: fits.map(([, median = NaN]) => (withCentering ? orNull(median) : 0)),
			scale: fits.map(([q1 = NaN, , q3 = NaN]) => (withScaling ? orNull(scaleOf(q3 - q1) / unit) : 1)),
		};
	},
	apply: applyAffine,
	invert: invertAffine,
	names: (columns) => [...columns],
});
