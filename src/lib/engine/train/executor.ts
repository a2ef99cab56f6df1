/**
 * The one interface behind which models are trained. Executors agree to float32 rounding step by step, and each
 * gives identical bytes for identical programs on one machine; the fingerprint names what that promise hangs on.
 */
import type { Topology } from '../model/topology';
import type { SplitName } from '../schema/common';
import type { Checkpoints } from './checkpoint';
import type { Inputs } from './inputs';
import type { Batch, LossSpec, Program, TrainingData } from './program';

export interface EpochNote {
	/** 1-based. */
	readonly epoch: number;
	readonly train: Readonly<Record<string, number | null>>;
	readonly validation: Readonly<Record<string, number | null>>;
}

export interface TrainCall {
	readonly signal?: AbortSignal | undefined;
	/** Asked between steps: a promise when the thread wants to hear its messages, otherwise undefined. */
	readonly pause?: (() => Promise<void> | undefined) | undefined;
	/** Metrics beside the loss from raw outputs (rows × outputs logits or encoded values). */
	readonly measure?: ((split: SplitName, outputs: Float32Array) => Record<string, number | null>) | undefined;
	readonly onEpoch?: ((note: EpochNote) => void) | undefined;
	/** Executors that keep none begin at the start. */
	readonly checkpoints?: Checkpoints | undefined;
}

export interface TrainedProgram {
	/** Best weights, one array per tensor of the topology. */
	readonly weights: Float32Array[];
	readonly history: readonly EpochNote[];
	/** 1-based. */
	readonly bestEpoch: number;
	readonly ended: 'all epochs' | 'early stop' | 'cut-off';
}

export interface Executor {
	/** "tfjs-wasm". */
	readonly id: string;
	/** Executor, versions, device and runtime. */
	readonly fingerprint: string;
	/**
	 * Trains from the seed's initial weights and gives back those the program asks to keep.
	 * @throws AbortError, train.not-finite, train.monitor, train.device
	 */
	train(program: Program, data: TrainingData, call?: TrainCall): Promise<TrainedProgram>;
	/** Raw outputs (logits, encoded values), rows × outputs, in evaluation mode. */
	predict(
		topology: Topology,
		weights: readonly Float32Array[],
		x: Inputs,
		rows: number,
	): Promise<Float32Array>;
	/** Gradient of a batch's loss, penalties with it, per trained tensor; for tests and the self-test. */
	gradients(
		topology: Topology,
		loss: LossSpec,
		weights: readonly Float32Array[],
		batch: Batch,
	): Promise<Float32Array[]>;
	dispose(): void;
}
