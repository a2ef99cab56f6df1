/**
 * Sums and central moments of a column, missing values skipped. Sums are compensated (Neumaier), so a
 * million rows lose no more digits than ten.
 */

export interface Moments {
	readonly count: number;
	readonly mean: number;
	/** Sum of squared deviations from the mean, corrected for the rounding of the mean. */
	readonly squares: number;
	readonly min: number;
	readonly max: number;
}

/** Compensated sum of finite values. */
export function sum(values: ArrayLike<number>): number {
	let total = 0;
	let lost = 0;
	for (let i = 0; i < values.length; i++) {
		const value = values[i] as number;
		const next = total + value;
		lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total;
		total = next;
	}
	return total + lost;
}

/** Count, mean, squared deviations and range of the values that are there; NaN where there are none. */
export function moments(values: Float64Array): Moments {
	let count = 0;
	let total = 0;
	let lost = 0;
	let min = Infinity;
	let max = -Infinity;
	for (let i = 0; i < values.length; i++) {
		const value = values[i] as number;
		if (value !== value) continue;
		count++;
		if (value < min) min = value;
		if (value > max) max = value;
		const next = total + value;
		lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total;
		total = next;
	}
	if (count === 0) return { count, mean: NaN, squares: NaN, min: NaN, max: NaN };
	const mean = (total + lost) / count;
	let squares = 0;
	let correction = 0;
	for (let i = 0; i < values.length; i++) {
		const value = values[i] as number;
		if (value !== value) continue;
		const off = value - mean;
		squares += off * off;
		correction += off;
	}
	return { count, mean, squares: squares - (correction * correction) / count, min, max };
}

/** Adjusted Fisher–Pearson skewness as pandas `Series.skew`; NaN below three values, 0 for a constant. */
export function skewness(values: Float64Array): number {
	const { count: n, mean, squares } = moments(values);
	if (n < 3) return NaN;
	let cubes = 0;
	for (let i = 0; i < values.length; i++) {
		const off = (values[i] as number) - mean;
		if (off === off) cubes += off * off * off;
	}
	const m2 = squares / n;
	if (m2 <= 1e-14 * Math.max(1, mean * mean)) return 0;
	return ((Math.sqrt(n * (n - 1)) / (n - 2)) * (cubes / n)) / m2 ** 1.5;
}

/** Bias-corrected excess kurtosis as pandas `Series.kurt`; NaN below four values, 0 for a constant. */
export function kurtosis(values: Float64Array): number {
	const { count: n, mean, squares } = moments(values);
	if (n < 4) return NaN;
	let fourths = 0;
	for (let i = 0; i < values.length; i++) {
		const off = (values[i] as number) - mean;
		if (off === off) fourths += off * off * off * off;
	}
	if (squares / n <= 1e-14 * Math.max(1, mean * mean)) return 0;
	const scale = (n - 2) * (n - 3);
	return (n * (n + 1) * (n - 1) * fourths) / (scale * squares * squares) - (3 * (n - 1) ** 2) / scale;
}
