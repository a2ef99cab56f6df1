/** What the store promises: all or nothing, nothing left behind, one writer, and a damaged record harms no other. */
import { deleteDB, openDB } from 'idb';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { contentId } from '../engine/canonical';
import type { Role, Store } from '../engine/ports';
import { MIGRATIONS } from './migrations';
import { openStore, type StoreOptions } from './open-store';
import {
	exampleDataset,
	exampleLaboratory,
	exampleProject,
	keepLaboratory,
	type Laboratory,
} from './testing/documents';

const NOW = 1_800_000_000_000;
const opened: { store: Store; name: string }[] = [];

async function open(name: string, options: StoreOptions = {}): Promise<Store> {
	const store = await openStore({ name, now: () => NOW, ...options });
	opened.push({ store, name });
	return store;
}

const freshName = () => `test-${crypto.randomUUID()}`;
const parquet = new Blob(['not really Parquet']);
const laboratory = (id = 'project-1', name?: string): Promise<Laboratory> =>
	exampleLaboratory(exampleProject(id, name), parquet, 'ab'.repeat(32));

/** How many records each object store holds. */
async function census(name: string): Promise<Record<string, number>> {
	const db = await openDB(name);
	const counts = Object.fromEntries(
		await Promise.all([...db.objectStoreNames].map(async (store) => [store, await db.count(store)] as const)),
	);
	db.close();
	return counts;
}

afterEach(async () => {
	vi.restoreAllMocks();
	for (const { store } of opened) store.close();
	for (const { name } of opened.splice(0)) await deleteDB(name);
});

describe('keeping', () => {
	it('gives back exactly what was kept', async () => {
		const name = freshName();
		const kept = await laboratory();
		await keepLaboratory(await open(name), kept);
		const store = opened[0]?.store as Store;
		const contents = await store.contents('project-1');
		expect(contents?.datasets).toEqual([kept.dataset]);
		expect(contents?.pipelines).toEqual([kept.pipeline]);
		expect(contents?.architectures).toEqual([kept.architecture]);
		expect(contents?.experiments).toEqual([kept.experiment]);
		expect(contents?.runs).toEqual(kept.finished.map(({ run }) => run));
		expect(contents?.jobs.map(({ state }) => state)).toEqual(['finished', 'finished', 'waiting']);
		expect(contents?.annotations).toEqual([kept.annotation]);
		const [first] = kept.finished;
		if (!first) throw new Error('no run');
		expect(await store.prediction('project-1', first.run.id)).toEqual(first.prediction);
		expect(await store.weights('project-1', first.run.id)).toEqual(first.weights);
		expect(await store.fitted('project-1', kept.pipeline.id)).toEqual(first.fitted);
		expect(await (await store.parquet(kept.dataset.id)).text()).toBe('not really Parquet');
		expect((await store.projects())[0]?.modifiedAt).toBe(NOW);
		expect(store.damage).toEqual([]);
	});

	it('never edits a run, and leaves a job key already there as it is', async () => {
		const store = await open(freshName());
		const kept = await laboratory();
		await keepLaboratory(store, kept);
		const [first] = kept.finished;
		if (!first) throw new Error('no run');
		await store.finishJob('project-1', { ...first, run: { ...first.run, seconds: 99 } });
		await store.enqueue('project-1', {
			architectures: [],
			experiments: [],
			jobs: [{ ...first.job, state: 'waiting', run: null }],
		});
		const contents = await store.contents('project-1');
		expect(contents?.runs[0]?.seconds).toBe(first.run.seconds);
		expect(contents?.jobs[0]?.state).toBe('finished');
	});

	it('refuses a document whose id is not the hash of its content', async () => {
		const store = await open(freshName());
		const kept = await laboratory();
		await store.putProject(kept.project);
		const wrong = { ...kept.pipeline, id: kept.experiment.id };
		await expect(store.putPipeline('project-1', wrong)).rejects.toMatchObject({ code: 'storage.wrong-id' });
	});

	it('keeps nothing of a run whose project was deleted meanwhile', async () => {
		const name = freshName();
		const store = await open(name);
		const kept = await laboratory();
		await keepLaboratory(store, kept);
		await store.deleteProject('project-1');
		const [first] = kept.finished;
		if (!first) throw new Error('no run');
		await expect(store.finishJob('project-1', first)).rejects.toMatchObject({ code: 'storage.no-project' });
		expect(Object.values(await census(name)).every((count) => count === 0)).toBe(true);
	});

	it('keeps settings and caches', async () => {
		const store = await open(freshName());
		const kept = await laboratory();
		await keepLaboratory(store, kept);
		expect(await store.setting('backend')).toBeUndefined();
		await store.putSetting('backend', 'wasm');
		expect(await store.setting('backend')).toBe('wasm');
		expect(await store.cache(kept.dataset.id)).toBeNull();
		await store.putCache(kept.dataset.id, new Blob(['cache']));
		expect((await store.cache(kept.dataset.id))?.size).toBe(5);
		await store.clearCaches();
		expect(await store.cache(kept.dataset.id)).toBeNull();
		expect((await store.usage()).quota).toBeGreaterThan(0);
	});

	it('keeps tensors of a pipeline that is there, until caches are cleared or the pipeline goes', async () => {
		const store = await open(freshName());
		const kept = await laboratory();
		await keepLaboratory(store, kept);
		const contents = await store.contents('project-1');
		const pipeline = contents?.pipelines[0]?.id ?? kept.dataset.id;
		expect(await store.tensors(pipeline)).toBeNull();
		await store.putTensors('project-1', pipeline, new Blob(['all']));
		await store.putTensors('project-1', pipeline, new Blob(['fold 2']), 2);
		expect((await store.tensors(pipeline))?.size).toBe(3);
		expect((await store.tensors(pipeline, 2))?.size).toBe(6);
		expect(await store.tensors(pipeline, 1)).toBeNull();
		await store.clearCaches();
		expect(await store.tensors(pipeline)).toBeNull();
		await store.putTensors('project-1', kept.dataset.id, new Blob(['no pipeline']));
		expect(await store.tensors(kept.dataset.id)).toBeNull();
		await store.putTensors('project-1', pipeline, new Blob(['all']), 0);
		await store.deleteProject('project-1');
		expect(await store.tensors(pipeline, 0)).toBeNull();
	});
});

