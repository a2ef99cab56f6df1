/** Small true documents for tests, made with the real schemas: a project with a dataset, two runs and all they need. */
import { ENGINE_VERSION } from '../../engine/version';
import * as v from 'valibot';
import { contentId, type Id } from '../../engine/canonical';
import type { FinishedJob, Store, Stored } from '../../engine/ports';
import { fittedPipelineSchema, type FittedPipeline } from '../../engine/prepare/fitted';
import { architectureSchema, type Architecture } from '../../engine/schema/architecture';
import { datasetSchema, type Dataset } from '../../engine/schema/dataset';
import { experimentSchema, type Experiment } from '../../engine/schema/experiment';
import { jobKey, runId } from '../../engine/train/job-key';
import { jobSchema, type Job } from '../../engine/schema/job';
import { pipelineSchema, type Pipeline } from '../../engine/schema/pipeline';
import { projectSchema, type Project } from '../../engine/schema/project';
import { annotationSchema, runSchema, type Annotation, type Run } from '../../engine/schema/run';

export interface Laboratory {
	project: Project;
	dataset: Dataset;
	parquet: Blob;
	pipeline: Stored<Pipeline>;
	architecture: Stored<Architecture>;
	experiment: Stored<Experiment>;
	waiting: Job;
	finished: FinishedJob[];
	annotation: Annotation;
}

const stored = async <D>(document: D): Promise<Stored<D>> => ({ id: await contentId(document), document });

export function exampleProject(id: string, name = 'Penguins'): Project {
	return v.parse(projectSchema, {
		id,
		name,
		createdAt: 1_700_000_000_000,
		modifiedAt: 1_700_000_100_000,
		active: { dataset: null, pipeline: null },
	});
}

/** A dataset document whose Parquet is the blob given. */
export async function exampleDataset(
	parquet: Blob,
	sha256: string,
	name = 'penguins',
	id?: Id,
): Promise<Dataset> {
	const statistics = {
		kind: 'numeric',
		missing: 0,
		distinct: 6,
		mean: 2.5,
		std: 1.870828693386971,
		min: 0,
		q1: 1,
		median: 2.5,
		q3: 4,
		max: Infinity,
		histogram: [3, 3],
	};
	return v.parse(datasetSchema, {
		kind: 'dataset',
		id: id ?? (await contentId({ content: sha256 })),
		name,
		version: 1,
		rows: 6,
		columns: [
			{ name: 'mass', dtype: 'float64', statistics },
			{
				name: 'species',
				dtype: 'string',
				statistics: {
					kind: 'categorical',
					missing: 1,
					distinct: 2,
					top: [
						{ value: 'Adélie', share: 0.5 },
						{ value: null, share: 0.5 },
					],
				},
			},
		],
		source: { format: 'csv', file: 'penguins.csv', bytes: 120, notes: ['Read as windows-1252'] },
		parquet: { bytes: parquet.size, sha256 },
		createdAt: 1_700_000_000_001,
	});
}

function exampleFitted(pipeline: Stored<Pipeline>): FittedPipeline {
	const step = pipeline.document.inputs[0]?.encode[0];
	return v.parse(fittedPipelineSchema, {
		kind: 'fitted',
		pipeline: pipeline.id,
		columns: ['mass'],
		impute: [],
		encode: [{ step, columns: ['mass'], names: ['mass'], state: { mean: [0.1 + 0.2], scale: [1e-300] } }],
		leftover: [],
		features: ['mass'],
		target: { column: 'species', encode: null, classes: ['Adélie', 'Gentoo'] },
	});
}

const exampleKey = (
	{
		dataset,
		pipeline,
		architecture,
		experiment,
	}: Pick<Laboratory, 'dataset' | 'pipeline' | 'architecture' | 'experiment'>,
	repeat: number,
): Promise<Id> => {
	const { trainer, seed } = experiment.document;
	return jobKey({
		dataset: dataset.id,
		pipeline: pipeline.id,
		architecture: architecture.id,
		trainer,
		seed,
		repeat,
	});
};

