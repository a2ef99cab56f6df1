/** Where epochs and values of a learning curve stand on a drawing, with round ticks. */
import { ticks } from './curves';

export interface ChartScale {
	readonly width: number;
	readonly height: number;
	readonly left: number;
	readonly right: number;
	readonly top: number;
	readonly bottom: number;
	/** Pixels of a 1-based epoch, and of a value; what lies far outside stays near the edge. */
	readonly x: (epoch: number) => number;
	readonly y: (value: number) => number;
	readonly epochs: readonly number[];
	readonly values: readonly number[];
}

const LEFT = 46;
const TOP = 22;
const BOTTOM = 34;

/** @param last epoch at the right end. @param right pixels for words behind the lines */
export function chartScale({
	width,
	height,
	last,
	range: [low, high],
	right,
}: {
	readonly width: number;
	readonly height: number;
	readonly last: number;
	readonly range: readonly [number, number];
	readonly right: number;
}): ChartScale {
	const wide = Math.max(1, width - LEFT - right);
	const tall = Math.max(1, height - TOP - BOTTOM);
	const y = (value: number) =>
		height - BOTTOM - Math.max(-0.1, Math.min(1.05, (value - low) / (high - low))) * tall;
	return {
		...{ width, height, left: LEFT, right, top: TOP, bottom: BOTTOM, y },
		x: (epoch) => LEFT + ((epoch - 1) / (last - 1)) * wide,
		values: ticks(low, high, Math.max(2, height / 60)),
		epochs: ticks(1, last, Math.max(2, width / 130)).filter((tick) => tick >= 1 && Number.isInteger(tick)),
	};
}
