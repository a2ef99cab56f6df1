/** What a queue of jobs consists of: shared by those who make a job ready, carry it out and keep the order. */
import type { Dataset } from '../engine/schema/dataset';
import type { Job } from '../engine/schema/job';
import type { JobSpec } from '../workers/api';

export interface Waiting {
	readonly job: Job;
	readonly spec: Omit<JobSpec, 'userAgent' | 'startedAt'>;
	/** What has to be at hand for it. */
	readonly datasets: readonly Dataset[];
	/** How often the worker or the device it trained on was lost. */
	losses: number;
}

export interface Queue {
	readonly project: string;
	readonly stop: AbortController;
	/** Not begun, in order. */
	readonly waiting: Waiting[];
	/** Neither finished nor failed. */
	readonly open: Set<Waiting>;
	/** What is being carried out; none of them rejects. */
	readonly running: Set<Promise<void>>;
	/** What ended the queue, to be thrown when all has let go. */
	failure: unknown;
	/** Resolves when it has let go. */
	readonly ended: Promise<void>;
	/** Resolves when further jobs have joined. */
	readonly joined: Promise<void>;
	join(): void;
}
