/**
 * Dropout masks from a counter: the draw of an element hangs on (seed, layer, step, row × units + unit) alone, so every
 * executor, however it lays out its memory, drops the same elements.
 */
import type { Topology } from '../model/topology';
import { Stream } from '../random/stream';

/** 32-bit integer finalizer (lowbias32, C. Wellons 2018). */
function mix(value: number): number {
	let x = value;
	x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
	x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
	return (x ^ (x >>> 16)) >>> 0;
}

/** Two words per layer that its draws hang on, whatever the layer is. */
export const dropoutKeys = (topology: Topology, seed: number): (readonly [number, number])[] =>
	topology.layers.map((_, index) => {
		const stream = new Stream(seed, `dropout/${index + 1}`);
		return [stream.uint32(), stream.uint32()] as const;
	});

/** Draws below this 32-bit number drop the element. */
export const dropLimit = (rate: number): number => Math.round(rate * 2 ** 32);

/** A function from (step, rows) to the masks of all layers: kept elements are 1/(1 − rate), dropped ones 0. */
export function dropoutMasks(
	topology: Topology,
	seed: number,
): (step: number, rows: number) => (Float32Array | null)[] {
	const keys = dropoutKeys(topology, seed);
	return (step, rows) =>
		topology.layers.map((layer, index) => {
			if (layer.kind !== 'dropout' || layer.rate === 0) return null;
			const [first, second] = keys[index] ?? [0, 0];
			const key = mix(mix(first ^ step) + second);
			const limit = dropLimit(layer.rate);
			const kept = 1 / (1 - layer.rate);
			const mask = new Float32Array(rows * layer.units);
			for (let i = 0; i < mask.length; i++) mask[i] = mix(key ^ Math.imul(i, 0x9e3779b1)) < limit ? 0 : kept;
			return mask;
		});
}
