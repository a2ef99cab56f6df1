/**
 * What a layer of the reference gives: its result, the way back, and how far away the nearest point is at which its slope
 * jumps. Rows of a batch stand one after the other, row-major, as float64; layers that only move numbers share `moved`.
 */
import type { LayerOfKind, TopologyLayer } from '../../model/topology-layer';
import { channelAxis, sizeOf, type Shape } from '../../model/topology-layer';

/** Training mode carries what a batch needs; null is evaluation mode. */
export type Mode = { readonly mask: Float32Array | null; readonly share: number } | null;

export interface Passed {
	/** rows × units. */
	readonly y: Float64Array;
	/** Running statistics after this batch, for layers that have them. */
	readonly running?: readonly Float64Array[];
	/** Distance to the nearest kink of an activation, or tie of a maximum; left out where the slope is continuous. */
	readonly margin?: number;
	/** From dLoss/dy: dLoss/dx of each input, and the gradient of each trained tensor in the topology's order. */
	back(dy: Float64Array): { dxs: Float64Array[]; gradients: Float64Array[] };
}

/** Passes a batch through a layer: its tensors in the topology's order, rows × numbers of each layer it takes. */
export type Pass<K extends TopologyLayer['kind']> = (
	layer: LayerOfKind<K>,
	weights: readonly Float64Array[],
	xs: readonly Float64Array[],
	rows: number,
	mode: Mode,
) => Passed;

export const at = (values: ArrayLike<number>, index: number): number => values[index] as number;

export const add = (values: Float64Array, index: number, term: number): void => {
	values[index] = at(values, index) + term;
};

/** How the channels of one sample lie: how many there are, at how many positions, and where each number is. */
export interface Lanes {
	readonly channels: number;
	readonly positions: number;
	place(position: number, channel: number): number;
}

/** Channels are the last axis of a vector or of steps × features, and the first of anything with more axes. */
export function lanesOf(shape: Shape): Lanes {
	const channels = shape[channelAxis(shape)] as number;
	const positions = sizeOf(shape) / channels;
	const last = channelAxis(shape) === shape.length - 1;
	return {
		channels,
		positions,
		place: last
			? (position, channel) => position * channels + channel
			: (position, channel) => channel * positions + position,
	};
}

/**
 * A layer that only moves numbers about: result `i` of a sample is number `source(i)` of what it is given (its inputs one
 * after the other), or 0 where that is −1.
 */
export function moved(
	xs: readonly Float64Array[],
	rows: number,
	units: number,
	source: (i: number) => number,
): Passed {
	const sizes = xs.map((x) => x.length / rows);
	const sources = Array.from({ length: units }, (_, i) => {
		let place = source(i);
		let input = 0;
		while (place >= (sizes[input] ?? Infinity)) place -= sizes[input++] as number;
		return { input, place };
	});
	const y = new Float64Array(rows * units);
	const eachNumber = (visit: (i: number, input: number, from: number) => void) => {
		for (let row = 0; row < rows; row++)
			sources.forEach(({ input, place }, i) => {
				if (place >= 0) visit(row * units + i, input, row * (sizes[input] as number) + place);
			});
	};
	eachNumber((i, input, from) => (y[i] = at(xs[input] as Float64Array, from)));
	return {
		y,
		back(dy) {
			const dxs = xs.map((x) => new Float64Array(x.length));
			eachNumber((i, input, from) => add(dxs[input] as Float64Array, from, at(dy, i)));
			return { dxs, gradients: [] };
		},
	};
}
