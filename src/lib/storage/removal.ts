/**
 * Removing: a dataset or a whole project, with every large thing nobody else needs. Who needs a blob is counted
 * from the dataset records themselves, so there is no counter that could go wrong.
 */
import { datasetsOf } from '../engine/schema/datasets-of';
import { BenchtopError } from '../engine/errors/error';
import { ofProject, PROJECT_STORES, type Write } from './database';
import type { ParseRecord } from './records';
import { dropTensors } from './tensors';

/** Drops the Parquet and the cache of a dataset that no project lists any more. */
async function freeBlobs(tx: Write, dataset: string): Promise<void> {
	if (await tx.objectStore('datasets').index('dataset').count(dataset)) return;
	await Promise.all([tx.objectStore('blobs').delete(dataset), tx.objectStore('caches').delete(dataset)]);
}

export async function removeProject(tx: Write, project: string): Promise<void> {
	const range = ofProject(project);
	const datasets = (await tx.objectStore('datasets').getAllKeys(range)) as [string, string][];
	const documents = (await tx.objectStore('documents').getAllKeys(range)) as [string, string, string][];
	await Promise.all([
		tx.objectStore('projects').delete(project),
		tx.objectStore('documents').delete(range),
		...PROJECT_STORES.map((store) => tx.objectStore(store).delete(range)),
	]);
	for (const [, kind, id] of documents) if (kind === 'pipeline') await dropTensors(tx, id);
	for (const [, dataset] of datasets) await freeBlobs(tx, dataset);
}

/**
 * Removes a dataset with the pipelines and experiments made for it.
 * @throws BenchtopError `storage.dataset-in-use` while a run, or a job that has not run, needs it.
 */
export async function removeDataset(
	tx: Write,
	project: string,
	dataset: string,
	parseRecord: ParseRecord,
): Promise<void> {
	const record = await tx.objectStore('datasets').get([project, dataset]);
	if (!record) return;
	const range = ofProject(project);
	const [runs, jobs, documents] = await Promise.all([
		tx.objectStore('runs').getAll(range),
		tx.objectStore('jobs').getAll(range),
		tx.objectStore('documents').getAll(range),
	]);
	const kept = <K extends 'pipeline' | 'experiment'>(kind: K) =>
		documents.filter((each) => each.kind === kind).map((each) => parseRecord(kind, each.id, each));
	const pipelines = new Set<string>(
		kept('pipeline')
			.filter(({ document }) => 'target' in document && datasetsOf(document).some((id) => id === dataset))
			.map(({ id }) => id),
	);
	const experiments = new Set<string>(
		kept('experiment')
			.filter(({ document }) => 'pipeline' in document && pipelines.has(document.pipeline))
			.map(({ id }) => id),
	);
	const users =
		runs.filter((run) => pipelines.has(parseRecord('runs', run.id, run).document.pipeline)).length +
		jobs
			.map((job) => parseRecord('jobs', job.id, job).document)
			.filter((job) => job.run === null && experiments.has(job.experiment)).length;
	if (users) {
		const { name } = parseRecord('datasets', dataset, record).document;
		throw new BenchtopError('storage.dataset-in-use', { dataset: name, count: users });
	}
	await Promise.all([
		tx.objectStore('datasets').delete([project, dataset]),
		...[...pipelines].flatMap((id) => [
			tx.objectStore('documents').delete([project, 'pipeline', id]),
			dropTensors(tx, id),
			tx.objectStore('fitted').delete(IDBKeyRange.bound([project, id], [project, `${id}/\uffff`])),
		]),
		...[...experiments].map((id) => tx.objectStore('documents').delete([project, 'experiment', id])),
	]);
	await freeBlobs(tx, dataset);
}
