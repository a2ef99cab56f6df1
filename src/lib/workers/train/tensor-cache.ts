/**
 * Prepared tensors held in memory, by pipeline and fold, so that jobs that take turns do not prepare again. The last used
 * stay; beyond a number of bytes the others go, but never the one used last.
 */
import type { Id } from '../../engine/canonical';
import { fittedKey } from '../../engine/prepare/fitted-key';
import type { Inputs } from '../../engine/train/inputs';
import type { Prepared } from '../../engine/train/prepared';

interface Held {
	readonly prepared: Prepared<Inputs>;
	/** Datasets it was made of. */
	readonly reads: readonly Id[];
	readonly bytes: number;
}

/** Half a gigabyte beside the tensors in use, which may be larger. */
export const ROOM = 512e6;

export class TensorCache {
	/** The last used comes last. */
	readonly #held = new Map<Id, Held>();

	constructor(readonly room = ROOM) {}

	get(pipeline: Id, fold?: number): Prepared<Inputs> | null {
		const key = fittedKey(pipeline, fold);
		const held = this.#held.get(key);
		if (!held) return null;
		this.#held.delete(key);
		this.#held.set(key, held);
		return held.prepared;
	}

	/** Lets go of what is over the room with so many bytes more to come. */
	makeRoom(bytes: number): void {
		let total = bytes;
		for (const held of this.#held.values()) total += held.bytes;
		for (const [key, held] of this.#held) {
			if (total <= this.room) return;
			this.#held.delete(key);
			total -= held.bytes;
		}
	}

	put(prepared: Prepared<Inputs>, reads: readonly Id[], bytes: number): void {
		const key = fittedKey(prepared.pipeline, prepared.fold);
		this.#held.delete(key);
		this.makeRoom(bytes);
		this.#held.set(key, { prepared, reads, bytes });
	}

	/** Lets go of everything made of this dataset. */
	forget(dataset: Id): void {
		for (const [key, { reads }] of this.#held) if (reads.includes(dataset)) this.#held.delete(key);
	}
}
