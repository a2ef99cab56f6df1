/**
 * How many samples each split gets (SPEC §9.2). Products are rounded up exactly as 64-bit floats give them, so that counts
 * equal the reference's: 0.1/(1 − 0.3) of 105 rows is 15.000000000000002, and 16 rows.
 */

export interface SplitSizes {
	readonly train: number;
	readonly validation: number;
	readonly test: number;
}

/**
 * test = ⌈n·test⌉, validation = ⌈rest·(validation/(1 − test))⌉, the remainder trains. Shares are in [0, 1); null is no
 * such split.
 */
export function splitSizes(n: number, test: number | null, validation: number | null): SplitSizes {
	const testCount = Math.ceil(n * (test ?? 0));
	const rest = n - testCount;
	const validationCount = Math.min(rest, Math.ceil(rest * ((validation ?? 0) / (1 - (test ?? 0)))));
	return { train: rest - validationCount, validation: validationCount, test: testCount };
}
