/**
 * How far one model has come: its history, its best epoch, and what follows from them for the next epoch: the learning
 * rate, whether to keep the weights, whether to go on. Every loop asks here, so that all executors decide alike.
 */
import { BenchtopError } from '../errors/error';
import type { CutOff } from '../schema/experiment';
import type { EpochNote, TrainCall, TrainedProgram } from './executor';
import { meanLoss } from './loss';
import type { Program, TrainingData } from './program';

export type Ended = TrainedProgram['ended'];

type Split = 'train' | 'validation';
/** Raw outputs of all rows of both splits after an epoch, in evaluation mode. */
export type EpochOutputs = Readonly<Record<Split, Float32Array>>;

/** What an epoch means for the next. */
export interface Verdict {
	/** Whether the current weights are the ones to give back so far. */
	readonly keep: boolean;
	readonly end: boolean;
}

/** The share of the declared rate a schedule leaves for an epoch (1-based). */
function scheduled({ schedule, epochs }: Program, epoch: number): number {
	if (!schedule) return 1;
	if (schedule.schedule === 'step') return schedule.factor ** Math.floor((epoch - 1) / schedule.every);
	if (schedule.schedule === 'exponential') return schedule.factor ** (epoch - 1);
	return (1 + Math.cos((Math.PI * (epoch - 1)) / epochs)) / 2;
}

function holds({ monitor, cutoff, direction }: CutOff, note: EpochNote, model: string): boolean {
	const [split, metric] = monitor.split('.') as [Split, string];
	const value = note[split][metric];
	if (value === undefined) {
		const known = (['train', 'validation'] as const).flatMap((side) =>
			Object.keys(note[side]).map((name) => `${side}.${name}`),
		);
		throw new BenchtopError('train.monitor', { model, monitor, known: known.join(', ') });
	}
	if (value === null) return false;
	return direction === 'above' ? value >= cutoff : value <= cutoff;
}

export class ModelProgress {
	readonly history: EpochNote[] = [];
	/** 1-based; 0 before the first. */
	bestEpoch = 0;
	ended: Ended = 'all epochs';
	readonly #program: Program;
	readonly #data: TrainingData;
	#lowest = Infinity;
	#share = 1;
	/** Epoch of the last lower loss or change of rate. */
	#stale = 0;
	/** Epochs since the validation loss was last lower. */
	#since = 0;

	constructor(program: Program, data: TrainingData) {
		this.#program = program;
		this.#data = data;
	}

	/** 1-based number of the epoch that comes next. */
	get next(): number {
		return this.history.length + 1;
	}

	/** The learning rate of the epoch that comes next. */
	get rate(): number {
		return this.#program.learningRate * this.#share * scheduled(this.#program, this.next);
	}

	/** @throws train.not-finite */
	#measure(split: Split, outputs: Float32Array, { measure }: TrainCall) {
		const { name, loss, topology } = this.#program;
		const value = meanLoss(loss, outputs, this.#data[split].y, topology.outputs);
		if (!Number.isFinite(value))
			throw new BenchtopError('train.not-finite', { model: name, epoch: this.next, what: `${split} loss` });
		return { loss: value, ...measure?.(split, outputs) };
	}

	/** Notes an epoch that is over and tells it on. @throws train.not-finite, train.monitor */
	note(outputs: EpochOutputs, call: TrainCall): Verdict {
		const epoch = this.next;
		const train = this.#measure('train', outputs.train, call);
		const validation = this.#measure('validation', outputs.validation, call);
		return this.#follow({ epoch, train, validation }, call);
	}

	/** Stands where these epochs have led, telling them again. Gives whether the last of them ended training. */
	resume(history: readonly EpochNote[], call: TrainCall): boolean {
		return history.reduce((_, note) => this.#follow(note, call).end, false);
	}

	/** What follows from an epoch. @throws train.monitor */
	#follow(note: EpochNote, call: TrainCall): Verdict {
		const { patience, plateau, stop, name, epochs, keep } = this.#program;
		const { epoch, validation } = note;
		this.history.push(note);
		call.onEpoch?.(note);
		const loss = validation['loss'] ?? Infinity;
		const better = loss < this.#lowest;
		if (better) {
			this.#lowest = loss;
			this.#stale = epoch;
		}
		if (better || keep === 'last') this.bestEpoch = epoch;
		if (plateau && epoch - this.#stale >= plateau.patience) {
			this.#share *= plateau.factor;
			this.#stale = epoch;
		}
		this.#since = better ? 0 : this.#since + 1;
		if (stop.length > 0 && stop.every((one) => holds(one, note, name))) this.ended = 'cut-off';
		else if (patience !== null && this.#since >= patience) this.ended = 'early stop';
		return { keep: this.bestEpoch === epoch, end: epoch >= epochs || this.ended !== 'all epochs' };
	}

	/** What was trained. @throws train.not-finite */
	result(weights: Float32Array[]): TrainedProgram {
		const { history, bestEpoch, ended } = this;
		if (!weights.every((values) => values.every(Number.isFinite)))
			throw new BenchtopError('train.not-finite', {
				model: this.#program.name,
				epoch: bestEpoch,
				what: 'weights',
			});
		return { weights, history, bestEpoch, ended };
	}
}
