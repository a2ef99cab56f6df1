/** Fewer points for drawing, never for saving. */

export type Point = readonly [x: number, y: number];

/**
 * Largest-triangle-three-buckets (Steinarsson 2013): at most `limit` points that keep the curve's look.
 * First and last point stay; points must be in drawing order.
 */
export function downsample(points: readonly Point[], limit: number): readonly Point[] {
	if (limit < 3 || points.length <= limit) return points;
	const kept: Point[] = [points[0]!];
	const size = (points.length - 2) / (limit - 2);
	let last = points[0]!;
	for (let bucket = 0; bucket < limit - 2; bucket++) {
		const from = Math.floor(bucket * size) + 1;
		const to = Math.floor((bucket + 1) * size) + 1;
		const [meanX, meanY] = mean(points, to, Math.min(points.length, Math.floor((bucket + 2) * size) + 1));
		let best = points[from]!;
		let largest = -1;
		for (let index = from; index < to; index++) {
			const point = points[index]!;
			const area = Math.abs(
				(last[0] - meanX) * (point[1] - last[1]) - (last[0] - point[0]) * (meanY - last[1]),
			);
			if (area > largest) {
				largest = area;
				best = point;
			}
		}
		kept.push(best);
		last = best;
	}
	kept.push(points.at(-1)!);
	return kept;
}

function mean(points: readonly Point[], from: number, to: number): Point {
	let x = 0;
	let y = 0;
	for (let index = from; index < to; index++) {
		x += points[index]![0];
		y += points[index]![1];
	}
	return [x / (to - from), y / (to - from)];
}

/** Every k-th item so that at most `limit` are left: a scatter thinned without a look at the values. */
export function thin<T>(items: readonly T[], limit: number): readonly T[] {
	if (items.length <= limit) return items;
	const step = items.length / limit;
	return Array.from({ length: limit }, (_, index) => items[Math.floor(index * step)]!);
}
