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

/** What hangs on a layer alone, worked out once. */
export function remembered<L extends TopologyLayer, T>(make: (layer: L) => T): (layer: L) => T {
	const known = new WeakMap<L, T>();
	return (layer) => {
		const found = known.get(layer) ?? make(layer);
		known.set(layer, found);
		return found;
	};
}

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

/** Where a number of the result comes from: which of the layer's inputs, which number of it; −1 is nowhere, 0. */
interface Origin {
	readonly input: number;
	readonly place: number;
}

/**
 * A layer that only moves numbers about. @param source where number `i` of a sample's result is in what it is given (its
 * inputs one after the other), or −1 where it is 0.
 */
export function moving<K extends TopologyLayer['kind']>(
	source: (layer: LayerOfKind<K>) => (i: number) => number,
): Pass<K> {
	const originsOf = remembered((layer: LayerOfKind<K>) => {
		const find = source(layer);
		return Array.from({ length: layer.units }, (_, i): Origin => {
			let place = find(i);
			let input = 0;
			for (const shape of layer.given) {
				if (place < sizeOf(shape)) break;
				place -= sizeOf(shape);
				input++;
			}
			return { input, place };
		});
	});
	return (layer, _, xs, rows) => {
		const origins = originsOf(layer);
		const eachNumber = (visit: (i: number, input: number, from: number) => void) => {
			for (let row = 0; row < rows; row++)
				for (let i = 0; i < origins.length; i++) {
					const { input, place } = origins[i] as Origin;
					const size = (xs[input]?.length ?? 0) / rows;
					if (place >= 0) visit(row * origins.length + i, input, row * size + place);
				}
		};
		const y = new Float64Array(rows * origins.length);
		eachNumber((i, input, from) => (y[i] = at(xs[input] as Float64Array, from)));
		return {
			y,
			back(dy) {
				const dxs = xs.map((x) => new Float64Array(x.length));
				eachNumber((i, input, from) => add(dxs[input] as Float64Array, from, at(dy, i)));
				return { dxs, gradients: [] };
			},
		};
	};
}
