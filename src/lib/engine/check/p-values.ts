/**
 * How probable a difference between two samples is when both come from one distribution: the tail of χ², of Kolmogorov's
 * statistic, and Holm's correction for asking many times.
 */

/** ln Γ(x) for x > 0 by Lanczos' series with g = 7 and nine terms; relative error below 1e-13. */
function logGamma(x: number): number {
	if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
	const terms = [
		676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406, 12.507343278686905,
		-0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
	];
	const series = terms.reduce((sum, term, i) => sum + term / (x + i), 0.9999999999998099);
	const t = x + 6.5;
	return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(series);
}

/** Most terms of a series or fraction, and what counts as nothing. */
const TERMS = 10_000;
const TINY = 1e-300;

/** Upper regularised incomplete gamma Q(a, x): series below a + 1, Lentz' continued fraction above (Numerical Recipes §6.2). */
function upperGamma(a: number, x: number): number {
	if (x <= 0) return 1;
	const scale = Math.exp(a * Math.log(x) - x - logGamma(a));
	if (x < a + 1) {
		let term = 1 / a;
		let sum = term;
		for (let n = 1; n < TERMS && term > sum * 1e-16; n++) sum += term *= x / (a + n);
		return Math.max(0, 1 - sum * scale);
	}
	let b = x + 1 - a;
	let c = 1 / TINY;
	let d = 1 / b;
	let fraction = d;
	for (let n = 1; n < TERMS; n++) {
		const factor = -n * (n - a);
		b += 2;
		d = 1 / (factor * d + b || TINY);
		c = b + factor / c || TINY;
		fraction *= d * c;
		if (Math.abs(d * c - 1) < 1e-15) break;
	}
	return fraction * scale;
}

/** P(χ² with `degrees` degrees of freedom ≥ x). */
export const chiSquareTail = (x: number, degrees: number): number =>
	degrees < 1 ? 1 : upperGamma(degrees / 2, x / 2);

/**
 * P(D ≥ d) for the two-sample Kolmogorov–Smirnov statistic of n and m values: Kolmogorov's series with Stephens' correction
 * (1970) for finite samples; too large, never too small, where values are tied.
 */
export function kolmogorovTail(d: number, n: number, m: number): number {
	const root = Math.sqrt((n * m) / (n + m));
	const x = (root + 0.12 + 0.11 / root) * d;
	if (x < 0.2) return 1;
	let sum = 0;
	for (let k = 1; k <= 100; k++) {
		const term = 2 * (k % 2 === 1 ? 1 : -1) * Math.exp(-2 * k * k * x * x);
		sum += term;
		if (Math.abs(term) < 1e-17) break;
	}
	return Math.min(1, Math.max(0, sum));
}

/** Holm's step-down correction: adjusted p-values, in the order given. The chance of any false alarm stays below the level. */
export function holm(values: readonly number[]): number[] {
	const order = values.map((_, i) => i).sort((a, b) => (values[a] as number) - (values[b] as number));
	const adjusted = new Array<number>(values.length).fill(1);
	let highest = 0;
	order.forEach((i, rank) => {
		highest = Math.max(highest, Math.min(1, (values[i] as number) * (values.length - rank)));
		adjusted[i] = highest;
	});
	return adjusted;
}
