/**
 * What a queue of jobs consists of, and which are in progress: shared by those who make a job ready, carry it out and keep
 * the order, and asked by those who only want to know. What carries a queue out is queue.ts.
 */
import { BenchtopError } from '../engine/errors/error';
import type { Dataset } from '../engine/schema/dataset';
import type { Job } from '../engine/schema/job';
import type { JobSpec } from '../workers/api';
import type { World } from './world';

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

/** The queue in progress per store; tests may hold several. */
export const queues = new WeakMap<World['store'], Queue>();

/** True while jobs of this project are being trained in this tab. */
export const isTraining = (world: World, project: string): boolean =>
	queues.get(world.store)?.project === project;

/** Refuses while another project is training; asked before anything is written down. */
export function refuseBusy(world: World, project: string): void {
	const busy = queues.get(world.store);
	if (busy && busy.project !== project) throw new BenchtopError('train.busy');
}

/** Waits until a queue that was told to stop has marked what it leaves over. */
export async function settled(world: World): Promise<void> {
	for (let busy = queues.get(world.store); busy?.stop.signal.aborted; busy = queues.get(world.store))
		await busy.ended;
}
