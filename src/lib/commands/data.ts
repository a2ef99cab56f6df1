/** What can be done with datasets: register what was staged, open a sample, choose, remove. */
import type { Id } from '../engine/canonical';
import { BenchtopError } from '../engine/errors/error';
import type { Dataset } from '../engine/schema/dataset';
import { type DatasetKind, kindOf } from '../engine/schema/dataset-shape';
import type { Staged } from '../workers/api';
import type { Command } from './command';
import { datasetOf } from './dataset-access';
import { proposePipeline } from './pipeline';
import { createProject, openProject, touch } from './project';
import type { Task, World } from './world';

const KINDS: Record<DatasetKind, string> = { tabular: 'a table', sequence: 'sequences', image: 'pictures' };

/** Versions of one name are of one kind (SPEC DS-21). */
function refuseOtherKind(world: World, staged: Staged, name: string): void {
	const versions = (world.current()?.datasets ?? []).filter((each) => each.name === name);
	const latest = versions.toSorted((a, b) => a.version - b.version).at(-1);
	if (!latest || kindOf(latest) === kindOf(staged)) return;
	const [before, kind] = [KINDS[kindOf(latest)], KINDS[kindOf(staged)]];
	throw new BenchtopError('data.other-kind', { name, before, kind });
}

async function keep(world: World, staged: Staged, name: string, task: Task, title = name): Promise<Dataset> {
	refuseOtherKind(world, staged, name);
	const registered = await world.data.register(staged.id, { signal: task.signal, onProgress: task.progress });
	if (!world.current()) await createProject.run(world, { name: title });
	const { project, datasets } = await openProject(world);
	const twin = datasets.find(({ id }) => id === registered.dataset.id);
	if (twin) {
		await touch(world, project, { active: { dataset: twin.id, pipeline: null } });
		world.notices.say(`The same data is already here as ${twin.name} v${twin.version}. Opened that.`);
		return twin;
	}
	const version =
		Math.max(0, ...datasets.filter((each) => each.name === name).map((each) => each.version)) + 1;
	const dataset: Dataset = { ...registered.dataset, name, version, createdAt: world.clock.now() };
	await world.store.addDataset(project.id, dataset, registered.parquet);
	await touch(world, project, { active: { dataset: dataset.id, pipeline: null } });
	return dataset;
}

/**
 * Registers a staged file under a name, in a project of its own (called `project`, or like it) when none is open. Equal
 * content that is already here is opened instead.
 */
export const registerDataset: Command<{ staged: Staged; name: string; project?: string }, Dataset> = {
	id: 'data.register',
	label: 'Register',
	async run(world, { staged, name, project }) {
		const task = world.activity.begin(`Registering ${name}`);
		try {
			return await keep(world, staged, name.trim() || staged.file, task, project);
		} finally {
			task.done();
		}
	},
};

/** Opens a sample in a project of its own, with a pipeline proposed for its question. */
export const openSample: Command<{ name: string; file: File; target: string }, Dataset> = {
	id: 'data.open-sample',
	label: 'Open a sample',
	async run(world, { name, file, target }) {
		const task = world.activity.begin(`Opening ${name}`);
		try {
			const staged = await world.data.stage(file, 'sample', {
				signal: task.signal,
				onProgress: task.progress,
			});
			const contents = world.current();
			if (!contents || contents.datasets.length) await createProject.run(world, { name });
			const dataset = await keep(world, staged, name, task);
			await proposePipeline.run(world, { dataset: dataset.id, target });
			return dataset;
		} finally {
			task.done();
		}
	},
};

/** Makes a dataset the one the places open with. */
export const chooseDataset: Command<{ dataset: Id }> = {
	id: 'data.choose',
	label: 'Open dataset',
	async run(world, { dataset }) {
		const { project, pipelines } = await openProject(world);
		const latest = pipelines.filter(({ document }) => document.target.dataset === dataset).at(-1);
		await touch(world, project, { active: { dataset, pipeline: latest?.id ?? null } });
	},
};

/** Removes a dataset no run uses; can be undone while the page is open. */
export const removeDataset: Command<{ dataset: Id }> = {
	id: 'data.remove',
	label: 'Remove dataset',
	async run(world, { dataset: id }) {
		const { project } = await openProject(world);
		const dataset = await datasetOf(world, id);
		const parquet = await world.store.parquet(id);
		await world.store.removeDataset(project.id, id);
		await world.data.close(id);
		await world.train.release(id);
		if (project.active.dataset === id)
			await touch(world, project, { active: { dataset: null, pipeline: null } });
		world.notices.say(`Removed ${dataset.name} v${dataset.version}`, async () => {
			await world.store.addDataset(project.id, dataset, parquet);
			await touch(world, project, { active: project.active });
		});
	},
};
