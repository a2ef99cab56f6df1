/** Adding: how records of a project are laid into a write. Nothing that is there already is changed by an addition. */
import { fittedKey } from '../engine/prepare/fitted-key';
import { contentId } from '../engine/canonical';
import { BenchtopError } from '../engine/errors/error';
import type { FinishedJob, Stored } from '../engine/ports';
import type { Job } from '../engine/schema/job';
import { ofProject, type ProjectStore, type Write } from './database';
import { parseAs, projectRecord, type DocumentKind } from './record';

/** @throws BenchtopError `storage.wrong-id` unless every id is the hash of its document. */
export async function checkIds(documents: readonly Stored<{ name: string }>[]): Promise<void> {
	for (const { id, document } of documents) {
		if ((await contentId(document)) !== id)
			throw new BenchtopError('storage.wrong-id', { record: `"${document.name}"` });
	}
}

/**
 * Marks the project as changed now.
 * @throws BenchtopError `storage.no-project` when it was deleted meanwhile.
 */
export async function touch(
	tx: Write,
	project: string,
	now: number,
	change: { droppedDataset?: string } = {},
): Promise<void> {
	const record = await tx.objectStore('projects').get(project);
	if (!record) throw new BenchtopError('storage.no-project');
	const parsed = parseAs(projectRecord, 'projects', project, record);
	const active =
		parsed.active.dataset === change.droppedDataset ? { dataset: null, pipeline: null } : parsed.active;
	await tx.objectStore('projects').put({ ...parsed, active, modifiedAt: now });
}

async function addOnce(
	tx: Write,
	store: ProjectStore,
	project: string,
	id: string,
	document: unknown,
): Promise<void> {
	if (!(await tx.objectStore(store).getKey([project, id])))
		await tx.objectStore(store).put({ project, id, document });
}

/** Adds documents behind those already there, in the order given. */
export async function addDocuments(
	tx: Write,
	project: string,
	documents: readonly { kind: DocumentKind; id: string; document: unknown }[],
): Promise<void> {
	const store = tx.objectStore('documents');
	const there = await store.getAll(ofProject(project));
	const known = new Set(there.map(({ kind, id }) => `${kind} ${id}`));
	let added = there.reduce((last, each) => Math.max(last, each.added), 0);
	for (const { kind, id, document } of documents) {
		if (known.has(`${kind} ${id}`)) continue;
		known.add(`${kind} ${id}`);
		await store.put({ project, kind, id, added: ++added, document });
	}
}

/** Adds jobs; a key already there is left as it is. */
export async function addJobs(tx: Write, project: string, jobs: readonly Job[]): Promise<void> {
	for (const job of jobs) await addOnce(tx, 'jobs', project, job.key, job);
}

/** Writes jobs over what is there. */
export async function putJobs(tx: Write, project: string, jobs: readonly Job[]): Promise<void> {
	await Promise.all(
		jobs.map((document) => tx.objectStore('jobs').put({ project, id: document.key, document })),
	);
}

/** A run with all that belongs to it; a run already there stays as it was, only its job is brought up to date. */
export async function addFinished(tx: Write, project: string, finished: FinishedJob): Promise<void> {
	const { job, run, prediction, weights, fitted } = finished;
	await putJobs(tx, project, [job]);
	await addOnce(tx, 'runs', project, run.id, run);
	await addOnce(tx, 'predictions', project, run.id, prediction);
	await addOnce(tx, 'weights', project, run.id, weights);
	await addOnce(tx, 'fitted', project, fittedKey(fitted.pipeline, fitted.fold), fitted);
}
