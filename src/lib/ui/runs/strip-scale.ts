/** The shared scale of the strip plots: a rounded range and at most four ticks in it. */

const WIDTH = 132;
const MARGIN = 6;

export interface StripScale {
	readonly WIDTH: number;
	readonly ticks: readonly number[];
	/** Value → pixels from the left. */
	readonly x: (value: number) => number;
}

/** Ticks at 1, 2 or 5 times a power of ten; the scale runs from the first to the last, which enclose the range. */
export function stripScale([low, high]: readonly [number, number]): StripScale {
	const finite = Number.isFinite(low) && Number.isFinite(high);
	if (!finite) return stripScale([0, 1]);
	if (low === high)
		return stripScale([low - (Math.abs(low) * 0.05 || 1), high + (Math.abs(high) * 0.05 || 1)]);
	const span = high - low;
	const rough = span / 3;
	const power = 10 ** Math.floor(Math.log10(rough));
	const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10);
	const from = Math.floor(low / step) * step;
	const steps = Math.max(1, Math.ceil((high - from) / step - 1e-9));
	const to = from + steps * step;
	return {
		WIDTH,
		ticks: Array.from({ length: steps + 1 }, (_, index) => Number((from + index * step).toPrecision(12))),
		x: (value) => MARGIN + ((value - from) / (to - from)) * (WIDTH - 2 * MARGIN),
	};
}
