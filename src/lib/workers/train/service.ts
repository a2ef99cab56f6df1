/**
 * What a train worker does when called: examines backends, prepares and holds tensors, says how a job is to be trained, and
 * trains jobs alone or as one. Several such workers train side by side; what is decided between them is the page's end's.
 * Between steps the worker hears its messages often enough for a stop to feel immediate.
 */
import type { Id } from '../../engine/canonical';
import { asBenchtopError, BenchtopError, isAbort, type ErrorData } from '../../engine/errors/error';
import { checkModel, topologyOf, type Topology } from '../../engine/model/topology';
import type { Progress } from '../../engine/ports';
import { isBaseline } from '../../engine/schema/is-baseline';
import type { Checkpoint } from '../../engine/train/checkpoint';
import { isHeld } from '../../engine/train/prepared';
import { trainJobs, type PreparedJob } from '../../engine/train/train-job';
import type {
	Backend,
	BackendReport,
	Calibration,
	Engine,
	EngineSetting,
	EpochEvent,
	JobSpec,
	Preparation,
	Trained,
	TrainingPlan,
} from '../api';
import { unpackTable, type PackedTable } from '../packed-table';
import { transfer, type Call } from '../thread';
import { abilitiesFor } from './abilities';
import { Backends, type WasmPaths } from './backends';
import { breather } from './breather';
import { checkpointsOf, type CheckpointSetting } from './checkpoints';
import { chooseEngine, planFor } from './choose';
import { epochReports } from './epoch-reports';
import { examine, examineAll, keptOf, machineOf } from './examine';
import { tensorBytes } from './kept-tensors';
import { PreparedTensors, roomForTensors } from './prepared-tensors';
import { Proven } from './proven';
import { WIDE } from './speed';
import { ROOM } from './tensor-cache';

/** Milliseconds of work between two looks at the messages. */
const BREATH = 40;

/** Bytes of tensors that are worth a place on disk at most. */
const MOST_KEPT = 1e9;

/** Models that are trained as one at most. */
const MOST_MODELS = 128;

/** A baseline's weights are counted: any backend would do. */
const CLOSED_FORM: TrainingPlan = {
	backend: 'cpu',
	name: 'Closed form',
	models: 1,
	folds: 1,
	workers: 1,
	why: 'Closed form: counted, not trained',
};

/** What a worker has to know to train: where files are, and how the person set the engine. */
export interface WorkerSetting {
	readonly paths: WasmPaths;
	readonly userAgent: string;
	readonly relaxed: boolean;
}

/** What the first worker is told to examine this machine, or to take what is known of it. */
export interface StartSetting extends EngineSetting {
	readonly workers: number;
	readonly calibration: unknown;
	/** Backends that failed since, and how. */
	readonly lost: readonly (readonly [Backend, string])[];
}

/** What decides how a job is trained, beside the job. */
export interface PlanSetting {
	readonly reports: readonly BackendReport[];
	readonly prefer: Backend | null;
	readonly workers: number;
	/** Jobs that wait and could train with this one, itself among them. */
	readonly alike: number;
	/** Backends that were found unable to train this architecture. */
	readonly without: readonly Backend[];
}

/** What training tells as it goes. */
export type TrainReport =
	| { readonly epochs: readonly EpochEvent[] }
	| { readonly job: Id; readonly checkpoint: Checkpoint }
	| { readonly job: Id; readonly trained: Trained }
	| { readonly job: Id; readonly failure: ErrorData };

const buffersOf = ({ prediction, weights }: Trained): ArrayBuffer[] => {
	const splits = [prediction.train, prediction.validation, prediction.test];
	const arrays = [
		...splits.flatMap(({ rows, truth, scores }) => [rows, truth, scores]),
		...weights.map(({ values }) => values),
	];
	return arrays.map(({ buffer }) => buffer as ArrayBuffer);
};

/** Its topology; none of a baseline, whose executor proves nothing. */
const topologyFor = ({ spec, prepared }: PreparedJob): Topology[] =>
	isBaseline(spec.architecture) ? [] : [topologyOf(spec.architecture, prepared.shapes, prepared.outputs)];

const elapsed = () => performance.now();

/** The calls of a train worker; one object per worker. */
export class TrainService {
	#backends: Backends | null = null;
	#calibration: Promise<Calibration> | null = null;
	readonly #proven = new Proven();
	readonly #tensors = new PreparedTensors();
	readonly #pause = breather(BREATH);
	/** Calls that compute wait for each other: only one backend is current in tfjs. */
	#last: Promise<unknown> = Promise.resolve();

	/** Has to be called before anything is trained; with another setting, again. */
	async join(_call: Call, setting: WorkerSetting): Promise<void> {
		this.#backends ??= new Backends(setting.paths, setting.userAgent);
		this.#backends.useRelaxed(setting.relaxed);
	}

	/** The engine: as it is kept of this machine, otherwise examined. */
	async start(_call: Call, setting: StartSetting): Promise<Engine> {
		const backends = this.#set();
		backends.useRelaxed(setting.relaxed);
		this.#calibration ??= this.#calibrate(backends, setting.calibration);
		let calibration = await this.#calibration;
		const { prefer } = setting;
		const lost = new Map(setting.lost);
		const wished = calibration.reports.find(({ backend }) => backend === prefer);
		if (wished && (wished.onRequest || lost.delete(wished.backend))) {
			const again = await this.#alone(() => examine(backends, wished));
			const reports = calibration.reports.map((report) =>
				report.backend === again.backend ? again : report,
			);
			calibration = { ...calibration, reports };
			this.#calibration = Promise.resolve(calibration);
		}
		const reports = calibration.reports.map((report): BackendReport => {
			const detail = lost.get(report.backend);
			return detail === undefined ? report : { ...report, state: 'lost', detail, stepsPerSecond: null };
		});
		const engine = chooseEngine({ ...calibration, reports }, setting, setting.workers);
		return { ...engine, calibration };
	}

