/** What training gave, whichever way it was trained: weights, and the scores they give to a split. */
import type { Topology } from '../model/topology';
import { decodeTarget } from '../prepare/target';
import type { Run, WeightTensor } from '../schema/run';
import { constantLoss, constantScores, fitConstant } from './constant';
import type { EpochNote, Executor, TrainedProgram } from './executor';
import type { Inputs } from './inputs';
import type { JobSpec } from './job-spec';
import { meanLoss, scoresOf, valuesOf } from './loss';
import type { Prepared } from './prepared';
import type { PreparedSamples } from './prepared-samples';
import type { Program } from './program';

export interface Outcome {
	readonly scores: (split: PreparedSamples<Inputs>) => Promise<{ scores: Float64Array; loss: number }>;
	readonly weights: readonly WeightTensor[];
	readonly parameters: number;
	readonly notes: readonly EpochNote[];
	readonly bestEpoch: number;
	readonly ended: Run['ended'];
	readonly executor: string;
	readonly fingerprint: string;
}

/** The majority or the mean of the training rows. */
export function constantOutcome(
	{ architecture, pipeline }: JobSpec,
	{ splits, fitted }: Prepared<Inputs>,
): Outcome {
	const weights = fitConstant(pipeline.analysis, fitted, splits.train);
	return {
		scores: (split) =>
			Promise.resolve({
				scores: constantScores(pipeline.analysis, fitted, weights, split.rows),
				loss: constantLoss(architecture.loss, fitted, weights, split),
			}),
		weights: [weights],
		parameters: weights.values.length,
		notes: [],
		bestEpoch: 0,
		ended: 'closed form',
		executor: 'closed-form',
		fingerprint: 'closed-form',
	};
}

const named = (topology: Topology, weights: readonly Float32Array[]): WeightTensor[] =>
	topology.tensors.map(({ name, shape }, index) => ({
		name,
		shape,
		values: weights[index] ?? new Float32Array(),
	}));

/** A net an executor has trained, which predicts with it as well. */
export function netOutcome(
	{ architecture, pipeline: { analysis } }: JobSpec,
	{ fitted }: Prepared<Inputs>,
	{ topology, loss }: Program,
	trained: TrainedProgram,
	executor: Executor,
): Outcome {
	return {
		async scores({ x, y, rows }) {
			const outputs = await executor.predict(topology, trained.weights, x, rows);
			const scores =
				analysis === 'regression'
					? decodeTarget(fitted, valuesOf(architecture.loss, outputs))
					: scoresOf(analysis, outputs, topology.outputs);
			return { scores, loss: meanLoss(loss, outputs, y, topology.outputs) };
		},
		weights: named(topology, trained.weights),
		parameters: topology.parameters,
		notes: trained.history,
		bestEpoch: trained.bestEpoch,
		ended: trained.ended,
		executor: executor.id,
		fingerprint: executor.fingerprint,
	};
}
