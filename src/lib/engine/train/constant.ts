/**
 * The baseline in closed form: the class shares of the training rows, or their mean in the target's own unit. It needs
 * no executor, and its one weight tensor is what it says.
 */
import { encodeTarget } from '../prepare/fit-pipeline';
import type { FittedPipeline } from '../prepare/fitted';
import type { Loss } from '../schema/architecture';
import type { Analysis } from '../schema/common';
import type { WeightTensor } from '../schema/run';
import type { PreparedSplit } from './prepared';

/** Shares below this count as this in the loss, which would be infinite for a class never seen. */
const LEAST = 1e-15;

/** Class shares (all classes, binary too) or the mean. */
export function fitConstant(analysis: Analysis, train: PreparedSplit, classes: number): WeightTensor {
	const values = new Float64Array(analysis === 'regression' ? 1 : classes);
	for (const truth of train.truth)
		if (analysis === 'regression') values[0] = (values[0] ?? 0) + truth / train.rows;
		else values[truth] = (values[truth] ?? 0) + 1 / train.rows;
	return { name: '1/constant', shape: [values.length], values: Float32Array.from(values) };
}

/** Scores as a prediction holds them, one row like the other. */
export function constantScores(analysis: Analysis, { values }: WeightTensor, rows: number): Float64Array {
	const row = analysis === 'binary' ? values.subarray(1, 2) : values;
	const scores = new Float64Array(rows * row.length);
	for (let at = 0; at < scores.length; at += row.length) scores.set(row, at);
	return scores;
}

/** Mean loss on encoded labels. */
export function constantLoss(
	loss: Loss,
	fitted: FittedPipeline,
	weights: WeightTensor,
	split: PreparedSplit,
): number {
	const { values } = weights;
	const { column, classes } = fitted.target;
	if (classes.length) {
		const sum = split.truth.reduce(
			(total, truth) => total - Math.log(Math.max(LEAST, values[truth] ?? 0)),
			0,
		);
		return sum / split.rows;
	}
	const mean = { name: column, dtype: 'float64', values: Float64Array.from(values) } as const;
	const [encoded = NaN] = encodeTarget(fitted, { rows: 1, columns: [mean] }, Uint32Array.of(0));
	const power = loss === 'meanAbsoluteError' ? 1 : 2;
	return split.y.reduce((total, y) => total + Math.abs(encoded - y) ** power, 0) / split.rows;
}
