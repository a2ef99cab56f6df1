/**
 * A window that slides over the axes of a sample that are no channels: which number of the window meets which position of
 * what is given, for every position of the result. Convolutions and pooling are written with it, in any number of axes.
 */
import { channelAxis, sizeOf, type Shape, type Sliding } from '../../model/topology-layer';

/** The extents of a shape without its channels. */
export const extentsOf = (shape: Shape): number[] => shape.filter((_, axis) => axis !== channelAxis(shape));

/** The coordinates of a row-major position. */
function coordinates(position: number, extents: readonly number[]): number[] {
	const found: number[] = [];
	for (let axis = extents.length - 1, rest = position; axis >= 0; axis--) {
		const extent = extents[axis] as number;
		found.unshift(rest % extent);
		rest = Math.floor(rest / extent);
	}
	return found;
}

const position = (place: readonly number[], extents: readonly number[]): number =>
	extents.reduce((before, extent, axis) => before * extent + (place[axis] as number), 0);

/** One meeting: number `tap` of the window stands at position `from` of what is given, for position `to` of the result. */
export interface Meeting {
	readonly tap: number;
	readonly from: number;
	readonly to: number;
}

/** All meetings in the order of `to`, then of `tap`; where the window stands over padding there is none. */
export function meetings(
	{ kernel, stride, dilation, pads }: Sliding,
	given: readonly number[],
	result: readonly number[],
): Meeting[] {
	const all: Meeting[] = [];
	for (let to = 0; to < sizeOf(result); to++) {
		const place = coordinates(to, result);
		for (let tap = 0; tap < sizeOf(kernel); tap++) {
			const within = coordinates(tap, kernel);
			const from = given.map(
				(_, axis) =>
					(place[axis] as number) * (stride[axis] as number) +
					(within[axis] as number) * (dilation[axis] as number) -
					(pads[axis] as readonly [number, number])[0],
			);
			if (from.every((at, axis) => at >= 0 && at < (given[axis] as number)))
				all.push({ tap, from: position(from, given), to });
		}
	}
	return all;
}
