/** Several workers behind the queue: the same runs as one gives, and nothing lost when a worker or a device dies. */
import { afterEach, describe, expect, it } from 'vitest';
import type { Id } from '../engine/canonical';
import { Stream } from '../engine/random/stream';
import type { Architecture } from '../engine/schema/architecture';
import type { Run } from '../engine/schema/run';
import type { Backend } from '../workers/api';
import type { TrainClientOptions } from '../workers/train-client';
import { savePipeline } from './pipeline';
import { TestLaboratory } from './testing/laboratory';
import { trainOne } from './train';

const laboratories: TestLaboratory[] = [];
afterEach(async () => {
	for (const each of laboratories.splice(0)) await each.close();
});

const stream = new Stream(5, 'pool.browser.test');
const CSV = [
	'x,y,kind',
	...Array.from({ length: 80 }, () => {
		const [x, y] = [stream.normal(), stream.normal()];
		return `${x},${y},${x + 0.5 * stream.normal() > 0 ? 'a' : 'b'}`;
	}),
].join('\n');

const net: Architecture = {
	kind: 'architecture',
	name: 'Net',
	analysis: 'binary',
	layers: [
		{ layer: 'dense', units: 8, activation: 'relu' },
		{ layer: 'dropout', rate: 0.2 },
		{ layer: 'output' },
	],
	loss: 'binaryCrossentropy',
	optimizer: { optimizer: 'adam', learningRate: 0.01, weightDecay: 0 },
};

/** Train workers, a list of those that were started, and the epochs each call of training went on from. */
function watched() {
	const workers: Worker[] = [];
	const resumed: number[] = [];
	interface Message {
		readonly argumentList?: readonly {
			readonly value?: { readonly from?: { history: unknown[] } | null } | null;
		}[];
	}
	const start = () => {
		const worker = new Worker(new URL('../workers/train.worker.ts', import.meta.url), { type: 'module' });
		workers.push(worker);
		const post = worker.postMessage.bind(worker);
		worker.postMessage = (message: Message, rest?: Transferable[] | StructuredSerializeOptions) => {
			for (const { value } of message.argumentList ?? [])
				if (value?.from) resumed.push(value.from.history.length);
			post(message, rest as StructuredSerializeOptions);
		};
		return worker;
	};
	return { workers, resumed, start };
}

/** A pipeline of three folds, in a laboratory of its own. */
async function laboratory(options: TrainClientOptions & { prefer?: Backend }) {
	const lab = await TestLaboratory.open(options);
	laboratories.push(lab);
	const dataset = await lab.add(CSV);
	const { pipeline } = await lab.propose(dataset, 'kind');
	const split = { ...pipeline.document.split, folds: 3 };
	const folded = await savePipeline.run(lab.world, { document: { ...pipeline.document, split } });
	return { lab, pipeline: folded.id };
}
const train = (lab: TestLaboratory, pipeline: Id, epochs: number, repeats = 2) =>
	trainOne.run(lab.world, {
		pipeline,
		architecture: net,
		trainer: { epochs, batchSize: 16, patience: null },
		repeats,
		seed: 4,
	});

/** All that is kept of the runs, but when each ran and how long it took. */
async function outcome(lab: TestLaboratory) {
	const { project, runs } = await lab.contents();
	const sorted = [...runs].sort((a: Run, b: Run) => a.id.localeCompare(b.id));
	return Promise.all(
		sorted.map(async ({ startedAt, seconds, ...run }) => ({
			run,
			timed: startedAt > 0 && seconds >= 0,
			weights: await lab.store.weights(project.id, run.id),
			prediction: await lab.store.prediction(project.id, run.id),
		})),
	);
}
/** What became of jobs that did not finish. */
const unfinished = async (lab: TestLaboratory) =>
	(await lab.contents()).jobs.flatMap(({ state, error }) => (state === 'finished' ? [] : [{ state, error }]));

