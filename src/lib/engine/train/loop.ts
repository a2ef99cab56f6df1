/**
 * The training loop all stepping executors share: epochs, and the evaluation of both splits after each. What follows from
 * it for the next epoch is the progress', the arithmetic of a step the stepper's.
 */
import { batchesOf } from './batches';
import type { TrainCall, TrainedProgram } from './executor';
import type { Inputs } from './inputs';
import { ModelProgress } from './progress';
import type { Batch, Program, Samples, TrainingData } from './program';

export interface Stepper {
	/** All steps of an epoch (1-based) at a learning rate; breathes between them. */
	epoch(epoch: number, rate: number, call: TrainCall): Promise<void>;
	/** Raw outputs of all rows of a split with the current weights, in evaluation mode. */
	outputs(split: 'train' | 'validation', call: TrainCall): Promise<Float32Array>;
	/** Remembers the current weights as the best. */
	keep(): void;
	/** The weights last kept. */
	best(): Promise<Float32Array[]>;
	/** @throws train.device when the device has failed since the last call */
	check(): void;
	dispose(): void;
}

/** Stops when asked to; otherwise lets the thread hear its messages when it wants to. */
export async function breathe(call: TrainCall): Promise<void> {
	const pause = call.pause?.();
	if (pause) await pause;
	call.signal?.throwIfAborted();
}

/** Epochs for an executor that takes one step at a time. */
export function stepByStep(
	program: Program,
	samples: Samples<Inputs>,
	step: (batch: Batch, rate: number) => void,
): Stepper['epoch'] {
	const batches = batchesOf(program, samples);
	return async (epoch, rate, call) => {
		for (const batch of batches(epoch)) {
			step(batch, rate);
			await breathe(call);
		}
	};
}

/** Trains with a fresh stepper, which is the caller's to dispose. @throws AbortError, train.not-finite, train.monitor, train.device */
export async function runEpochs(
	program: Program,
	data: TrainingData,
	stepper: Stepper,
	call: TrainCall,
): Promise<TrainedProgram> {
	const progress = new ModelProgress(program, data);
	call.signal?.throwIfAborted();
	for (let end = false; !end;) {
		await stepper.epoch(progress.next, progress.rate, call);
		const train = await stepper.outputs('train', call);
		const validation = await stepper.outputs('validation', call);
		stepper.check();
		const verdict = progress.note({ train, validation }, call);
		if (verdict.keep) stepper.keep();
		end = verdict.end;
		if (!end) await breathe(call);
	}
	const weights = await stepper.best();
	stepper.check();
	return progress.result(weights);
}
