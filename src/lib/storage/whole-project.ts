/**
 * A whole project, written in one transaction, as an import does after all checks. Data that another project has
 * already is not written again: equal ids promise equal content.
 */
import type { Id } from '../engine/canonical';
import type { FittedPipeline } from '../engine/prepare/fitted';
import { fittedKey } from '../engine/prepare/fitted-key';
import type { Dataset } from '../engine/schema/dataset';
import type { Job } from '../engine/schema/job';
import type { Project } from '../engine/schema/project';
import type { Annotation, Prediction, Run, WeightTensor } from '../engine/schema/run';
import { addDocuments, putJobs } from './additions';
import type { ProjectStore, Write } from './database';
import type { DocumentKind } from './record';
import { parseRecord } from './records';

export interface WholeProject {
	readonly project: Project;
	readonly datasets: readonly { readonly document: Dataset; readonly parquet: Blob }[];
	/** Exactly as their ids hash them. */
	readonly documents: readonly { readonly kind: DocumentKind; readonly id: Id; readonly document: unknown }[];
	readonly jobs: readonly Job[];
	readonly runs: readonly {
		readonly run: Run;
		readonly prediction: Prediction;
		readonly weights: readonly WeightTensor[];
	}[];
	readonly fitted: readonly FittedPipeline[];
	readonly annotations: readonly Annotation[];
}

async function addData(
	tx: Write,
	project: string,
	{ document, parquet }: WholeProject['datasets'][number],
): Promise<void> {
	const { id } = document;
	const there = await tx.objectStore('datasets').index('dataset').get(id);
	const shared =
		there && (await tx.objectStore('blobs').getKey(id))
			? parseRecord('datasets', id, there).document.parquet
			: null;
	if (!shared) await tx.objectStore('blobs').put({ id, blob: parquet });
	await tx
		.objectStore('datasets')
		.put({ project, id, document: { ...document, parquet: shared ?? document.parquet } });
}

/** Adds the project; fails, and changes nothing, when there is one of that id. */
export async function addWholeProject(tx: Write, whole: WholeProject): Promise<void> {
	const project = whole.project.id;
	await tx.objectStore('projects').add(whole.project);
	for (const dataset of whole.datasets) await addData(tx, project, dataset);
	await addDocuments(tx, project, whole.documents);
	await putJobs(tx, project, whole.jobs);
	const put = (store: ProjectStore, id: Id, document: unknown) =>
		tx.objectStore(store).put({ project, id, document });
	for (const { run, prediction, weights } of whole.runs) {
		await Promise.all([
			put('runs', run.id, run),
			put('predictions', run.id, prediction),
			put('weights', run.id, weights),
		]);
	}
	await Promise.all([
		...whole.fitted.map((document) => put('fitted', fittedKey(document.pipeline, document.fold), document)),
		...whole.annotations.map((document) => put('annotations', document.run, document)),
	]);
}
