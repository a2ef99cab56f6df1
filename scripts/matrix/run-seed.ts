/**
 * One variant of an acceptance test from one seed, which cuts the split and feeds the nets: read, prepare, train every
 * model on every fold, measure on the test split beside the baselines, and put the whole data through as new data.
 */
import { contentId, type Id } from '../../src/lib/engine/canonical';
import { judgePipeline } from '../../src/lib/engine/check/judge-pipeline';
import { metricsOf } from '../../src/lib/engine/evaluate/metrics';
import { inferSamples } from '../../src/lib/engine/infer/infer-samples';
import { topologyOf } from '../../src/lib/engine/model/topology';
import { decodeTarget } from '../../src/lib/engine/prepare/target';
import type { Experiment } from '../../src/lib/engine/schema/experiment';
import type { Pipeline } from '../../src/lib/engine/schema/pipeline';
import { contentHash } from '../../src/lib/engine/table/content-hash';
import type { Table } from '../../src/lib/engine/table/table';
import type { Executor } from '../../src/lib/engine/train/executor';
import { jobKey } from '../../src/lib/engine/train/job-key';
import type { JobSpec, Trained } from '../../src/lib/engine/train/job-spec';
import { scoresOf } from '../../src/lib/engine/train/loss';
import { prepare, type Prepared } from '../../src/lib/engine/train/prepared';
import { lossOf } from '../../src/lib/engine/train/program';
import { trainJob } from '../../src/lib/engine/train/train-job';
import { baselinesOf } from './baselines';
import { FOLDS, kindsOf, sourcesOf, variantOf, type AcceptanceDocument, type Variant } from './document';
import type { ExecutorName } from './executor-name';
import { executorFor } from './executors';
import { readSource, type Open } from './read-source';
import type { Inferred, ModelResult, SeedResult } from './result';

export interface Task {
	readonly document: AcceptanceDocument;
	readonly variant: Variant;
	readonly seed: number;
	readonly forced: ExecutorName | null;
	/** Of the first seed, the leak guard is asked as well, and the data is put through the trained models once more. */
	readonly first: boolean;
}

type Model = AcceptanceDocument['models'][number];

interface Loaded {
	readonly tables: ReadonlyMap<Id, Table>;
	readonly ids: ReadonlyMap<string, Id>;
}

async function load(open: Open, { document, variant }: Task): Promise<Loaded> {
	const entries = await Promise.all(
		Object.entries(sourcesOf(document, variant)).map(async ([name, source]) => {
			const table = await readSource(open, source);
			return { name, id: await contentHash(table), table };
		}),
	);
	return {
		tables: new Map(entries.map(({ id, table }) => [id, table])),
		ids: new Map(entries.map(({ name, id }) => [name, id])),
	};
}

async function specOf(
	{ architecture, trainer }: Model,
	pipeline: Pipeline,
	seed: number,
	fold: number | undefined,
): Promise<JobSpec> {
	const pipelineId = await contentId(pipeline);
	const architectureId = await contentId(architecture);
	const { name } = architecture;
	const experiment: Experiment = {
		...{ kind: 'experiment', name, pipeline: pipelineId, architecture: architectureId },
		...{ trainer, repeats: 1, seed },
	};
	const { dataset } = pipeline.target;
	const identity = { dataset, pipeline: pipelineId, architecture: architectureId, trainer, seed };
	return {
		...{ pipelineId, pipeline, architectureId, architecture, experiment, dataset, fold },
		key: await jobKey({ ...identity, repeat: 0, fold }),
		experimentId: await contentId(experiment),
		...{ repeat: 0, userAgent: 'acceptance matrix', startedAt: 0 },
	};
}

/** Predictions for the very data as if it were new: with its labels, or, in a forecast, without any. */
async function infer(
	{ document, variant }: Task,
	{ tables, ids }: Loaded,
	{ pipeline, architecture }: JobSpec,
	prepared: Prepared,
	{ fitted, weights }: Trained,
	executor: Executor,
): Promise<Inferred> {
	const { analysis, target } = pipeline;
	const topology = topologyOf(architecture, prepared.shapes, prepared.outputs);
	const kept = JSON.parse(JSON.stringify(fitted)) as typeof fitted;
	const through = async (labelled: boolean) => {
		const table = (dataset: Id) => tables.get(dataset) as Table;
		const whole = { labels: labelled ? table(target.dataset) : null };
		const inputs = pipeline.inputs.map(({ dataset }) =>
			without(table(dataset), labelled ? [] : target.columns),
		);
		const trained = kindsOf(sourcesOf(document, variant), ids);
		const samples = inferSamples({ pipeline, fitted: kept, trained, inputs, ...whole });
		const values = weights.map((tensor) => tensor.values);
		const outputs = await executor.predict(topology, values, samples.x, samples.rows);
		const scores =
			analysis === 'regression' ? decodeTarget(kept, outputs) : scoresOf(analysis, outputs, topology.outputs);
		if (!scores.every(Number.isFinite)) throw new Error(`${document.name} predicts what is no number`);
		return { samples, scores };
	};
	const plain = await through(false);
	if (target.unsupervised !== undefined) return { rows: plain.samples.rows, quality: null };
	const { samples, scores } = await through(true);
	if (plain.samples.rows < samples.rows || samples.truth === null)
		throw new Error(`${document.name} predicts fewer samples without labels`);
	const { numbers: rows, truth } = samples;
	const prediction = { rows, truth, scores, width: topology.outputs };
	const metrics = metricsOf(analysis, prediction, kept.target.classes, prepared.axis);
	return { rows: samples.rows, quality: metrics[document.quality] ?? null };
}

