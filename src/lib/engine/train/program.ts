/**
 * The training program: a topology and the values that differ between models. Executors take nothing else; programs
 * with equal topology, loss, optimizer and batch size can be trained together as one.
 */
import type { Topology } from '../model/topology';
import type { Architecture, Loss, OptimizerSpec } from '../schema/architecture';
import type { CutOff, Schedule, Trainer } from '../schema/experiment';
import type { Inputs } from './inputs';

/** A loss with its settings; those of other losses are there and mean nothing. */
export interface LossSpec {
	readonly loss: Loss;
	/** Of Huber. */
	readonly delta: number;
	/** Of focal. */
	readonly gamma: number;
	/** Share of every label that goes to all classes alike. */
	readonly smoothing: number;
}

export interface Program {
	/** The model's name, for errors. */
	readonly name: string;
	readonly topology: Topology;
	readonly loss: LossSpec;
	readonly optimizer: OptimizerSpec['optimizer'];
	readonly learningRate: number;
	/** Decoupled: weights that decay are multiplied by 1 − rate · this before each step. */
	readonly weightDecay: number;
	/** Of momentum and Nesterov. */
	readonly momentum: number;
	/** Infinity cuts nothing. */
	readonly clipValue: number;
	readonly clipNorm: number;
	readonly epochs: number;
	readonly batchSize: number;
	/** Epochs without a lower validation loss before training ends; null never ends early. */
	readonly patience: number | null;
	/** All have to hold for training to end; none never ends it. */
	readonly stop: readonly CutOff[];
	readonly schedule: Schedule | null;
	readonly plateau: NonNullable<Trainer['plateau']> | null;
	readonly keep: 'best' | 'last';
	/** Feeds initial weights, shuffling and dropout, each through a stream of its own. */
	readonly seed: number;
}

/** The loss an architecture declares, with what it leaves out. */
export const lossOf = ({
	loss,
	delta = 1,
	gamma = 2,
	labelSmoothing = 0,
}: Pick<Architecture, 'loss' | 'delta' | 'gamma' | 'labelSmoothing'>): LossSpec => ({
	loss,
	delta,
	gamma,
	smoothing: labelSmoothing,
});

/** An architecture, resolved to a topology, as a trainer trains it from a seed. */
export function programOf(
	architecture: Architecture,
	topology: Topology,
	{ epochs, batchSize, patience, stop = [], schedule, plateau, keep = 'best' }: Trainer,
	seed: number,
): Program {
	const { name, optimizer: chosen } = architecture;
	const { optimizer, learningRate, weightDecay, momentum = 0.9 } = chosen;
	const { clipNorm = Infinity, clipValue = Infinity } = chosen;
	return {
		...{ name, topology, loss: lossOf(architecture) },
		...{ optimizer, learningRate, weightDecay, momentum, clipNorm, clipValue },
		...{ epochs, batchSize, patience, stop, keep, seed },
		schedule: schedule ?? null,
		plateau: plateau ?? null,
	};
}

/** Tensors of one split. */
export interface Samples<X extends Inputs = Float32Array> {
	readonly rows: number;
	/** rows × inputs, row-major. */
	readonly x: X;
	/** One encoded label per row: 0/1, class index, or the encoded value; without a target one per output. */
	readonly y: Float32Array;
	/** What each row's loss is multiplied by, 1 on average; left out where rows weigh alike. */
	readonly weights?: Float32Array | undefined;
}

export interface TrainingData {
	readonly train: Samples<Inputs>;
	readonly validation: Samples<Inputs>;
}

/** One mini-batch; arrays are the executor's to keep. */
export interface Batch {
	readonly rows: number;
	readonly x: Float32Array;
	readonly y: Float32Array;
	/** One per row, or null. The loss of the batch is Σ weight · loss ÷ rows. */
	readonly weights: Float32Array | null;
	/** 0-based number of the step since training began. */
	readonly step: number;
	/** rows ÷ batch size: how much a partial batch counts for running statistics. */
	readonly share: number;
	/** Per layer: rows × units of 0 and 1/(1 − rate); null for layers that drop nothing. */
	readonly masks: readonly (Float32Array | null)[];
}
