/**
 * The two power families and their maximum-likelihood exponents: Box and Cox (1964) for positive values, Yeo and
 * Johnson (2000) for all. Likelihoods as scipy 1.10 and scikit-learn 1.2 write them.
 */
import { brent } from './brent';
import { moments, sum } from '../table/moments';

export type PowerMethod = 'yeo-johnson' | 'box-cox';

/** log1p divided out: (1 + x)^λ − 1 over λ for x ≥ 0, its mirror with 2 − λ below. */
export function yeoJohnson(x: number, lambda: number): number {
	if (x >= 0)
		return Math.abs(lambda) < Number.EPSILON ? Math.log1p(x) : (Math.pow(x + 1, lambda) - 1) / lambda;
	return Math.abs(lambda - 2) > Number.EPSILON
		? -(Math.pow(1 - x, 2 - lambda) - 1) / (2 - lambda)
		: -Math.log1p(-x);
}

/** The x that `yeoJohnson` sends to y; NaN where there is none. */
export function yeoJohnsonInverse(y: number, lambda: number): number {
	if (y >= 0)
		return Math.abs(lambda) < Number.EPSILON ? Math.expm1(y) : Math.pow(y * lambda + 1, 1 / lambda) - 1;
	return Math.abs(lambda - 2) > Number.EPSILON
		? 1 - Math.pow(-(2 - lambda) * y + 1, 1 / (2 - lambda))
		: -Math.expm1(-y);
}

/** (x^λ − 1) / λ, log x at 0. */
export const boxCox = (x: number, lambda: number): number =>
	Math.abs(lambda) < 1e-19 ? Math.log(x) : Math.expm1(lambda * Math.log(x)) / lambda;

/** The x that `boxCox` sends to y; NaN where there is none. */
export const boxCoxInverse = (y: number, lambda: number): number =>
	lambda === 0 ? Math.exp(y) : Math.exp(Math.log1p(lambda * y) / lambda);

/** Log-likelihood of λ for values without missing ones; −∞ where the transform leaves no variance. */
export function yeoJohnsonLikelihood(values: Float64Array): (lambda: number) => number {
	const n = values.length;
	const logs = values.map((x) => Math.log1p(Math.abs(x)));
	const signed = sum(values.map((x, i) => Math.sign(x) * (logs[i] as number)));
	const work = new Float64Array(n);
	return (lambda) => {
		const mirrored = 2 - lambda;
		for (let i = 0; i < n; i++) {
			const log = logs[i] as number;
			work[i] =
				(values[i] as number) >= 0
					? Math.abs(lambda) < Number.EPSILON
						? log
						: Math.expm1(lambda * log) / lambda
					: Math.abs(mirrored) > Number.EPSILON
						? -Math.expm1(mirrored * log) / mirrored
						: -log;
		}
		const variance = moments(work).squares / n;
		if (!(variance >= 2.2250738585072014e-308)) return -Infinity;
		return (-n / 2) * Math.log(variance) + (lambda - 1) * signed;
	};
}

/** Log-likelihood of λ for positive values without missing ones. */
export function boxCoxLikelihood(values: Float64Array): (lambda: number) => number {
	const n = values.length;
	const logs = values.map(Math.log);
	const total = sum(logs);
	const work = new Float64Array(n);
	return (lambda) => {
		for (let i = 0; i < n; i++)
			work[i] = lambda === 0 ? (logs[i] as number) : Math.expm1(lambda * (logs[i] as number)) / lambda;
		return (lambda - 1) * total - (n / 2) * Math.log(moments(work).squares / n);
	};
}

/** The λ of greatest likelihood, by Brent's method from −2 and 2. A constant is left as it is (λ = 1). */
export function bestLambda(values: Float64Array, method: PowerMethod): number {
	const { min, max } = moments(values);
	if (!(max > min)) return 1;
	const likelihood = method === 'box-cox' ? boxCoxLikelihood(values) : yeoJohnsonLikelihood(values);
	const lambda = brent((x) => -likelihood(x), -2, 2);
	return Number.isFinite(lambda) ? lambda : 1;
}
