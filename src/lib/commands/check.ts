/**
 * What the leak guard says of a pipeline: asked by the page as one edits, and by training before anything is queued. The
 * answer follows from the document and its data, so it is kept by the pipeline's id.
 */
import { contentId, type Id } from '../engine/canonical';
import { BenchtopError } from '../engine/errors/error';
import type { LongCall, Stored } from '../engine/ports';
import { datasetsOf } from '../engine/schema/datasets-of';
import type { Pipeline } from '../engine/schema/pipeline';
import type { PipelineCheck } from '../workers/api';
import { datasetOf } from './dataset-access';
import type { World } from './world';

/** Answers kept per laboratory; the oldest is forgotten first. */
const KEPT = 20;
const answers = new WeakMap<World['store'], Map<Id, PipelineCheck>>();

/** Stages, splits and checks a pipeline in the data worker. @throws what staging and splitting refuse */
export async function checkedPipeline(
	world: World,
	document: Pipeline,
	call: LongCall = {},
): Promise<PipelineCheck> {
	const id = await contentId(document);
	const known = answers.get(world.store) ?? new Map<Id, PipelineCheck>();
	answers.set(world.store, known);
	const kept = known.get(id);
	if (kept) return kept;
	const datasets = datasetsOf(document);
	for (const dataset of datasets) {
		const { store, data } = world;
		const source = { parquet: () => store.parquet(dataset), cache: () => store.cache(dataset) };
		await data.open(await datasetOf(world, dataset), source, call);
	}
	const answer = await world.data.check(document, datasets, call);
	known.set(id, answer);
	for (const oldest of [...known.keys()].slice(0, Math.max(0, known.size - KEPT))) known.delete(oldest);
	return answer;
}

/** The answer about a pipeline that was checked before; undefined where it was not, or long ago. */
export const knownCheck = ({ store }: World, id: Id): PipelineCheck | undefined =>
	answers.get(store)?.get(id);

/** Refuses a pipeline with a leak that its document does not override. @throws train.leak */
export async function refuseLeaks(world: World, { document }: Stored<Pipeline>): Promise<void> {
	const task = world.activity.begin('Checking the split');
	try {
		const { findings } = await checkedPipeline(world, document, {
			signal: task.signal,
			onProgress: task.progress,
		});
		const refusals = findings.filter(({ verdict }) => verdict === 'refuse');
		const [first] = refusals;
		if (!first) return;
		const more = refusals.length > 1 ? `, and ${refusals.length - 1} more` : '';
		throw new BenchtopError('train.leak', { pipeline: document.name, finding: `${first.title}${more}` });
	} finally {
		task.done();
	}
}
