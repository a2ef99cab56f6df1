/** Metrics of predicted quantities, to scikit-learn's numbers, in the target's own unit. */
import { moments, sum } from '../table/moments';
import { quantiles } from '../table/quantile';

export interface RegressionMetrics {
	/** NaN for a single row; for a constant truth 1 when met exactly, else 0. */
	readonly r2: number;
	readonly explainedVariance: number;
	readonly mse: number;
	readonly rmse: number;
	readonly mae: number;
	readonly medianAbsoluteError: number;
	readonly maxError: number;
}

/** 1 − left / total, by scikit-learn's conventions where the total is zero. */
const explained = (left: number, whole: number): number =>
	left === 0 ? 1 : whole === 0 ? 0 : 1 - left / whole;

/**
 * Both of length n · outputs, n ≥ 1, row-major: the last axis holds the outputs, all others are rows. Of several outputs
 * the greatest error is told, and of everything else the mean (SPEC §13).
 */
export function regressionMetrics(
	truth: ArrayLike<number>,
	predicted: ArrayLike<number>,
	outputs = 1,
): RegressionMetrics {
	if (outputs === 1) return metricsOfOne(truth, predicted);
	const column = (of: ArrayLike<number>, k: number) =>
		Float64Array.from({ length: of.length / outputs }, (_, i) => of[i * outputs + k] as number);
	const each = Array.from({ length: outputs }, (_, k) =>
		metricsOfOne(column(truth, k), column(predicted, k)),
	);
	const mean = (name: keyof RegressionMetrics) => each.reduce((sum, one) => sum + one[name], 0) / outputs;
	return {
		r2: mean('r2'),
		explainedVariance: mean('explainedVariance'),
		mse: mean('mse'),
		rmse: mean('rmse'),
		mae: mean('mae'),
		medianAbsoluteError: mean('medianAbsoluteError'),
		maxError: Math.max(...each.map(({ maxError }) => maxError)),
	};
}

function metricsOfOne(truth: ArrayLike<number>, predicted: ArrayLike<number>): RegressionMetrics {
	const n = truth.length;
	const actual = Float64Array.from(truth);
	const errors = actual.map((value, i) => value - (predicted[i] as number));
	const sizes = errors.map(Math.abs);
	const squares = sum(errors.map((error) => error * error));
	const spread = moments(actual).squares;
	const mse = squares / n;
	return {
		r2: n < 2 ? NaN : explained(squares, spread),
		explainedVariance: explained(moments(errors).squares, spread),
		mse,
		rmse: Math.sqrt(mse),
		mae: sum(sizes) / n,
		medianAbsoluteError: quantiles(sizes.slice(), [0.5])[0] ?? NaN,
		maxError: sizes.reduce((a, b) => (b > a || Number.isNaN(b) ? b : a), 0),
	};
}
