/**
 * One job from a table to a run: prepare, train, predict all three splits, measure. Pure but for the executor and the
 * clock it is given, so a worker, Node and a test do the very same thing.
 */
import { metricsOf } from '../evaluate/metrics';
import { checkModel, topologyOf, type Topology } from '../model/topology';
import type { Clock } from '../ports';
import { decodeTarget } from '../prepare/target';
import { Stream } from '../random/stream';
import { isBaseline } from '../schema/architecture';
import { SPLITS, type SplitName } from '../schema/common';
import type { History, Prediction, Run, SplitMetrics, SplitPrediction, WeightTensor } from '../schema/run';
import { ENGINE_VERSION } from '../version';
import { BenchtopError } from '../errors/error';
import { constantLoss, constantScores, fitConstant } from './constant';
import { epochMetric } from './epoch-metric';
import type { EpochNote, Executor, TrainCall } from './executor';
import { runId } from './job-key';
import type { EpochEvent, JobSpec, Trained } from './job-spec';
import { meanLoss, scoresOf, valuesOf } from './loss';
import type { Inputs } from './inputs';
import type { Prepared } from './prepared';
import type { PreparedSamples } from './prepared-samples';
import { rowWeights } from './row-weights';
import { programOf } from './program';

export interface JobCall {
	readonly signal?: AbortSignal | undefined;
	readonly pause?: TrainCall['pause'];
	readonly onEpoch?: ((event: EpochEvent) => void) | undefined;
}

/** What training gave, whichever way it was trained. */
interface Outcome {
	readonly scores: (split: PreparedSamples<Inputs>) => Promise<{ scores: Float64Array; loss: number }>;
	readonly weights: readonly WeightTensor[];
	readonly parameters: number;
	readonly notes: readonly EpochNote[];
	readonly bestEpoch: number;
	readonly ended: Run['ended'];
	readonly executor: string;
	readonly fingerprint: string;
}

/** The seed one repeat feeds its weights, shuffling and dropout from. */
export const repeatSeed = (seed: number, repeat: number): number =>
	new Stream(seed, `repeat/${repeat}`).uint32();

function constant({ architecture, pipeline }: JobSpec, { splits, fitted }: Prepared<Inputs>): Outcome {
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

async function net(
	spec: JobSpec,
	prepared: Prepared<Inputs>,
	executor: Executor,
	call: JobCall,
): Promise<Outcome> {
	const { architecture, experiment, pipeline, key } = spec;
	const { fitted, splits, training, shapes } = prepared;
	const { trainer } = experiment;
	const { analysis } = pipeline;
	const topology = topologyOf(architecture, shapes, prepared.outputs);
	const measured = {
		analysis,
		loss: architecture.loss,
		monitors: (trainer.stop ?? []).map(({ monitor }) => monitor),
	};
	const seed = repeatSeed(experiment.seed, spec.repeat);
	const program = programOf(architecture, topology, trainer, seed);
	const trained = await executor.train(
		program,
		{ train: weighted(spec, prepared), validation: splits.validation },
		{
			signal: call.signal,
			pause: call.pause,
			measure: (split, outputs) =>
				epochMetric(measured, prepared, split === 'train' ? training : splits[split], outputs),
			onEpoch: (note) => call.onEpoch?.({ job: key, epochs: trainer.epochs, ...note }),
		},
	);
	return {
		async scores({ x, y, rows }) {
			const outputs = await executor.predict(topology, trained.weights, x, rows);
			const scores =
				analysis === 'regression'
					? decodeTarget(fitted, valuesOf(architecture.loss, outputs))
					: scoresOf(analysis, outputs, topology.outputs);
			return { scores, loss: meanLoss(program.loss, outputs, y, topology.outputs) };
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

/** Notes of the epochs turned into one list per metric. */
function historyOf(notes: readonly EpochNote[]): History {
	const listed = (split: 'train' | 'validation') =>
		Object.fromEntries(
			Object.keys(notes[0]?.[split] ?? {}).map((metric) => [
				metric,
				notes.map((note) => note[split][metric] ?? null),
			]),
		);
	return { train: listed('train'), validation: listed('validation') };
}

async function measure(spec: JobSpec, prepared: Prepared<Inputs>, outcome: Outcome) {
	const { analysis } = spec.pipeline;
	const { classes } = prepared.fitted.target;
	const predictions: Partial<Record<SplitName, SplitPrediction>> = {};
	const metrics: Partial<SplitMetrics> = {};
	for (const name of SPLITS) {
		const split = prepared.splits[name];
		const { scores, loss } = await outcome.scores(split);
		const width = prepared.outputs;
		const prediction = { rows: split.numbers.slice(), truth: split.truth.slice(), scores, width };
		predictions[name] = prediction;
		metrics[name] = {
			loss: Number.isFinite(loss) ? loss : null,
			...metricsOf(analysis, prediction, classes, prepared.axis),
		};
	}
	return { predictions: predictions as Omit<Prediction, 'run'>, metrics: metrics as SplitMetrics };
}

/**
 * Trains one model; a baseline does not touch the executor.
 * @throws AbortError; model.* when the architecture does not fit the pipeline; what the executor throws
 */
export async function trainJob(
	spec: JobSpec,
	prepared: Prepared<Inputs>,
	executor: Executor,
	clock: Pick<Clock, 'elapsed'>,
	call: JobCall = {},
): Promise<Trained> {
	const start = clock.elapsed();
	const { architecture, pipeline, experiment } = spec;
	const { fitted } = prepared;
	const { classes } = fitted.target;
	call.signal?.throwIfAborted();
	checkModel(architecture, pipeline.analysis, prepared.shapes, classes.length);
	const outcome = isBaseline(architecture)
		? constant(spec, prepared)
		: await net(spec, prepared, executor, call);
	const { predictions, metrics } = await measure(spec, prepared, outcome);
	call.signal?.throwIfAborted();
	const id = await runId(spec.key, outcome.fingerprint);
	const run: Run = {
		kind: 'run',
		id,
		jobKey: spec.key,
		experiment: spec.experimentId,
		pipeline: spec.pipelineId,
		architecture: spec.architectureId,
		dataset: spec.dataset,
		analysis: pipeline.analysis,
		target: fitted.target.column,
		repeat: spec.repeat,
		...(spec.fold === undefined ? {} : { fold: spec.fold }),
		seed: experiment.seed,
		startedAt: spec.startedAt,
		seconds: (clock.elapsed() - start) / 1000,
		parameters: outcome.parameters,
		bestEpoch: outcome.bestEpoch,
		ended: outcome.ended,
		history: historyOf(outcome.notes),
		metrics,
		classes: [...classes],
		environment: {
			executor: outcome.executor,
			fingerprint: outcome.fingerprint,
			engineVersion: ENGINE_VERSION,
			userAgent: spec.userAgent,
		},
	};
	const prediction: Prediction = { run: id, ...predictions };
	return { run, prediction, weights: outcome.weights, fitted, warnings: prepared.warnings };
}
