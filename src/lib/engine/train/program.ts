/**
 * The training program: a topology and the values that differ between models. Executors take nothing else, so
 * programs with equal topology and batch size can later be trained together as one.
 */
import type { Topology } from '../model/topology';
import type { Loss, OptimizerSpec } from '../schema/architecture';
import type { Inputs } from './inputs';

export interface Program {
	/** The model's name, for errors. */
	readonly name: string;
	readonly topology: Topology;
	readonly loss: Loss;
	readonly optimizer: OptimizerSpec['optimizer'];
	readonly learningRate: number;
	/** Decoupled, on kernels only. */
	readonly weightDecay: number;
	readonly epochs: number;
	readonly batchSize: number;
	/** Epochs without a lower validation loss before training ends; null never ends early. */
	readonly patience: number | null;
	/** Feeds initial weights, shuffling and dropout, each through a stream of its own. */
	readonly seed: number;
}

/** Tensors of one split. */
export interface Samples<X extends Inputs = Float32Array> {
	readonly rows: number;
	/** rows × inputs, row-major. */
	readonly x: X;
	/** One encoded label per row: 0/1, class index, or the encoded value; without a target one per output. */
	readonly y: Float32Array;
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
	/** 0-based number of the step since training began. */
	readonly step: number;
	/** rows ÷ batch size: how much a partial batch counts for running statistics. */
	readonly share: number;
	/** Per layer: rows × units of 0 and 1/(1 − rate); null for layers that drop nothing. */
	readonly masks: readonly (Float32Array | null)[];
}
