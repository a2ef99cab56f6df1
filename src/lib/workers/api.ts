/**
 * What crosses the thread boundary: the calls of the data, train and file workers, and nothing of how they work.
 * Clients (data-client, train-client, file-client) give these to commands with AbortSignal and typed errors.
 */
import type { Id } from '../engine/canonical';
import type { PipelineCheck } from '../engine/check/judge-pipeline';
import type { LongCall } from '../engine/ports';
import type { Dataset } from '../engine/schema/dataset';
import type { DatasetShape } from '../engine/schema/dataset-shape';
import type { Pipeline } from '../engine/schema/pipeline';
import type { Proposal } from '../engine/schema/proposal';
import type { EpochEvent, JobSpec, Trained } from '../engine/train/job-spec';
import type { Dtype, Table } from '../engine/table/table';
import type { PackedTable } from './packed-table';

// ── data ────────────────────────────────────────────────────────────────────────────────────────

export type Cell = string | number | boolean | null;

/** What a single file can be asked to be read as. */
export type FileFormat = 'csv' | 'tsv' | 'parquet' | 'npy' | 'paste' | 'sample';

/** One column of a file that was read but not yet registered. */
export interface StagedColumn {
	/** Name in the file; the key for changes. */
	readonly source: string;
	readonly name: string;
	readonly dtype: Dtype;
	/** What was guessed, before any change. */
	readonly guess: Dtype;
	/** First values, as they would be registered. */
	readonly examples: readonly Cell[];
	readonly missing: number;
}

export interface Staged {
	readonly id: string;
	readonly file: string;
	readonly format: Dataset['source']['format'];
	readonly bytes: number;
	readonly rows: number;
	/** Of sequences and pictures; its samples are `rows` table rows together. */
	readonly shape?: DatasetShape | undefined;
	readonly columns: readonly StagedColumn[];
	/** What was put right on the way in, and what looks odd: transcoding, doubled names, rejected lines. */
	readonly notes: readonly string[];
}

/** A picture to be read, with the folders it lies in: "pets/cat/1.png". */
export interface PictureFile {
	readonly path: string;
	readonly file: File;
}

/** Pictures as one staging and, where they lie in sub-folders, the table that says in which. */
export interface StagedPictures {
	readonly pictures: Staged;
	readonly files: Staged | null;
}

/** Which pictures of a dataset, how large, and which values are black and white. */
export interface PictureView {
	readonly from: number;
	readonly count: number;
	/** Longest edge in pixels; smaller pictures keep their size. */
	readonly edge: number;
	readonly low: number;
	readonly high: number;
}

/** Pictures to look at, one after the other in RGBA bytes. */
export interface Pictures {
	readonly width: number;
	readonly height: number;
	readonly pixels: Uint8ClampedArray<ArrayBuffer>;
}

export interface ColumnChange {
	readonly source: string;
	readonly name?: string;
	readonly dtype?: Dtype;
}

export interface Registered {
	readonly dataset: Omit<Dataset, 'name' | 'version' | 'createdAt'>;
	readonly parquet: Blob;
}

export interface Rows {
	readonly offset: number;
	/** Row-major cells, columns in dataset order or in the order they were asked for. */
	readonly rows: readonly (readonly Cell[])[];
	/** Row numbers in the registered dataset (they differ from the offset when filtered). */
	readonly numbers: readonly number[];
}

/** Which rows and columns of a dataset; all where nothing is said. */
export interface Selection {
	/** A SQL condition over the columns. */
	readonly where?: string | undefined;
	readonly columns?: readonly string[] | undefined;
}

export type { PipelineCheck };

export interface DataClient {
	/**
	 * Starts the database, which takes a second, without waiting for it or telling of failures; `reading` also puts
	 * the way of a file through its paces, which makes the first one quicker. Idempotent.
	 */
	warm(reading?: boolean): void;
	/** Reads a file into a staging table. CSV, TSV, Parquet, .npy by content, not only by name. */
	stage(file: File, format: FileFormat | 'auto', call?: LongCall): Promise<Staged>;
	/** Reads picture files as one dataset; all must have the same size (SPEC DS-18, DS-20). */
	stagePictures(pictures: readonly PictureFile[], call?: LongCall): Promise<StagedPictures>;
	/** The staging table with renamed and retyped columns; refuses what does not convert and changes nothing then. */
	change(staged: string, changes: readonly ColumnChange[]): Promise<Staged>;
	discard(staged: string): Promise<void>;
	/** Content hash, statistics and Parquet of the staging table, which stays open under the dataset's id. */
	register(staged: string, call?: LongCall): Promise<Registered>;

