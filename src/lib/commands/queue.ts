/**
 * Carries out the jobs of a project one after the other, in the order they were asked for. Every finished job
 * is kept before the next begins, so a stop, a crash or a reload costs at most the job in training.
 * One queue at a time; jobs asked for meanwhile join it.
 */
import { BenchtopError, asBenchtopError, isAbort } from '../engine/errors/error';
import type { ProjectContents } from '../engine/ports';
import type { Job } from '../engine/schema/job';
import type { JobSpec } from '../workers/api';
import { datasetOf, openDataset } from './dataset-access';
import { openProject } from './project';
import type { PlannedJob, World } from './world';

interface Queue {
	readonly project: string;
	readonly stop: AbortController;
	readonly waiting: Job[];
}

/** The queue in progress per world; tests may hold several worlds. */
const queues = new WeakMap<World['store'], Queue>();

/** True while jobs of this project are being trained in this tab. */
export const isTraining = (world: World, project: string): boolean =>
	queues.get(world.store)?.project === project;

type Contents = Pick<ProjectContents, 'experiments' | 'architectures' | 'pipelines'>;

function find<T extends { id: string }>(list: readonly T[], id: string): T {
	const found = list.find((each) => each.id === id);
	if (!found) throw new BenchtopError('pipeline.missing', { id });
	return found;
}

function specify(contents: Contents, job: Job): Omit<JobSpec, 'userAgent' | 'startedAt'> {
	const experiment = find(contents.experiments, job.experiment);
	const architecture = find(contents.architectures, experiment.document.architecture);
	const pipeline = find(contents.pipelines, experiment.document.pipeline);
	return {
		key: job.key,
		repeat: job.repeat,
		experimentId: experiment.id,
		experiment: experiment.document,
		architectureId: architecture.id,
		architecture: architecture.document,
		pipelineId: pipeline.id,
		pipeline: pipeline.document,
		dataset: pipeline.document.target.dataset,
	};
}

function plan(contents: Contents, jobs: readonly Job[]): PlannedJob[] {
	return jobs.map((job) => {
		const { architecture, experiment } = specify(contents, job);
		return { job, name: architecture.name, epochs: experiment.trainer.epochs };
	});
}

async function provide(world: World, spec: Pick<JobSpec, 'dataset'>): Promise<void> {
	if (world.train.holds(spec.dataset)) return;
	const task = world.activity.begin('Reading the data');
	try {
		await openDataset(world, datasetOf(world, spec.dataset), task);
		await world.train.load(spec.dataset, await world.data.table(spec.dataset));
	} finally {
		task.done();
	}
}

/** Trains one job and keeps it. A failure is recorded on the job; a stop rejects with an AbortError. */
async function carryOut(world: World, queue: Queue, job: Job): Promise<Job> {
	const { store } = world;
	const spec = specify(openProject(world), job);
	await store.putJobs(queue.project, [{ ...job, state: 'running', error: null }]);
	world.activity.training.started(job);
	try {
		const trained = await world.train.train(
			{ ...spec, userAgent: world.userAgent, startedAt: world.clock.now() },
			{ signal: queue.stop.signal, onEpoch: (event) => world.activity.training.epoch(event) },
		);
		const finished: Job = { ...job, state: 'finished', run: trained.run.id, error: null };
		await store.finishJob(queue.project, { ...trained, job: finished });
		return finished;
	} catch (thrown) {
		if (isAbort(thrown)) throw thrown;
		const error = asBenchtopError(thrown);
		const failed: Job = { ...job, state: 'failed', error: error.message };
		if (error.code.startsWith('storage.')) throw thrown;
		await store.putJobs(queue.project, [failed]);
		return failed;
	} finally {
		world.activity.training.finished(job);
	}
}

async function drain(world: World, queue: Queue): Promise<void> {
	await world.startEngine();
	for (let job = queue.waiting[0]; job && !queue.stop.signal.aborted; job = queue.waiting[0]) {
		if (world.current()?.project.id !== queue.project) await world.open(queue.project);
		await provide(world, specify(openProject(world), job));
		await carryOut(world, queue, job);
		queue.waiting.shift();
	}
}

/**
 * Trains jobs that are already in the store, and resolves when the queue is empty or stopped.
 * What a stop leaves over is marked interrupted.
 */
export async function trainJobs(world: World, project: string, jobs: readonly Job[]): Promise<void> {
	if (!jobs.length) return;
	const planned = plan(openProject(world), jobs);
	const busy = queues.get(world.store);
	if (busy) {
		if (busy.project !== project) throw new BenchtopError('train.busy');
		busy.waiting.push(...jobs);
		world.activity.training.add(planned);
		return;
	}
	const queue: Queue = { project, stop: new AbortController(), waiting: [...jobs] };
	queues.set(world.store, queue);
	world.activity.training.begin(planned, () => queue.stop.abort());
	try {
		await drain(world, queue);
	} catch (thrown) {
		if (!isAbort(thrown)) throw thrown;
	} finally {
		queues.delete(world.store);
		world.activity.training.end();
		const left = queue.waiting.map((job): Job => ({ ...job, state: 'interrupted' }));
		if (left.length && world.store.role === 'writer') await world.store.putJobs(project, left);
	}
}
