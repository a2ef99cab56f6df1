/**
 * The attachable cache of a dataset: a DuckDB database file kept beside the Parquet truth, which opens at once.
 * It may vanish, be damaged or come from another engine version: then it is not used, and nothing else happens.
 */
import type { LongCall } from '../../engine/ports';
import { type DatasetShape, innerOf } from '../../engine/schema/dataset-shape';
import type { Dtype } from '../../engine/table/table';
import { isAbort } from '../../engine/errors/error';
import { type Assets, Database, identifier, literal } from './database';
import { DatasetTable, numbered } from './dataset-table';
import { SQL_TYPES } from './types';

const TABLE = 'dataset';
const SCRATCH = /^cache-.*\.duckdb(\.wal)?$/;
const PIECE = 1 << 22;
/** Being built by this worker. */
const inUse = new Set<string>();

interface Described {
	readonly id: string;
	readonly rows: number;
	readonly shape?: DatasetShape | undefined;
	readonly columns: readonly { readonly name: string; readonly dtype: Dtype }[];
}

/** What a cache is of: the dataset and how its columns lie in it. */
const markOf = (id: string, columns: readonly { readonly dtype: Dtype }[]): string =>
	[id, ...columns.map(({ dtype }) => SQL_TYPES[dtype])].join(' ');

/** The dataset from its cache; null when the file is not what it should be. */
export async function attach(db: Database, cache: Blob, dataset: Described): Promise<DatasetTable | null> {
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
		const { id, columns, shape } = dataset;
		if (mark !== markOf(id, columns) || rows !== dataset.rows) throw new Error('another dataset');
		return new DatasetTable(db, table, numbered(columns), rows, release, innerOf(shape));
	} catch {
		await release();
		return null;
	}
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
): Promise<Blob | null> {
	const root = await privateFiles();
	if (!root) return null;
	await sweep(root);
	const name = `cache-${id.slice(-16)}-${Math.trunc(performance.now())}.duckdb`;
	inUse.add(name);
	let engine: Database | null = null;
	try {
		engine = await Database.start(assets, `opfs://${name}`);
		await fill(engine, id, source, { signal, onProgress });
		await engine.stop();
		engine = null;
		return await copyOf(await (await root.getFileHandle(name)).getFile());
	} catch (thrown) {
		if (isAbort(thrown)) throw thrown;
		return null;
	} finally {
		await engine?.stop().catch(() => {});
		for (const each of [name, `${name}.wal`]) await remove(root, each);
		inUse.delete(name);
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

/** A blob that outlives the file's entry. Handed over in pieces, so that few of its bytes are held here at a time. */
async function copyOf(file: File): Promise<Blob> {
	const pieces: Blob[] = [];
	for (let at = 0; at < file.size; at += PIECE)
		pieces.push(new Blob([await file.slice(at, at + PIECE).arrayBuffer()]));
	return new Blob(pieces);
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
