/** Empty and filled profiles for tests of the project file, removed after each test; and archives packed by hand. */
import {
	BlobReader,
	BlobWriter,
	Uint8ArrayReader,
	Uint8ArrayWriter,
	ZipReader,
	ZipWriter,
} from '@zip.js/zip.js';
import { deleteDB } from 'idb';
import parquetWasm from 'parquet-wasm/esm/parquet_wasm_bg.wasm?url';
import { afterEach, beforeAll } from 'vitest';
import type { Id } from '../../../engine/canonical';
import { contentHash } from '../../../engine/table/content-hash';
import type { Store } from '../../../engine/ports';
import { openDatabase, type Database } from '../../../storage/database';
import { openStore } from '../../../storage/open-store';
import {
	exampleLaboratory,
	exampleProject,
	keepLaboratory,
	type Laboratory,
} from '../../../storage/testing/documents';
import { loadParquet } from '../../data/parquet';
import { digestOf } from '../hashing';
import { columnsToParquet } from '../parquet-columns';

export const ID = 'project-1';
export const cleanups: (() => void | Promise<unknown>)[] = [];
export let parquet: Blob;
let sha256: string;
let content: Id;

beforeAll(async () => {
	await loadParquet(parquetWasm);
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
	content = await contentHash({
		rows: 6,
		columns: [
			{ name: 'mass', dtype: 'float64', values: Float64Array.of(0.1, NaN, NaN, 0, Infinity, 5) },
			{
				name: 'species',
				dtype: 'string',
				codes: Int32Array.of(0, 0, 0, 1, 1, 1),
				dictionary: ['Adélie', 'Gentoo'],
			},
		],
	});
});

afterEach(async () => {
	for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

export interface Place {
	name: string;
	store: Store;
	db: Database;
}

/** An empty profile. */
export async function place(): Promise<Place> {
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
	exampleLaboratory(exampleProject(ID, 'Palmer Penguins'), parquet, sha256, content);

export async function filled(): Promise<Place & { kept: Laboratory }> {
	const here = await place();
	const kept = await laboratory();
	await keepLaboratory(here.store, kept);
	return { ...here, kept };
}

export const bytesOf = async (blob: Blob) => new Uint8Array(await blob.arrayBuffer());

export interface Packed {
	path: string;
	bytes: Uint8Array<ArrayBuffer>;
}

export async function unzip(file: Blob): Promise<Packed[]> {
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

export async function zip(entries: readonly Packed[], level = 0): Promise<File> {
	const writer = new ZipWriter(new BlobWriter(), { level, useWebWorkers: false });
	for (const { path, bytes } of entries) await writer.add(path, new Uint8ArrayReader(bytes));
	return new File([await writer.close()], 'bad.benchtop');
}
