/** What can be done with pipelines: propose one for a target, save an edited one, choose among them. */
import * as v from 'valibot';
import { contentId, type Id } from '../engine/canonical';
import { BenchtopError } from '../engine/errors/error';
import type { Stored } from '../engine/ports';
import type { Pipeline } from '../engine/schema/pipeline';
import { labelledBy } from '../engine/schema/labelled-by';
import type { Reason } from '../engine/schema/proposal';
import type { Command } from './command';
import { datasetOf, openDataset } from './dataset-access';
import { openProject, touch } from './project';
import type { World } from './world';

const DEFAULT_SEED = 7;

async function activate(world: World, document: Pipeline): Promise<Stored<Pipeline>> {
	const { project, pipelines } = await openProject(world);
	const id = await contentId(document);
	const stored = { id, document };
	if (!pipelines.some((each) => each.id === id)) await world.store.putPipeline(project.id, stored);
	await touch(world, project, { active: { dataset: document.target.dataset, pipeline: id } });
	return stored;
}

/** Works out a pipeline for a target, saves it and makes it the active one. */
export const proposePipeline: Command<
	{ dataset: Id; target: string; seed?: number },
	{ pipeline: Stored<Pipeline>; reasons: readonly Reason[] }
> = {
	id: 'pipeline.propose',
	label: 'Propose a pipeline',
	async run(world, { dataset: id, target, seed = DEFAULT_SEED }) {
		const dataset = await datasetOf(world, id);
		if (dataset.shape) throw new BenchtopError('pipeline.target-table');
		const task = world.activity.begin(`Looking at ${target}`);
		try {
			await openDataset(world, dataset, task);
			const { datasets } = await openProject(world);
			const beside = labelledBy(dataset, datasets);
			const { pipeline, reasons } = await world.data.propose(dataset, target, seed, beside);
			return { pipeline: await activate(world, pipeline), reasons };
		} finally {
			task.done();
		}
	},
};

/** Works out a pipeline that learns a dataset without a label, saves it and makes it the active one. */
export const proposeWithoutTarget: Command<
	{ dataset: Id; learn: 'forecast' | 'autoencoder'; seed?: number },
	{ pipeline: Stored<Pipeline>; reasons: readonly Reason[] }
> = {
	id: 'pipeline.propose-unlabelled',
	label: 'Learn without a target',
	async run(world, { dataset: id, learn, seed = DEFAULT_SEED }) {
		const { proposeUnlabelled } = await import('../engine/prepare/propose-samples');
		const { pipeline, reasons } = proposeUnlabelled(await datasetOf(world, id), learn, seed);
		return { pipeline: await activate(world, pipeline), reasons };
	},
};

/** Saves an edited pipeline as a document of its own and makes it the active one. */
export const savePipeline: Command<{ document: unknown }, Stored<Pipeline>> = {
	id: 'pipeline.save',
	label: 'Save pipeline',
	async run(world, { document }) {
		const { pipelineSchema } = await import('../engine/schema/pipeline');
		const parsed = v.safeParse(pipelineSchema, document);
		if (!parsed.success) {
			const issue = parsed.issues[0];
			throw new BenchtopError('pipeline.invalid', {
				path: v.getDotPath(issue) ?? 'document',
				detail: issue.message,
			});
		}
		const before = (await openProject(world)).project.active.pipeline;
		const stored = await activate(world, parsed.output);
		if (before && before !== stored.id)
			world.notices.say('Pipeline changed', () => choosePipeline.run(world, { id: before }));
		return stored;
	},
};

export const choosePipeline: Command<{ id: Id }> = {
	id: 'pipeline.choose',
	label: 'Open pipeline',
	async run(world, { id }) {
		const { project, pipelines } = await openProject(world);
		const stored = pipelines.find((each) => each.id === id);
		if (stored)
			await touch(world, project, { active: { dataset: stored.document.target.dataset, pipeline: id } });
	},
};
