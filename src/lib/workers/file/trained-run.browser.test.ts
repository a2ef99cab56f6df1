/** Runs as the train worker really makes them, of every kind of target, are the same after a project file. */
import { expect, it } from 'vitest';
import { contentId } from '../../engine/canonical';
import { baseline, presets } from '../../engine/model/presets';
import type { Analysis } from '../../engine/schema/common';
import type { Dataset } from '../../engine/schema/dataset';
import type { Experiment } from '../../engine/schema/experiment';
import { jobKey } from '../../engine/train/job-key';
import { exampleProject } from '../../storage/testing/documents';
import { createDataClient } from '../data-client';
import { createTrainClient } from '../train-client';
import { exportProject } from './export-project';
import { importProject } from './import-project';
import { bytesOf, cleanups, ID, place } from './testing/places';

const CSV = [
	'x,y,side,corner,height',
	...Array.from({ length: 120 }, (_, i) => {
		const [x, y] = [Math.sin(i * 12.9898) * 3, Math.cos(i * 78.233) * 3];
		return [i % 31 ? x : '', y, x > 0 ? 'right' : 'left', `${x > 0}${y > 0}`, x * y + x / 3].join(',');
	}),
].join('\n');

const TARGETS: [string, Analysis][] = [
	['side', 'binary'],
	['corner', 'multi-class'],
	['height', 'regression'],
];

it('a project of trained runs keeps metrics, predictions, histories and weights', async () => {
	const [data, train] = [createDataClient(), createTrainClient()];
	cleanups.push(
		() => data.dispose(),
		() => train.dispose(),
	);
	const [from, to] = [await place(), await place()];
	const staged = await data.stage(new File([CSV], 'plane.csv'), 'auto');
	const registered = await data.register(staged.id);
	const dataset: Dataset = { ...registered.dataset, name: 'plane', version: 1, createdAt: 1_700_000_000_000 };
	await from.store.putProject(exampleProject(ID));
	await from.store.addDataset(ID, dataset, registered.parquet);
	await train.start('cpu');
	await train.load(dataset.id, await data.table(dataset.id));
	for (const [target, analysis] of TARGETS) {
		const { pipeline } = await data.propose(dataset, target, 1);
		expect(pipeline.analysis).toBe(analysis);
		const pipelineId = await contentId(pipeline);
		await from.store.putPipeline(ID, { id: pipelineId, document: pipeline });
		const nets = [baseline(analysis), ...presets(analysis).filter(({ name }) => name === 'Small net')];
		for (const architecture of nets) {
			const architectureId = await contentId(architecture);
			const trainer = { epochs: 3, batchSize: 32, patience: 2 };
			const experiment: Experiment = {
				kind: 'experiment',
				name: architecture.name,
				pipeline: pipelineId,
				architecture: architectureId,
				trainer,
				repeats: 1,
				seed: 5,
			};
			const experimentId = await contentId(experiment);
			const identity = { dataset: dataset.id, pipeline: pipelineId, architecture: architectureId };
			const key = await jobKey({ ...identity, trainer, seed: 5, repeat: 0 });
			const trained = await train.train(
				{
					key,
					dataset: dataset.id,
					pipelineId,
					pipeline,
					architectureId,
					architecture,
					experimentId,
					experiment,
					repeat: 0,
					userAgent: 'test',
					startedAt: 0,
				},
				{},
			);
			await from.store.enqueue(ID, {
				architectures: [{ id: architectureId, document: architecture }],
				experiments: [{ id: experimentId, document: experiment }],
				jobs: [],
			});
			const job = { key, experiment: experimentId, repeat: 0, error: null, order: 1 };
			await from.store.finishJob(ID, { ...trained, job: { ...job, state: 'finished', run: trained.run.id } });
		}
	}
	const file = await exportProject(from.db, ID);
	await importProject(to.db, file);
	const [before, after] = [await from.store.contents(ID), await to.store.contents(ID)];
	expect(before?.runs.length).toBe(6);
	expect(after).toEqual(before);
	for (const { id, pipeline } of before?.runs ?? []) {
		expect(await to.store.prediction(ID, id)).toEqual(await from.store.prediction(ID, id));
		expect(await to.store.weights(ID, id)).toEqual(await from.store.weights(ID, id));
		expect(await to.store.fitted(ID, pipeline)).toEqual(await from.store.fitted(ID, pipeline));
	}
	expect(await bytesOf(await exportProject(to.db, ID))).toEqual(await bytesOf(file));
});
