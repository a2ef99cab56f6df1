/**
 * The attachable cache of a dataset: a DuckDB database file kept beside the Parquet truth, which opens at once.
 * It may vanish, be damaged or come from another engine version: then it is not used, and nothing else happens.
 */
import { tableFromIPC, tableToIPC } from 'apache-arrow';
import type { Dtype } from '../../engine/table/table';
import { type Assets, Database, identifier, literal } from './database';
import { DatasetTable, numbered } from './dataset-table';
import { SQL_TYPES } from './types';

const TABLE = 'dataset';

interface Shape {
	readonly id: string;
	readonly rows: number;
	readonly columns: readonly { readonly name: string; readonly dtype: Dtype }[];
}

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
		const described = await db.query(`SELECT column_type AS t FROM (DESCRIBE ${table})`);
		const types = described.toArray().map((row) => String(row.t));
		const fits =
			types.length === shape.columns.length &&
			types.every((type, i) => type === SQL_TYPES[shape.columns[i]?.dtype as Dtype]);
		const mark = await db.row(`SELECT id FROM ${name}.mark`);
		if (!fits || mark.id !== shape.id || (await db.count(table)) !== shape.rows)
			throw new Error('another dataset');
		return new DatasetTable(db, table, numbered(shape.columns), shape.rows, release);
	} catch {
		await release();
		return null;
	}
}

/** A database file holding the dataset; null where the browser has no private file system or it is full. */
export async function buildCache(assets: Assets, id: string, source: DatasetTable): Promise<Blob | null> {
	const root = await navigator.storage?.getDirectory?.().catch(() => null);
	if (!root) return null;
	const file = `cache-${id.slice(-16)}-${Math.trunc(performance.now())}.duckdb`;
	const remove = async () => {
		for (const name of [file, `${file}.wal`]) await root.removeEntry(name).catch(() => {});
	};
	let staging: Database | null = null;
	try {
		staging = await Database.start(assets, `opfs://${file}`);
		const columns = source.columns.map(({ sql, dtype }, i) => ({ sql, dtype, name: `c${i}` }));
		const engine = staging;
		const types = columns.map(({ name, dtype }) => `${identifier(name)} ${SQL_TYPES[dtype]}`).join(', ');
		await engine.query(`CREATE TABLE ${TABLE} (${types})`);
		await engine.query(`CREATE TABLE mark AS SELECT ${literal(id)} AS id`);
		await source.parts(columns, async (bytes) =>
			engine.insert(TABLE, tableToIPC(tableFromIPC(bytes), 'stream'), false),
		);
		if ((await engine.count(TABLE)) !== source.rows) return null;
		await engine.query('CHECKPOINT');
		await engine.stop();
		staging = null;
		const handle = await root.getFileHandle(file);
		// Read before the entry goes: the file object of a removed entry cannot be read any more.
		return new Blob([await (await handle.getFile()).arrayBuffer()]);
	} catch {
		return null;
	} finally {
		await staging?.stop().catch(() => {});
		await remove();
	}
}
