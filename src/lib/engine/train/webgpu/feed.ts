/**
 * Where the samples of a part's models come from. A feed has them on the device for a stretch of steps at a time, in the
 * order of the epoch (train/batches.ts), and gives outputs of both splits.
 */
import type { Program, TrainingData } from '../program';
import type { Between } from './evaluator';

export interface Member {
	readonly program: Program;
	readonly data: TrainingData;
}

/** Steps of an epoch that can be taken now: the first of them, counted from 0, and how many. */
export interface Stretch {
	readonly first: number;
	readonly steps: number;
}

/** Where a model's samples lie, in numbers; the order in places of the order. */
export interface SamplesPlace {
	readonly x: number;
	readonly y: number;
	readonly weights: number;
	readonly order: number;
	/** Samples in the order. */
	readonly samples: number;
}

export type Outputs = Readonly<Record<'train' | 'validation', Float32Array>>;

export interface Feed {
	readonly data: GPUBuffer;
	readonly order: GPUBuffer;
	readonly places: readonly SamplesPlace[];
	/**
	 * The stretches of an epoch (1-based) for some models; each is ready when it is given. Every stretch begins anew at the
	 * front of the order. @param hold tells the kernel how many samples the only model has in the order now.
	 */
	epoch(epoch: number, models: readonly number[], hold: (samples: number) => void): Iterable<Stretch>;
	/** Outputs of both splits with the weights in a buffer, whose models lie `block` groups apart. */
	outputs(models: readonly number[], state: GPUBuffer, block: number, between: Between): Promise<Outputs[]>;
}
