import { afterEach, describe, expect, it } from 'vitest';
import type { Run } from '../engine/schema/run';
import type { Id } from '../engine/canonical';
import { presets } from '../engine/model/presets';
import { Stream } from '../engine/random/stream';
import { TestLaboratory } from './testing/laboratory';
import { markInterrupted } from './interrupted';
import { discardJobs, resumeJobs, trainBaseline, trainOne } from './train';

const laboratories: TestLaboratory[] = [];
afterEach(async () => {
	for (const each of laboratories.splice(0)) await each.close();
});

const stream = new Stream(5, 'train.browser.test');
const CSV = [
	'x,y,kind',
	...Array.from({ length: 60 }, () => {
		const [x, y] = [stream.normal(), stream.normal()];
		return `${x},${y},${x + 0.5 * stream.normal() > 0 ? 'a' : 'b'}`;
	}),
].join('\n');

async function laboratory(): Promise<{ lab: TestLaboratory; pipeline: Id }> {
	const lab = await TestLaboratory.open();
	laboratories.push(lab);
	const { pipeline } = await lab.propose(await lab.add(CSV), 'kind');
	return { lab, pipeline: pipeline.id };
}

/** Stops the queue in mid-job; where a job ends before the stop reaches it, the queue stops right after it. */
function stopAt(lab: TestLaboratory, number: number): void {
	const seen = new Set<Id>();
	lab.onEpoch = ({ job, epoch }) => {
		seen.add(job);
		// Several jobs begin at once where there are workers for them.
		if (seen.size < number || epoch < 2) return;
		lab.onEpoch = () => {};
		lab.stop();
	};
}

const states = async (lab: TestLaboratory) => {
	const { jobs } = await lab.contents();
	return Object.fromEntries(
		[...new Set(jobs.map(({ state }) => state))].map((state) => [
			state,
			jobs.filter((job) => job.state === state).length,
		]),
	);
};
/** How many of `all` jobs were cut off; fails unless some finished and some did not. */
const cutOff = async (lab: TestLaboratory, all: number): Promise<number> => {
	const { finished = 0, interrupted = 0, ...others } = await states(lab);
	expect(others).toEqual({});
	expect(finished).toBeGreaterThan(0);
	expect(interrupted).toBeGreaterThan(0);
	expect(finished + interrupted).toBe(all);
	return interrupted;
};
const seedsOf = async (lab: TestLaboratory) =>
	[
		...new Set(
			(await lab.contents()).runs.filter(({ ended }) => ended !== 'closed form').map(({ seed }) => seed),
		),
	].sort();
/** All of a run but when it ran and how long it took. */
const timeless = (runs: readonly Run[]) =>
	runs
		.map(({ startedAt, seconds, ...run }) => ({ ...run, timed: startedAt > 0 && seconds >= 0 }))
		.sort((a, b) => a.id.localeCompare(b.id));

