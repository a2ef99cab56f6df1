/** What can be done about training: the baseline, one net, going on with what was cut off, giving it up. */
import * as v from 'valibot';
import { contentId, type Id } from '../engine/canonical';
import { BenchtopError } from '../engine/errors/error';
import { baseline, defaultTrainer } from '../engine/model/presets';
import type { ProjectContents, Stored } from '../engine/ports';
import { architectureSchema, type Architecture } from '../engine/schema/architecture';
import { experimentSchema, trainerSchema, type Experiment, type Trainer } from '../engine/schema/experiment';
import { samplesIn } from '../engine/schema/dataset-shape';
import type { Job } from '../engine/schema/job';
import type { Pipeline } from '../engine/schema/pipeline';
import { foldsOf } from '../engine/split/fold-count';
import { jobKey } from '../engine/train/job-key';
import { refuseLeaks } from './check';
import type { Command } from './command';
import { datasetOf } from './dataset-access';
import { offeredFor } from './offered';
import { openProject } from './project';
import { trainJobs } from './queue';
import { refuseBusy, settled } from './queued';
import { freshSeed, interruptedSeed } from './seeds';
import type { World } from './world';

const BASELINE_REPEATS = 3;

export interface TrainRequest {
	readonly pipeline: Id;
	readonly architecture: Architecture;
	readonly trainer: Trainer;
	readonly repeats: number;
	readonly seed: number;
}

function parse<S extends v.GenericSchema>(schema: S, document: unknown): v.InferOutput<S> {
	const parsed = v.safeParse(schema, document);
	if (parsed.success) return parsed.output;
	const issue = parsed.issues[0];
	throw new BenchtopError('experiment.invalid', {
		path: v.getDotPath(issue) ?? 'document',
		detail: issue.message,
	});
}

function pipelineOf(contents: ProjectContents, id: Id): Stored<Pipeline> {
	const stored = contents.pipelines.find((each) => each.id === id);
	if (!stored) throw new BenchtopError('pipeline.missing', { id });
	return stored;
}

interface Work {
	readonly architecture: Stored<Architecture>;
	readonly experiment: Stored<Experiment>;
	readonly jobs: readonly Job[];
}

/** Every fold and repeat of an experiment, folds outermost (SPEC §12.2). */
function fits(
	{ datasets }: ProjectContents,
	pipeline: Pipeline,
	repeats: number,
): { fold: number | undefined; repeat: number }[] {
	const folds = foldsOf(pipeline, datasets);
	return Array.from({ length: (folds ?? 1) * repeats }, (_, i) => ({
		fold: folds === undefined ? undefined : Math.floor(i / repeats),
		repeat: i % repeats,
	}));
}

async function specify(contents: ProjectContents, request: TrainRequest, order: number): Promise<Work> {
	const pipeline = pipelineOf(contents, request.pipeline);
	const architecture = parse(architectureSchema, request.architecture);
	const architectureId = await contentId(architecture);
	const experiment = parse(experimentSchema, {
		kind: 'experiment',
		name: architecture.name,
		pipeline: request.pipeline,
		architecture: architectureId,
		trainer: parse(trainerSchema, request.trainer),
		repeats: request.repeats,
		seed: request.seed,
	});
	const experimentId = await contentId(experiment);
	const jobs: Job[] = [];
	for (const { fold, repeat } of fits(contents, pipeline.document, experiment.repeats)) {
		const key = await jobKey({
			dataset: pipeline.document.target.dataset,
			pipeline: pipeline.id,
			architecture: architectureId,
			trainer: experiment.trainer,
			seed: experiment.seed,
			repeat,
			fold,
		});
		jobs.push({
			key,
			experiment: experimentId,
			repeat,
			...(fold === undefined ? {} : { fold }),
			state: 'waiting',
			run: null,
			error: null,
			order: order + jobs.length,
		});
	}
	return {
		architecture: { id: architectureId, document: architecture },
		experiment: { id: experimentId, document: experiment },
		jobs,
	};
}

/** Who writes work down in a store, one after the other: asked twice at once, the second finds the jobs of the first. */
const turns = new WeakMap<World['store'], Promise<unknown>>();

async function inTurn<T>({ store }: World, work: () => Promise<T>): Promise<T> {
	const turn = (turns.get(store) ?? Promise.resolve()).then(work);
	turns.set(
		store,
		turn.catch(() => {}),
	);
	return turn;
}

/** Writes the work down, then trains what was not trained before. Returns how many jobs were new. */
async function enqueue(world: World, requests: readonly TrainRequest[]): Promise<number> {
	const jobs = await inTurn(world, () => writeDown(world, requests));
	if (jobs.length) await trainJobs(world, await openProject(world), jobs);
	return jobs.length;
}

