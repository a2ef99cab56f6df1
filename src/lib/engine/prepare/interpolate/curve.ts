/**
 * What interpolation methods have in common: a curve through, or near, known points. Each method is a function from
 * points to a curve in a file of its own; methods.ts lists them.
 */

/** Known values over their stamps: equal lengths, no NaN, x ascending. */
export interface Points {
	readonly x: Float64Array;
	readonly y: Float64Array;
}

/** The value at a stamp; NaN where the method does not reach. Quick when asked in ascending order. */
export type Curve = (at: number) => number;

/** The same curve between the first and the last point, and nothing beyond them. */
export function within({ x }: Points, curve: Curve): Curve {
	const first = x[0] as number;
	const last = x[x.length - 1] as number;
	return (at) => (at < first || at > last ? NaN : curve(at));
}
