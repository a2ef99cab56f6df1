/**
 * Reading: projects and their small records, parsed one by one. A record that does not parse is reported to
 * `damaged` and left out, so that it blocks nothing else.
 */
import { BenchtopError } from '../engine/errors/error';
import type { ProjectContents } from '../engine/ports';
import type { Id } from '../engine/canonical';
import type { Project } from '../engine/schema/project';
import { ofProject, read, type Database, type ProjectStore } from './database';
import { blobRecord, parseAs, projectRecord, type DocumentKind } from './record';
import type { RECORDS } from './records';
import type * as v from 'valibot';

export type Damaged = (error: BenchtopError) => void;

/** The parsed records; what does not parse goes to `damaged`. */
function parseAll<R extends { id: string }, P>(
	records: readonly R[],
	parse: (record: R) => P,
	damaged: Damaged,
): P[] {
	return records.flatMap((record) => {
		try {
			return [parse(record)];
		} catch (thrown) {
			if (!(thrown instanceof BenchtopError)) throw thrown;
			damaged(thrown);
			return [];
		}
	});
}

/** All projects, last changed first. */
export async function readProjects(db: Database, damaged: Damaged): Promise<Project[]> {
	const records = await read(db, (tx) => tx.objectStore('projects').getAll());
	return parseAll(records, (record) => parseAs(projectRecord, 'projects', record.id, record), damaged).sort(
		(a, b) => b.modifiedAt - a.modifiedAt,
	);
}

/** One consistent view of the small records of a project; null when there is none of that id. */
export async function readContents(
	db: Database,
	project: string,
	damaged: Damaged,
): Promise<ProjectContents | null> {
	const { parseRecord } = await import('./records');
	return read(db, async (tx) => {
		const record = await tx.objectStore('projects').get(project);
		if (!record) return null;
		const all = (store: ProjectStore) => tx.objectStore(store).getAll(ofProject(project));
		const [datasets, documents, jobs, runs, annotations] = await Promise.all([
			all('datasets'),
			tx.objectStore('documents').getAll(ofProject(project)),
			all('jobs'),
			all('runs'),
			all('annotations'),
		]);
		const stored = <K extends DocumentKind>(kind: K) =>
			parseAll(
				documents.filter((each) => each.kind === kind),
				(each) => parseRecord(kind, each.id, each),
				damaged,
			)
				.sort((a, b) => a.added - b.added)
				.map(({ id, document }) => ({
					id,
					document: document as v.InferOutput<(typeof RECORDS)[K]>['document'],
				}));
		const plain = <K extends 'datasets' | 'jobs' | 'runs' | 'annotations'>(kind: K, records: typeof jobs) =>
			parseAll(
				records,
				(each) => parseRecord(kind, each.id, each).document as v.InferOutput<(typeof RECORDS)[K]>['document'],
				damaged,
			);
		return {
			project: parseRecord('projects', project, record),
			datasets: plain('datasets', datasets).sort(
				(a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1),
			),
			pipelines: stored('pipeline'),
			architectures: stored('architecture'),
			experiments: stored('experiment'),
			jobs: plain('jobs', jobs).sort((a, b) => a.order - b.order || (a.key < b.key ? -1 : 1)),
			runs: plain('runs', runs).sort((a, b) => a.startedAt - b.startedAt || (a.id < b.id ? -1 : 1)),
			annotations: plain('annotations', annotations),
		};
	});
}

/**
 * One large record of a project, or null.
 * @throws BenchtopError `storage.damaged` when it does not parse.
 */
export async function readLarge<K extends 'predictions' | 'weights' | 'fitted'>(
	db: Database,
	kind: K,
	project: string,
	id: Id,
): Promise<v.InferOutput<(typeof RECORDS)[K]>['document'] | null> {
	const { parseRecord } = await import('./records');
	const record = await read(db, (tx) => tx.objectStore(kind).get([project, id]));
	return record ? parseRecord(kind, id, record).document : null;
}

/**
 * The Parquet of a dataset.
 * @throws BenchtopError `storage.no-dataset` when this browser does not have it.
 */
export async function readParquet(db: Database, dataset: Id): Promise<Blob> {
	const record = await read(db, (tx) => tx.objectStore('blobs').get(dataset));
	if (!record) throw new BenchtopError('storage.no-dataset', { dataset: dataset.slice(7, 15) });
	return parseAs(blobRecord, 'blobs', dataset, record).blob;
}
