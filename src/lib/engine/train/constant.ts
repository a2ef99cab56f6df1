/**
 * The baseline in closed form: the class shares of the training rows, or their mean, encoded as the net's outputs are: a mean of
 * dates or of large readings with a small spread has no place in 32 bits. It needs no executor.
 */
import { decodeTarget, encodeTarget } from '../prepare/target';
import type { FittedPipeline } from '../prepare/fitted';
import type { Loss } from '../schema/architecture';
import type { Analysis } from '../schema/common';
import type { WeightTensor } from '../schema/run';
import { moments } from '../table/moments';
import type { PreparedSamples } from './prepared-samples';

/** Shares below this count as this in the loss, which would be infinite for a class never seen. */
const LEAST = 1e-15;

/** Class shares (all classes, binary too) or the encoded mean; without a target one mean per output. */
export function fitConstant(
	analysis: Analysis,
	fitted: FittedPipeline,
	train: Pick<PreparedSamples, 'rows' | 'truth'>,
): WeightTensor {
	const { column, classes } = fitted.target;
	const name = '1/constant';
	if (analysis === 'regression' && train.truth.length > train.rows) {
		const width = train.truth.length / train.rows;
		const means = new Float64Array(width);
		train.truth.forEach((value, i) => (means[i % width] = (means[i % width] as number) + value / train.rows));
		return { name, shape: [width], values: Float32Array.from(means) };
	}
	if (analysis === 'regression') {
		const mean = {
			name: column,
			dtype: 'float64',
			values: Float64Array.of(moments(train.truth).mean),
		} as const;
		const values = encodeTarget(fitted, { rows: 1, columns: [mean] }, Uint32Array.of(0));
		return { name, shape: [1], values };
	}
	const counts = new Float64Array(classes.length);
	for (const truth of train.truth) counts[truth] = (counts[truth] ?? 0) + 1;
	return { name, shape: [classes.length], values: Float32Array.from(counts, (count) => count / train.rows) };
}

/** Scores as a prediction holds them, one row like the other. */
export function constantScores(
	analysis: Analysis,
	fitted: FittedPipeline,
	{ values }: WeightTensor,
	rows: number,
): Float64Array {
	const row = analysis === 'binary' ? values.subarray(1, 2) : decodeTarget(fitted, values);
	const scores = new Float64Array(rows * row.length);
	for (let at = 0; at < scores.length; at += row.length) scores.set(row, at);
	return scores;
}

/** Mean loss on encoded labels. */
export function constantLoss(
	loss: Loss,
	fitted: FittedPipeline,
	{ values }: WeightTensor,
	split: Pick<PreparedSamples, 'rows' | 'truth' | 'y'>,
): number {
	if (fitted.target.classes.length) {
		const sum = split.truth.reduce(
			(total, truth) => total - Math.log(Math.max(LEAST, values[truth] ?? 0)),
			0,
		);
		return sum / split.rows;
	}
	const power = loss === 'meanAbsoluteError' ? 1 : 2;
	const off = (y: number, i: number) => Math.abs((values[i % values.length] ?? NaN) - y) ** power;
	return split.y.reduce((total, y, i) => total + off(y, i), 0) / split.y.length;
}
