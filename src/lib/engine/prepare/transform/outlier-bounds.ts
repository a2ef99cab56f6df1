/**
 * Between which values a column's numbers are usual: by the quartiles, by the standard deviation, or by two percentiles.
 * Learned from training rows; missing values do not count. Shared by clipOutliers and dropOutliers.
 */
import * as v from 'valibot';
import type { TrainingBlock } from '../../check/fit-scope';
import { BenchtopError } from '../../errors/error';
import type { TransformParams } from '../../schema/transform-step';
import { moments } from '../../table/moments';
import { present, quantiles } from '../../table/quantile';
import { isFloat, isInteger } from '../../table/table';
import type { ColumnKind } from '../step';
import { isInput, kindsTaken, numbersOf } from './columns';
import type { TransformContext } from './transform';

type OutlierParams = TransformParams<'clipOutliers'> | TransformParams<'dropOutliers'>;

export const boundsSchema = v.object({
	columns: v.array(v.string()),
	/** Per column the least and the greatest usual value; null where nothing bounds it. */
	low: v.array(v.nullable(v.number())),
	high: v.array(v.nullable(v.number())),
});
export type Bounds = v.InferOutput<typeof boundsSchema>;

/** The columns looked at: those named or of a named type; otherwise every input that is a quantity. */
export function outlierKinds(
	kinds: readonly ColumnKind[],
	{ transform, columns, dtypes }: OutlierParams,
	context: TransformContext,
): ColumnKind[] {
	const quantity = ({ dtype }: ColumnKind) => isFloat(dtype) || isInteger(dtype);
	const odd = dtypes?.find((dtype) => !quantity({ name: '', dtype }));
	if (odd) throw new BenchtopError('transform.dtype', { transform, dtype: odd });
	const ofType = dtypes
		? kinds
				.filter(({ name, dtype }) => dtypes.includes(dtype) && isInput(name, context))
				.map(({ name }) => name)
		: [];
	const named = columns || dtypes ? [...new Set([...(columns ?? []), ...ofType])] : undefined;
	return kindsTaken(
		kinds,
		named,
		transform,
		quantity,
		(kind) => quantity(kind) && isInput(kind.name, context),
	);
}

/** Learns the bounds from training rows. */
export function outlierBounds(
	training: TrainingBlock,
	params: OutlierParams,
	context: TransformContext,
): Bounds {
	const taken = new Set(outlierKinds(training, params, context).map(({ name }) => name));
	const columns = training.filter(({ name }) => taken.has(name));
	const pairs = columns.map((column) => boundsOf(present(numbersOf(column, params.transform)), params));
	const side = (at: 0 | 1) => pairs.map((pair) => (Number.isFinite(pair[at]) ? (pair[at] as number) : null));
	return { columns: columns.map(({ name }) => name), low: side(0), high: side(1) };
}

/**
 * iqr: Tukey's fences, quartiles ∓ factor · interquartile range. zscore: mean ∓ factor · standard deviation, divided by n
 * as in scipy's `zscore`. percentile: the two percentiles. Quantiles interpolate linearly, as numpy's do.
 */
function boundsOf(values: Float64Array, { method, factor, limits }: OutlierParams): [number, number] {
	if (method === 'zscore') {
		const { count, mean, squares } = moments(values);
		const reach = (factor ?? 3) * Math.sqrt(squares / count);
		return [mean - reach, mean + reach];
	}
	if (method === 'percentile') {
		const [low = NaN, high = NaN] = quantiles(
			values,
			(limits ?? [1, 99]).map((percent) => percent / 100),
		);
		return [low, high];
	}
	const [first = NaN, third = NaN] = quantiles(values, [0.25, 0.75]);
	const reach = (factor ?? 1.5) * (third - first);
	return [first - reach, third + reach];
}
