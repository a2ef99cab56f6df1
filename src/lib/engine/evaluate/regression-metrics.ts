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

/** Both of length n ≥ 1. */
export function regressionMetrics(truth: ArrayLike<number>, predicted: ArrayLike<number>): RegressionMetrics {
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
