/** Which rows each model saw goes into the project file and is held against its predictions when one is opened. */
import { describe, expect, it } from 'vitest';
import type { FinishedJob } from '../../engine/ports';
import { agrees, partsOf, splitOf } from '../../engine/split/split-indices';
import { cut } from '../../engine/split/testing';
import { jobKey, runId } from '../../engine/train/job-key';
import type { Laboratory } from '../../storage/testing/documents';
import { exportProject } from './export-project';
import { importProject } from './import-project';
import { columnsToParquet, ParquetColumns } from './parquet-columns';
import { readSplit, writeSplit } from './split-table';
import { at, relist } from './testing/forge';
import { filled, ID, place, unzip, zip } from './testing/places';

describe('a split table', () => {
	it('gives the same split back, with its folds', () => {
		const split = cut(50, { folds: 3, repeats: 2 });
		const parts = readSplit(writeSplit(partsOf(split)));
		expect(parts).toEqual(partsOf(split));
		expect(splitOf(parts).folds).toEqual(split.folds);
		expect(readSplit(writeSplit(partsOf(cut(9, { test: null, validation: null }))))).toHaveLength(1);
	});
	it('without folds is the table of the first format', () => {
		const split = cut(20);
		const first = columnsToParquet([
			{
				name: 'row',
				type: 'uint32',
				values: Uint32Array.of(...split.train, ...split.validation, ...split.test),
			},
			{
				name: 'split',
				type: 'text',
				stretches: [
					{ text: 'train', count: 12 },
					{ text: 'validation', count: 4 },
					{ text: 'test', count: 4 },
				],
			},
		]);
		expect(writeSplit(partsOf(split))).toEqual(first);
	});
	it('is refused when it names no split, or its parts are torn', () => {
		const torn = (...texts: string[]) =>
			columnsToParquet([
				{ name: 'row', type: 'uint32', values: Uint32Array.from(texts, (_, i) => i) },
				{ name: 'split', type: 'text', stretches: texts.map((text) => ({ text, count: 1 })) },
			]);
		expect(() => readSplit(torn('train', 'practice'))).toThrow(/no split practice/);
		expect(() => readSplit(torn('train', 'test', 'train'))).toThrow(/not together/);
	});
});

/** A model of the first of three folds, beside the others. */
async function onFold({
	dataset,
	pipeline,
	architecture,
	experiment,
	finished,
}: Laboratory): Promise<FinishedJob> {
	const [one] = finished;
	if (!one) throw new Error('no run');
	const { trainer, seed } = experiment.document;
	const documents = { dataset: dataset.id, pipeline: pipeline.id, architecture: architecture.id };
	const key = await jobKey({ ...documents, trainer, seed, repeat: 0, fold: 1 });
	const id = await runId(key, one.run.environment.fingerprint);
	const { train } = one.prediction;
	const side = (rows: number[]) => ({ ...train, rows: Uint32Array.from(rows) });
	return {
		...one,
		job: { ...one.job, key, run: id, fold: 1, order: 7 },
		run: { ...one.run, id, jobKey: key, fold: 1 },
		prediction: {
			...one.prediction,
			run: id,
			train: side([0, 1, 2]),
			validation: { ...one.prediction.validation, rows: Uint32Array.of(3, 4) },
		},
	};
}

describe('the split tables of a project file', () => {
	it('hold every fold a model was trained on, and open again', async () => {
		const { db, store, kept } = await filled();
		const fold = await onFold(kept);
		await store.finishJob(ID, fold);
		const file = await exportProject(db, ID);
		const bytes = at(await unzip(file), `splits/${kept.pipeline.id.slice(7)}.parquet`).bytes;
		expect(new ParquetColumns(bytes).names).toEqual(['row', 'split', 'fold', 'repeat']);
		const rows = ({ train, validation, test }: FinishedJob['prediction']) => ({
			train: train.rows,
			validation: validation.rows,
			test: test.rows,
		});
		const parts = readSplit(bytes);
		expect(agrees(parts, { ...rows(fold.prediction), fold: 1 })).toBe(true);
		for (const { prediction } of kept.finished) expect(agrees(parts, rows(prediction))).toBe(true);
		const to = await place();
		await importProject(to.db, file);
		expect((await to.store.contents(ID))?.runs.map((run) => run.fold)).toContain(1);
	});
	it('refuse the file when they say otherwise than the predictions of any run', async () => {
		const from = await filled();
		const entries = await unzip(await exportProject(from.db, ID));
		const { path, bytes } = at(entries, `splits/${from.kept.pipeline.id.slice(7)}.parquet`);
		const [first, ...rest] = readSplit(bytes);
		const other = writeSplit([{ ...first!, samples: first!.samples.slice(1) }, ...rest]);
		const bad = await relist(entries.map((each) => (each.path === path ? { path, bytes: other } : each)));
		const to = await place();
		await expect(importProject(to.db, await zip(bad))).rejects.toMatchObject({
			code: 'project.inconsistent',
			message: expect.stringContaining('differs from the predictions of its runs') as string,
		});
	});
	it('may be missing', async () => {
		const from = await filled();
		const entries = await unzip(await exportProject(from.db, ID));
		const without = await relist(entries.filter(({ path }) => !path.includes('/splits/')));
		const to = await place();
		await importProject(to.db, await zip(without));
		expect((await to.store.contents(ID))?.runs.length).toBe(2);
	});
});
