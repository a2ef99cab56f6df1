/**
 * One train worker at the page's end: started on first use and again after it died, told once how to train. Remembers which
 * data and tensors are in it, and forgets both when it dies.
 */
import type { Id } from '../engine/canonical';
import { BenchtopError, asBenchtopError } from '../engine/errors/error';
import { fittedKey } from '../engine/prepare/fitted-key';
import type { Preparation } from './api';
import { connect, type Thread } from './thread';
import type { TrainService, WorkerSetting } from './train/service';

/** Nothing else of a job crosses over. */
const only = ({ pipeline, pipelineId, fold }: Preparation): Preparation => ({ pipeline, pipelineId, fold });

export const keyOf = ({ pipelineId, fold }: Preparation): Id => fittedKey(pipelineId, fold);

export class TrainMember {
	readonly thread: Thread<TrainService>;
	readonly datasets = new Set<Id>();
	/** Tensors that were put into it; it may have let go of some since. */
	readonly tensors = new Set<Id>();
	/** True while a lane has it. */
	busy = false;
	readonly #setting: () => WorkerSetting;
	#joined: Promise<void> | null = null;

	constructor(start: () => Worker, setting: () => WorkerSetting) {
		this.#setting = setting;
		this.thread = connect<TrainService>('Training', start);
		this.thread.onDeath(() => this.forget());
	}

	/** Sees to it that the worker is there and knows how to train. */
	ready(): Promise<void> {
		this.#joined ??= this.thread.call('join', {}, this.#setting()).catch((thrown: unknown) => {
			this.#joined = null;
			throw thrown;
		});
		return this.#joined;
	}

	/** Has it told again how to train before it trains next. */
	renew(): void {
		this.#joined = null;
	}

	forget(): void {
		this.datasets.clear();
		this.tensors.clear();
		this.#joined = null;
	}

	async isPrepared(of: Preparation): Promise<boolean> {
		const held = await this.thread.call('isPrepared', {}, only(of));
		if (held) this.tensors.add(keyOf(of));
		else this.tensors.delete(keyOf(of));
		return held;
	}

	async restore(of: Preparation, kept: Blob): Promise<boolean> {
		const held = await this.thread.call('restore', {}, only(of), kept);
		if (held) this.tensors.add(keyOf(of));
		return held;
	}

	give(of: Preparation): Promise<Blob | null> {
		return this.thread.call('give', {}, only(of));
	}
}

/** What became of a worker in mid-training: its death by the name of what it did, anything else as it is. */
export function asLost(thrown: unknown, executor: string): unknown {
	const error = asBenchtopError(thrown);
	if (error.code !== 'thread.died') return thrown;
	return new BenchtopError(
		'train.worker-lost',
		{ executor, detail: String(error.operands.detail) },
		{ cause: thrown },
	);
}
