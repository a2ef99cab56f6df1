/**
 * Trains jobs in a worker they have to themselves, and keeps each as it ends. A failure is recorded on its job; jobs whose
 * worker or device was lost go back to the front of the queue: they go on from their last checkpoint where the same backend
 * takes them up, and begin anew where another has to.
 */
import { asBenchtopError, isAbort } from '../engine/errors/error';
import type { Job } from '../engine/schema/job';
import type { JobSpec, Lane, Trained, TrainingPlan } from '../workers/api';
import { failed, isOfQueue, LOSSES } from './make-ready';
import type { Queue, Waiting } from './queued';
import type { World } from './world';

/** What is not the fault of the jobs in training. */
const LOST = ['train.worker-lost', 'train.device', 'train.backend-off'];

async function keep(world: World, queue: Queue, one: Waiting, result: PromiseSettledResult<Trained>) {
	if (result.status === 'rejected') return failed(world, queue, one, result.reason);
	const trained = result.value;
	const job: Job = { ...one.job, state: 'finished', run: trained.run.id, error: null };
	await world.store.finishJob(queue.project, { ...trained, job });
	queue.open.delete(one);
	world.activity.training.finished(one.job);
}

/** Puts what is left of lost work back in front, unless it was lost too often. */
async function again(world: World, queue: Queue, left: readonly Waiting[], thrown: unknown): Promise<void> {
	const error = asBenchtopError(thrown);
	const back: Waiting[] = [];
	for (const one of left) {
		one.losses++;
		if (LOST.includes(error.code) && one.losses < LOSSES) back.push(one);
		else await failed(world, queue, one, error);
	}
	if (!back.length || queue.stop.signal.aborted) return;
	queue.waiting.unshift(...back);
	for (const { job } of back) world.activity.training.again(job);
	const fits = back.length === 1 ? 'One fit is' : `${back.length} fits are`;
	world.notices.say(`${error.message} ${fits} taken up again.`);
}

/** Never rejects: what ends the queue is left with it. */
export async function carryOut(
	world: World,
	queue: Queue,
	taken: readonly Waiting[],
	plan: TrainingPlan,
	lane: Lane,
): Promise<void> {
	const { store, activity, userAgent, clock } = world;
	const { project, stop } = queue;
	const training = new Map(taken.map((one) => [one.job.key, one]));
	const keeping: Promise<void>[] = [];
	const ended = (job: JobSpec, result: PromiseSettledResult<Trained>) => {
		const one = training.get(job.key);
		training.delete(job.key);
		if (one) keeping.push(keep(world, queue, one, result));
	};
	try {
		const jobs = taken.map(({ job }): Job => ({ ...job, state: 'running', error: null }));
		await store.putJobs(project, jobs);
		for (const { job } of taken) activity.training.started(job, plan);
		const startedAt = clock.now();
		const specs = taken.map(({ spec }): JobSpec => ({ ...spec, userAgent, startedAt }));
		const call = { signal: stop.signal, onEpoch: activity.training.epoch.bind(activity.training) };
		await lane.train(specs, plan, call, ended).catch(async (thrown: unknown) => {
			if (isOfQueue(thrown)) throw thrown;
			await again(world, queue, [...training.values()], thrown);
		});
		await Promise.all(keeping);
	} catch (thrown) {
		await Promise.allSettled(keeping);
		if (!isAbort(thrown)) queue.failure ??= thrown;
		stop.abort();
	} finally {
		lane.release();
	}
}
