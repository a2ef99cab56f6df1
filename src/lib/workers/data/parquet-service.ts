/**
 * What the Parquet worker does, call by call: one file being read and one being written at most, since a worker is
 * started for each and ended with it. That gives the library's memory back, which otherwise never shrinks.
 */
import { type Call, transfer } from '../thread';
import { loadParquet, readParquet, writeParquet, type ParquetReader, type ParquetWriter } from './parquet';
import type { Packed } from './parquet';

export interface Opened {
	readonly rows: number;
	readonly groups: number;
	/** Arrow IPC stream holding no rows, for the schema. */
	readonly schema: Uint8Array;
}

type Bytes = Uint8Array<ArrayBuffer>;
const moved = (bytes: Uint8Array): Bytes => transfer(bytes as Bytes, [bytes.buffer as ArrayBuffer]);

export class ParquetService {
	#reader: ParquetReader | null = null;
	#writer: ParquetWriter | null = null;

	/** Loads the library from this address. */
	async start(_call: Call<never>, address: string): Promise<void> {
		await loadParquet(address);
	}

	async open(_call: Call<never>, file: Blob): Promise<Opened> {
		this.#reader = await readParquet(file);
		const { rows, groups, schema } = this.#reader;
		return { rows, groups, schema };
	}

	/** Arrow IPC stream bytes of one row group. */
	async read(_call: Call<never>, group: number, columns?: readonly string[]): Promise<Uint8Array> {
		if (!this.#reader) throw new Error('No Parquet file is open');
		return moved(await this.#reader.read(group, columns));
	}

	/** Starts a file whose named columns get a dictionary. */
	async begin(_call: Call<never>, texts: readonly string[]): Promise<void> {
		this.#writer = writeParquet(texts);
	}

	/** Adds rows given as Arrow IPC stream bytes. */
	async write(_call: Call<never>, ipc: Uint8Array): Promise<void> {
		if (!this.#writer) throw new Error('No Parquet file was begun');
		await this.#writer.write(ipc);
	}

	async finish(_call: Call<never>): Promise<Packed> {
		if (!this.#writer) throw new Error('No Parquet file was begun');
		return this.#writer.finish();
	}
}