/** The jobs to be trained, in the store; none is written down of a pipeline with a leak. */
async function writeDown(world: World, requests: readonly TrainRequest[]): Promise<readonly Job[]> {
	const asked = await openProject(world);
	refuseBusy(world, asked.project.id);
	for (const id of new Set(requests.map(({ pipeline }) => pipeline)))
		await refuseLeaks(world, pipelineOf(asked, id));
	const contents = await openProject(world);
	const project = contents.project.id;
	const first = 1 + Math.max(0, ...contents.jobs.map(({ order }) => order));
	const work = await Promise.all(
		requests.map((request, i) => specify(contents, request, first + i * 1_000_000)),
	);
	const known = new Map(contents.jobs.map((job) => [job.key, job]));
	const all = work
		.flatMap(({ jobs }) => jobs)
		.sort((a, b) => (a.fold ?? 0) - (b.fold ?? 0) || a.repeat - b.repeat || a.order - b.order);
	const again = all
		.flatMap(({ key }) => known.get(key) ?? [])
		.filter(({ state }) => state === 'failed' || state === 'interrupted');
	const fresh = all.filter(({ key }) => !known.has(key)).map((job, i): Job => ({ ...job, order: first + i }));
	const jobs = [...again.map((job): Job => ({ ...job, state: 'waiting', error: null })), ...fresh];
	if (!jobs.length) return jobs;
	refuseBusy(world, project);
	await world.store.enqueue(project, {
		architectures: work.map(({ architecture }) => architecture),
		experiments: work.map(({ experiment }) => experiment),
		jobs: fresh,
	});
	if (again.length) await world.store.putJobs(project, jobs.slice(0, again.length));
	return jobs;
}

/**
 * The nets of this kind of data × three repeats beside the majority or mean baseline. Asked again, it finishes what was
 * cut off, and adds three further repeats of each when nothing was.
 */
export const trainBaseline: Command<{ pipeline: Id; seed?: number }, number> = {
	id: 'train.baseline',
	label: 'Train baseline',
	async run(world, { pipeline: id, seed }) {
		await settled(world);
		const contents = await openProject(world);
		const { document } = pipelineOf(contents, id);
		const { architectures, trainer } = await offeredFor(world, document);
		const first = document.split.seed;
		const common = { pipeline: id, trainer };
		const ids = new Set(await Promise.all(architectures.map(contentId)));
		const chosen = seed ?? interruptedSeed(contents, id, ids, trainer) ?? freshSeed(contents, id, first);
		const nets = architectures.map((architecture) => ({
			...common,
			architecture,
			repeats: BASELINE_REPEATS,
			seed: chosen,
		}));
		return enqueue(world, [
			{ ...common, architecture: baseline(document.analysis), repeats: 1, seed: first },
			...nets,
		]);
	},
};

/** One net as declared, beside the baseline. */
export const trainOne: Command<TrainRequest, number> = {
	id: 'train.net',
	label: 'Train this net',
	async run(world, request) {
		await settled(world);
		const contents = await openProject(world);
		const { document } = pipelineOf(contents, request.pipeline);
		const trainer = defaultTrainer(samplesIn(await datasetOf(world, document.target.dataset)));
		const added = await enqueue(world, [
			{
				pipeline: request.pipeline,
				architecture: baseline(document.analysis),
				trainer,
				repeats: 1,
				seed: document.split.seed,
			},
			request,
		]);
		if (!added)
			world.notices.say('These runs are already there: same data, pipeline, net, trainer and seed.');
		return added;
	},
};

/** Goes on with the jobs that were cut off. */
export const resumeJobs: Command<void, number> = {
	id: 'train.resume',
	label: 'Go on with unfinished fits',
	async run(world) {
		await settled(world);
		const { project, jobs } = await openProject(world);
		const left = jobs
			.filter(({ state }) => state === 'interrupted')
			.sort((a, b) => a.order - b.order)
			.map((job): Job => ({ ...job, state: 'waiting' }));
		refuseBusy(world, project.id);
		await world.store.putJobs(project.id, left);
		await trainJobs(world, await openProject(world), left);
		return left.length;
	},
};

/** Gives up the jobs that were cut off or failed; finished runs stay. */
export const discardJobs: Command<void, number> = {
	id: 'train.discard',
	label: 'Discard unfinished fits',
	async run(world) {
		const { project, jobs } = await openProject(world);
		const left = jobs.filter(({ state }) => state === 'interrupted' || state === 'failed');
		await world.store.removeJobs(
			project.id,
			left.map(({ key }) => key),
		);
		if (left.length)
			world.notices.say('Discarded the unfinished fits', () => world.store.putJobs(project.id, left));
		return left.length;
	},
};
