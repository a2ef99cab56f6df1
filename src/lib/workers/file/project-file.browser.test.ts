/** What a project file promises: equal bytes, a whole way back, and that every version ever written opens. */
import { describe, expect, it } from 'vitest';
import type { Progress } from '../../engine/ports';
import { openStore } from '../../storage/open-store';
import { createFileClient } from '../file-client';
import { exportProject } from './export-project';
import { importProject } from './import-project';
import { bytesOf, cleanups, filled, ID, parquet, place, unzip } from './testing/places';

const FIXTURES = import.meta.glob<{ default: string }>('../../../../tests/fixtures/projects/*.benchtop', {
	query: '?url',
});

describe('a project file', () => {
	it('is the same, byte for byte, when exported twice, and carries the name of the project', async () => {
		const { db } = await filled();
		const [one, two] = [await exportProject(db, ID), await exportProject(db, ID)];
		expect(one.name).toBe('palmer-penguins.benchtop');
		expect(await bytesOf(one)).toEqual(await bytesOf(two));
		const paths = (await unzip(one)).map(({ path }) => path);
		expect(paths.slice(-3)).toEqual(
			['README.md', 'ro-crate-metadata.json', 'manifest.json'].map((name) => `palmer-penguins/${name}`),
		);
		expect(paths.slice(0, -3)).toEqual(paths.slice(0, -3).sort());
	});

	it('brings everything into an empty profile, equal to the last bit', async () => {
		const from = await filled();
		const to = await place();
		const file = await exportProject(from.db, ID);
		expect(await importProject(to.db, file)).toBe(ID);
		const [before, after] = [await from.store.contents(ID), await to.store.contents(ID)];
		const interrupted = before?.jobs.map((job) =>
			job.state === 'waiting' ? { ...job, state: 'interrupted' } : job,
		);
		expect(after).toEqual({ ...before, jobs: interrupted });
		for (const { run, prediction, weights, fitted } of from.kept.finished) {
			expect(await to.store.prediction(ID, run.id)).toEqual(prediction);
			const read = await to.store.weights(ID, run.id);
			expect(read).toEqual(weights);
			expect(read?.map(({ values }) => [...new Uint8Array(values.buffer)])).toEqual(
				weights.map(({ values }) => [...new Uint8Array(values.buffer)]),
			);
			expect(Object.is((await to.store.prediction(ID, run.id))?.train.scores[2], -0)).toBe(true);
			expect(await to.store.fitted(ID, fitted.pipeline)).toEqual(fitted);
		}
		expect(await bytesOf(await to.store.parquet(from.kept.dataset.id))).toEqual(await bytesOf(parquet));
		expect(await bytesOf(await exportProject(to.db, ID))).toEqual(await bytesOf(file));
	});

	it('opens the project that is here when it has the same content, and becomes a copy when it has not', async () => {
		const here = await filled();
		const file = await exportProject(here.db, ID);
		expect(await importProject(here.db, file)).toBe(ID);
		expect((await here.store.projects()).length).toBe(1);
		await here.store.annotate(ID, [{ ...here.kept.annotation, note: 'changed since' }]);
		const copy = await importProject(here.db, file);
		expect(copy).not.toBe(ID);
		expect((await here.store.contents(copy))?.project.name).toBe('Palmer Penguins (copy)');
		expect((await here.store.contents(copy))?.annotations).toEqual([here.kept.annotation]);
		expect((await here.store.contents(ID))?.annotations[0]?.note).toBe('changed since');
		await here.store.deleteProject(copy);
		expect((await here.store.parquet(here.kept.dataset.id)).size).toBe(parquet.size);
	});

	it('leaves out what is damaged, and says so inside', async () => {
		const { db } = await filled();
		const tx = db.transaction('runs', 'readwrite');
		const [record] = await tx.store.getAll();
		if (record) await tx.store.put({ ...record, document: { broken: true } });
		await tx.done;
		const file = await exportProject(db, ID);
		const entries = await unzip(file);
		const text = new TextDecoder().decode(entries.find(({ path }) => path.endsWith('README.md'))?.bytes);
		expect(text).toContain('Left out');
		const to = await place();
		await importProject(to.db, file);
		expect((await to.store.contents(ID))?.runs.length).toBe(1);
	});

	it("goes through the worker with progress, reaches the page's store, and can be stopped", async () => {
		const from = await filled();
		const to = await place();
		const [out, back] = [createFileClient({ database: from.name }), createFileClient({ database: to.name })];
		cleanups.push(
			() => out.dispose(),
			() => back.dispose(),
		);
		const seen: Progress[] = [];
		const file = await out.exportProject(ID, { onProgress: (progress) => seen.push(progress) });
		expect(await bytesOf(file)).toEqual(await bytesOf(await exportProject(from.db, ID)));
		expect(file.name).toBe('palmer-penguins.benchtop');
		expect(seen.some(({ phase }) => phase === 'Writing runs')).toBe(true);
		const told = new Promise((resolve) => to.store.subscribe(resolve));
		expect(await back.importProject(file)).toBe(ID);
		expect(await told).toEqual({ project: null, origin: 'elsewhere' });
		expect((await to.store.contents(ID))?.runs.length).toBe(2);
		await expect(out.exportProject('project-none')).rejects.toMatchObject({ code: 'storage.no-project' });
		await expect(out.exportProject(ID, { signal: AbortSignal.abort() })).rejects.toMatchObject({
			name: 'AbortError',
		});
		const follower = await openStore({ name: to.name });
		cleanups.push(() => follower.close());
		await expect(back.importProject(file)).rejects.toMatchObject({ code: 'storage.read-only' });
	});
});

describe('every format ever written', () => {
	it.each(Object.entries(FIXTURES))('%s opens, with everything in it', async (path, load) => {
		const { default: address } = await load();
		const to = await place();
		const bytes = await (await fetch(address)).arrayBuffer();
		const id = await importProject(to.db, new File([bytes], path));
		const contents = await to.store.contents(id);
		expect(contents?.datasets.length).toBe(1);
		expect(contents?.runs.map(({ metrics }) => metrics.test.accuracy)).toEqual([0.1 + 0.2, 0.1 + 0.2]);
		expect(contents?.runs[0]?.history.train.loss).toEqual([0.7, 1 / 3, Infinity]);
		for (const { id: run } of contents?.runs ?? []) {
			expect((await to.store.prediction(id, run))?.train.scores[1]).toBeNaN();
			expect((await to.store.weights(id, run))?.map(({ name }) => name)).toEqual([
				'10/kernel',
				'2/bias',
				'empty',
			]);
		}
	});
});
