/**
 * Registering ahead: while a person looks at a staged file, the work that *Register* asks for is already done, so that
 * pressing it takes no time. One file at a time; a change of the staging makes what was done worthless and stops it.
 */
import { isAbort } from '../../engine/errors/error';
import type { LongCall, Progress } from '../../engine/ports';
import type { Registration } from './register';
import type { Staging } from './staged-columns';

/** More cells than this are not worked on without being asked: their columns would fill the memory. */
const MOST = 40_000_000;

interface Work {
	readonly staging: Staging;
	/** The list of columns it is made of; a change makes a new list. */
	readonly plans: Staging['plans'];
	readonly done: Promise<Registration>;
	readonly stop: AbortController;
	last: Progress | null;
	onProgress: ((progress: Progress) => void) | undefined;
}

export class Ahead {
	#work: Work | null = null;

	/** Begins to register, unless another file is being worked on. */
	begin(staging: Staging, register: (call: LongCall) => Promise<Registration>): void {
		if (this.#work || staging.rows * staging.plans.length > MOST) return;
		const stop = new AbortController();
		const onProgress = (progress: Progress): void => {
			work.last = progress;
			work.onProgress?.(progress);
		};
		const work: Work = {
			staging,
			plans: staging.plans,
			done: Promise.resolve().then(() => register({ signal: stop.signal, onProgress })),
			stop,
			last: null,
			onProgress: undefined,
		};
		// What fails here fails again, and is told, when it is asked for.
		work.done.catch(() => {});
		this.#work = work;
	}

	/** The registration of this staging if it was begun; null when it has to be made now. */
	async take(staging: Staging, { signal, onProgress }: LongCall): Promise<Registration | null> {
		const work = this.#work;
		if (work?.staging !== staging) return null;
		this.#work = null;
		const stop = () => work.stop.abort();
		if (work.plans !== staging.plans) stop();
		signal?.addEventListener('abort', stop, { once: true });
		work.onProgress = onProgress;
		if (work.last) onProgress?.(work.last);
		try {
			const registration = await work.done;
			signal?.throwIfAborted();
			return work.plans === staging.plans ? registration : null;
		} catch (thrown) {
			if (isAbort(thrown) && signal?.aborted) throw thrown;
			return null;
		} finally {
			signal?.removeEventListener('abort', stop);
		}
	}

	/** Stops the work on this staging; resolves once nothing of it runs any more. */
	async drop(staging: Staging): Promise<void> {
		const work = this.#work;
		if (work?.staging !== staging) return;
		this.#work = null;
		work.stop.abort();
		await work.done.catch(() => {});
	}
}
