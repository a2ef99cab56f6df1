/**
 * What a project file holds, one entry after the other in the order of their paths, made from the database. Only one
 * run is in memory at a time. Nothing here depends on when or where it is done: equal projects give equal entries.
 */
import { fittedKey } from '../../engine/prepare/fitted-key';
import { canonicalJson, type Id } from '../../engine/canonical';
import { BenchtopError } from '../../engine/errors/error';
import type { LongCall, ProjectContents } from '../../engine/ports';
import type { Prediction, Run } from '../../engine/schema/run';
import { partsOfModels, type ModelSamples } from '../../engine/split/split-indices';
import { readContents, readLarge, readParquet } from '../../storage/contents';
import { ofProject, read, type Database } from '../../storage/database';
import { closed } from './closure';
import { exactJson } from './exact-json';
import { digestOf, type Digest } from './hashing';
import { dataPath, fittedPath, foldsOf, metaPath, pipelinePath, PROJECT, runPath, splitPath } from './layout';
import { historyShape, writeHistory, writeMetrics, writePrediction } from './run-tables';
import { writeSafetensors } from './safetensors';
import { writeSplit } from './split-table';

export interface Entry {
	readonly path: string;
	readonly body: Blob | Uint8Array<ArrayBuffer>;
	/** Where it is known already. */
	readonly digest?: Digest;
}

export interface Snapshot extends ProjectContents {
	/** Documents exactly as they were kept, by id: what their ids are the hashes of. */
	readonly kept: ReadonlyMap<string, unknown>;
	/** What is damaged or incomplete and is therefore left out, in words. */
	readonly dropped: readonly string[];
}

/**
 * The small records of a project, whole.
 * @throws BenchtopError `storage.no-project` when it is not there.
 */
export async function takeSnapshot(db: Database, project: string): Promise<Snapshot> {
	const damage: string[] = [];
	const contents = await readContents(db, project, ({ message }) => damage.push(message));
	if (!contents) throw new BenchtopError('storage.no-project');
	const raw = await read(db, (tx) => tx.objectStore('documents').getAll(ofProject(project)));
	const { documents, dropped } = closed(contents);
	return {
		...documents,
		kept: new Map(raw.map(({ id, document }) => [id, document])),
		dropped: [...damage, ...dropped],
	};
}

const encode = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
const lines = (values: readonly unknown[]) => encode(values.map((value) => `${exactJson(value)}\n`).join(''));
const byPath = (a: { path: string }, b: { path: string }): number => (a.path < b.path ? -1 : 1);

/** The entries of the project, without those that are about the other entries. */
export async function* projectEntries(
	db: Database,
	snapshot: Snapshot,
	{ signal, onProgress }: LongCall = {},
): AsyncGenerator<Entry> {
	const { project, kept, pipelines, architectures, experiments, jobs, runs, annotations } = snapshot;
	const datasets = [];
	for (const dataset of snapshot.datasets) {
		const body = await readParquet(db, dataset.id);
		const digest = await digestOf(body, signal);
		const { bytes, sha256 } = digest;
		datasets.push({
			path: dataPath(sha256),
			body,
			digest,
			document: { ...dataset, parquet: { bytes, sha256 } },
		});
	}
	for (const { path, body, digest } of [...datasets].sort(byPath)) yield { path, body, digest };

	const stored = (items: readonly { id: Id }[]) => items.map(({ id }) => ({ id, document: kept.get(id) }));
	yield { path: metaPath('annotations'), body: lines(annotations) };
	yield { path: metaPath('architectures'), body: lines(stored(architectures)) };
	yield { path: metaPath('datasets'), body: lines(datasets.map(({ document }) => document)) };
	yield { path: metaPath('experiments'), body: lines(stored(experiments)) };
	const unfinished = (state: string) => state === 'waiting' || state === 'running';
	yield {
		path: metaPath('jobs'),
		body: lines(jobs.map((job) => (unfinished(job.state) ? { ...job, state: 'interrupted' } : job))),
	};
	yield {
		path: metaPath('runs'),
		body: lines(
			runs.map(({ history, metrics: _metrics, environment: _environment, ...run }) => ({
				...run,
				history: historyShape(history),
			})),
		),
	};

	const prepared: Entry[] = [];
	for (const { id } of pipelines) {
		prepared.push({ path: pipelinePath(id), body: encode(canonicalJson(kept.get(id))) });
		for (const fold of foldsOf(runs, id)) {
			const fitted = await readLarge(db, 'fitted', project.id, fittedKey(id, fold));
			if (fitted) prepared.push({ path: fittedPath(id, fold), body: encode(exactJson(fitted)) });
		}
	}
	yield* prepared.sort(byPath);
	const order = pipelines.map(({ id }) => id);
	yield { path: PROJECT, body: encode(exactJson({ ...project, pipelines: order })) };

	const seen = new Map<Id, ModelSamples[]>();
	const inOrder = [...runs].sort((a, b) => (a.id < b.id ? -1 : 1));
	for (const [i, run] of inOrder.entries()) {
		signal?.throwIfAborted();
		onProgress?.({ done: i, total: inOrder.length, unit: 'runs', phase: 'Writing runs' });
		const prediction = await readLarge(db, 'predictions', project.id, run.id);
		const weights = await readLarge(db, 'weights', project.id, run.id);
		if (!prediction || !weights) {
			throw new BenchtopError('storage.damaged', {
				record: `runs ${run.id}`,
				detail: 'its predictions or weights are missing',
			});
		}
		yield { path: runPath(run.id, 'environment.json'), body: encode(exactJson(run.environment)) };
		yield { path: runPath(run.id, 'history.parquet'), body: writeHistory(run.history) };
		yield { path: runPath(run.id, 'metrics.parquet'), body: writeMetrics(run.metrics) };
		yield { path: runPath(run.id, 'predictions.parquet'), body: writePrediction(prediction) };
		yield { path: runPath(run.id, 'weights.safetensors'), body: writeSafetensors(weights) };
		noteSamples(seen, run, prediction);
	}
	const splits = pipelines.flatMap(({ id, document }) => {
		const models = seen.get(id);
		return models ? [{ path: splitPath(id), body: writeSplit(partsOfModels(models, document.split)) }] : [];
	});
	yield* splits.sort(byPath);
}

/** Keeps what a run saw, once for every fold of a pipeline. */
function noteSamples(seen: Map<Id, ModelSamples[]>, { pipeline, fold }: Run, prediction: Prediction): void {
	const models = seen.get(pipeline) ?? [];
	seen.set(pipeline, models);
	if (models.some((model) => model.fold === fold)) return;
	const { train, validation, test } = prediction;
	models.push({ fold, train: train.rows, validation: validation.rows, test: test.rows });
}
