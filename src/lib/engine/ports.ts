/**
 * What the engine asks of the world, as interfaces of a page each. Workers and storage implement them;
 * commands are written against them.
 */
import type { Id } from './canonical';
import type { BenchtopError } from './errors/error';
import type { Architecture } from './schema/architecture';
import type { Dataset } from './schema/dataset';
import type { Experiment } from './schema/experiment';
import type { Job } from './schema/job';
import type { Pipeline } from './schema/pipeline';
import type { Project } from './schema/project';
import type { Annotation, Prediction, Run, WeightTensor } from './schema/run';
import type { FittedPipeline } from './prepare/fitted';

/** Milliseconds since 1970 for records; monotonic milliseconds for durations. */
export interface Clock {
	now(): number;
	elapsed(): number;
}

export interface Progress {
	/** Units done; `total` null while unknown. */
	done: number;
	total: number | null;
	/** What is counted: "rows", "bytes", "epochs". */
	unit: string;
	/** What is being done now, for people: "Reading rows". */
	phase: string;
}

export interface LongCall {
	signal?: AbortSignal | undefined;
	onProgress?: ((progress: Progress) => void) | undefined;
}

/** A document with its content id. */
export interface Stored<D> {
	readonly id: Id;
	readonly document: D;
}

/** All small records of one project. Large things are fetched by id. */
export interface ProjectContents {
	readonly project: Project;
	readonly datasets: readonly Dataset[];
	readonly pipelines: readonly Stored<Pipeline>[];
	readonly architectures: readonly Stored<Architecture>[];
	readonly experiments: readonly Stored<Experiment>[];
	readonly jobs: readonly Job[];
	readonly runs: readonly Run[];
	readonly annotations: readonly Annotation[];
}

/** All that one finished job adds, written in one transaction. */
export interface FinishedJob {
	readonly job: Job;
	readonly run: Run;
	readonly prediction: Prediction;
	readonly weights: readonly WeightTensor[];
	readonly fitted: FittedPipeline;
}

export interface StorageUsage {
	/** Bytes this origin uses, and may use. */
	used: number;
	quota: number;
	/** Whether the browser promised not to evict. */
	persisted: boolean;
}

/** Somebody (this tab or another) changed something; `project` null means the list of projects. */
export interface StoreChange {
	readonly project: string | null;
	readonly origin: 'here' | 'elsewhere';
}

export type Role = 'writer' | 'follower';

/**
 * The metastore. Each method is one transaction: all of it is kept or nothing. Writing as a follower is
 * refused (`storage.read-only`); a full disk is refused (`storage.quota`) and changes nothing.
 */
export interface Store {
	projects(): Promise<Project[]>;
	/** Null when the project does not exist. */
	contents(project: string): Promise<ProjectContents | null>;
	putProject(project: Project): Promise<void>;
	/** Removes all records of the project, and every blob no other project needs. */
	deleteProject(project: string): Promise<void>;

	addDataset(project: string, dataset: Dataset, parquet: Blob): Promise<void>;
	/** Removes a dataset that no run of the project uses. */
	removeDataset(project: string, dataset: Id): Promise<void>;
	parquet(dataset: Id): Promise<Blob>;
	/** Rebuildable attachable database beside the Parquet truth; null when there is none. */
	cache(dataset: Id): Promise<Blob | null>;
	putCache(dataset: Id, cache: Blob): Promise<void>;
	/** Prepared tensors of a pipeline, or of one fold of it, as the train worker gave them to be kept; null without any. */
	tensors(pipeline: Id, fold?: number): Promise<Blob | null>;
	/** Where they would make too much with the others, those go. Nothing is kept of a pipeline that is not there. */
	putTensors(project: string, pipeline: Id, tensors: Blob, fold?: number): Promise<void>;
	clearCaches(): Promise<void>;

	putPipeline(project: string, pipeline: Stored<Pipeline>): Promise<void>;
	/** Adds the experiments with their architectures and jobs; a job key already there is left as it is. */
	enqueue(
		project: string,
		work: { architectures: Stored<Architecture>[]; experiments: Stored<Experiment>[]; jobs: Job[] },
	): Promise<void>;
	putJobs(project: string, jobs: readonly Job[]): Promise<void>;
	removeJobs(project: string, keys: readonly Id[]): Promise<void>;
	finishJob(project: string, finished: FinishedJob): Promise<void>;
	annotate(project: string, annotations: readonly Annotation[]): Promise<void>;

	prediction(project: string, run: Id): Promise<Prediction | null>;
	weights(project: string, run: Id): Promise<WeightTensor[] | null>;
	/** What a pipeline learned, or what it learned for one fold of its split. */
	fitted(project: string, pipeline: Id, fold?: number): Promise<FittedPipeline | null>;

	setting(key: string): Promise<unknown>;
	putSetting(key: string, value: unknown): Promise<void>;

	usage(): Promise<StorageUsage>;
	/** Records found unreadable so far, each named once; the rest of the project opens without them. */
	readonly damage: readonly BenchtopError[];
	/** Called after each commit, here or in another tab; returns its own removal. */
	subscribe(listener: (change: StoreChange) => void): () => void;
	readonly role: Role;
	/** Called when the role changes; returns its own removal. */
	onRole(listener: (role: Role) => void): () => void;
	/** Asks the other tab for the pen; resolves when this tab writes. */
	takeOver(): Promise<void>;
	close(): void;
}
