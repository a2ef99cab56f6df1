/**
 * Ids that are hashes of more than one document, worked out again: a dataset's from the rows of its Parquet, a run's
 * from its job and executor, a job's from what it trains. What does not agree refuses the file.
 */
import type { LongCall } from '../../engine/ports';
import type { Dataset } from '../../engine/schema/dataset';
import type { Experiment } from '../../engine/schema/experiment';
import type { Job } from '../../engine/schema/job';
import type { Run } from '../../engine/schema/run';
import { innerOf } from '../../engine/schema/dataset-shape';
import { contentHash } from '../../engine/table/content-hash';
import { jobKey, runId } from '../../engine/train/job-key';
import { tableFromIPC } from 'apache-arrow';
import { TableBuilder } from '../data/arrow-columns';
import { readParquet } from '../data/parquet';
import { dataPath, type Refuse } from './layout';

async function hashRows(
	dataset: Dataset,
	parquet: Blob,
	{ signal, onProgress }: LongCall,
): Promise<{ rows: number; id: string; missing: string | undefined }> {
	const reader = await readParquet(parquet);
	try {
		const there = new Set(tableFromIPC(reader.schema).schema.fields.map(({ name }) => name));
		const missing = dataset.columns.find(({ name }) => !there.has(name))?.name;
		if (missing !== undefined || reader.rows !== dataset.rows) return { rows: reader.rows, id: '', missing };
		const builder = new TableBuilder(dataset.columns, dataset.rows);
		const names = dataset.columns.map(({ name }) => name);
		for (let group = 0; group < reader.groups; group++) {
			signal?.throwIfAborted();
			onProgress?.({ done: group, total: reader.groups, unit: 'parts', phase: 'Checking the data' });
			for (const batch of tableFromIPC(await reader.read(group, names)).select(names).batches)
				builder.append(batch);
		}
		const table = { ...builder.finish(), ...innerOf(dataset.shape) };
		return { rows: reader.rows, id: await contentHash(table), missing };
	} finally {
		reader.close();
	}
}

/** The data has the columns and rows its document names, and hashes to its id. */
export async function checkDataset(
	dataset: Dataset,
	parquet: Blob,
	refuse: Refuse,
	call: LongCall = {},
): Promise<void> {
	let found;
	try {
		found = await hashRows(dataset, parquet, call);
	} catch (thrown) {
		call.signal?.throwIfAborted();
		throw refuse(
			'invalid',
			{ entry: dataPath(dataset.parquet.sha256), detail: 'it cannot be read as Parquet' },
			thrown,
		);
	}
	const { rows, id, missing } = found;
	const about = `the data of "${dataset.name}"`;
	if (missing !== undefined) throw refuse('inconsistent', { detail: `${about} has no column "${missing}"` });
	if (rows !== dataset.rows)
		throw refuse('inconsistent', { detail: `${about} has ${rows} rows instead of ${dataset.rows}` });
	if (id !== dataset.id) throw refuse('inconsistent', { detail: `${about} is not what its id says` });
}

/** The run is the one its id and its job key name. */
export async function checkRunIds(
	run: Run,
	experiment: Experiment | undefined,
	job: Job | undefined,
	refuse: Refuse,
): Promise<void> {
	const { dataset, pipeline, architecture, repeat, fold, environment } = run;
	const { trainer, seed } = experiment ?? {};
	const key =
		trainer && seed !== undefined
			? await jobKey(
					{ dataset, pipeline, architecture, trainer, seed, repeat, fold },
					environment.engineVersion,
				)
			: null;
	const right = run.jobKey === key && run.id === (await runId(key, environment.fingerprint));
	if (!right || (job && job.key !== key))
		throw refuse('inconsistent', { detail: `run ${run.id} is not what its id says` });
}
