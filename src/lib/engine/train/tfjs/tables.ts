/**
 * What layers keep on the device from step to step: tables of positions, made when first asked for and let go together.
 * Also says whether windows are read in plain loops or in operations, which is a question of the backend.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { TopologyLayer } from '../../model/topology-layer';

/** Backends whose memory is at hand: a loop reads and writes it faster than operations do. */
const AT_HAND = ['cpu', 'wasm'];

export class Tables {
	readonly #tensors = new Map<object, Map<string, tf.Tensor>>();
	readonly #flags = new Map<object, Map<string, boolean>>();

	/** @param loops whether values may be read within a step. */
	constructor(readonly loops: boolean = AT_HAND.includes(tf.getBackend())) {}

	/** The tensor of this name for this owner. */
	tensor(owner: object, name: string, make: () => tf.Tensor): tf.Tensor {
		const own = this.#tensors.get(owner) ?? new Map<string, tf.Tensor>();
		this.#tensors.set(owner, own);
		const found = own.get(name) ?? tf.keep(make());
		own.set(name, found);
		return found;
	}

	/** A property of this owner that is worked out once. */
	flag(owner: object, name: string, find: () => boolean): boolean {
		const own = this.#flags.get(owner) ?? new Map<string, boolean>();
		this.#flags.set(owner, own);
		const found = own.get(name) ?? find();
		own.set(name, found);
		return found;
	}

	dispose(): void {
		for (const own of this.#tensors.values()) tf.dispose([...own.values()]);
		this.#tensors.clear();
	}
}

/** Something worked out once per layer, for as long as the layer is there. */
export function perLayer<T extends object, L extends TopologyLayer>(make: (layer: L) => T): (layer: L) => T {
	const known = new WeakMap<L, T>();
	return (layer) => {
		const found = known.get(layer) ?? make(layer);
		known.set(layer, found);
		return found;
	};
}
