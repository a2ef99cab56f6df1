/**
 * Sees to the tensors of a job before it is trained: they are at hand, or come back from what was kept of them, or are made
 * of the data. What took long is kept for the next visit.
 */
import { asBenchtopError, isAbort } from '../engine/errors/error';
import type { Dataset } from '../engine/schema/dataset';
import { openDataset } from './dataset-access';
import type { Queue, Waiting } from './queued';
import type { World } from './world';

/** Tensors that took this many seconds are kept for the next visit. */
const WORTH_SECONDS = 2;

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

/** Whether the tensors are in the train worker, where they still are or are put back from what was kept of them. */
async function areAtHand({ store, train }: World, { spec }: Waiting): Promise<boolean> {
	if (await train.isPrepared(spec)) return true;
	const kept = await store.tensors(spec.pipelineId, spec.fold).catch(() => null);
	return kept !== null && (await train.restore(spec, kept));
}

/** Makes the tensors and keeps those that took long: a convenience, refused by nobody. */
async function prepare(world: World, queue: Queue, { spec }: Waiting): Promise<void> {
	const { store, train, activity } = world;
	const fold = spec.fold === undefined ? '' : `, fold ${spec.fold + 1}`;
	const task = activity.begin(`Preparing the data${fold}`);
	try {
		const tensors = await train.prepare(spec, WORTH_SECONDS, {
			signal: AbortSignal.any([queue.stop.signal, task.signal]),
			onProgress: task.progress,
		});
		if (!tensors || store.role !== 'writer') return;
		const { used, quota } = await store.usage();
		if (used + 4 * tensors.size < quota)
			store.putTensors(queue.project, spec.pipelineId, tensors, spec.fold).catch(() => {});
	} finally {
		task.done();
	}
}

/** Records a failure on a job, which leaves the queue. */
export async function failed(world: World, queue: Queue, one: Waiting, thrown: unknown): Promise<void> {
	const at = queue.waiting.indexOf(one);
	if (at >= 0) queue.waiting.splice(at, 1);
	const error = asBenchtopError(thrown).message;
	await world.store.putJobs(queue.project, [{ ...one.job, state: 'failed', error }]);
	queue.open.delete(one);
	world.activity.training.finished(one.job);
}

/** Whether a failure is the queue's and not one job's. */
export const isOfQueue = (thrown: unknown): boolean =>
	isAbort(thrown) || asBenchtopError(thrown).code.startsWith('storage.');

/** How often a job may lose the worker it waits for or trains in before it counts as failed. */
export const LOSSES = 4;

/** Records what went wrong before a job was trained, unless its worker died, which may be chance: then it stays in line. */
export async function refused(world: World, queue: Queue, next: Waiting, thrown: unknown): Promise<void> {
	if (isOfQueue(thrown)) throw thrown;
	if (asBenchtopError(thrown).code === 'thread.died' && ++next.losses < LOSSES) return;
	await failed(world, queue, next, thrown);
}

/** False when it is not ready: failed, or to be tried again. @throws AbortError, storage.*, data.* */
export async function makeReady(world: World, queue: Queue, next: Waiting): Promise<boolean> {
	let reading = false;
	try {
		if (await areAtHand(world, next)) return true;
		reading = true;
		for (const dataset of next.datasets) await provide(world, dataset);
		reading = false;
		await prepare(world, queue, next);
		return true;
	} catch (thrown) {
		// Data that cannot be read concerns every job.
		if (reading && asBenchtopError(thrown).code !== 'thread.died') throw thrown;
		await refused(world, queue, next, thrown);
		return false;
	}
}
