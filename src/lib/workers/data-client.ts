/**
 * The page's end of the data worker. Nothing is loaded before the first call. The engine's files are named here, in
 * page code, so that they are in the build's manifest and with it in the offline cache.
 */
import duckdb from '@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url';
import duckdbWorker from '@duckdb/duckdb-wasm/dist/duckdb-browser-eh.worker.js?url';
import parquet from 'parquet-wasm/esm/parquet_wasm_bg.wasm?url';
import parquetWorker from './parquet.worker?worker&url';
import type { DataClient } from './api';
import type { DataService } from './data/data-service';
import { type CallOptions, connect } from './thread';
import type { LongCall, Progress } from '../engine/ports';

export interface DataClientOptions {
	/** Cap on the engine's memory, in DuckDB's words: "512MB". */
	readonly memory?: string;
}

/** Absolute, since a worker resolves addresses against its own. */
const address = (asset: string): string => new URL(asset, document.baseURI).href;

const options = (call: LongCall = {}): CallOptions<Progress> => ({
	signal: call.signal,
	onReport: call.onProgress,
});

export function createDataClient({ memory }: DataClientOptions = {}): DataClient {
	const assets = {
		duckdb: address(duckdb),
		duckdbWorker: address(duckdbWorker),
		parquet: address(parquet),
		parquetWorker: address(parquetWorker),
		memory,
	};
	const thread = connect<DataService>('Reading data', () => {
		return new Worker(new URL('./data.worker.ts', import.meta.url), { type: 'module' });
	});
	let configured: Promise<void> | null = null;
	thread.onDeath(() => (configured = null));
	const ready = (): Promise<void> => (configured ??= thread.call('configure', {}, assets));

	return {
		warm(reading = false) {
			// Whoever needs the database next is told why it does not start.
			ready()
				.then(() => thread.call('warm', {}, reading))
				.catch(() => {});
		},
		async stage(file, format, call) {
			await ready();
			return thread.call('stage', options(call), file, format);
		},
		async stagePictures(pictures, call) {
			await ready();
			return thread.call('stagePictures', options(call), pictures);
		},
		async change(staged, changes) {
			await ready();
			return thread.call('change', {}, staged, changes);
		},
		async discard(staged) {
			if (thread.alive) await thread.call('discard', {}, staged);
		},
		async register(staged, call) {
			await ready();
			return thread.call('register', options(call), staged);
		},
		async open(dataset, source, call) {
			await ready();
			if (await thread.call('isOpen', { signal: call?.signal }, dataset.id)) return;
			this.warm();
			const cache = await source.cache();
			if (cache && (await thread.call('openCache', { signal: call?.signal }, dataset, cache))) return;
			await thread.call('openParquet', options(call), dataset, await source.parquet());
		},
		async buildCache(dataset, call) {
			await ready();
			return thread.call('buildCache', options(call), dataset);
		},
		async close(dataset) {
			if (thread.alive) await thread.call('close', {}, dataset);
		},
		async page(dataset, offset, limit, of, call) {
			await ready();
			return thread.call('page', { signal: call?.signal }, dataset, offset, limit, of);
		},
		async count(dataset, where, call) {
			await ready();
			return thread.call('count', { signal: call?.signal }, dataset, where);
		},
		async table(dataset, columns) {
			await ready();
			return thread.call('table', {}, dataset, columns);
		},
		async packed(dataset) {
			await ready();
			return thread.call('packed', {}, dataset);
		},
		async samples(dataset, from, count, columns) {
			await ready();
			return thread.call('samples', {}, dataset, from, count, columns);
		},
		async pictures(dataset, view) {
			await ready();
			return thread.call('pictures', {}, dataset, view);
		},
		async propose(dataset, target, seed, beside) {
			await ready();
			return thread.call('propose', {}, dataset, target, seed, beside);
		},
		async check(pipeline, datasets, call) {
			await ready();
			return thread.call('check', options(call), pipeline, datasets);
		},
		dispose() {
			configured = null;
			thread.dispose();
		},
	};
}
