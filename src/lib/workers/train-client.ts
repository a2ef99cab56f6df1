/**
 * The page's end of training: a pool of train workers behind one interface. The first is started on first use, and each
 * again after it died. The addresses of tfjs' wasm files are taken here, on the page, so that they are part of the build
 * and of the offline cache.
 */
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import type { Id } from '../engine/canonical';
import { asBenchtopError } from '../engine/errors/error';
import type { Checkpoint } from '../engine/train/checkpoint';
import type {
	Engine,
	EngineSetting,
	JobSpec,
	Lane,
	LaneCall,
	TrainClient,
	Trained,
	TrainingPlan,
} from './api';
import { packedBuffers, packTable } from './packed-table';
import { transfer } from './thread';
import { Refusals } from './train-refusals';
import { laneOf } from './train-lane';
import { TrainMember } from './train-member';
import { TrainPool } from './train-pool';

const absolute = (address: string): string => new URL(address, location.href).href;

/** Processors a browser may use; more than eight workers are not worth their memory. */
const cores = (): number => Math.max(1, Math.min(8, navigator.hardwareConcurrency || 1));

export interface TrainClientOptions {
	/** Starts one worker. */
	readonly start?: () => Worker;
	/** Workers at most. */
	readonly workers?: number;
	/** Milliseconds of training that a lost worker may cost a job that trains alone, its last epoch aside. */
	readonly checkpointEvery?: number;
}

const startWorker = () => new Worker(new URL('./train.worker.ts', import.meta.url), { type: 'module' });

export function createTrainClient({
	start = startWorker,
	workers = cores(),
	checkpointEvery = 10_000,
}: TrainClientOptions = {}): TrainClient {
	const listeners = new Set<(engine: Engine) => void>();
	const refusals = new Refusals();
	const keeper = { kept: new Map<Id, Checkpoint>(), every: checkpointEvery };
	let setting: EngineSetting = { prefer: null, relaxed: false };
	let calibration: unknown = null;
	let engine: Promise<Engine> | null = null;

	const paths = {
		'tfjs-backend-wasm.wasm': absolute(plain),
		'tfjs-backend-wasm-simd.wasm': absolute(simd),
		'tfjs-backend-wasm-threaded-simd.wasm': absolute(simd),
	};
	const pool = new TrainPool(
		() => new TrainMember(start, () => ({ paths, userAgent: navigator.userAgent, relaxed: setting.relaxed })),
	);
	pool.most = workers;

	async function ask(asked: EngineSetting): Promise<Engine> {
		await pool.first.ready();
		const { lost } = refusals;
		const found = await pool.first.thread.call('start', {}, { ...asked, workers, calibration, lost });
		({ calibration } = found);
		return found;
	}
	/** Asks for a setting and makes it the one in use; a refused choice changes nothing. */
	async function set(asked: EngineSetting): Promise<Engine> {
		const chosen = await ask(asked);
		if (asked.relaxed !== setting.relaxed) for (const member of pool.members) member.renew();
		if (asked.prefer) refusals.forgive(asked.prefer);
		setting = asked;
		engine = Promise.resolve(chosen);
		return chosen;
	}
	/** The engine with the last choice. */
	function ready(): Promise<Engine> {
		engine ??= ask(setting).catch((thrown: unknown) => {
			engine = null;
			throw thrown;
		});
		return engine;
	}
	/** The engine without what was lost; one chosen by hand gives way. */
	async function retreat(): Promise<void> {
		const { prefer } = setting;
		if (prefer && refusals.lost.some(([backend]) => backend === prefer))
			setting = { ...setting, prefer: null };
		engine = null;
		const next = await ready();
		for (const listener of listeners) listener(next);
	}
	/** Learns from a failure what not to try again. */
	async function learn(thrown: unknown, plan: TrainingPlan, job: JobSpec): Promise<void> {
		const { code, message } = asBenchtopError(thrown);
		if (code === 'train.device') {
			refusals.lose(plan.backend, message);
			await retreat();
		} else if (code === 'train.backend-off') refusals.refuse(plan.backend, job.architectureId);
		else if (code === 'train.worker-lost') refusals.crashed(plan.backend, job.architectureId);
	}

	const client: TrainClient = {
		async start(prefer, kept = {}) {
			if (kept.calibration !== undefined) ({ calibration } = kept);
			if (prefer === undefined && kept.relaxed === undefined) return ready();
			return set({ prefer: prefer ?? null, relaxed: kept.relaxed ?? setting.relaxed });
		},
		use: (prefer, relaxed = setting.relaxed) => set({ prefer, relaxed }),
		onEngine(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		async load(dataset, table) {
			const packed = 'packed' in table ? table : packTable(table);
			await pool.first.thread.call('load', {}, dataset, transfer(packed, packedBuffers(packed)));
			pool.first.datasets.add(dataset);
		},
		holds: (dataset) => pool.first.datasets.has(dataset),
		async release(dataset: Id) {
			if (!pool.first.datasets.delete(dataset)) return;
			await Promise.all(pool.members.map(({ thread }) => thread.call('release', {}, dataset)));
		},
		isPrepared: (of) => pool.first.isPrepared(of),
		restore: (of, kept) => pool.first.restore(of, kept),
		prepare: ({ pipeline, pipelineId, fold }, worthSeconds, { signal, onProgress } = {}) =>
			pool.first.thread.call(
				'prepare',
				{ signal, onReport: onProgress },
				{ pipeline, pipelineId, fold },
				worthSeconds,
			),
		async plan(job, alike) {
			const { reports } = await ready();
			const without = refusals.of(job.architectureId);
			const asked = { reports, prefer: setting.prefer, workers, alike, without };
			return pool.first.thread.call('plan', {}, job, asked);
		},
		async lane(plan, of, signal) {
			const member = await pool.acquire(plan.workers, of, signal);
			return laneOf(pool, member, keeper, learn);
		},
		async train(job: JobSpec, call: LaneCall): Promise<Trained> {
			call.signal?.throwIfAborted();
			await client.prepare(job, Infinity, call);
			const plan = await client.plan(job, 1);
			const lane: Lane = await client.lane(plan, job, call.signal);
			try {
				let trained: PromiseSettledResult<Trained> | null = null as PromiseSettledResult<Trained> | null;
				await lane.train([job], plan, call, (_, result) => (trained = result));
				if (trained?.status !== 'fulfilled') throw trained?.reason;
				return trained.value;
			} finally {
				lane.release();
			}
		},
		dispose() {
			engine = null;
			keeper.kept.clear();
			pool.dispose();
		},
	};
	return client;
}
