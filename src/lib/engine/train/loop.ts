/**
 * The training loop all stepping executors share: epochs, and the evaluation of both splits after each. What follows from
 * it for the next epoch is the progress', the arithmetic of a step the stepper's.
 */
import { batchesOf } from './batches';
import type { TrainingState } from './checkpoint';
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
	/** Where training stands, to be gone on from after an epoch. */
	save?(): Promise<TrainingState>;
	/** Goes on from where a stepper of the same program stood. */
	restore?(state: TrainingState): void;
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
	const { checkpoints } = call;
	call.signal?.throwIfAborted();
	let end = false;
	if (checkpoints?.from && stepper.restore) {
		end = progress.resume(checkpoints.from.history, call);
		stepper.restore(checkpoints.from.state);
	}
	while (!end) {
		await stepper.epoch(progress.next, progress.rate, call);
		const train = await stepper.outputs('train', call);
		const validation = await stepper.outputs('validation', call);
		stepper.check();
		const verdict = progress.note({ train, validation }, call);
		if (verdict.keep) stepper.keep();
		end = verdict.end;
		if (end) break;
		if (stepper.save && checkpoints?.due())
			checkpoints.take({ history: [...progress.history], state: await stepper.save() });
		await breathe(call);
	}
	const weights = await stepper.best();
	stepper.check();
	return progress.result(weights);
}
