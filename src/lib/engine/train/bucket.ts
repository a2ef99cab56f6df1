/**
 * Models that train as one: equal topology, loss and optimizer, each with a seed, a fold, a rate and an end of its own.
 * An executor that can do so says it by `trainBucket`; how many it takes at once, and in which parts, is its own affair.
 */
import type { Executor, TrainCall, TrainedProgram } from './executor';
import type { Program, TrainingData } from './program';

export interface BucketModel {
	readonly program: Program;
	readonly data: TrainingData;
	readonly call: TrainCall;
	/** Told at once when this model has ended well, while others may still train; predicting must be possible by then. */
	readonly ended?: ((trained: TrainedProgram) => void) | undefined;
}

export interface BucketExecutor extends Executor {
	/**
	 * Trains all of them, in the order given; the failure of one leaves the others alone.
	 * A signal that is aborted rejects its model with an AbortError, a lost device each that is left with train.device.
	 */
	trainBucket(models: readonly BucketModel[]): Promise<PromiseSettledResult<TrainedProgram>[]>;
}

export const trainsBuckets = (executor: Executor): executor is BucketExecutor => 'trainBucket' in executor;