describe('a pool of workers', { timeout: 180_000 }, () => {
	it('gives the very runs one worker gives, from tensors made once', async () => {
		const one = await laboratory({ workers: 1, prefer: 'fused' });
		await train(one.lab, one.pipeline, 12);
		const { workers, start } = watched();
		const three = await laboratory({ workers: 3, prefer: 'fused', start });
		await train(three.lab, three.pipeline, 12);
		expect(await outcome(three.lab)).toEqual(await outcome(one.lab));
		expect((await outcome(one.lab)).length).toBe(9);
		expect(workers.length).toBeGreaterThan(1);
		expect(three.lab.plans.map(({ why }) => why)).toContain('Fused WASM on 3 workers: chosen by hand');
	});
});

describe('a bucket', { timeout: 240_000 }, () => {
	it('of folds and repeats trains as one, each kept as it ends', async () => {
		const first = await laboratory({ workers: 2, prefer: 'fused-webgpu' });
		const running = new Set<Id>();
		let together = 0;
		first.lab.onEpoch = ({ job, epoch, epochs }) => {
			running.add(job);
			together = Math.max(together, running.size);
			if (epoch === epochs) running.delete(job);
		};
		await train(first.lab, first.pipeline, 4);
		expect(await unfinished(first.lab)).toEqual([]);
		expect(together).toBe(6);
		const plan = first.lab.plans.find(({ backend }) => backend === 'fused-webgpu');
		expect(plan).toMatchObject({ models: 6, workers: 1, why: 'Fused WebGPU: chosen by hand' });
	});
});

describe('a worker that dies in mid-training', { timeout: 180_000 }, () => {
	it('costs what it was training, which begins again in a new one', async () => {
		const { workers, resumed, start } = watched();
		const { lab, pipeline } = await laboratory({ workers: 2, prefer: 'fused', start, checkpointEvery: 0 });
		let killed = false;
		lab.onEpoch = ({ epoch }) => {
			if (epoch !== 300 || killed) return;
			killed = true;
			workers[0]?.terminate();
		};
		await train(lab, pipeline, 2000, 1);
		expect(await unfinished(lab)).toEqual([]);
		expect(lab.said.join(' ')).toMatch(/stopped in the middle of training.*taken up again/);
		// It goes on from its last checkpoint, and what it gives is what it gives in one go.
		expect(Math.max(...resumed)).toBeGreaterThan(200);
		const whole = await laboratory({ workers: 1, prefer: 'fused' });
		await train(whole.lab, whole.pipeline, 2000, 1);
		expect(await outcome(lab)).toEqual(await outcome(whole.lab));
	});

	it('again and again gives way to the next best backend', async () => {
		const { workers, start } = watched();
		const { lab, pipeline } = await laboratory({ workers: 1, prefer: 'fused', start });
		let deaths = 0;
		lab.onEpoch = ({ epoch }) => {
			const training = lab.plans.at(-1)?.backend;
			if (epoch === 3 && training === 'fused') deaths = workers.length;
			if (epoch === 3 && training === 'fused') workers.at(-1)?.terminate();
		};
		await train(lab, pipeline, 4, 1);
		expect(await unfinished(lab)).toEqual([]);
		expect(deaths).toBe(2);
		expect(lab.plans.at(-1)?.backend).not.toBe('fused');
	});
});

describe('a graphics device that is lost in mid-training', { timeout: 240_000 }, () => {
	it.each(['webgpu', 'fused-webgpu'] as const)(
		'costs what %s was training, which begins again on the next best',
		async (prefer) => {
			const start = () =>
				new Worker(new URL('../workers/testing/mortal-train.worker.ts', import.meta.url), { type: 'module' });
			const { lab, pipeline } = await laboratory({ workers: 1, prefer, start });
			const channel = new BroadcastChannel('mortal-device');
			lab.onEpoch = ({ epoch }) => {
				if (epoch === 2 && lab.plans.at(-1)?.backend === prefer) channel.postMessage('destroy');
			};
			await train(lab, pipeline, 12, 1);
			channel.close();
			expect(await unfinished(lab)).toEqual([]);
			expect(lab.said.join(' ')).toMatch(/taken up again/);
			const backends = new Set(lab.plans.map(({ backend }) => backend));
			expect(backends.has(prefer) && backends.has('fused')).toBe(true);
		},
	);
});
