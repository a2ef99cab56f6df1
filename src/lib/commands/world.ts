/** What a command may touch: the store, the workers, and the page's ways to show work and results. No page code. */
import type { BenchtopError } from '../engine/errors/error';
import type { Clock, Progress, ProjectContents, Store } from '../engine/ports';
import type { Job } from '../engine/schema/job';
import type { DataClient, Engine, EpochEvent, FileClient, TrainClient, TrainingPlan } from '../workers/api';

export interface Task {
	readonly signal: AbortSignal;
	progress(progress: Progress): void;
	/** Ends the task; idempotent. */
	done(): void;
}

/** Where work in progress is shown. A progress bar exists exactly while a task does. */
export interface Activity {
	begin(title: string, options?: { cancellable?: boolean }): Task;
	training: TrainingWatch;
}

/** Live training, one queue at a time. */
export interface PlannedJob {
	readonly job: Job;
	readonly name: string;
	readonly epochs: number;
}

export interface TrainingWatch {
	begin(jobs: readonly PlannedJob[], stop: () => void): void;
	/** More jobs for the queue that is running. */
	add(jobs: readonly PlannedJob[]): void;
	started(job: Job, plan: TrainingPlan): void;
	epoch(event: EpochEvent): void;
	/** Its worker or device was lost: it waits again, and begins from the start. */
	again(job: Job): void;
	finished(job: Job): void;
	end(): void;
}

export interface Notices {
	/** A sentence, and the way back when there is one. */
	say(text: string, undo?: () => Promise<void>): void;
	refuse(error: BenchtopError): void;
}

export interface World {
	readonly store: Store;
	readonly data: DataClient;
	readonly train: TrainClient;
	readonly files: FileClient;
	readonly clock: Clock;
	readonly activity: Activity;
	readonly notices: Notices;
	/** The training engine after its self-test, started on first use. */
	startEngine(): Promise<Engine>;
	/** A fresh project id. */
	newId(): string;
	/** The open project; null on Home before anything is made. */
	current(): ProjectContents | null;
	/** Opens a project (null closes), reading it from the store. */
	open(project: string | null): Promise<void>;
	/** Hands a finished file to the person without a dialog. */
	download(file: File): void;
	readonly userAgent: string;
}