async function exampleFinished(
	base: Omit<Laboratory, 'finished' | 'annotation'>,
	repeat: number,
): Promise<FinishedJob> {
	const key = await exampleKey(base, repeat);
	const id = await runId(key, 'tfjs-cpu 4.22');
	const split = (rows: number[], scores: number[]) => ({
		rows: Uint32Array.from(rows),
		truth: Float64Array.from(rows, (row) => row % 2),
		scores: Float64Array.from(scores),
		width: 1,
	});
	const run: Run = v.parse(runSchema, {
		kind: 'run',
		id,
		jobKey: key,
		experiment: base.experiment.id,
		pipeline: base.pipeline.id,
		architecture: base.architecture.id,
		dataset: base.dataset.id,
		analysis: 'binary',
		target: 'species',
		repeat,
		seed: 7,
		startedAt: 1_700_000_000_500 + repeat,
		seconds: 0.1 + 0.2,
		parameters: 5,
		bestEpoch: 2,
		ended: 'all epochs',
		history: {
			train: { loss: [0.7, 1 / 3, Infinity], accuracy: [] },
			validation: { loss: [0.1 + 0.2, null, 5e-324] },
		},
		metrics: {
			train: { accuracy: 2 / 3, auc: null },
			validation: { accuracy: 1, auc: null },
			test: { accuracy: 0.1 + 0.2 },
		},
		classes: ['Adélie', 'Gentoo'],
		environment: {
			executor: 'tfjs-cpu',
			fingerprint: 'tfjs-cpu 4.22',
			engineVersion: ENGINE_VERSION,
			userAgent: 'test',
		},
	});
	return {
		job: v.parse(jobSchema, {
			key,
			experiment: base.experiment.id,
			repeat,
			state: 'finished',
			run: id,
			error: null,
			order: repeat,
		}),
		run,
		prediction: {
			run: id,
			train: split([0, 2, 3], [0.1 + 0.2, NaN, -0]),
			validation: split([1, 4], [1 / 3, 1]),
			test: split([5], [5e-324]),
		},
		weights: [
			{ name: '10/kernel', shape: [2, 2], values: Float32Array.of(0.1, -0, NaN, 3e38) },
			{ name: '2/bias', shape: [1], values: Float32Array.of(1e-45) },
			{ name: 'empty', shape: [0, 3], values: new Float32Array(0) },
		],
		fitted: exampleFitted(base.pipeline),
	};
}

/** Everything of one small project. `content` is what the Parquet holds; its id is given, or follows from `sha256`. */
export async function exampleLaboratory(
	project: Project,
	parquet: Blob,
	sha256: string,
	id?: Id,
): Promise<Laboratory> {
	const dataset = await exampleDataset(parquet, sha256, 'penguins', id);
	const pipeline = await stored(
		v.parse(pipelineSchema, {
			kind: 'pipeline',
			name: 'Species',
			analysis: 'binary',
			inputs: [
				{
					dataset: dataset.id,
					columns: { exclude: ['species'] },
					impute: [],
					encode: [{ encoder: 'StandardScaler', dtypes: ['float64'] }],
				},
			],
			target: { dataset: dataset.id, columns: ['species'], encode: null },
			split: { test: 0.15, validation: 0.15, seed: 7 },
		}),
	);
	const architecture = await stored(
		v.parse(architectureSchema, {
			kind: 'architecture',
			name: 'Linear',
			analysis: 'binary',
			layers: [{ layer: 'output' }],
			loss: 'binaryCrossentropy',
			optimizer: { optimizer: 'adam', learningRate: 0.01 },
		}),
	);
	const experiment = await stored(
		v.parse(experimentSchema, {
			kind: 'experiment',
			name: 'Baseline',
			pipeline: pipeline.id,
			architecture: architecture.id,
			trainer: { epochs: 3, batchSize: 2, patience: null },
			repeats: 3,
			seed: 7,
		}),
	);
	const waiting: Job = v.parse(jobSchema, {
		key: await exampleKey({ dataset, pipeline, architecture, experiment }, 2),
		experiment: experiment.id,
		repeat: 2,
		state: 'waiting',
		run: null,
		error: null,
		order: 2,
	});
	const base = { project, dataset, parquet, pipeline, architecture, experiment, waiting };
	const finished = [await exampleFinished(base, 0), await exampleFinished(base, 1)];
	const annotation = v.parse(annotationSchema, {
		run: finished[0]?.run.id,
		starred: true,
		archived: false,
		note: 'the best so far',
	});
	return { ...base, finished, annotation };
}

/** Keeps all of it, as a person's work would. */
export async function keepLaboratory(store: Store, laboratory: Laboratory): Promise<void> {
	const { project, dataset, parquet, pipeline, architecture, experiment, waiting, finished, annotation } =
		laboratory;
	await store.putProject(project);
	await store.addDataset(project.id, dataset, parquet);
	await store.putPipeline(project.id, pipeline);
	await store.enqueue(project.id, {
		architectures: [architecture],
		experiments: [experiment],
		jobs: [waiting],
	});
	for (const each of finished) await store.finishJob(project.id, each);
	await store.annotate(project.id, [annotation]);
}