describe('a full disk', () => {
	/** Lets `allowed` puts through, then behaves as a full disk does. */
	function fillDiskAfter(allowed: number): void {
		const real = Reflect.get(IDBObjectStore.prototype, 'put') as IDBObjectStore['put'];
		let puts = 0;
		vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...given) {
			if (puts++ >= allowed) throw new DOMException('The disk is full', 'QuotaExceededError');
			return real.apply(this, given);
		});
	}

	it('refuses the whole action at whichever write it happens, and changes nothing', async () => {
		const name = freshName();
		const store = await open(name);
		const kept = await laboratory();
		await keepLaboratory(store, { ...kept, finished: [] });
		const [first] = kept.finished;
		if (!first) throw new Error('no run');
		const before = { counts: await census(name), contents: await store.contents('project-1') };
		for (const allowed of [0, 1, 2, 3, 4, 5]) {
			fillDiskAfter(allowed);
			await expect(store.finishJob('project-1', first)).rejects.toMatchObject({ code: 'storage.quota' });
			vi.restoreAllMocks();
			expect(await census(name)).toEqual(before.counts);
			expect(await store.contents('project-1')).toEqual(before.contents);
		}
		await store.finishJob('project-1', first);
		expect((await store.contents('project-1'))?.runs).toEqual([first.run]);
	});

	it('keeps the dataset out when its Parquet finds no room', async () => {
		const name = freshName();
		const store = await open(name);
		const kept = await laboratory();
		await store.putProject(kept.project);
		fillDiskAfter(2);
		await expect(store.addDataset('project-1', kept.dataset, parquet)).rejects.toThrow(/"penguins"/);
		vi.restoreAllMocks();
		expect((await store.contents('project-1'))?.datasets).toEqual([]);
		expect((await census(name)).blobs).toBe(0);
	});
});

