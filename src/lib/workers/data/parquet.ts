/** Reading and writing Parquet: row group by row group in, zstd out. Arrow IPC bytes on our side, nothing of the library's types. */
import init, {
	Compression,
	ParquetFile,
	Table,
	transformParquetStream,
	WriterPropertiesBuilder,
	type RecordBatch,
} from 'parquet-wasm/esm';

let ready: Promise<unknown> | null = null;

/** Loads the library from this address, once. */
export function loadParquet(address: string): Promise<unknown> {
	ready ??= init({ module_or_path: address }).catch((thrown: unknown) => {
		ready = null;
		throw thrown;
	});
	return ready;
}

/** Rows of a row group: DuckDB's own size, so that both sides read in equal parts. */
export const GROUP = 122_880;

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
	finish(): Promise<Blob>;
	/** Gives up what was written. */
	abort(): Promise<void>;
}

/**
 * A writer with a dictionary for the named columns only: on numbers the library's dictionary costs three times the rest
 * of the work and makes the file larger.
 */
export async function writeParquet(texts: readonly string[]): Promise<ParquetWriter> {
	let builder = new WriterPropertiesBuilder()
		.setCompression(Compression.ZSTD)
		.setMaxRowGroupSize(GROUP)
		.setCreatedBy('benchtop')
		.setDictionaryEnabled(false);
	for (const name of texts) builder = builder.setColumnDictionaryEnabled(name, true);
	const properties = builder.build();
	const { readable, writable } = new TransformStream<RecordBatch, RecordBatch>({}, { highWaterMark: 4 });
	const writer = writable.getWriter();
	const collected = transformParquetStream(readable, properties).then((stream: ReadableStream) =>
		new Response(stream).blob(),
	);
	collected.catch(() => {});
	return {
		async write(ipc) {
			for (const batch of Table.fromIPCStream(ipc).recordBatches())
				await Promise.race([writer.write(batch), collected]);
		},
		async finish() {
			await writer.close();
			return new Blob([await collected], { type: 'application/vnd.apache.parquet' });
		},
		async abort() {
			await writer.abort(new DOMException('Stopped', 'AbortError')).catch(() => {});
			await collected.catch(() => {});
		},
	};
}
