/**
 * Makes a kept dataset queryable from any place: opens it once however many ask, shows the work when it takes
 * long, and builds the attachable cache afterwards where that will save time. The store keeps, the worker reads.
 */
import { isAbort } from '$lib/engine/errors/error';
import type { Id } from '$lib/engine/canonical';
import type { Dataset } from '$lib/engine/schema/dataset';
import type { Task } from '$lib/commands/world';
import { app } from '../state/app.svelte';

const SHOWN_AFTER = 300;
/** Below this many cells reading the Parquet again is as quick as attaching a cache. */
const WORTH_A_CACHE = 500_000;

const opening = new Map<Id, Promise<void>>();
const cached = new Set<Id>();

/** Resolves when the dataset can be queried. Idempotent; callers at the same time share one promise. */
export function ensureOpen(dataset: Dataset): Promise<void> {
	const under = opening.get(dataset.id);
	if (under) return under;
	const promise = open(dataset).finally(() => opening.delete(dataset.id));
	opening.set(dataset.id, promise);
	return promise;
}

async function open(dataset: Dataset): Promise<void> {
	const { store, data } = app.world;
	const controller = new AbortController();
	let task: Task | null = null;
	const timer = setTimeout(() => {
		task = app.activity.begin(`Opening ${dataset.name}`);
		task.signal.addEventListener('abort', () => controller.abort());
	}, SHOWN_AFTER);
	try {
		await data.open(
			dataset,
			{ parquet: () => store.parquet(dataset.id), cache: () => store.cache(dataset.id) },
			{ signal: controller.signal, onProgress: (progress) => task?.progress(progress) },
		);
	} finally {
		clearTimeout(timer);
		(task as Task | null)?.done();
	}
	void keepCache(dataset);
}

/**
 * A cache is a convenience: when it cannot be built or kept, the Parquet still opens, so nothing is refused. Sequences
 * and pictures get none: whole samples are read of them, and from Parquet they open as fast.
 */
async function keepCache({ id, rows, columns, shape }: Dataset): Promise<void> {
	const { store, data } = app.world;
	if (shape || app.role !== 'writer' || rows * columns.length < WORTH_A_CACHE || cached.has(id)) return;
	cached.add(id);
	let task: Task | null = null;
	try {
		if (await store.cache(id)) return;
		task = app.activity.begin('Preparing for a quick start');
		const { signal, progress } = task;
		const cache = await data.buildCache(id, { signal, onProgress: progress });
		if (cache) await store.putCache(id, cache);
	} catch (thrown) {
		if (!isAbort(thrown)) cached.delete(id);
	} finally {
		task?.done();
	}
}