describe('deleting', () => {
	it('a project frees every record, and each blob no other project needs', async () => {
		const name = freshName();
		const store = await open(name);
		const [one, two] = [await laboratory('project-1'), await laboratory('project-2', 'Second')];
		await keepLaboratory(store, one);
		await keepLaboratory(store, two);
		await store.putCache(one.dataset.id, new Blob(['cache']));
		expect(await census(name)).toMatchObject({ blobs: 1, caches: 1, runs: 4, predictions: 4, weights: 4 });
		await store.deleteProject('project-1');
		expect(await census(name)).toMatchObject({
			projects: 1,
			blobs: 1,
			caches: 1,
			runs: 2,
			predictions: 2,
			weights: 2,
			documents: 3,
		});
		expect(await store.contents('project-1')).toBeNull();
		await store.deleteProject('project-2');
		expect(Object.values(await census(name))).toEqual(Object.values(await census(name)).map(() => 0));
	});

	it('a dataset is refused while a run or a waiting job needs it, and takes its pipelines along otherwise', async () => {
		const name = freshName();
		const store = await open(name);
		const kept = await laboratory();
		await keepLaboratory(store, kept);
		await expect(store.removeDataset('project-1', kept.dataset.id)).rejects.toMatchObject({
			code: 'storage.dataset-in-use',
			operands: { dataset: 'penguins', count: 3 },
		});
		const free = await exampleDataset(new Blob(['other']), 'cd'.repeat(32), 'free');
		await store.addDataset('project-1', free, new Blob(['other']));
		const document = structuredClone(kept.pipeline.document);
		document.target.dataset = free.id;
		await store.putPipeline('project-1', { id: await contentId(document), document });
		const project = (await store.projects())[0];
		if (!project) throw new Error('no project');
		await store.putProject({ ...project, active: { dataset: free.id, pipeline: null } });
		await store.removeDataset('project-1', free.id);
		const contents = await store.contents('project-1');
		expect(contents?.datasets.map(({ id }) => id)).toEqual([kept.dataset.id]);
		expect(contents?.pipelines).toEqual([kept.pipeline]);
		expect(contents?.project.active.dataset).toBeNull();
		expect((await census(name)).blobs).toBe(1);
		await expect(store.parquet(free.id)).rejects.toMatchObject({ code: 'storage.no-dataset' });
	});
});

describe('a damaged record', () => {
	it('is named, and everything else opens', async () => {
		const name = freshName();
		const store = await open(name);
		const kept = await laboratory();
		await keepLaboratory(store, kept);
		const [first, second] = kept.finished;
		if (!first || !second) throw new Error('no runs');
		const db = await openDB(name);
		const damage = async (store: string, key: string[]) => {
			const record = (await db.get(store, key)) as { document: Record<string, unknown> };
			delete record.document.metrics;
			delete record.document.test;
			await db.put(store, record);
		};
		await damage('runs', ['project-1', first.run.id]);
		await damage('predictions', ['project-1', second.run.id]);
		await db.put('projects', { id: 'broken-1', name: 3 });
		db.close();
		expect((await store.projects()).map(({ id }) => id)).toEqual(['project-1']);
		expect((await store.contents('project-1'))?.runs).toEqual([second.run]);
		expect(store.damage.map(({ code, operands }) => [code, operands.record])).toEqual([
			['storage.damaged', 'projects broken-1'],
			['storage.damaged', `runs ${first.run.id}`],
		]);
		await expect(store.prediction('project-1', second.run.id)).rejects.toMatchObject({
			code: 'storage.damaged',
		});
		expect(await store.prediction('project-1', first.run.id)).toEqual(first.prediction);
		await expect(store.contents('broken-1')).rejects.toMatchObject({ code: 'storage.damaged' });
	});
});

