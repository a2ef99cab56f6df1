/** How many rows each split gets (SPEC §9.2). */

export interface SplitSizes {
	readonly train: number;
	readonly validation: number;
	readonly test: number;
}

/** ⌈x⌉ that does not count the last bits of a product as a row: ⌈30.000000000000004⌉ is 30. */
export const ceilCount = (x: number): number => Math.ceil(Math.round(x * 1e9) / 1e9);

/** test = ⌈n·test⌉, validation = ⌈rest·validation/(1 − test)⌉, the remainder trains. Shares are in [0, 1). */
export function splitSizes(n: number, test: number, validation: number): SplitSizes {
	const testCount = ceilCount(n * test);
	const rest = n - testCount;
	const validationCount = Math.min(rest, ceilCount((rest * validation) / (1 - test)));
	return { train: rest - validationCount, validation: validationCount, test: testCount };
}
