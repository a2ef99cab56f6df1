/**
 * Where a column has gaps, and which of them may be filled. A gap is a run of missing values (NaN); `limit`,
 * `limitDirection` and `limitArea` mean what they mean in pandas. What goes into a gap is said elsewhere.
 */

/** The missing values [start, end). */
export interface Gap {
	readonly start: number;
	readonly end: number;
}

export interface GapLimits {
	/** At most so many values in a row, counted from the known value next to them; undefined is no limit. */
	readonly limit?: number | undefined;
	/** From which side gaps are filled; `both` when left out. */
	readonly limitDirection?: 'forward' | 'backward' | 'both' | undefined;
	/** Only gaps between known values, or only those before the first and after the last. */
	readonly limitArea?: 'inside' | 'outside' | undefined;
}

/** Every gap of `values`, in order. */
export function gapsOf(values: Float64Array): Gap[] {
	const gaps: Gap[] = [];
	for (let i = 0; i < values.length; i++) {
		if (!Number.isNaN(values[i])) continue;
		const start = i;
		while (i < values.length && Number.isNaN(values[i])) i++;
		gaps.push({ start, end: i });
	}
	return gaps;
}

/** Makes missing again what the limits leave unfilled. `gaps` are those `values` had before it was filled. */
export function holdBack(values: Float64Array, gaps: readonly Gap[], limits: GapLimits): void {
	const { limit = Infinity, limitDirection = 'both', limitArea } = limits;
	const forward = limitDirection === 'backward' ? 0 : limit;
	const backward = limitDirection === 'forward' ? 0 : limit;
	for (const { start, end } of gaps) {
		const outside = start === 0 || end === values.length;
		if (limitArea && (limitArea === 'outside') !== outside) {
			values.fill(NaN, start, end);
			continue;
		}
		// A side without a known value has nothing to count from.
		const reached = start === 0 ? start : Math.min(end, start + forward);
		const from = end === values.length ? end : Math.max(start, end - backward);
		if (from > reached) values.fill(NaN, reached, from);
	}
}