describe('two tabs', () => {
	const roleOf = (store: Store, role: Role): Promise<void> =>
		store.role === role
			? Promise.resolve()
			: new Promise((resolve) => {
					const stop = store.onRole((now) => {
						if (now !== role) return;
						stop();
						resolve();
					});
				});

	it('the first writes; the second follows live and is refused to write', async () => {
		const name = freshName();
		const [writer, follower] = [await open(name), await open(name)];
		expect([writer.role, follower.role]).toEqual(['writer', 'follower']);
		const { promise, stop } = nextChange(follower);
		await writer.putProject(exampleProject('project-1'));
		expect(await promise).toEqual({ project: null, origin: 'elsewhere' });
		stop();
		expect((await follower.projects()).length).toBe(1);
		await expect(follower.deleteProject('project-1')).rejects.toMatchObject({ code: 'storage.read-only' });
		expect((await writer.projects()).length).toBe(1);
	});

	it('a follower writes once the writer is gone', async () => {
		const name = freshName();
		const [writer, follower] = [await open(name), await open(name)];
		writer.close();
		await roleOf(follower, 'writer');
		await follower.putProject(exampleProject('project-1'));
		expect((await follower.projects()).length).toBe(1);
	});

	it('taking over hands the pen to the tab that asked, ahead of those in line, and back again', async () => {
		const name = freshName();
		const [first, second, third] = [await open(name), await open(name), await open(name)];
		await third.takeOver();
		expect([first.role, second.role, third.role]).toEqual(['follower', 'follower', 'writer']);
		await third.putProject(exampleProject('project-1'));
		await first.takeOver();
		expect([first.role, second.role, third.role]).toEqual(['writer', 'follower', 'follower']);
		await first.deleteProject('project-1');
		await expect(third.putProject(exampleProject('project-1'))).rejects.toMatchObject({
			code: 'storage.read-only',
		});
		first.close();
		await Promise.race([roleOf(second, 'writer'), roleOf(third, 'writer')]);
		expect([second.role, third.role].sort()).toEqual(['follower', 'writer']);
	});

	it('a write under way is finished before the pen is handed over', async () => {
		const name = freshName();
		const [writer, follower] = [await open(name), await open(name)];
		const kept = await laboratory();
		await writer.putProject(kept.project);
		const writing = writer.addDataset('project-1', kept.dataset, new Blob([new Uint8Array(4_000_000)]));
		await follower.takeOver();
		expect((await follower.contents('project-1'))?.datasets.length).toBe(1);
		await writing;
	});

	function nextChange(store: Store) {
		let stop = () => {};
		const promise = new Promise((resolve) => (stop = store.subscribe(resolve)));
		return { promise, stop };
	}
});

describe('versions of the database', () => {
	it('opens an older one, migrating forward, with everything in it', async () => {
		const name = freshName();
		const kept = await laboratory();
		const old = await open(name);
		await keepLaboratory(old, kept);
		old.close();
		const store = await open(name, {
			migrations: [...MIGRATIONS, (db) => void db.createObjectStore('later', { keyPath: 'id' })],
		});
		expect((await store.contents('project-1'))?.runs.length).toBe(2);
		expect(Object.keys(await census(name))).toContain('later');
	});

	it('leaves the old one as it was when a migration fails', async () => {
		const name = freshName();
		const old = await open(name);
		await keepLaboratory(old, await laboratory());
		old.close();
		const failing = () => {
			throw new Error('no such index');
		};
		await expect(open(name, { migrations: [...MIGRATIONS, failing] })).rejects.toMatchObject({
			code: 'general.storage-unavailable',
		});
		expect((await (await open(name)).contents('project-1'))?.runs.length).toBe(2);
	});

	it('refuses one written by a newer program', async () => {
		const name = freshName();
		const later = await open(name, { migrations: [...MIGRATIONS, () => {}] });
		later.close();
		await expect(open(name)).rejects.toThrow(/newer version/);
	});

	it('says so where the browser keeps nothing', async () => {
		vi.spyOn(IDBFactory.prototype, 'open').mockImplementation(() => {
			throw new DOMException('denied', 'SecurityError');
		});
		await expect(openStore({ name: freshName() })).rejects.toMatchObject({
			code: 'general.storage-unavailable',
		});
	});
});
