/**
 * Reading and writing Parquet: row group by row group in, zstd out. Arrow IPC bytes on our side, nothing of the
 * library's types. Works where it is called; the data worker calls it in a worker of its own (parquet-thread.ts).
 */
import init, {
	Compression,
	EnabledStatistics,
	ParquetFile,
	Table,
	transformParquetStream,
	WriterPropertiesBuilder,
	type RecordBatch,
} from 'parquet-wasm/esm';
import { createSHA256 } from 'hash-wasm';
import { GROUP } from './types';

let ready: Promise<unknown> | null = null;

/** Loads the library from this address, once. */
export function loadParquet(address: string): Promise<unknown> {
	ready ??= init({ module_or_path: address }).catch((thrown: unknown) => {
		ready = null;
		throw thrown;
	});
	return ready;
}

export interface ParquetReader {
	readonly rows: number;
	readonly groups: number;
	/** Arrow IPC stream holding no rows, for the schema. */
	readonly schema: Uint8Array;
	/** Arrow IPC stream bytes of one row group. */
	read(group: number, columns?: readonly string[]): Promise<Uint8Array>;
	close(): void;
}

export async function readParquet(file: Blob): Promise<ParquetReader> {
	const parquet = await ParquetFile.fromFile(file);
	const metadata = parquet.metadata();
	const schema = parquet.schema().intoIPCStream();
	return {
		rows: metadata.fileMetadata().numRows(),
		groups: metadata.numRowGroups(),
		schema,
		async read(group, columns) {
			const table = await parquet.read({
				rowGroups: [group],
				batchSize: 16_384,
				...(columns ? { columns: [...columns] } : {}),
			});
			return table.intoIPCStream();
		},
		close: () => parquet.free(),
	};
}

export interface ParquetWriter {
	/** Adds rows given as Arrow IPC stream bytes. */
	write(ipc: Uint8Array): Promise<void>;
	finish(): Promise<Packed>;
}

export interface Packed {
	readonly blob: Blob;
	/** SHA-256 of its bytes in hexadecimal. */
	readonly sha256: string;
}

/** Bytes are handed to the browser in pieces of this size, so that few of them are held here. */
const PIECE = 1 << 22;

async function collect(stream: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<Packed> {
	const hasher = await createSHA256();
	const pieces: Blob[] = [];
	let waiting: Uint8Array<ArrayBuffer>[] = [];
	let size = 0;
	const reader = stream.getReader();
	for (;;) {
		const { done, value } = await reader.read();
		if (value) {
			hasher.update(value);
			waiting.push(value);
			size += value.length;
		}
		if (done || size >= PIECE) {
			pieces.push(new Blob(waiting));
			waiting = [];
			size = 0;
		}
		if (done) break;
	}
	return {
		blob: new Blob(pieces, { type: 'application/vnd.apache.parquet' }),
		sha256: hasher.digest('hex'),
	};
}

/**
 * A writer with a dictionary for the named columns only: on numbers the library's dictionary costs three times the rest
 * of the work and makes the file larger. Its statistics per page cost a quarter and nothing of ours reads them.
 */
export function writeParquet(texts: readonly string[]): ParquetWriter {
	let builder = new WriterPropertiesBuilder()
		.setCompression(Compression.ZSTD)
		.setMaxRowGroupSize(GROUP)
		.setCreatedBy('benchtop')
		.setStatisticsEnabled(EnabledStatistics.None)
		.setDictionaryEnabled(false);
	for (const name of texts) builder = builder.setColumnDictionaryEnabled(name, true);
	const properties = builder.build();
	const { readable, writable } = new TransformStream<RecordBatch, RecordBatch>({}, { highWaterMark: 4 });
	const writer = writable.getWriter();
	const collected = transformParquetStream(readable, properties).then(collect);
	collected.catch(() => {});
	return {
		async write(ipc) {
			for (const batch of Table.fromIPCStream(ipc).recordBatches())
				await Promise.race([writer.write(batch), collected]);
		},
		async finish() {
			await writer.close();
			return collected;
		},
	};
}
