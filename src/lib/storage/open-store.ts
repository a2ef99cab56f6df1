/**
 * The metastore of a tab: the `Store` port over IndexedDB. Every method is one transaction; who may write is the
 * pen's to say, and every commit is told to this tab's listeners and to the others.
 */
import { fittedKey } from '../engine/prepare/fitted-key';
import type { BenchtopError } from '../engine/errors/error';
import type { StorageUsage, Store, StoreChange } from '../engine/ports';
import { addDocuments, addFinished, addJobs, checkIds, putJobs, touch } from './additions';
import { Channel } from './channel';
import { readContents, readLarge, readParquet, readProjects } from './contents';
import { DATABASE_NAME, openDatabase, read, write, type Migration, type Write } from './database';
import { Pen } from './pen';
import { removeDataset, removeProject } from './removal';
import { rememberRole } from './role';
import { keepTensors, readTensors } from './tensors';

export interface StoreOptions {
	/** Another database than the usual one, with its own lock and channel. */
	name?: string;
	migrations?: readonly Migration[];
	/** Milliseconds since 1970, for a project's last change. */
	now?: () => number;
}

/** The browser's own figures; zero where it gives none. */
async function measure(): Promise<StorageUsage> {
	const storage = navigator.storage as StorageManager | undefined;
	const [estimate, persisted] = await Promise.all([storage?.estimate?.(), storage?.persisted?.()]);
	return { used: estimate?.usage ?? 0, quota: estimate?.quota ?? 0, persisted: persisted ?? false };
}

/**
 * Opens the store of this origin.
 * @throws BenchtopError `general.storage-unavailable` where the browser keeps nothing.
 */
export async function openStore({
	name = DATABASE_NAME,
	migrations,
	now = Date.now,
}: StoreOptions = {}): Promise<Store> {
	const db = await openDatabase({ name, ...(migrations ? { migrations } : {}) });
	const channel = new Channel(name);
	const pen = await Pen.open(`${name}-writer`, channel);
	rememberRole(name, pen.role);
	pen.onRole((role) => rememberRole(name, role));
	const listeners = new Set<(change: StoreChange) => void>();
	const damage = new Map<string, BenchtopError>();
	const damaged = (error: BenchtopError) => void damage.set(error.message, error);
	const notify = (change: StoreChange) => {
		for (const listener of [...listeners]) listener(change);
	};
	channel.listen((message) => {
		if (message.type === 'changed') notify({ project: message.project, origin: 'elsewhere' });
	});

	let asked = false;
	function askToPersist(): void {
		if (asked) return;
		asked = true;
		const storage = navigator.storage as StorageManager | undefined;
		storage?.persist?.().catch(() => undefined);
	}

	function tell(project: string | null): void {
		channel.post({ type: 'changed', project });
		notify({ project, origin: 'here' });
	}

	/** One write as this tab; `what` is named when the disk is full. */
	async function keep(what: string, work: (tx: Write) => Promise<void>): Promise<void> {
		await pen.use(() => write(db, what, work));
		askToPersist();
	}

	/** One write to a project, which is marked as changed. */
	async function keepIn(project: string, what: string, work: (tx: Write) => Promise<void>): Promise<void> {
		await keep(what, async (tx) => {
			await touch(tx, project, now());
			await work(tx);
		});
		tell(project);
	}

	return {
		projects: () => readProjects(db, damaged),
		contents: (project) => readContents(db, project, damaged),
		async putProject(project) {
			await keep(
				`the project "${project.name}"`,
				async (tx) => void (await tx.objectStore('projects').put(project)),
			);
			tell(null);
		},
		async deleteProject(project) {
			await keep('the change', (tx) => removeProject(tx, project));
			tell(null);
		},

		addDataset: (project, dataset, parquet) =>
			keepIn(project, `the dataset "${dataset.name}"`, async (tx) => {
				await tx.objectStore('datasets').put({ project, id: dataset.id, document: dataset });
				await tx.objectStore('blobs').put({ id: dataset.id, blob: parquet });
			}),
		async removeDataset(project, dataset) {
			const { parseRecord } = await import('./records');
			await keepIn(project, 'the change', async (tx) => {
				await removeDataset(tx, project, dataset, parseRecord);
				await touch(tx, project, now(), { droppedDataset: dataset });
			});
		},
		parquet: (dataset) => readParquet(db, dataset),
		async cache(dataset) {
			const record = await read(db, (tx) => tx.objectStore('caches').get(dataset));
			return record?.blob instanceof Blob ? record.blob : null;
		},
		putCache: (dataset, blob) =>
			keep('a cache', async (tx) => {
				if (await tx.objectStore('blobs').getKey(dataset))
					await tx.objectStore('caches').put({ id: dataset, blob });
			}),
		tensors: (pipeline, fold) => readTensors(db, pipeline, fold),
		putTensors: (project, pipeline, tensors, fold) =>
			keep('a cache', (tx) => keepTensors(tx, project, pipeline, tensors, fold)),
		async clearCaches() {
			await keep('the change', (tx) => tx.objectStore('caches').clear());
			tell(null);
		},

		async putPipeline(project, pipeline) {
			await checkIds([pipeline]);
			await keepIn(project, `the pipeline "${pipeline.document.name}"`, (tx) =>
				addDocuments(tx, project, [{ kind: 'pipeline', ...pipeline }]),
			);
		},
		async enqueue(project, { architectures, experiments, jobs }) {
			await checkIds([...architectures, ...experiments]);
			await keepIn(project, 'the jobs', async (tx) => {
				await addDocuments(tx, project, [
					...architectures.map((each) => ({ kind: 'architecture' as const, ...each })),
					...experiments.map((each) => ({ kind: 'experiment' as const, ...each })),
				]);
				await addJobs(tx, project, jobs);
			});
		},
		putJobs: (project, jobs) => keepIn(project, 'the jobs', (tx) => putJobs(tx, project, jobs)),
		removeJobs: (project, keys) =>
			keepIn(project, 'the change', async (tx) => {
				await Promise.all(keys.map((key) => tx.objectStore('jobs').delete([project, key])));
			}),
		finishJob: (project, finished) =>
			keepIn(project, 'the finished run', (tx) => addFinished(tx, project, finished)),
		annotate: (project, annotations) =>
			keepIn(project, 'the note', async (tx) => {
				await Promise.all(
					annotations.map((document) =>
						tx.objectStore('annotations').put({ project, id: document.run, document }),
					),
				);
			}),

		prediction: (project, run) => readLarge(db, 'predictions', project, run),
		weights: (project, run) => readLarge(db, 'weights', project, run),
		fitted: (project, pipeline, fold) => readLarge(db, 'fitted', project, fittedKey(pipeline, fold)),

		async setting(key) {
			return (await read(db, (tx) => tx.objectStore('settings').get(key)))?.value;
		},
		putSetting: (key, value) =>
			keep('the setting', async (tx) => void (await tx.objectStore('settings').put({ id: key, value }))),

		usage: measure,
		get damage() {
			return [...damage.values()];
		},
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		get role() {
			return pen.role;
		},
		onRole: (listener) => pen.onRole(listener),
		takeOver: () => pen.take(),
		close() {
			pen.close();
			channel.close();
			listeners.clear();
			rememberRole(name, null);
			db.close();
		},
	};
}
