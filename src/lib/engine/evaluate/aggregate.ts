/** Repeats and splits summarised: mean, median, spread (population standard deviation), least and greatest. */

export interface Aggregate {
	readonly count: number;
	readonly mean: number;
	readonly median: number;
	/** Population standard deviation. */
	readonly pstdev: number;
	readonly minimum: number;
	readonly maximum: number;
}

/** The summary of the values that are there; null without any. */
export function aggregate(values: readonly (number | null)[]): Aggregate | null {
	const there = values
		.filter((value): value is number => value !== null && !Number.isNaN(value))
		.sort((a, b) => a - b);
	const n = there.length;
	if (n === 0) return null;
	const mean = there.reduce((a, b) => a + b, 0) / n;
	const middle = ((there[(n - 1) >> 1] as number) + (there[n >> 1] as number)) / 2;
	const pstdev = Math.sqrt(there.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n);
	return {
		count: n,
		mean,
		median: middle,
		pstdev,
		minimum: there[0] as number,
		maximum: there[n - 1] as number,
	};
}
