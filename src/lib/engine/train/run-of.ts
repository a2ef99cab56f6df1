/** What an outcome is kept as: every split predicted and measured, the history, the record of the run. Pure. */
import { metricsOf } from '../evaluate/metrics';
import { SPLITS, type SplitName } from '../schema/common';
import type { History, Prediction, Run, SplitMetrics, SplitPrediction } from '../schema/run';
import { ENGINE_VERSION } from '../version';
import type { EpochNote } from './executor';
import type { Inputs } from './inputs';
import { runId } from './job-key';
import type { JobSpec, Trained } from './job-spec';
import type { Outcome } from './outcome';
import type { Prepared } from './prepared';

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

/** @param seconds asked when everything is measured. @throws what predicting throws */
export async function runOf(
	spec: JobSpec,
	prepared: Prepared<Inputs>,
	outcome: Outcome,
	seconds: () => number,
): Promise<Trained> {
	const { pipeline, experiment } = spec;
	const { fitted } = prepared;
	const { predictions, metrics } = await measure(spec, prepared, outcome);
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
		seconds: seconds(),
		parameters: outcome.parameters,
		bestEpoch: outcome.bestEpoch,
		ended: outcome.ended,
		history: historyOf(outcome.notes),
		metrics,
		classes: [...fitted.target.classes],
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
