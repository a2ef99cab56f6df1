/**
 * Turns a staging into a dataset: one pass over the rows gives the Parquet file and the engine's columns, from which
 * content hash and statistics come. The staging is left untouched until all of it worked.
 */
import { tableFromIPC } from 'apache-arrow';
import { createSHA256 } from 'hash-wasm';
import type { LongCall } from '../../engine/ports';
import type { DatasetColumn } from '../../engine/schema/dataset';
import { innerOf } from '../../engine/schema/dataset-shape';
import { columnStatistics } from '../../engine/table/column-statistics';
import { contentHash } from '../../engine/table/content-hash';
import { abortError } from '../thread';
import type { Registered } from '../api';
import { TableBuilder } from './arrow-columns';
import type { Database } from './database';
import { DatasetTable, numbered, numberedSql, type PhysicalColumn } from './dataset-table';
import type { Parquet, ParquetSink } from './parquet-thread';
import { fromSql, type Staging } from './staged-columns';

/**
 * Whether the staging table holds every column as it is to be registered. A column called rowid would stand before the
 * number of the row, by which rows are read, so that such a table is written anew with numbered columns.
 */
export const isAsRead = ({ plans }: Staging): boolean =>
	plans.every(({ sql }) => /^t\."(?:[^"]|"")*"$/.test(sql) && !/^t\."rowid"$/i.test(sql));

/** The staging's columns as a table; its own when nothing has to be computed. */
async function materialise(db: Database, staging: Staging, signal?: AbortSignal): Promise<DatasetTable> {
	const [first] = staging.tables as [string, ...string[]];
	if (isAsRead(staging)) {
		const columns = staging.plans.map(({ name, dtype, sql }): PhysicalColumn => ({
			name,
			dtype,
			sql: sql.slice(2),
		}));
		return new DatasetTable(
			db,
			first,
			columns,
			staging.rows,
			async () => void (await db.query(`DROP TABLE IF EXISTS ${first}`)),
			innerOf(staging.shape),
		);
	}
	const table = db.fresh('d');
	await db.run(
		`CREATE TABLE ${table} AS SELECT ${numberedSql(staging.plans)} FROM ${fromSql(staging)}`,
		signal,
	);
	return new DatasetTable(
		db,
		table,
		numbered(staging.plans),
		staging.rows,
		async () => void (await db.query(`DROP TABLE IF EXISTS ${table}`)),
		innerOf(staging.shape),
	);
}

/** SHA-256 of a blob in hexadecimal, read in pieces. */
export async function blobHash(blob: Blob, signal?: AbortSignal): Promise<string> {
	const hasher = await createSHA256();
	const reader = blob.stream().getReader();
	for (;;) {
		const { done, value } = await reader.read();
		if (signal?.aborted) throw abortError();
		if (done) return hasher.digest('hex');
		hasher.update(value);
	}
}

/** Lets what waits in the event loop have its turn. */
const turn = (): Promise<void> =>
	new Promise((resolve) => {
		const { port1, port2 } = new MessageChannel();
		port1.onmessage = () => {
			port1.close();
			resolve();
		};
		port2.postMessage(null);
	});

export interface Registration {
	readonly registered: Registered;
	readonly table: DatasetTable;
}

/** Registers; on any failure or abort what was built is dropped and the staging stays. */
export async function register(
	db: Database,
	parquet: Parquet,
	staging: Staging,
	{ signal, onProgress }: LongCall,
): Promise<Registration> {
	const { rows, shape, file, format, bytes, notes } = staging;
	const report = (done: number, phase: string) => onProgress?.({ done, total: rows, unit: 'rows', phase });
	report(0, 'Converting columns');
	const table = await materialise(db, staging, signal);
	const own = !staging.tables.includes(table.table);
	let writer: ParquetSink | null = null;
	try {
		const builder = new TableBuilder(table.columns, rows);
		let done = 0;
		await table.parts(
			table.columns,
			async (part, count) => {
				for (const batch of tableFromIPC(part).batches) builder.append(batch);
				// Arrow's file form is its stream form behind eight bytes.
				// A dictionary pays where values repeat, which the first part tells.
				writer ??= await parquet.writer(builder.repeating());
				await writer.write(part.subarray(8));
				done += count;
				report(done, 'Writing Parquet');
			},
			signal,
		);
		writer ??= await parquet.writer([]);
		const written = writer.finish();
		written.catch(() => {});
		const columns = { ...builder.finish(), ...innerOf(shape) };
		// The hash is worked out by the browser's own threads while the statistics are worked out here.
		const hashing = contentHash(columns);
		hashing.catch(() => {});
		report(rows, 'Describing columns');
		const described: DatasetColumn[] = [];
		for (const column of columns.columns) {
			await turn();
			if (signal?.aborted) throw abortError();
			described.push({ name: column.name, dtype: column.dtype, statistics: columnStatistics(column) });
		}
		const id = await hashing;
		const { blob, sha256 } = await written;
		const dataset: Registered['dataset'] = {
			kind: 'dataset',
			id,
			rows,
			...(shape ? { shape } : {}),
			columns: described,
			source: { format, file, bytes, notes: [...notes] },
			parquet: { bytes: blob.size, sha256 },
		};
		return { registered: { dataset, parquet: blob }, table };
	} catch (thrown) {
		(writer as ParquetSink | null)?.close();
		if (own) await table.release();
		throw thrown;
	}
}
