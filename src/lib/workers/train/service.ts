/**
 * What the train worker does when called: chooses a backend, holds tables, trains one job after the other. Jobs of one
 * pipeline share its tensors, which can be given out to be kept and be taken back after a reload. Between steps the
 * worker hears its messages often enough for a stop to feel immediate.
 */
import type { Id } from '../../engine/canonical';
import { BenchtopError } from '../../engine/errors/error';
import { datasetsOf } from '../../engine/schema/datasets-of';
import type { Table } from '../../engine/table/table';
import type { Inputs } from '../../engine/train/inputs';
import { isHeld, prepareToTrain, type Prepared } from '../../engine/train/prepared';
import { trainJob } from '../../engine/train/train-job';
import type { Backend, BackendReport, Engine, EpochEvent, JobSpec, Preparation, Trained } from '../api';
import { unpackTable, type PackedTable } from '../packed-table';
import { transfer, type Call } from '../thread';
import { Backends, type WasmPaths } from './backends';
import { choose, chooseFor, examine, examineAll } from './choose';
import { epochReports } from './epoch-reports';
import { packTensors, tensorBytes, unpackTensors } from './kept-tensors';
import { TensorCache } from './tensor-cache';

/** Milliseconds of work between two looks at the messages. */
const BREATH = 40;

/** Bytes of tensors that are worth a place on disk at most. */
const MOST_KEPT = 1e9;

/** Bytes of tensors to hold at once: a quarter of the machine's memory where the browser tells it. */
const roomForTensors = (): number =>
	Math.max(0.5e9, Math.min(2e9, ((navigator as { deviceMemory?: number }).deviceMemory ?? 8) * 0.25e9));

/** A function that now and then gives a promise for the next turn of the event loop. */
function breather(): () => Promise<void> | undefined {
	let last = performance.now();
	const { port1, port2 } = new MessageChannel();
	return () => {
		if (performance.now() - last < BREATH) return undefined;
		return new Promise<void>((resolve) => {
			port1.onmessage = () => {
				last = performance.now();
				resolve();
			};
			port2.postMessage(null);
		});
	};
}

const buffersOf = ({ prediction, weights }: Trained): ArrayBuffer[] => {
	const splits = [prediction.train, prediction.validation, prediction.test];
	const arrays = [
		...splits.flatMap(({ rows, truth, scores }) => [rows, truth, scores]),
		...weights.map(({ values }) => values),
	];
	return arrays.map(({ buffer }) => buffer as ArrayBuffer);
};

/** The calls of the train worker; one object per worker. */
export class TrainService {
	#backends: Backends | null = null;
	#reports: Promise<BackendReport[]> | null = null;
	#prefer: Backend | null = null;
	readonly #tensors = new TensorCache();
	readonly #tables = new Map<Id, Table>();
	readonly #pause = breather();
	/** Calls that compute wait for each other: only one backend is current in tfjs. */
	#last: Promise<unknown> = Promise.resolve();

	async start(_call: Call, paths: WasmPaths, userAgent: string, prefer: Backend | null): Promise<Engine> {
		const backends = (this.#backends ??= new Backends(paths, userAgent));
		this.#reports ??= this.#alone(() => examineAll(backends));
		let reports = await this.#reports;
		const wished = reports.find(({ backend }) => backend === prefer);
		if (wished?.onRequest) {
			const again = await this.#alone(() => examine(backends, wished.backend));
			reports = reports.map((report) => (report.backend === again.backend ? again : report));
			this.#reports = Promise.resolve(reports);
		}
		const engine = choose(reports, prefer);
		this.#prefer = prefer;
		return engine;
	}

	async load(_call: Call, dataset: Id, table: PackedTable): Promise<void> {
		this.#tables.set(dataset, unpackTable(table));
	}

	async release(_call: Call, dataset: Id): Promise<void> {
		this.#tables.delete(dataset);
		this.#tensors.forget(dataset);
	}

	async isPrepared(_call: Call, { pipelineId, fold }: Preparation): Promise<boolean> {
		return this.#tensors.get(pipelineId, fold) !== null;
	}

	restore(_call: Call, { pipeline, pipelineId, fold }: Preparation, kept: Blob): Promise<boolean> {
		return this.#alone(async () => {
			this.#tensors.makeRoom(0);
			const prepared = await unpackTensors(kept, pipelineId, fold);
			if (prepared) this.#tensors.put(prepared, datasetsOf(pipeline), tensorBytes(prepared));
			return prepared !== null;
		});
	}

	prepare({ signal }: Call, spec: Preparation, worthSeconds: number): Promise<Blob | null> {
		return this.#alone(async () => {
			signal.throwIfAborted();
			if (this.#tensors.get(spec.pipelineId, spec.fold)) return null;
			const start = performance.now();
			const prepared = this.#prepare(spec);
			const seconds = (performance.now() - start) / 1000;
			const worth = isHeld(prepared) && seconds >= worthSeconds && tensorBytes(prepared) <= MOST_KEPT;
			return worth ? packTensors(prepared) : null;
		});
	}

	train({ signal, report }: Call<readonly EpochEvent[]>, spec: JobSpec): Promise<Trained> {
		return this.#alone(async () => {
			signal.throwIfAborted();
			const prepared = this.#prepare(spec);
			const executor = await this.#executor(spec);
			const clock = { elapsed: () => performance.now() };
			const reports = epochReports(report, BREATH, clock.elapsed);
			const trained = await trainJob(spec, prepared, executor, clock, {
				signal,
				pause: this.#pause,
				onEpoch: reports.note,
			}).finally(reports.flush);
			return transfer(trained, buffersOf(trained));
		});
	}

	#prepare({ pipeline, pipelineId, fold }: Preparation): Prepared<Inputs> {
		const held = this.#tensors.get(pipelineId, fold);
		if (held) return held;
		const reads = datasetsOf(pipeline);
		for (const dataset of reads)
			if (!this.#tables.has(dataset)) throw new BenchtopError('train.no-dataset', { dataset });
		const room = roomForTensors();
		this.#tensors.makeRoom(0);
		const prepared = prepareToTrain(this.#tables, pipeline, pipelineId, fold, room);
		// What is made piece by piece holds on to its tables: nothing else is kept beside it, and it goes first.
		this.#tensors.put(prepared, reads, isHeld(prepared) ? tensorBytes(prepared) : Infinity);
		return prepared;
	}

	async #executor({ architecture }: JobSpec) {
		const backends = this.#backends;
		if (!backends || !this.#reports)
			throw new BenchtopError('train.no-backend', { detail: 'the self-test has not run' });
		return backends.executor(chooseFor(architecture, await this.#reports, this.#prefer));
	}

	#alone<T>(work: () => Promise<T>): Promise<T> {
		const mine = this.#last.then(work, work);
		this.#last = mine.catch(() => {});
		return mine;
	}
}
