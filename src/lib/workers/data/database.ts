/**
 * One DuckDB instance in its own nested worker: started, locked down before any data arrives, and spoken to in SQL.
 * Nothing it is asked can read another file or address, load an extension or change its settings.
 * What the statements mean is left to the callers.
 */
import {
	AsyncDuckDB,
	AsyncResultStreamIterator,
	DuckDBAccessMode,
	DuckDBDataProtocol,
	VoidLogger,
} from '@duckdb/duckdb-wasm';
import type { AsyncDuckDBConnection } from '@duckdb/duckdb-wasm';
import { RecordBatchReader, Table } from 'apache-arrow';
import { abortError } from '../thread';

/** Addresses of the files the data worker loads, all from the page's own origin. */
export interface Assets {
	readonly duckdb: string;
	readonly duckdbWorker: string;
	readonly parquet: string;
	readonly parquetWorker: string;
	/** Cap on the engine's memory in DuckDB's words ("512MB"); its own limit when absent. */
	readonly memory?: string | undefined;
}

const INPUT = 'in/';
const LOCKS = [
	'SET autoinstall_known_extensions=false',
	'SET autoload_known_extensions=false',
	'SET allow_community_extensions=false',
	`SET allowed_directories=['${INPUT}']`,
	'SET enable_external_access=false',
	'SET lock_configuration=true',
];

/** An SQL identifier that can hold any name. */
export const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;
/** An SQL string literal that can hold any text. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

export class Database {
	#names = 0;

	private constructor(
		readonly bindings: AsyncDuckDB,
		private readonly connection: AsyncDuckDBConnection,
	) {}

	/** Starts an engine; with `path` it works on that database file of the origin's private file system. */
	static async start(assets: Assets, path?: string): Promise<Database> {
		const bindings = new AsyncDuckDB(new VoidLogger(), new Worker(assets.duckdbWorker));
		try {
			await bindings.instantiate(assets.duckdb);
			const query = { castBigIntToDouble: false, castDecimalToDouble: false };
			await bindings.open(path ? { path, accessMode: DuckDBAccessMode.READ_WRITE, query } : { query });
			const connection = await bindings.connect();
			if (assets.memory) await connection.query(`SET memory_limit=${literal(assets.memory)}`);
			await connection.query(LOCKS.join('; '));
			return new Database(bindings, connection);
		} catch (thrown) {
			await bindings.terminate();
			throw thrown;
		}
	}

	/** A name no table, file or database of this engine has had. */
	fresh(prefix: string): string {
		return `${prefix}${++this.#names}`;
	}

	/** Runs a statement whose result is small, and gives the result. */
	async query(sql: string): Promise<Table> {
		return this.connection.query(sql);
	}

	/** The result as Arrow IPC file bytes, for those who hand it on. */
	async bytes(sql: string): Promise<Uint8Array> {
		return this.connection.useUnsafe((bindings, id) => bindings.runQuery(id, sql));
	}

	/** The single row of a result, by column name. */
	async row(sql: string): Promise<Record<string, unknown>> {
		const table = await this.query(sql);
		return (table.get(0)?.toJSON() ?? {}) as Record<string, unknown>;
	}

	/** Binds one statement, and only one, without running it. */
	async bind(sql: string): Promise<void> {
		const statement = await this.connection.prepare(sql);
		await statement.close();
	}

	/**
	 * Runs a long statement on a connection of its own. Aborting stops it and rolls it back; then it rejects with an
	 * AbortError. `onPoll` is called now and then while it runs, and may ask the engine small things.
	 */
	async run(sql: string, signal?: AbortSignal, onPoll?: () => Promise<void>): Promise<Table> {
		if (signal?.aborted) throw abortError();
		const connection = await this.bindings.connect();
		const id = connection.useUnsafe((_, number) => number);
		try {
			let header = await this.bindings.startPendingQuery(id, sql, true);
			while (header === null) {
				if (signal?.aborted) {
					await connection.cancelSent();
					throw abortError();
				}
				await onPoll?.();
				header = await this.bindings.pollPendingQuery(id);
			}
			const chunks = new AsyncResultStreamIterator(this.bindings, id, header);
			const batches = await (await RecordBatchReader.from(chunks)).readAll();
			if (signal?.aborted) throw abortError();
			return new Table(batches);
		} catch (thrown) {
			if (signal?.aborted) throw abortError();
			throw thrown;
		} finally {
			await connection.close();
		}
	}

	/** Appends Arrow IPC stream bytes to a table, or makes it from them. A connection of its own: a failed insert spoils the next. */
	async insert(table: string, ipc: Uint8Array, create: boolean): Promise<void> {
		const connection = await this.bindings.connect();
		try {
			await connection.insertArrowFromIPCStream(ipc, { name: table, create });
		} finally {
			await connection.close();
		}
	}

	/** Rows of a table. */
	async count(table: string): Promise<number> {
		return Number((await this.row(`SELECT count(*)::DOUBLE AS n FROM ${table}`)).n);
	}

	/** Lets SQL read this file under the returned path, until `release`. */
	async offer(file: Blob, extension: string): Promise<string> {
		const path = `${INPUT}${this.fresh('f')}.${extension}`;
		await this.bindings.registerFileHandle(path, file, DuckDBDataProtocol.BROWSER_FILEREADER, true);
		await this.bindings.collectFileStatistics(path, true);
		return path;
	}

	/** Bytes read so far from an offered file. */
	async bytesRead(path: string): Promise<number> {
		return (await this.bindings.exportFileStatistics(path))?.totalFileReadsCold ?? 0;
	}

	async release(path: string): Promise<void> {
		await this.bindings.dropFile(path);
	}

	async stop(): Promise<void> {
		await this.bindings.terminate();
	}
}
