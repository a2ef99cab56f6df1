/** What goes into training one model and what comes out of it: plain data that crosses threads unchanged. */
import type { Id } from '../canonical';
import type { FittedPipeline } from '../prepare/fitted';
import type { Architecture } from '../schema/architecture';
import type { Experiment } from '../schema/experiment';
import type { Pipeline } from '../schema/pipeline';
import type { Prediction, Run, WeightTensor } from '../schema/run';

/** Everything needed to train one model from scratch, beside the tables. */
export interface JobSpec {
	readonly key: Id;
	readonly pipelineId: Id;
	readonly pipeline: Pipeline;
	readonly architectureId: Id;
	readonly architecture: Architecture;
	readonly experimentId: Id;
	readonly experiment: Experiment;
	readonly repeat: number;
	/** 0-based fold of the pipeline's split; not given without folds. */
	readonly fold?: number | undefined;
	/** The dataset of the target, by which runs are found. */
	readonly dataset: Id;
	readonly userAgent: string;
	/** Milliseconds since 1970, from the caller's clock. */
	readonly startedAt: number;
}

export interface EpochEvent {
	readonly job: Id;
	/** 1-based. */
	readonly epoch: number;
	readonly epochs: number;
	readonly train: Readonly<Record<string, number | null>>;
	readonly validation: Readonly<Record<string, number | null>>;
}

export interface Trained {
	readonly run: Run;
	readonly prediction: Prediction;
	readonly weights: readonly WeightTensor[];
	readonly fitted: FittedPipeline;
	/** Rules that looked at data and split: leaks, classes too small, unstratified splits. */
	readonly warnings: readonly string[];
}
