/**
 * Carries out the jobs of a project in the order they were asked for, several at once where there are workers for them, and
 * those that can train as one together. Every finished job is kept before its worker takes the next, so a stop, a crash or a
 * reload costs at most the jobs in training. One queue at a time; jobs asked for meanwhile join it.
 */
import { BenchtopError, isAbort } from '../engine/errors/error';
import type { ProjectContents } from '../engine/ports';
import { isBaseline } from '../engine/schema/is-baseline';
import { datasetsOf } from '../engine/schema/datasets-of';
import type { Job } from '../engine/schema/job';
import type { Lane, TrainingPlan } from '../workers/api';
import { carryOut } from './carry-out';
import { makeReady, refused } from './make-ready';
import { queues, settled, refuseBusy, type Queue, type Waiting } from './queued';
import type { PlannedJob, World } from './world';

function find<T extends { id: string }>(list: readonly T[], id: string): T {
	const found = list.find((each) => each.id === id);
	if (!found) throw new BenchtopError('pipeline.missing', { id });
	return found;
}

function specify(contents: ProjectContents, job: Job): Waiting {
	const experiment = find(contents.experiments, job.experiment);
	const architecture = find(contents.architectures, experiment.document.architecture);
	const pipeline = find(contents.pipelines, experiment.document.pipeline);
	const datasets = datasetsOf(pipeline.document).map((id) => find(contents.datasets, id));
	const spec = {
		key: job.key,
		repeat: job.repeat,
		...(job.fold === undefined ? {} : { fold: job.fold }),
		experimentId: experiment.id,
		experiment: experiment.document,
		architectureId: architecture.id,
		architecture: architecture.document,
		pipelineId: pipeline.id,
		pipeline: pipeline.document,
		dataset: pipeline.document.target.dataset,
	};
	return { job, spec, datasets, losses: 0 };
}

const planned = ({ job, spec }: Waiting): PlannedJob => ({
	job,
	name: spec.architecture.name,
	epochs: isBaseline(spec.architecture) ? 1 : spec.experiment.trainer.epochs,
});

/** Whether two jobs differ in fold and repeat only, and could train as one. */
const isAlike = ({ spec: one }: Waiting, { spec: other }: Waiting): boolean =>
	one.experimentId === other.experimentId ||
	(one.pipelineId === other.pipelineId &&
		one.architectureId === other.architectureId &&
		JSON.stringify(one.experiment.trainer) === JSON.stringify(other.experiment.trainer));

/** How a job that is ready is to be trained; null when it cannot be, which is recorded on it. @throws AbortError, storage.* */
async function planOf(
	world: World,
	queue: Queue,
	next: Waiting,
	alike: number,
): Promise<TrainingPlan | null> {
	const job = { ...next.spec, userAgent: world.userAgent, startedAt: world.clock.now() };
	try {
		return await world.train.plan(job, alike);
	} catch (thrown) {
		await refused(world, queue, next, thrown);
		return null;
	}
}

/** The jobs that train with the one that is next, itself among them or one whose tensors the worker has already. */
async function take(
	world: World,
	queue: Queue,
	alike: readonly Waiting[],
	plan: TrainingPlan,
	lane: Lane,
): Promise<Waiting[]> {
	const first = alike.find(({ spec }) => lane.holds(spec));
	const taken: Waiting[] = [];
	const folds = new Set<number | undefined>();
	for (const each of first ? [first, ...alike.filter((other) => other !== first)] : alike) {
		if (taken.length === plan.models) break;
		if (!folds.has(each.spec.fold) && folds.size === plan.folds) continue;
		if (!(await makeReady(world, queue, each))) continue;
		folds.add(each.spec.fold);
		taken.push(each);
	}
	for (const each of taken) queue.waiting.splice(queue.waiting.indexOf(each), 1);
	return taken;
}

/** Begins with the job that is next, and as many as train with it; resolves when they are on their way. */
async function begin(world: World, queue: Queue, next: Waiting): Promise<void> {
	if (!(await makeReady(world, queue, next))) return;
	const alike = queue.waiting.filter((each) => isAlike(each, next));
	const plan = await planOf(world, queue, next, alike.length);
	if (!plan) return;
	const lane = await world.train.lane(plan, next.spec, queue.stop.signal);
	const taken = await take(world, queue, alike, plan, lane).catch((thrown: unknown) => {
		lane.release();
		throw thrown;
	});
	if (!taken.length) return lane.release();
	const work = carryOut(world, queue, taken, plan, lane).finally(() => queue.running.delete(work));
	queue.running.add(work);
}

/** Works until nothing waits and nothing runs, or until it is told to stop. What ends it all is thrown at the end. */
async function work(world: World, queue: Queue): Promise<void> {
	const { waiting, running, stop } = queue;
	while (!stop.signal.aborted) {
		const [next] = waiting;
		if (next) await begin(world, queue, next);
		else if (running.size) await Promise.race([...running, queue.joined]);
		// From the last look at the list to letting go there is no pause in which a job could join unseen.
		else stop.abort();
	}
}

/**
 * Trains jobs that are already in the store, and resolves when the queue is empty or stopped.
 * What a stop leaves over is marked interrupted.
 */
export async function trainJobs(
	world: World,
	contents: ProjectContents,
	jobs: readonly Job[],
): Promise<void> {
	if (!jobs.length) return;
	const project = contents.project.id;
	const waiting = jobs.map((job) => specify(contents, job));
	refuseBusy(world, project);
	await settled(world);
	const busy = queues.get(world.store);
	if (busy) {
		for (const each of waiting) busy.open.add(each);
		busy.waiting.push(...waiting);
		world.activity.training.add(waiting.map(planned));
		busy.join();
		return;
	}
	const ended = signalled();
	const queue = newQueue(project, waiting, ended.promise);
	queues.set(world.store, queue);
	world.activity.training.begin(waiting.map(planned), () => queue.stop.abort());
	try {
		await world.startEngine();
		await work(world, queue);
	} catch (thrown) {
		if (!isAbort(thrown)) queue.failure ??= thrown;
	} finally {
		// Nothing may join from here on; who asks meanwhile waits for the end.
		queue.stop.abort();
		await Promise.all(queue.running);
		const left = [...queue.open].map(({ job }): Job => ({ ...job, state: 'interrupted', error: null }));
		try {
			if (left.length && world.store.role === 'writer') await world.store.putJobs(project, left);
		} finally {
			queues.delete(world.store);
			world.activity.training.end();
			ended.tell();
		}
	}
	if (queue.failure !== null) throw queue.failure;
}

/** A promise and the way to keep it. */
function signalled(): { promise: Promise<void>; tell: () => void } {
	let tell = () => {};
	const promise = new Promise<void>((resolve) => (tell = resolve));
	return { promise, tell };
}

function newQueue(project: string, waiting: Waiting[], ended: Promise<void>): Queue {
	let joined = signalled();
	return {
		project,
		stop: new AbortController(),
		waiting,
		open: new Set(waiting),
		running: new Set(),
		failure: null,
		ended,
		get joined() {
			return joined.promise;
		},
		join() {
			joined.tell();
			joined = signalled();
		},
	};
}