	/** Makes a kept dataset queryable, from its cache when there is one. Idempotent. */
	open(
		dataset: Dataset,
		source: { parquet: () => Promise<Blob>; cache: () => Promise<Blob | null> },
		call?: LongCall,
	): Promise<void>;
	/** Builds the attachable cache of an open dataset; null where the browser has no place for it. */
	buildCache(dataset: Id, call?: LongCall): Promise<Blob | null>;
	close(dataset: Id): Promise<void>;

	/** Rows [offset, offset + limit) of the selection. */
	page(dataset: Id, offset: number, limit: number, of?: Selection, call?: LongCall): Promise<Rows>;
	/**
	 * How many rows match; refuses a condition DuckDB cannot bind (`data.query`). Aborting stops the search once
	 * nobody waits for this condition any more.
	 */
	count(dataset: Id, where?: string, call?: LongCall): Promise<number>;
	/** Engine columns for fitting and training; with `inner` when the dataset is sequences or pictures. */
	table(dataset: Id, columns?: readonly string[]): Promise<Table>;
	/** All columns as they go on to the train worker, with little for the thread in between to do. */
	packed(dataset: Id): Promise<PackedTable>;
	/** Engine columns of the samples [from, from + count), as many as there are. */
	samples(dataset: Id, from: number, count: number, columns?: readonly string[]): Promise<Table>;
	/** Pictures to look at; refuses datasets that have none and channels without agreed colours (SPEC DS-22, DS-23). */
	pictures(dataset: Id, view: PictureView): Promise<Pictures>;
	/**
	 * A pipeline for this target with its reasons, worked out in the worker; with `beside`, for the sequences or pictures
	 * that the dataset's rows label.
	 */
	propose(dataset: Dataset, target: string, seed: number, beside?: Dataset): Promise<Proposal>;
	/**
	 * The pipeline staged, split and checked for leaks, and fitted where that is quick; its datasets must be open. Throws
	 * what staging and splitting refuse.
	 */
	check(pipeline: Pipeline, datasets: readonly Id[], call?: LongCall): Promise<PipelineCheck>;
	dispose(): void;
}

// ── train ───────────────────────────────────────────────────────────────────────────────────────

/**
 * What trains: our own kernels in WebAssembly (`fused`) and in WebGPU (`fused-webgpu`), which have dense nets, and tfjs on
 * what the other names say, which has every layer.
 */
export const BACKENDS = ['fused', 'fused-webgpu', 'webgpu', 'webgl', 'wasm', 'cpu'] as const;
export type Backend = (typeof BACKENDS)[number];

/** What the self-test found: a known problem trained on each backend. */
export interface BackendReport {
	readonly backend: Backend;
	/** `lost`: it passed, and its device or its worker failed since. */
	readonly state: 'ok' | 'wrong' | 'missing' | 'lost';
	/** Its fingerprint when ok, otherwise why it is off: "gradient differs by 3e-2", "not in this browser". */
	readonly detail: string;
	/**
	 * Steps per second on a small net, of all its models together where it trains many as one; null when not ok. Of the
	 * fused kernel and of tfjs on WASM and CPU it is the figure of one worker.
	 */
	readonly stepsPerSecond: number | null;
	/** The same on a wide net; null where it was not measured. */
	readonly wideStepsPerSecond?: number | null;
	/** Models that were trained as one when it was measured; 1 where it trains one by one. */
	readonly models?: number;
	/** True when it was not examined at start, being software, and will be when a person chooses it. */
	readonly onRequest?: boolean;
}

/** What a person may decide about the engine; kept as settings. */
export interface EngineSetting {
	/** Trains with this backend whatever was measured, wherever it has the layers; null takes the measured one. */
	readonly prefer: Backend | null;
	/** The fused kernel may use fused multiply-add: faster, and not the same bytes in every browser. */
	readonly relaxed: boolean;
}

export interface Engine {
	readonly reports: readonly BackendReport[];
	/** The backend in use for dense nets: the fused kernel, or a clearly faster one, or the one the person chose. */
	readonly backend: Backend;
	readonly chosen: 'measured' | 'by hand';
	/** Why it is this one, without a full stop: "Fused WASM on 2 workers: fastest of 4 measured". */
	readonly why: string;
	/** Workers that may train at once. */
	readonly workers: number;
	readonly relaxed: boolean;
	/** What was measured, to be kept and given back at the next start. */
	readonly calibration: Calibration;
}

