/**
 * The tensors one worker holds: made of loaded tables, taken from what was kept or from another worker, and given to
 * either. Made once, however many ask at the same time.
 */
import type { Id } from '../../engine/canonical';
import { BenchtopError } from '../../engine/errors/error';
import { fittedKey } from '../../engine/prepare/fitted-key';
import { datasetsOf } from '../../engine/schema/datasets-of';
import type { Table } from '../../engine/table/table';
import type { Inputs } from '../../engine/train/inputs';
import { isHeld, prepareInParts, type PrepareCall, type Prepared } from '../../engine/train/prepared';
import type { Preparation } from '../api';
import { packTensors, tensorBytes, unpackTensors } from './kept-tensors';
import { TensorCache } from './tensor-cache';

/** Bytes of tensors to hold at once: a quarter of the machine's memory where the browser tells it. */
export const roomForTensors = (): number =>
	Math.max(0.5e9, Math.min(2e9, ((navigator as { deviceMemory?: number }).deviceMemory ?? 8) * 0.25e9));

export class PreparedTensors {
	readonly #cache = new TensorCache();
	readonly #tables = new Map<Id, Table>();
	readonly #making = new Map<Id, Promise<Prepared<Inputs>>>();

	load(dataset: Id, table: Table): void {
		this.#tables.set(dataset, table);
	}

	release(dataset: Id): void {
		this.#tables.delete(dataset);
		this.#cache.forget(dataset);
	}

	get({ pipelineId, fold }: Preparation): Prepared<Inputs> | null {
		return this.#cache.get(pipelineId, fold);
	}

	/** Takes tensors that were given out; false when the Blob holds anything else. */
	async restore({ pipeline, pipelineId, fold }: Preparation, kept: Blob): Promise<boolean> {
		this.#cache.makeRoom(0);
		const prepared = await unpackTensors(kept, pipelineId, fold);
		if (prepared) this.#cache.put(prepared, datasetsOf(pipeline), tensorBytes(prepared));
		return prepared !== null;
	}

	/** What is held, to be given out; null where it is not, or is made piece by piece. */
	async give(of: Preparation): Promise<Blob | null> {
		const prepared = this.get(of);
		return prepared && isHeld(prepared) ? packTensors(prepared) : null;
	}

	/** What is held, or made of the tables. @throws train.no-dataset, what preparing throws, AbortError */
	async prepared(of: Preparation, call: PrepareCall): Promise<Prepared<Inputs>> {
		const key = fittedKey(of.pipelineId, of.fold);
		const known = this.get(of) ?? this.#making.get(key);
		if (known) return known;
		const making = this.#make(of, call).finally(() => this.#making.delete(key));
		this.#making.set(key, making);
		return making;
	}

	async #make({ pipeline, pipelineId, fold }: Preparation, call: PrepareCall): Promise<Prepared<Inputs>> {
		const reads = datasetsOf(pipeline);
		for (const dataset of reads)
			if (!this.#tables.has(dataset)) throw new BenchtopError('train.no-dataset', { dataset });
		this.#cache.makeRoom(0);
		const prepared = await prepareInParts(this.#tables, pipeline, pipelineId, fold, roomForTensors(), call);
		// What is made piece by piece holds on to its tables: nothing else is kept beside it, and it goes first.
		this.#cache.put(prepared, reads, isHeld(prepared) ? tensorBytes(prepared) : Infinity);
		return prepared;
	}
}
