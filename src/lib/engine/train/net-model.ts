/** A job as a model to be trained: its program, the samples it learns from, and what is measured after each epoch. */
import { BenchtopError } from '../errors/error';
import { topologyOf } from '../model/topology';
import { Stream } from '../random/stream';
import type { BucketModel } from './bucket';
import { epochMetric } from './epoch-metric';
import type { TrainCall } from './executor';
import type { Inputs } from './inputs';
import type { EpochEvent, JobSpec } from './job-spec';
import type { Prepared } from './prepared';
import { programOf } from './program';
import { rowWeights } from './row-weights';

export interface JobCall {
	readonly signal?: AbortSignal | undefined;
	readonly pause?: TrainCall['pause'];
	readonly onEpoch?: ((event: EpochEvent) => void) | undefined;
	/** Of a job that trains alone. */
	readonly checkpoints?: TrainCall['checkpoints'];
}

/** The seed one repeat feeds its weights, shuffling and dropout from. */
export const repeatSeed = (seed: number, repeat: number): number =>
	new Stream(seed, `repeat/${repeat}`).uint32();

/** What is learned from, with the weights the trainer asks for. @throws train.poisson */
function weighted({ architecture, experiment, pipeline }: JobSpec, prepared: Prepared<Inputs>) {
	const { training, fitted } = prepared;
	const negative = architecture.loss === 'poisson' ? training.y.find((value) => value < 0) : undefined;
	if (negative !== undefined)
		throw new BenchtopError('train.poisson', { model: architecture.name, value: negative });
	const balanced = experiment.trainer.classWeights === 'balanced' && pipeline.analysis !== 'regression';
	const weights = rowWeights(training, balanced ? fitted.target.classes.length : 0);
	return { ...training, weights: weights ?? undefined };
}

/** @throws train.poisson, and what resolving the architecture throws */
export function netModel(spec: JobSpec, prepared: Prepared<Inputs>, call: JobCall): BucketModel {
	const { architecture, experiment, pipeline, key } = spec;
	const { splits, training, shapes } = prepared;
	const { trainer } = experiment;
	const measured = {
		analysis: pipeline.analysis,
		loss: architecture.loss,
		monitors: (trainer.stop ?? []).map(({ monitor }) => monitor),
	};
	const topology = topologyOf(architecture, shapes, prepared.outputs);
	return {
		program: programOf(architecture, topology, trainer, repeatSeed(experiment.seed, spec.repeat)),
		data: { train: weighted(spec, prepared), validation: splits.validation },
		call: {
			signal: call.signal,
			pause: call.pause,
			checkpoints: call.checkpoints,
			measure: (split, outputs) =>
				epochMetric(measured, prepared, split === 'train' ? training : splits[split], outputs),
			onEpoch: (note) => call.onEpoch?.({ job: key, epochs: trainer.epochs, ...note }),
		},
	};
}
