/** Finding a dataset of the open project and making it queryable: shared by the commands that read data. */
import type { Id } from '../engine/canonical';
import { BenchtopError } from '../engine/errors/error';
import type { Dataset } from '../engine/schema/dataset';
import { openProject } from './project';
import type { Task, World } from './world';

/** The dataset of the open project; refuses when it is not there. */
export async function datasetOf(world: World, id: Id): Promise<Dataset> {
	const dataset = (await openProject(world)).datasets.find((each) => each.id === id);
	if (!dataset) throw new BenchtopError('project.dataset-missing', { id });
	return dataset;
}

/** Makes a kept dataset queryable in the data worker. Idempotent. */
export async function openDataset(world: World, dataset: Dataset, task?: Task): Promise<void> {
	const { store } = world;
	await world.data.open(
		dataset,
		{ parquet: () => store.parquet(dataset.id), cache: () => store.cache(dataset.id) },
		task && { signal: task.signal, onProgress: task.progress },
	);
}