const without = (table: Table, names: readonly string[]): Table => ({
	...table,
	columns: table.columns.filter(({ name }) => !names.includes(name)),
});

/** The score on the test split; of a quantity as it is encoded, since the reference measures it so. */
async function testQuality(
	{ document }: Task,
	{ architecture, pipeline }: JobSpec,
	prepared: Prepared,
	{ run, weights }: Trained,
	executor: Executor,
): Promise<number | null> {
	if (pipeline.target.encode === null || pipeline.analysis !== 'regression')
		return run.metrics.test[document.quality] ?? null;
	const { x, y, rows, numbers } = prepared.splits.test;
	const topology = topologyOf(architecture, prepared.shapes, prepared.outputs);
	const values = weights.map((tensor) => tensor.values);
	const scores = Float64Array.from(await executor.predict(topology, values, x, rows));
	const prediction = { rows: numbers, truth: Float64Array.from(y), scores, width: prepared.outputs };
	return metricsOf('regression', prediction, [], prepared.axis)[document.quality] ?? null;
}

async function train(task: Task, loaded: Loaded, spec: JobSpec, prepared: Prepared): Promise<ModelResult> {
	const { architecture, fold = null, pipeline } = spec;
	const wasm = new URL('wasm/', location.href).href;
	const topology = topologyOf(architecture, prepared.shapes, prepared.outputs);
	const executor = await executorFor(topology, lossOf(architecture), task.forced, wasm);
	const trained = await trainJob(spec, prepared, executor, { elapsed: () => performance.now() });
	const { run } = trained;
	return {
		model: architecture.name,
		fold,
		executor: run.environment.executor,
		parameters: run.parameters,
		seconds: run.seconds,
		epochs: run.history.train.loss?.length ?? 0,
		rows: prepared.splits.test.rows,
		quality: await testQuality(task, spec, prepared, trained, executor),
		loss: run.metrics.test.loss ?? NaN,
		baselines: baselinesOf(pipeline, prepared, architecture),
		inferred: task.first ? await infer(task, loaded, spec, prepared, trained, executor) : null,
	};
}

/** What the leak guard refuses and the document does not override: the application would not train it. */
const refusals = async ({ tables }: Loaded, pipeline: Pipeline): Promise<string[]> =>
	(await judgePipeline(tables, pipeline)).findings
		.filter(({ verdict }) => verdict === 'refuse')
		.map(({ rule, title }) => `${rule}: ${title}`);

const told = ({ variant, seed }: Task, { model, fold, seconds, quality, loss, baselines }: ModelResult) =>
	`${model}, ${variant}, seed ${seed}${fold === null ? '' : `, fold ${fold + 1}`}: ${seconds.toFixed(1)} s, ` +
	`${quality?.toFixed(3) ?? '–'}, loss ${loss.toFixed(3)}, ${baselines[0]?.name} ${baselines[0]?.loss.toFixed(3)}`;

/** @throws where data is not as declared, and whatever the engine refuses */
export async function runSeed(open: Open, task: Task): Promise<SeedResult> {
	const { document, variant, seed } = task;
	const start = performance.now();
	const loaded = await load(open, task);
	const pipeline = variantOf(document, variant, loaded.ids, seed);
	const id = await contentId(pipeline);
	const refused = task.first ? await refusals(loaded, pipeline) : [];
	const folds = variant === 'three folds' ? Array.from({ length: FOLDS }, (_, fold) => fold) : [undefined];
	let trainSeconds = 0;
	const models: ModelResult[] = [];
	for (const fold of folds) {
		const prepared = prepare(loaded.tables, pipeline, id, fold);
		const { shapes, outputs } = prepared;
		if (JSON.stringify(shapes) !== JSON.stringify(document.shapes) || outputs !== document.outputs)
			throw new Error(`${document.name} prepares ${JSON.stringify(shapes)} and ${outputs} outputs`);
		for (const model of document.models) {
			const begun = performance.now();
			const spec = await specOf(model, pipeline, seed, fold);
			const result = await train(task, loaded, spec, prepared);
			models.push(result);
			console.log(told(task, result));
			trainSeconds += (performance.now() - begun) / 1000;
		}
	}
	const prepareSeconds = (performance.now() - start) / 1000 - trainSeconds;
	return { name: document.name, variant, seed, prepareSeconds, refused, models };
}
