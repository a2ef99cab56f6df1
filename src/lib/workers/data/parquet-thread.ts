/**
 * The data worker's end of the Parquet worker, so that the database, the columns and Parquet work at the same time.
 * Ask `Parquet` for a reader or a writer, and close what was given: its worker ends with it.
 */
import { connect, type Thread, transfer } from '../thread';
import type { Packed } from './parquet';
import type { Opened, ParquetService } from './parquet-service';

export interface ParquetAssets {
	/** The library. */
	readonly parquet: string;
	/** The worker's script. */
	readonly parquetWorker: string;
}

type Worked = Thread<ParquetService>;

export interface ParquetSource extends Opened {
	/** Arrow IPC stream bytes of one row group. */
	read(group: number, columns?: readonly string[]): Promise<Uint8Array>;
	close(): void;
}

export interface ParquetSink {
	/** Adds rows given as Arrow IPC stream bytes, whose memory is given away. Resolves when more may come. */
	write(ipc: Uint8Array): Promise<void>;
	finish(): Promise<Packed>;
	/** Gives up what was written, or does nothing after `finish`. */
	close(): void;
}

export class Parquet {
	#spare: Promise<Worked> | null = null;

	constructor(private readonly assets: ParquetAssets) {}

	/** Starts a worker for the next reader or writer, so that it need not wait. */
	warm(): void {
		this.#spare ??= this.#start();
		this.#spare.catch(() => (this.#spare = null));
	}

	async reader(file: Blob): Promise<ParquetSource> {
		const thread = await this.#take();
		try {
			const opened = await thread.call('open', {}, file);
			return {
				...opened,
				read: (group, columns) => thread.call('read', {}, group, columns),
				close: () => thread.dispose(),
			};
		} catch (thrown) {
			thread.dispose();
			throw thrown;
		}
	}

	/** A file with a dictionary for the named columns only. */
	async writer(texts: readonly string[]): Promise<ParquetSink> {
		const thread = await this.#take();
		// One part is packed while the next is made; the third waits.
		let last: Promise<void> = thread.call('begin', {}, texts);
		return {
			async write(ipc) {
				await last;
				last = thread.call('write', {}, transfer(ipc, [ipc.buffer as ArrayBuffer]));
				last.catch(() => {});
			},
			async finish() {
				await last;
				try {
					return await thread.call('finish', {});
				} finally {
					thread.dispose();
				}
			},
			close: () => thread.dispose(),
		};
	}

	#take(): Promise<Worked> {
		const taken = this.#spare ?? this.#start();
		this.#spare = null;
		return taken;
	}

	async #start(): Promise<Worked> {
		const { parquet, parquetWorker } = this.assets;
		const thread = connect<ParquetService>('Parquet', () => new Worker(parquetWorker, { type: 'module' }));
		try {
			await thread.call('start', {}, parquet);
			return thread;
		} catch (thrown) {
			thread.dispose();
			throw thrown;
		}
	}
}
