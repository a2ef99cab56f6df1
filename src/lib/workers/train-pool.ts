/**
 * The train workers of a page and who has which. The first holds the data, prepares, and has the graphics device; a further
 * one is started when somebody waits and all are busy, and counts from when it is ready. Waiting is first come, first
 * served; among the free ones those go first that hold the tensors asked for.
 */
import type { Preparation } from './api';
import { abortError } from './thread';
import { keyOf, type TrainMember } from './train-member';

interface Waiting {
	/** How many workers may be busy with such work at once; 1 is the first only. */
	readonly workers: number;
	readonly of: Preparation;
	readonly take: (member: TrainMember) => void;
	readonly fail: (reason: unknown) => void;
}

export class TrainPool {
	readonly first: TrainMember;
	readonly #start: () => TrainMember;
	/** Ready or not, the first in front. */
	readonly #members: TrainMember[];
	readonly #waiting: Waiting[] = [];
	#starting = false;
	#most = 1;

	constructor(start: () => TrainMember) {
		this.#start = start;
		this.first = start();
		this.#members = [this.first];
	}

	get members(): readonly TrainMember[] {
		return this.#members;
	}

	/** How many workers there may be. */
	set most(most: number) {
		this.#most = Math.max(1, most);
	}

	/** A worker nobody else has until it is released. @throws AbortError */
	acquire(workers: number, of: Preparation, signal?: AbortSignal): Promise<TrainMember> {
		return new Promise((resolve, reject) => {
			if (signal?.aborted) return reject(abortError());
			const stop = () => {
				const at = this.#waiting.indexOf(waiting);
				if (at >= 0) this.#waiting.splice(at, 1);
				reject(abortError());
			};
			const done = () => signal?.removeEventListener('abort', stop);
			const waiting: Waiting = {
				workers,
				of,
				take: (member) => {
					done();
					resolve(member);
				},
				fail: (reason) => {
					done();
					reject(reason as Error);
				},
			};
			signal?.addEventListener('abort', stop, { once: true });
			this.#waiting.push(waiting);
			this.#serve();
		});
	}

	release(member: TrainMember): void {
		member.busy = false;
		this.#serve();
	}

	dispose(): void {
		for (const { fail } of this.#waiting.splice(0)) fail(abortError());
		for (const member of this.#members.splice(1)) member.thread.dispose();
		this.first.forget();
		this.first.busy = false;
		this.first.thread.dispose();
	}

	/** Gives free workers to those who wait, and starts another where somebody could use it. */
	#serve(): void {
		for (const waiting of [...this.#waiting]) {
			const free = this.#free(waiting);
			if (!free) {
				this.#grow(waiting);
				continue;
			}
			free.busy = true;
			this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
			waiting.take(free);
		}
	}

	#free({ workers, of }: Waiting): TrainMember | undefined {
		if (workers === 1) return this.first.busy ? undefined : this.first;
		const free = this.#members.slice(0, workers).filter(({ busy }) => !busy);
		return free.find(({ tensors }) => tensors.has(keyOf(of))) ?? free[0];
	}

	#grow({ workers }: Waiting): void {
		const { length } = this.#members;
		if (this.#starting || length >= Math.min(workers, this.#most)) return;
		this.#starting = true;
		const member = this.#start();
		member
			.ready()
			.then(
				() => this.#members.push(member),
				// One that cannot be started is done without.
				() => (this.#most = length),
			)
			.finally(() => {
				this.#starting = false;
				this.#serve();
			});
	}
}
