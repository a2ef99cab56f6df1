/**
 * Carries out the jobs of a project one after the other, in the order they were asked for. Every finished job
 * is kept before the next begins, so a stop, a crash or a reload costs at most the job in training.
 * One queue at a time; jobs asked for meanwhile join it.
 */
import { BenchtopError, asBenchtopError, isAbort } from '../engine/errors/error';
import type { ProjectContents } from '../engine/ports';
import { isBaseline } from '../engine/schema/is-baseline';
import type { Dataset } from '../engine/schema/dataset';
import { datasetsOf } from '../engine/schema/datasets-of';
import type { Job } from '../engine/schema/job';
import type { JobSpec } from '../workers/api';
import { openDataset } from './dataset-access';
import type { PlannedJob, World } from './world';

interface Waiting {
	readonly job: Job;
	readonly spec: Omit<JobSpec, 'userAgent' | 'startedAt'>;
	/** What has to be at hand for it. */
	readonly datasets: readonly Dataset[];
}

interface Queue {
	readonly project: string;
	readonly stop: AbortController;
	readonly waiting: Waiting[];
	/** Resolves when it has let go. */
	readonly ended: Promise<void>;
}

/** The queue in progress per store; tests may hold several. */
const queues = new WeakMap<World['store'], Queue>();

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
	return { job, spec, datasets };
}

const planned = ({ job, spec }: Waiting): PlannedJob => ({
	job,
	name: spec.architecture.name,
	epochs: isBaseline(spec.architecture) ? 1 : spec.experiment.trainer.epochs,
});

async function provide(world: World, dataset: Dataset): Promise<void> {
	if (world.train.holds(dataset.id)) return;
	const task = world.activity.begin('Reading the data');
	try {
		await openDataset(world, dataset, task);
		await world.train.load(dataset.id, await world.data.packed(dataset.id));
	} finally {
		task.done();
	}
}

/** Tensors that took this many seconds are kept for the next visit. */
const WORTH_SECONDS = 2;

/** Whether the tensors are in the train worker, where they still are or are put back from what was kept of them. */
async function areAtHand({ store, train }: World, { spec }: Waiting): Promise<boolean> {
	if (await train.isPrepared(spec)) return true;
	const kept = await store.tensors(spec.pipelineId, spec.fold).catch(() => null);
	return kept !== null && (await train.restore(spec, kept));
}

/** Makes the tensors of a job where they are not at hand, and keeps those that took long: a convenience, refused by nobody. */
async function prepare({ store, train }: World, queue: Queue, { spec }: Waiting): Promise<void> {
	const { project, stop } = queue;
	const tensors = await train.prepare(spec, WORTH_SECONDS, { signal: stop.signal });
	if (!tensors || store.role !== 'writer') return;
	const { used, quota } = await store.usage();
	if (used + 4 * tensors.size < quota)
		store.putTensors(project, spec.pipelineId, tensors, spec.fold).catch(() => {});
}

/** Trains one job and keeps it. A failure is recorded on the job; a stop rejects with an AbortError. */
async function carryOut(world: World, queue: Queue, next: Waiting): Promise<void> {
	const { job, spec } = next;
	const { store, train, activity } = world;
	await store.putJobs(queue.project, [{ ...job, state: 'running', error: null }]);
	activity.training.started(job);
	try {
		await prepare(world, queue, next);
		const trained = await train.train(
			{ ...spec, userAgent: world.userAgent, startedAt: world.clock.now() },
			{ signal: queue.stop.signal, onEpoch: (event) => activity.training.epoch(event) },
		);
		await store.finishJob(queue.project, {
			...trained,
			job: { ...job, state: 'finished', run: trained.run.id, error: null },
		});
	} catch (thrown) {
		const error = asBenchtopError(thrown);
		if (isAbort(thrown) || error.code.startsWith('storage.')) throw thrown;
		await store.putJobs(queue.project, [{ ...job, state: 'failed', error: error.message }]);
	}
	activity.training.finished(job);
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
		busy.waiting.push(...waiting);
		world.activity.training.add(waiting.map(planned));
		return;
	}
	let end = (): void => {};
	const ended = new Promise<void>((resolve) => (end = resolve));
	const queue: Queue = { project, stop: new AbortController(), waiting, ended };
	queues.set(world.store, queue);
	world.activity.training.begin(waiting.map(planned), () => queue.stop.abort());
	try {
		await world.startEngine();
		// From the last look at the list to letting go there is no pause in which a job could join unseen.
		for (let next = waiting[0]; next && !queue.stop.signal.aborted; next = waiting[0]) {
			if (!(await areAtHand(world, next))) for (const dataset of next.datasets) await provide(world, dataset);
			await carryOut(world, queue, next);
			waiting.shift();
		}
	} catch (thrown) {
		if (!isAbort(thrown)) throw thrown;
	} finally {
		const left = waiting.map(({ job }): Job => ({ ...job, state: 'interrupted', error: null }));
		// Nothing may join from here on; who asks meanwhile waits for the end.
		queue.stop.abort();
		try {
			if (left.length && world.store.role === 'writer') await world.store.putJobs(project, left);
		} finally {
			queues.delete(world.store);
			world.activity.training.end();
			end();
		}
	}
}