describe('Train baseline', { timeout: 120_000 }, () => {
	it('trains of tensors kept from an earlier visit, without reading the data', async () => {
		const { lab, pipeline: pipelineId } = await laboratory();
		const { world, store } = lab;
		const { project, pipelines, datasets } = await lab.contents();
		const pipeline = pipelines[0]?.document;
		const dataset = datasets[0]?.id;
		if (!pipeline || !dataset) throw new Error('nothing was proposed');
		await world.train.load(dataset, await world.data.packed(dataset));
		const tensors = await world.train.prepare({ pipeline, pipelineId }, 0);
		await store.putTensors(project.id, pipelineId, tensors ?? new Blob());
		world.train.dispose();
		await trainBaseline.run(world, { pipeline: pipelineId });
		expect(world.train.holds(dataset)).toBe(false);
		const { jobs, runs } = await lab.contents();
		expect(jobs.every(({ state }) => state === 'finished')).toBe(true);
		// What is damaged is as good as none: the data is read.
		world.train.dispose();
		await store.putTensors(project.id, pipelineId, new Blob(['odd']));
		const [architecture] = presets('binary');
		if (!architecture) throw new Error('there is no preset');
		const trainer = { epochs: 1, batchSize: 16, patience: null };
		await trainOne.run(world, { pipeline: pipelineId, architecture, trainer, repeats: 1, seed: 77 });
		expect(world.train.holds(dataset)).toBe(true);
		expect((await lab.contents()).runs).toHaveLength(runs.length + 1);
	});

	it('finishes what was cut off before it adds further repeats', async () => {
		const { lab, pipeline } = await laboratory();
		stopAt(lab, 3);
		await trainBaseline.run(lab.world, { pipeline });
		const left = await cutOff(lab, 10);

		lab.onEpoch = () => {};
		expect(await trainBaseline.run(lab.world, { pipeline })).toBe(left);
		expect(await states(lab)).toEqual({ finished: 10 });
		expect(await seedsOf(lab)).toEqual([7]);

		expect(await trainBaseline.run(lab.world, { pipeline })).toBe(9);
		expect(await states(lab)).toEqual({ finished: 19 });
		expect(await seedsOf(lab)).toEqual([7, 8]);
	});

	it('gives, stopped and taken up in two tabs’ lives, the very runs it gives in one go', async () => {
		const [whole, cut] = [await laboratory(), await laboratory()];
		expect(cut.pipeline).toBe(whole.pipeline);
		await trainBaseline.run(whole.lab.world, { pipeline: whole.pipeline });

		stopAt(cut.lab, 1);
		await trainBaseline.run(cut.lab.world, { pipeline: cut.pipeline });
		stopAt(cut.lab, 1);
		cut.lab.world.train.dispose();
		await resumeJobs.run(cut.lab.world);
		expect((await states(cut.lab)).interrupted).toBeGreaterThan(0);
		cut.lab.onEpoch = () => {};
		await resumeJobs.run(cut.lab.world);

		const [one, two] = [await whole.lab.contents(), await cut.lab.contents()];
		expect(two.runs).toHaveLength(10);
		expect(timeless(two.runs)).toEqual(timeless(one.runs));
		for (const { id } of one.runs) {
			expect(await cut.lab.store.weights(two.project.id, id)).toEqual(
				await whole.lab.store.weights(one.project.id, id),
			);
			expect(await cut.lab.store.prediction(two.project.id, id)).toEqual(
				await whole.lab.store.prediction(one.project.id, id),
			);
		}
	});

	it('asked again while it stops, waits and finishes the same set', async () => {
		const { lab, pipeline } = await laboratory();
		let again: Promise<number> | null = null;
		lab.onEpoch = ({ epoch }) => {
			if (epoch !== 2 || again) return;
			lab.stop();
			again = trainBaseline.run(lab.world, { pipeline });
		};
		await trainBaseline.run(lab.world, { pipeline });
		expect(await again).toBeGreaterThan(0);
		expect(await seedsOf(lab)).toEqual([7]);
		expect(await states(lab)).toEqual({ finished: 10 });
	});

	it('does not go back to a seed whose jobs were discarded, nor to another net’s', async () => {
		const { lab, pipeline } = await laboratory();
		const [linear] = presets('binary');
		if (!linear) throw new Error('presets are missing');
		stopAt(lab, 1);
		const mine = { ...linear, name: 'Mine' };
		const trainer = { epochs: 400, batchSize: 16, patience: null };
		await trainOne.run(lab.world, { pipeline, architecture: mine, trainer, repeats: 2, seed: 40 });
		const left = await cutOff(lab, 3);
		lab.onEpoch = () => {};
		await trainBaseline.run(lab.world, { pipeline });
		expect(await seedsOf(lab)).toEqual([41]);
		expect(await discardJobs.run(lab.world)).toBe(left);
		await trainBaseline.run(lab.world, { pipeline });
		expect(await seedsOf(lab)).toEqual([41, 42]);
	});

	it('takes up what a closed tab left behind', async () => {
		const { lab, pipeline } = await laboratory();
		stopAt(lab, 2);
		await trainBaseline.run(lab.world, { pipeline });
		const left = await cutOff(lab, 10);
		const { project, jobs } = await lab.contents();
		await lab.store.putJobs(
			project.id,
			jobs
				.filter(({ state }) => state === 'interrupted')
				.map((job) => ({ ...job, state: 'running' as const })),
		);
		expect(await markInterrupted.run(lab.world)).toBe(left);
		lab.onEpoch = () => {};
		expect(await trainBaseline.run(lab.world, { pipeline })).toBe(left);
		expect(await states(lab)).toEqual({ finished: 10 });
	});
});
