/** What a project file promises: equal bytes, a whole way back, and that a refused file changes nothing. */
import {
	BlobReader,
	BlobWriter,
	Uint8ArrayWriter,
	ZipReader,
	ZipWriter,
	Uint8ArrayReader,
} from '@zip.js/zip.js';
import { deleteDB } from 'idb';
import initParquet from 'parquet-wasm/esm';
import parquetWasm from 'parquet-wasm/esm/parquet_wasm_bg.wasm?url';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Progress, Store } from '../../engine/ports';
import { openDatabase, type Database } from '../../storage/database';
import { openStore } from '../../storage/open-store';
import {
	exampleLaboratory,
	exampleProject,
	keepLaboratory,
	type Laboratory,
} from '../../storage/testing/documents';
import { createFileClient } from '../file-client';
import { exportProject } from './export-project';
import { digestOf } from './hashing';
import { importProject } from './import-project';
import { columnsToParquet } from './parquet-columns';

const ID = 'project-1';
const cleanups: (() => void | Promise<unknown>)[] = [];
let parquet: Blob;
let sha256: string;

beforeAll(async () => {
	await initParquet({ module_or_path: parquetWasm });
	parquet = new Blob([
		columnsToParquet([
			{ name: 'mass', type: 'float64', values: [0.1, null, NaN, -0, Infinity, 5] },
			{
				name: 'species',
				type: 'text',
				stretches: [
					{ text: 'Adélie', count: 3 },
					{ text: 'Gentoo', count: 3 },
				],
			},
		]),
	]);
	({ sha256 } = await digestOf(parquet));
});

