/** Mean and spread of repeated measurements; undefined values are left out, and nothing is made of nothing. */

export interface Summary {
	/** How many values were defined. */
	readonly count: number;
	readonly mean: number | null;
	/** Sample standard deviation (n − 1): the estimate of how much luck moves one run; null below two values. */
	readonly sd: number | null;
	readonly values: readonly number[];
}

/** Two-pass mean and sample standard deviation. */
export function summarise(all: readonly (number | null)[]): Summary {
	const values = all.filter((value): value is number => value !== null && Number.isFinite(value));
	if (!values.length) return { count: 0, mean: null, sd: null, values };
	const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
	if (values.length < 2) return { count: 1, mean, sd: null, values };
	const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
	return { count: values.length, mean, sd: Math.sqrt(squares / (values.length - 1)), values };
}