	async load(_call: Call, dataset: Id, table: PackedTable): Promise<void> {
		this.#tensors.load(dataset, unpackTable(table));
	}

	async release(_call: Call, dataset: Id): Promise<void> {
		this.#tensors.release(dataset);
	}

	async isPrepared(_call: Call, of: Preparation): Promise<boolean> {
		return this.#tensors.get(of) !== null;
	}

	restore(_call: Call, of: Preparation, kept: Blob): Promise<boolean> {
		return this.#tensors.restore(of, kept);
	}

	give(_call: Call, of: Preparation): Promise<Blob | null> {
		return this.#tensors.give(of);
	}

	async prepare({ signal, report }: Call<Progress>, of: Preparation, worthSeconds: number) {
		if (this.#tensors.get(of)) return null;
		const start = elapsed();
		const prepared = await this.#tensors.prepared(of, { signal, onProgress: report, pause: this.#pause });
		const seconds = (elapsed() - start) / 1000;
		const worth = isHeld(prepared) && seconds >= worthSeconds && tensorBytes(prepared) <= MOST_KEPT;
		return worth ? this.#tensors.give(of) : null;
	}

	/** How a job whose tensors are here is to be trained. @throws model.* where it does not fit them */
	async plan(_call: Call, { architecture, ...spec }: JobSpec, setting: PlanSetting): Promise<TrainingPlan> {
		if (isBaseline(architecture)) return CLOSED_FORM;
		const prepared = await this.#tensors.prepared(spec, {});
		const { shapes, outputs, fitted } = prepared;
		checkModel(architecture, spec.pipeline.analysis, shapes, fitted.target.classes.length, outputs);
		const topology = topologyOf(architecture, shapes, outputs);
		const { takes, needs, recurrent } = abilitiesFor(architecture, topology);
		// Twice: the fused kernel has a copy of its own.
		const fit = (room: number) =>
			isHeld(prepared) ? Math.max(1, Math.floor(room / (2 * tensorBytes(prepared)))) : 1;
		const wanted = {
			takes: (backend: Backend) => takes(backend) && !setting.without.includes(backend),
			needs,
			wide: topology.parameters >= WIDE,
			recurrent,
			alike: setting.alike,
			workers: Math.min(setting.workers, fit(roomForTensors())),
			folds: fit(ROOM),
		};
		return planFor(wanted, setting.reports, setting, MOST_MODELS);
	}

	/** Trains jobs on the backend of a plan and tells each as it ends. @throws AbortError, train.device, train.backend-off */
	train(
		{ signal, report }: Call<TrainReport>,
		specs: readonly JobSpec[],
		backend: Backend,
		kept: CheckpointSetting,
	): Promise<void> {
		return this.#alone(async () => {
			signal.throwIfAborted();
			const jobs: PreparedJob[] = [];
			for (const spec of specs)
				jobs.push({ spec, prepared: await this.#tensors.prepared(spec, { signal, pause: this.#pause }) });
			const topologies = jobs.flatMap(topologyFor);
			const executor = await this.#set().executor(backend);
			if (topologies.length) await this.#proven.prove(backend, executor, topologies);
			const reports = epochReports((epochs) => report({ epochs }), BREATH, elapsed);
			const [first] = jobs as [PreparedJob];
			const tell = (checkpoint: Checkpoint) => {
				reports.flush();
				const buffers = checkpoint.state.map(({ buffer }) => buffer as ArrayBuffer);
				report(transfer({ job: first.spec.key, checkpoint }, buffers));
			};
			const parameters = Math.max(0, ...topologies.map((each) => each.parameters));
			const checkpoints =
				jobs.length === 1 ? checkpointsOf(kept, executor.fingerprint, parameters, elapsed, tell) : undefined;
			const call = { signal, pause: this.#pause, onEpoch: reports.note, checkpoints };
			await trainJobs(jobs, executor, { elapsed }, call, ({ key }, result) => {
				reports.flush();
				if (result.status === 'fulfilled')
					report(transfer({ job: key, trained: result.value }, buffersOf(result.value)));
				else report({ job: key, failure: asBenchtopError(result.reason).toData() });
			})
				.catch((thrown: unknown) => {
					// What waits for a device is told of its loss as of a stop that nobody asked for.
					if (isAbort(thrown) && !signal.aborted)
						throw new BenchtopError('train.device', { detail: (thrown as Error).message }, { cause: thrown });
					throw thrown;
				})
				.finally(reports.flush);
		});
	}

	#set(): Backends {
		if (!this.#backends)
			throw new BenchtopError('train.no-backend', { detail: 'the worker was not told how to train' });
		return this.#backends;
	}

	async #calibrate(backends: Backends, kept: unknown): Promise<Calibration> {
		const fingerprint = await machineOf(backends.userAgent);
		const known = keptOf(kept, fingerprint);
		return known ?? { fingerprint, reports: await this.#alone(() => examineAll(backends)) };
	}

	#alone<T>(work: () => Promise<T>): Promise<T> {
		const mine = this.#last.then(work, work);
		this.#last = mine.catch(() => {});
		return mine;
	}
}