afterEach(async () => {
	for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

interface Place {
	name: string;
	store: Store;
	db: Database;
}

/** An empty profile. */
async function place(): Promise<Place> {
	const name = `test-${crypto.randomUUID()}`;
	cleanups.push(() => deleteDB(name));
	const store = await openStore({ name, now: () => 1_800_000_000_000 });
	const db = await openDatabase({ name });
	cleanups.push(
		() => store.close(),
		() => db.close(),
	);
	return { name, store, db };
}

const laboratory = (): Promise<Laboratory> =>
	exampleLaboratory(exampleProject(ID, 'Palmer Penguins'), parquet, sha256);

async function filled(): Promise<Place & { kept: Laboratory }> {
	const here = await place();
	const kept = await laboratory();
	await keepLaboratory(here.store, kept);
	return { ...here, kept };
}

const bytesOf = async (blob: Blob) => new Uint8Array(await blob.arrayBuffer());

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

// ── hostile files ───────────────────────────────────────────────────────────────────────────────

interface Packed {
	path: string;
	bytes: Uint8Array<ArrayBuffer>;
}

async function unzip(file: Blob): Promise<Packed[]> {
	const packed: Packed[] = [];
	for (const entry of await new ZipReader(new BlobReader(file)).getEntries()) {
		if (!entry.directory)
			packed.push({
				path: entry.filename,
				bytes: (await entry.getData(new Uint8ArrayWriter())) as Uint8Array<ArrayBuffer>,
			});
	}
	return packed;
}

async function zip(entries: readonly Packed[], level = 0): Promise<File> {
	const writer = new ZipWriter(new BlobWriter(), { level, useWebWorkers: false });
	for (const { path, bytes } of entries) await writer.add(path, new Uint8ArrayReader(bytes));
	return new File([await writer.close()], 'bad.benchtop');
}

const ROOT = 'palmer-penguins/';
const encode = (text: string) => new TextEncoder().encode(text);
const at = (entries: readonly Packed[], ending: string): Packed => {
	const found = entries.find(({ path }) => path.endsWith(ending));
	if (!found) throw new Error(`no ${ending}`);
	return found;
};

/** Writes the text of one entry anew. */
function edit(entries: readonly Packed[], ending: string, change: (text: string) => string): Packed[] {
	const { path } = at(entries, ending);
	return entries.map((each) =>
		each.path === path ? { path, bytes: encode(change(new TextDecoder().decode(each.bytes))) } : each,
	);
}

/** Lists everything anew, as a forger would. */
async function relist(entries: readonly Packed[]): Promise<Packed[]> {
	const listed: { path: string; bytes: number; sha256: string }[] = [];
	for (const { path, bytes } of entries) {
		if (path.endsWith('manifest.json')) continue;
		const digest = await digestOf(bytes);
		listed.push({ path: path.slice(ROOT.length), bytes: digest.bytes, sha256: digest.sha256 });
	}
	return edit(entries, 'manifest.json', (text) =>
		JSON.stringify({ ...(JSON.parse(text) as object), entries: listed }),
	);
}

const patch = async (file: File, change: (bytes: Uint8Array) => void): Promise<File> => {
	const bytes = await bytesOf(file);
	change(bytes);
	return new File([bytes], 'bad.benchtop');
};
const find = (bytes: Uint8Array, text: string, from = 0): number => {
	const wanted = encode(text);
	for (let i = from; i <= bytes.length - wanted.length; i++)
		if (wanted.every((byte, k) => bytes[i + k] === byte)) return i;
	throw new Error(`no ${text}`);
};

type Make = (file: File, entries: Packed[]) => Promise<File> | File;
const HOSTILE: [string, string, RegExp, Make][] = [
	['an empty file', 'project.not-a-file', /empty/, () => new File([], 'bad.benchtop')],
	['something else', 'project.not-a-file', /not a ZIP/, () => new File(['a,b\n1,2\n'], 'bad.benchtop')],
	[
		'a file cut short',
		'project.not-a-file',
		/whole ZIP/,
		(file) => new File([file.slice(0, file.size - 40)], 'bad.benchtop'),
	],
	[
		'a file cut in half',
		'project.not-a-file',
		/whole ZIP/,
		(file) => new File([file.slice(0, file.size / 2)], 'bad.benchtop'),
	],
	[
		'a flipped byte in the data',
		'project.damaged',
		/data\/.*checksum/,
		(file) => patch(file, (bytes) => void (bytes[find(bytes, 'PAR1') + 20]! ^= 1)),
	],
	[
		'a flipped byte in a run',
		'project.damaged',
		/weights\.safetensors/,
		(file) =>
			patch(file, (bytes) => {
				const i = find(bytes, '10/kernel');
				bytes[i] = 0x37;
			}),
	],
	[
		'no manifest',
		'project.no-manifest',
		/no manifest/,
		(_file, entries) => zip(entries.filter(({ path }) => !path.endsWith('manifest.json'))),
	],
	[
		'a manifest that is not JSON',
		'project.invalid',
		/manifest/,
		(_file, entries) => zip(edit(entries, 'manifest.json', () => '{')),
	],
	[
		'a newer format',
		'project.newer',
		/format 99/,
		(_file, entries) =>
			zip(
				edit(entries, 'manifest.json', (text) =>
					JSON.stringify({ kind: 'benchtop-project', format: 99, added: text.length }),
				),
			),
	],
	[
		'a wrong hash',
		'project.damaged',
		/hash/,
		(_file, entries) =>
			zip(
				edit(entries, 'manifest.json', (text) =>
					text.replace(/("path":"meta\/runs.jsonl","sha256":")[0-9a-f]{4}/, '$10000'),
				),
			),
	],
	[
		'a wrong size in the manifest',
		'project.damaged',
		/instead of/,
		(_file, entries) =>
			zip(edit(entries, 'manifest.json', (text) => text.replace(/"bytes":\d+/, '"bytes":7'))),
	],
	[
		'a missing entry',
		'project.damaged',
		/missing/,
		(_file, entries) => zip(entries.filter(({ path }) => !path.endsWith('weights.safetensors'))),
	],
	[
		'an entry that is not listed',
		'project.damaged',
		/not listed/,
		(_file, entries) => zip([...entries, { path: `${ROOT}extra.js`, bytes: encode('x') }]),
	],
	[
		'a listed entry that belongs to nothing',
		'project.inconsistent',
		/extra\.js/,
		async (_file, entries) =>
			zip(await relist([...entries, { path: `${ROOT}extra.js`, bytes: encode('x') }])),
	],
	[
		'a lying size in the directory',
		'project.damaged',
		/./,
		(file) =>
			patch(file, (bytes) => {
				const i = find(bytes, `${ROOT}project.json`, find(bytes, 'PK\u0001\u0002')) - 46;
				bytes[i + 24]! += 1;
			}),
	],
	[
		'a path that leaves the folder',
		'project.unsafe-path',
		/leaves its folder/,
		(_file, entries) => zip([...entries, { path: `${ROOT}../../evil`, bytes: encode('x') }]),
	],
	[
		'an absolute path',
		'project.unsafe-path',
		/./,
		(_file, entries) => zip([...entries, { path: '/etc/evil', bytes: encode('x') }]),
	],
	[
		'a path with a backslash',
		'project.unsafe-path',
		/./,
		(_file, entries) => zip([...entries, { path: `${ROOT}a\\b`, bytes: encode('x') }]),
	],
	[
		'a second root folder',
		'project.unsafe-path',
		/second root/,
		(_file, entries) => zip([...entries, { path: 'other/a', bytes: encode('x') }]),
	],
	[
		'one path twice',
		'project.unsafe-path',
		/twice/,
		async (_file, entries) =>
			patch(await zip([...entries, { path: `${ROOT}project.jsoN`, bytes: encode('{}') }]), (bytes) => {
				for (let i = 0; ; i++) {
					try {
						i = find(bytes, 'project.jsoN', i);
					} catch {
						return;
					}
					bytes[i + 11] = 0x6e;
				}
			}),
	],
	[
		'a bomb',
		'project.too-large',
		/times its size/,
		(_file, entries) => zip([...entries, { path: `${ROOT}bomb`, bytes: new Uint8Array(8_000_000) }], 9),
	],
	[
		'a run its schema does not know',
		'project.invalid',
		/meta\/runs\.jsonl: bestEpoch/,
		async (_file, entries) =>
			zip(
				await relist(
					edit(entries, 'runs.jsonl', (text) => text.replace('"bestEpoch":2', '"bestEpoch":"two"')),
				),
			),
	],
	[
		'a pipeline that is not what its id says',
		'project.inconsistent',
		/hash of its document/,
		async (_file, entries) =>
			zip(
				await relist(
					edit(entries, at(entries, '.json').path, (text) => text).map((each) =>
						/pipelines\/[0-9a-f]{64}\.json$/.test(each.path)
							? {
									...each,
									bytes: encode(new TextDecoder().decode(each.bytes).replace('"seed":7', '"seed":8')),
								}
							: each,
					),
				),
			),
	],
	[
		'a run without its experiment',
		'project.inconsistent',
		/needs the experiment/,
		async (_file, entries) => zip(await relist(edit(entries, 'experiments.jsonl', () => ''))),
	],
	[
		'weights that are cut short',
		'project.invalid',
		/weights\.safetensors: .*cut short/,
		async (_file, entries) =>
			zip(
				await relist(
					entries.map((each) =>
						each.path.endsWith('weights.safetensors') ? { ...each, bytes: each.bytes.slice(0, -2) } : each,
					),
				),
			),
	],
	[
		'metrics that are not Parquet',
		'project.invalid',
		/metrics\.parquet/,
		async (_file, entries) => zip(await relist(edit(entries, 'metrics.parquet', () => 'nonsense'))),
	],
	[
		'data with other rows than its document',
		'project.inconsistent',
		/6 rows instead of 7/,
		async (_file, entries) =>
			zip(await relist(edit(entries, 'datasets.jsonl', (text) => text.replace('"rows":6', '"rows":7')))),
	],
	[
		'predictions of rows the data does not have',
		'project.inconsistent',
		/do not fit/,
		async (_file, entries) =>
			zip(
				await relist(
					entries.map((each) =>
						each.path.endsWith('predictions.parquet')
							? {
									...each,
									bytes: columnsToParquet([
										{ name: 'row', type: 'uint32', values: Uint32Array.of(99) },
										{ name: 'split', type: 'text', stretches: [{ text: 'train', count: 1 }] },
										{ name: 'truth', type: 'float64', values: Float64Array.of(0) },
										{ name: 'score_0', type: 'float64', values: Float64Array.of(0) },
									]),
								}
							: each,
					),
				),
			),
	],
];

describe('a refused file', () => {
	it.each(HOSTILE)('%s says what is wrong and changes nothing', async (_what, code, message, make) => {
		const from = await filled();
		const file = await exportProject(from.db, ID);
		const bad = await make(file, await unzip(file));
		const to = await place();
		const error: unknown = await importProject(to.db, new File([bad], 'bad.benchtop')).catch(
			(thrown: unknown) => thrown,
		);
		expect(error).toMatchObject({ code, message: expect.stringMatching(message) as string });
		for (const store of to.db.objectStoreNames) expect(await to.db.count(store)).toBe(0);
	});

	it('re-packed with compression by another program it still opens', async () => {
		const from = await filled();
		const to = await place();
		await importProject(to.db, await zip(await unzip(await exportProject(from.db, ID)), 6));
		expect((await to.store.contents(ID))?.runs.length).toBe(2);
	});
});
