/**
 * The attachable cache of a dataset: a DuckDB database file kept beside the Parquet truth, which opens at once.
 * It may vanish, be damaged or come from another engine version: then it is not used, and nothing else happens.
 */
import type { LongCall } from '../../engine/ports';
import type { Dtype } from '../../engine/table/table';
import { isAbort } from '../../engine/errors/error';
import { type Assets, Database, identifier, literal } from './database';
import { DatasetTable, numbered } from './dataset-table';
import { SQL_TYPES } from './types';

const TABLE = 'dataset';
const SCRATCH = /^cache-.*\.duckdb(\.wal)?$/;
/** Being built or copied away by this worker. */
const inUse = new Set<string>();

interface Shape {
	readonly id: string;
	readonly rows: number;
	readonly columns: readonly { readonly name: string; readonly dtype: Dtype }[];
}

/** What a cache is of: the dataset and how its columns lie in it. */
const markOf = (id: string, columns: readonly { readonly dtype: Dtype }[]): string =>
	[id, ...columns.map(({ dtype }) => SQL_TYPES[dtype])].join(' ');

/** The dataset from its cache; null when the file is not what it should be. */
export async function attach(db: Database, cache: Blob, shape: Shape): Promise<DatasetTable | null> {
	const path = await db.offer(cache, 'duckdb');
	const name = db.fresh('a');
	const release = async () => {
		await db.query(`DETACH DATABASE IF EXISTS ${name}`).catch(() => {});
		await db.release(path).catch(() => {});
	};
	try {
		await db.query(`ATTACH ${literal(path)} AS ${name} (READ_ONLY)`);
		const table = `${name}.${TABLE}`;
		const { mark, rows } = await db.row(
			`SELECT mark, (SELECT count(*)::DOUBLE FROM ${table}) AS rows FROM ${name}.mark`,
		);
		if (mark !== markOf(shape.id, shape.columns) || rows !== shape.rows) throw new Error('another dataset');
		return new DatasetTable(db, table, numbered(shape.columns), shape.rows, release);
	} catch {
		await release();
		return null;
	}
}

export interface BuiltCache {
	/** The database file, on disk until `dropCache`. */
	readonly file: File;
	readonly name: string;
}

const privateFiles = (): Promise<FileSystemDirectoryHandle | null> =>
	(navigator.storage?.getDirectory?.() ?? Promise.resolve(null)).catch(() => null);

/**
 * A database file holding the dataset, written piece by piece to the browser's private file system; null where there
 * is none or it is full. Rejects only when aborted.
 */
export async function buildCache(
	assets: Assets,
	id: string,
	source: DatasetTable,
	{ signal, onProgress }: LongCall,
): Promise<BuiltCache | null> {
	const root = await privateFiles();
	if (!root) return null;
	await sweep(root);
	const name = `cache-${id.slice(-16)}-${Math.trunc(performance.now())}.duckdb`;
	inUse.add(name);
	let engine: Database | null = null;
	let built: BuiltCache | null = null;
	try {
		engine = await Database.start(assets, `opfs://${name}`);
		await fill(engine, id, source, { signal, onProgress });
		await engine.stop();
		engine = null;
		built = { file: await (await root.getFileHandle(name)).getFile(), name };
		return built;
	} catch (thrown) {
		if (isAbort(thrown)) throw thrown;
		return null;
	} finally {
		await engine?.stop().catch(() => {});
		if (!built) await dropCache(name);
	}
}

async function fill(
	engine: Database,
	id: string,
	source: DatasetTable,
	{ signal, onProgress }: LongCall,
): Promise<void> {
	const columns = source.columns.map(({ sql, dtype }, i) => ({ sql, dtype, name: `c${i}` }));
	const types = columns.map(({ name, dtype }) => `${identifier(name)} ${SQL_TYPES[dtype]}`).join(', ');
	await engine.query(`CREATE TABLE ${TABLE} (${types})`);
	await engine.query(`CREATE TABLE mark AS SELECT ${literal(markOf(id, columns))} AS mark`);
	let done = 0;
	await source.parts(
		columns,
		async (bytes, rows) => {
			// Arrow's file form is its stream form behind eight bytes.
			await engine.insert(TABLE, bytes.subarray(8), false);
			done += rows;
			onProgress?.({ done, total: source.rows, unit: 'rows', phase: 'Writing' });
		},
		signal,
	);
	if ((await engine.count(TABLE)) !== source.rows) throw new Error('rows were lost');
	await engine.query('CHECKPOINT');
}

/** Takes a built cache's file away. */
export async function dropCache(name: string): Promise<void> {
	const root = await privateFiles();
	for (const each of [name, `${name}.wal`]) if (root) await remove(root, each);
	inUse.delete(name);
}

const ATTEMPTS = 50;
const PAUSE = 40;

/** An engine that was ended lets go of its file a moment later; until then it cannot be removed. */
async function remove(root: FileSystemDirectoryHandle, name: string): Promise<void> {
	for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
		try {
			return await root.removeEntry(name);
		} catch (thrown) {
			if (thrown instanceof DOMException && thrown.name === 'NotFoundError') return;
			await new Promise((resolve) => setTimeout(resolve, PAUSE));
		}
	}
}

/** Takes away what a tab that was closed while building left behind; what another tab still writes cannot be removed. */
async function sweep(root: FileSystemDirectoryHandle): Promise<void> {
	const left: string[] = [];
	for await (const name of root.keys())
		if (SCRATCH.test(name) && !inUse.has(name.replace(/\.wal$/, ''))) left.push(name);
	for (const name of left) await root.removeEntry(name).catch(() => {});
}
