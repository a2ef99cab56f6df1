/** A sequence as a line: one column of one sample, fitted into a box, with gaps where values are missing. */
import { downsample, type Point } from '../charts/downsample';

/** Points that are drawn of one line at most. */
const POINTS = 240;

interface Box {
	readonly width: number;
	readonly height: number;
	/** Values at the lower and the upper edge. */
	readonly low: number;
	readonly high: number;
}

/** SVG path of the values in order; empty when none is there. A value alone between gaps is drawn as a dot. */
export function sequencePath(values: ArrayLike<number>, { width, height, low, high }: Box): string {
	const step = width / Math.max(1, values.length - 1);
	const scale = high > low ? height / (high - low) : 0;
	const runs: Point[][] = [];
	let run: Point[] | null = null;
	for (let i = 0; i < values.length; i++) {
		const value = values[i] as number;
		if (!Number.isFinite(value)) {
			run = null;
			continue;
		}
		if (!run) runs.push((run = []));
		run.push([i * step, scale ? height - (value - low) * scale : height / 2]);
	}
	return runs.map((points) => lineOf(downsample(points, POINTS))).join('');
}

const lineOf = (points: readonly Point[]): string => {
	const places = points.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`);
	return `M${places.join('L')}${places.length === 1 ? 'h0' : ''}`;
};
