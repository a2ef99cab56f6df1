/**
 * Where a model stood after an epoch, so that training goes on from there when what trained it was lost. Only the executor
 * that wrote a state can read it, and gives the bytes then that it would have given without the loss.
 */
import type { EpochNote } from './executor';

/** Weights, best weights and the optimizer's numbers, as their executor lays them out. */
export type TrainingState = readonly (Float32Array | Float64Array)[];

export interface Checkpoint {
	/** Of the executor that wrote it. */
	readonly fingerprint: string;
	readonly history: readonly EpochNote[];
	readonly state: TrainingState;
}

/** What a training call does about checkpoints. */
export interface Checkpoints {
	/** To go on from: of the same program, data and executor. Null begins at the start. */
	readonly from: Checkpoint | null;
	/** Asked after every epoch. */
	due(): boolean;
	take(checkpoint: Omit<Checkpoint, 'fingerprint'>): void;
}
