/**
 * The training loop all stepping executors share: epochs, evaluation of both splits after each, early stopping with the
 * best weights kept. The arithmetic of a step is the stepper's.
 */
import { BenchtopError } from '../errors/error';
import { batchesOf } from './batches';
import type { EpochNote, TrainCall, TrainedProgram } from './executor';
import type { Inputs } from './inputs';
import { meanLoss } from './loss';
import type { Batch, Program, Samples, TrainingData } from './program';

export interface Stepper {
	/** All steps of an epoch (1-based); breathes between them. */
	epoch(epoch: number, call: TrainCall): Promise<void>;
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
	step: (batch: Batch) => void,
): Stepper['epoch'] {
	const batches = batchesOf(program, samples);
	return async (epoch, call) => {
		for (const batch of batches(epoch)) {
			step(batch);
			await breathe(call);
		}
	};
}

const finite = (values: Float32Array): boolean => values.every(Number.isFinite);

/** Trains with a fresh stepper, which is the caller's to dispose. @throws AbortError, train.not-finite, train.device */
export async function runEpochs(
	program: Program,
	data: TrainingData,
	stepper: Stepper,
	call: TrainCall,
): Promise<TrainedProgram> {
	const { name, loss, topology, patience } = program;
	const history: EpochNote[] = [];
	let lowest = Infinity;
	let bestEpoch = 0;
	let ended: TrainedProgram['ended'] = 'all epochs';
	call.signal?.throwIfAborted();

	const measure = async (split: 'train' | 'validation', epoch: number) => {
		const outputs = await stepper.outputs(split, call);
		stepper.check();
		const value = meanLoss(loss, outputs, data[split].y, topology.outputs);
		if (!Number.isFinite(value))
			throw new BenchtopError('train.not-finite', { model: name, epoch, what: `${split} loss` });
		return { loss: value, ...call.measure?.(split, outputs) };
	};

	for (let epoch = 1; epoch <= program.epochs; epoch++) {
		await stepper.epoch(epoch, call);
		const train = await measure('train', epoch);
		const validation = await measure('validation', epoch);
		const note = { epoch, train, validation };
		history.push(note);
		call.onEpoch?.(note);
		if (validation.loss < lowest) {
			lowest = validation.loss;
			bestEpoch = epoch;
			stepper.keep();
		} else if (patience !== null && epoch - bestEpoch >= patience) {
			ended = 'early stop';
			break;
		}
		await breathe(call);
	}
	const weights = await stepper.best();
	stepper.check();
	if (!weights.every(finite))
		throw new BenchtopError('train.not-finite', { model: name, epoch: bestEpoch, what: 'weights' });
	return { weights, history, bestEpoch, ended };
}