/** Reports as they are kept between visits; they hold for one machine, browser and engine version. */
export interface Calibration {
	readonly fingerprint: string;
	readonly reports: readonly BackendReport[];
}

/** How a job is trained, and with it those that differ from it in seed and fold only. */
export interface TrainingPlan {
	readonly backend: Backend;
	/** "Fused WASM", "tfjs on WebGPU". */
	readonly name: string;
	/** Models that train as one at most; 1 where each trains alone. */
	readonly models: number;
	/** Folds whose tensors fit beside each other. */
	readonly folds: number;
	/** Workers that may train such jobs at once; 1 where only the first can. */
	readonly workers: number;
	/** Why, without a full stop: "tfjs on WASM: this net has a convolution". */
	readonly why: string;
}

export type { EpochEvent, JobSpec, Trained };

/** Which tensors a job needs: those of a pipeline, or of one fold of its split. */
export type Preparation = Pick<JobSpec, 'pipeline' | 'pipelineId' | 'fold'>;

export interface LaneCall {
	readonly signal?: AbortSignal | undefined;
	readonly onEpoch?: ((event: EpochEvent) => void) | undefined;
}

/** A worker that is free for one call of `train`; the caller hands it back. */
export interface Lane {
	/** Whether these tensors are in it already. */
	holds(of: Preparation): boolean;
	/**
	 * Trains jobs by a plan: one, or as many as the plan takes as one. Each is given out as it finishes, so that it can be
	 * kept at once; a failure of one leaves the others alone. Rejects when all are lost: with an AbortError,
	 * train.worker-lost, train.device or train.backend-off.
	 */
	train(
		jobs: readonly JobSpec[],
		plan: TrainingPlan,
		call: LaneCall,
		ended: (job: JobSpec, result: PromiseSettledResult<Trained>) => void,
	): Promise<void>;
	/** Idempotent. */
	release(): void;
}

/** A pool of train workers: the first prepares, further ones are started when a job waits for them. */
export interface TrainClient {
	/**
	 * Self-test and calibration, once; a calibration of this machine that was kept spares both. `prefer` overrules the
	 * measurement.
	 */
	start(prefer?: Backend | null, kept?: { relaxed?: boolean; calibration?: unknown }): Promise<Engine>;
	/** Takes this backend, or the measured one; a refused choice changes nothing. */
	use(prefer: Backend | null, relaxed?: boolean): Promise<Engine>;
	/** Told when the engine changed by itself: a backend was lost or gave wrong numbers. Gives its own removal. */
	onEngine(listener: (engine: Engine) => void): () => void;
	/** Hands a dataset's columns to the first worker (moved, not copied); held until `release`. */
	load(dataset: Id, table: Table | PackedTable): Promise<void>;
	holds(dataset: Id): boolean;
	release(dataset: Id): Promise<void>;
	/** Whether these tensors are at hand, so that neither data nor kept tensors are needed. */
	isPrepared(of: Preparation): Promise<boolean>;
	/** Takes back tensors that `prepare` gave to be kept; false when the Blob holds anything else, or is damaged. */
	restore(of: Preparation, kept: Blob): Promise<boolean>;
	/**
	 * Prepares tensors from loaded data, unless they are at hand. Gives them to be kept when that took `worthSeconds` or
	 * longer and they are of a size worth keeping, otherwise null.
	 */
	prepare(of: Preparation, worthSeconds: number, call?: LongCall): Promise<Blob | null>;
	/** How a job whose tensors are at hand is trained, `alike` being how many wait that could train with it. */
	plan(job: JobSpec, alike: number): Promise<TrainingPlan>;
	/** Waits for a worker that may train by this plan, with preference one that holds these tensors. */
	lane(plan: TrainingPlan, of: Preparation, signal?: AbortSignal): Promise<Lane>;
	/** Trains one model, of tensors at hand or of loaded data. Aborting rejects with an AbortError and leaves nothing behind. */
	train(job: JobSpec, call: LaneCall): Promise<Trained>;
	dispose(): void;
}

// ── files ───────────────────────────────────────────────────────────────────────────────────────

export interface FileClient {
	/** The project as one .benchtop file; equal projects give equal bytes. */
	exportProject(project: string, call?: LongCall): Promise<File>;
	/** Checks everything, then adds the project; a refused file changes nothing. Returns the project's id. */
	importProject(file: File, call?: LongCall): Promise<string>;
	dispose(): void;
}
