/**
 * The page's end of the train worker, which is started on first use and again after it died. The addresses of tfjs'
 * wasm files are taken here, on the page, so that they are part of the build and of the offline cache.
 */
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import type { Id } from '../engine/canonical';
import type { Backend, Engine, EpochEvent, JobSpec, Preparation, TrainClient } from './api';
import { packedBuffers, packTable } from './packed-table';
import { connect, transfer } from './thread';
import type { TrainService } from './train/service';

const absolute = (address: string): string => new URL(address, location.href).href;

/** Nothing else of a job crosses over. */
const only = ({ pipeline, pipelineId, fold }: Preparation): Preparation => ({ pipeline, pipelineId, fold });

export function createTrainClient(): TrainClient {
	const thread = connect<TrainService>(
		'Training',
		() => new Worker(new URL('./train.worker.ts', import.meta.url), { type: 'module' }),
	);
	const held = new Set<Id>();
	let preferred: Backend | null = null;
	let engine: Promise<Engine> | null = null;
	const forget = () => {
		held.clear();
		engine = null;
	};
	thread.onDeath(forget);

	function ask(prefer: Backend | null): Promise<Engine> {
		const paths = {
			'tfjs-backend-wasm.wasm': absolute(plain),
			'tfjs-backend-wasm-simd.wasm': absolute(simd),
			'tfjs-backend-wasm-threaded-simd.wasm': absolute(simd),
		};
		return thread.call('start', {}, paths, navigator.userAgent, prefer);
	}
	/** Asks for a backend and makes it the one in use; a refused choice changes nothing. */
	async function use(prefer: Backend | null): Promise<Engine> {
		const chosen = await ask(prefer);
		preferred = prefer;
		engine = Promise.resolve(chosen);
		return chosen;
	}
	/** The engine with the last choice, set up again when the worker was replaced. */
	function ready(): Promise<Engine> {
		engine ??= ask(preferred).catch((thrown: unknown) => {
			engine = null;
			throw thrown;
		});
		return engine;
	}

	return {
		start: (prefer) => (prefer === undefined ? ready() : use(prefer)),
		use,
		async load(dataset, table) {
			const packed = 'packed' in table ? table : packTable(table);
			await thread.call('load', {}, dataset, transfer(packed, packedBuffers(packed)));
			held.add(dataset);
		},
		holds: (dataset) => held.has(dataset),
		async release(dataset) {
			if (held.delete(dataset)) await thread.call('release', {}, dataset);
		},
		isPrepared: (of) => thread.call('isPrepared', {}, only(of)),
		restore: (of, kept) => thread.call('restore', {}, only(of), kept),
		prepare: (of, worthSeconds, { signal } = {}) =>
			thread.call('prepare', { signal }, only(of), worthSeconds),
		async train(
			job: JobSpec,
			{ signal, onEpoch }: { signal?: AbortSignal; onEpoch?: (event: EpochEvent) => void },
		) {
			signal?.throwIfAborted();
			await ready();
			const onReport =
				onEpoch && ((events: readonly EpochEvent[]) => events.forEach((event) => onEpoch(event)));
			return thread.call('train', { signal, onReport }, job);
		},
		dispose() {
			forget();
			thread.dispose();
		},
	};
}
