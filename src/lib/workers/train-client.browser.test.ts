import { afterEach, expect, it } from 'vitest';
import { contentId } from '../engine/canonical';
import { BenchtopError } from '../engine/errors/error';
import { baseline, presets } from '../engine/model/presets';
import { Stream } from '../engine/random/stream';
import type { Architecture } from '../engine/schema/architecture';
import type { Experiment } from '../engine/schema/experiment';
import type { Pipeline } from '../engine/schema/pipeline';
import type { Table } from '../engine/table/table';
import { jobKey } from '../engine/train/job-key';
import { BACKENDS, type JobSpec, type TrainClient } from './api';
import { createTrainClient } from './train-client';

const ROWS = 120;
const dataset = await contentId({ data: 'two clouds' });
const pipeline: Pipeline = {
	kind: 'pipeline',
	name: 'Two clouds',
	analysis: 'binary',
	inputs: [{ dataset, columns: { exclude: ['kind'] }, impute: [], encode: [{ encoder: 'StandardScaler' }] }],
	target: { dataset, columns: ['kind'], encode: { encoder: 'OrdinalEncoder', vocabulary: 'all' } },
	split: { test: 0.15, validation: 0.15, folds: null, bins: null, stratify: 'target', seed: 1 },
};

/** Two clouds of points that overlap a little; fresh arrays, since loading moves them. */
function clouds(): Table {
	const stream = new Stream(3, 'clouds');
	const codes = Int32Array.from({ length: ROWS }, (_, row) => row % 2);
	const around = (shift: number) => Float64Array.from(codes, (code) => stream.normal() + shift * code);
	return {
		rows: ROWS,
		columns: [
			{ name: 'x', dtype: 'float64', values: around(3) },
			{ name: 'y', dtype: 'float64', values: around(-2) },
			{ name: 'kind', dtype: 'string', codes, dictionary: ['left', 'right'] },
		],
	};
}

async function specify(architecture: Architecture, epochs: number, repeat = 0): Promise<JobSpec> {
	const pipelineId = await contentId(pipeline);
	const architectureId = await contentId(architecture);
	const trainer = { epochs, batchSize: 16, patience: null };
	const experiment: Experiment = {
		kind: 'experiment',
		name: architecture.name,
		pipeline: pipelineId,
		architecture: architectureId,
		trainer,
		repeats: 1,
		seed: 5,
	};
	return {
		key: await jobKey({
			dataset,
			pipeline: pipelineId,
			architecture: architectureId,
			trainer,
			seed: 5,
			repeat,
		}),
		pipelineId,
		pipeline,
		architectureId,
		architecture,
		experimentId: await contentId(experiment),
		experiment,
		repeat,
		dataset,
		userAgent: navigator.userAgent,
		startedAt: 0,
	};
}

const small = (): Architecture => presets('binary').find(({ name }) => name === 'Small net') as Architecture;

let client: TrainClient = createTrainClient();
afterEach(() => {
	client.dispose();
	client = createTrainClient();
});

it('reports on all backends and takes the fused kernel or what is clearly faster', async () => {
	const start = performance.now();
	const engine = await client.start();
	console.info(`self-test ${Math.round(performance.now() - start)} ms`, JSON.stringify(engine.reports));
	expect(engine.reports.map(({ backend }) => backend)).toEqual([...BACKENDS]);
	for (const report of engine.reports) {
		expect(report.detail).not.toBe('');
		expect(report.stepsPerSecond !== null && report.stepsPerSecond > 0).toBe(report.state === 'ok');
	}
	const passed = engine.reports.filter(({ state }) => state === 'ok');
	expect(engine.chosen).toBe('measured');
	expect(engine.backend).not.toBe('cpu');
	expect(passed.map(({ backend }) => backend)).toEqual(expect.arrayContaining(['fused', 'wasm', 'cpu']));
});

it('takes what an earlier visit has measured, and with it the same backend', async () => {
	const first = await client.start();
	client.dispose();
	client = createTrainClient();
	const second = await client.start(null, { calibration: structuredClone(first.calibration) });
	expect(second).toEqual(first);
	client.dispose();
	client = createTrainClient();
	const altered = first.reports.map((report) =>
		report.backend === 'wasm' ? { ...report, stepsPerSecond: 1e9 } : report,
	);
	const third = await client.start(null, { calibration: { ...first.calibration, reports: altered } });
	expect(third.backend).toBe('wasm');
	expect(third.why).toMatch(/^tfjs on WASM.*: fastest of \d measured$/);
});

it('trains a net that beats the baseline, and reports every epoch', async () => {
	const table = clouds();
	await client.load(dataset, table);
	expect(client.holds(dataset)).toBe(true);
	const [first] = table.columns;
	expect(first && 'values' in first && first.values.length).toBe(0);
	const epochs: number[] = [];
	const net = await client.train(await specify(small(), 20), { onEpoch: ({ epoch }) => epochs.push(epoch) });
	const mean = await client.train(await specify(baseline('binary'), 20), {});
	expect(epochs).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
	expect(net.run.history.train['loss']).toHaveLength(20);
	expect(net.run.metrics.test['rocAuc']).toBeGreaterThan(0.9);
	expect(mean.run.metrics.test['rocAuc']).toBe(0.5);
	expect(mean.run.ended).toBe('closed form');
	expect(net.run.metrics.test['loss'] ?? 1).toBeLessThan(mean.run.metrics.test['loss'] ?? 0);
});

it('gives the same run, bytes and all, on the same backend', async () => {
	await client.load(dataset, clouds());
	const one = await client.train(await specify(small(), 5), {});
	const two = await client.train(await specify(small(), 5), {});
	expect(two.run.id).toBe(one.run.id);
	expect(two.weights).toEqual(one.weights);
	expect(two.prediction).toEqual(one.prediction);
});

it.each(['fused', 'wasm'] as const)(
	'trains on %s when a person chose it, and says so in the run',
	async (backend) => {
		await client.load(dataset, clouds());
		expect(await client.use(backend)).toMatchObject({ backend, chosen: 'by hand' });
		const { run } = await client.train(await specify(small(), 2), {});
		const executor = backend === 'fused' ? 'fused-wasm' : 'tfjs-wasm';
		expect(run.environment.executor).toBe(executor);
		expect(run.environment.fingerprint).toMatch(executor);
	},
);

it('trains on the backend a person chose', async () => {
	await client.load(dataset, clouds());
	const engine = await client.use('cpu');
	expect(engine).toMatchObject({ backend: 'cpu', chosen: 'by hand' });
	const { run } = await client.train(await specify(small(), 2), {});
	expect(run.environment.executor).toBe('tfjs-cpu');
	expect(await client.use(null)).toMatchObject({ chosen: 'measured' });
});

it.each(['webgpu', 'webgl'] as const)(
	'examines %s when a person asks for it, and trains on it or says why not',
	async (backend) => {
		await client.load(dataset, clouds());
		const chosen = await client.use(backend).catch((thrown: unknown) => thrown);
		if (chosen instanceof BenchtopError) expect(chosen.code).toBe('train.backend-off');
		else {
			expect(chosen).toMatchObject({ backend, chosen: 'by hand' });
			const { run } = await client.train(await specify(small(), 2), {});
			expect(run.environment.executor).toBe(`tfjs-${backend}`);
			expect(run.metrics.train['loss']).not.toBeNull();
		}
	},
	// Software compiles shaders for a long time where others compute as well.
	180_000,
);

it('gives tensors to be kept, and after a restart trains the same from them without the data', async () => {
	const spec = await specify(small(), 3);
	await client.load(dataset, clouds());
	expect(await client.isPrepared(spec)).toBe(false);
	const kept = await client.prepare(spec, 0);
	expect(await client.isPrepared(spec)).toBe(true);
	expect(await client.prepare(spec, 0)).toBeNull();
	const one = await client.train(spec, {});
	const { calibration } = await client.start();
	client.dispose();
	client = createTrainClient();
	await client.start(null, { calibration });
	expect(await client.restore(spec, new Blob(['anything else']))).toBe(false);
	expect(await client.restore(spec, kept ?? new Blob())).toBe(true);
	expect(await client.isPrepared(spec)).toBe(true);
	expect(client.holds(dataset)).toBe(false);
	const two = await client.train(spec, {});
	expect(two.run.id).toBe(one.run.id);
	expect([two.weights, two.prediction, two.fitted]).toEqual([one.weights, one.prediction, one.fitted]);
});

it('keeps no tensors that were made quickly, and forgets them with their dataset', async () => {
	const spec = await specify(small(), 3);
	await client.load(dataset, clouds());
	expect(await client.prepare(spec, 1e6)).toBeNull();
	expect(await client.isPrepared(spec)).toBe(true);
	await client.release(dataset);
	expect(await client.isPrepared(spec)).toBe(false);
	await expect(client.prepare(spec, 0)).rejects.toMatchObject({ code: 'train.no-dataset' });
});

it('stops in the middle of a job and goes on with the next', async () => {
	await client.load(dataset, clouds());
	const stop = new AbortController();
	const long = client.train(await specify(small(), 100_000), {
		signal: stop.signal,
		onEpoch: ({ epoch }) => void (epoch === 2 && stop.abort()),
	});
	await expect(long).rejects.toMatchObject({ name: 'AbortError' });
	const { run } = await client.train(await specify(small(), 2), {});
	expect(run.history.train['loss']).toHaveLength(2);
});

it('refuses typed: a model for another target, data that is not there', async () => {
	await expect(client.train(await specify(small(), 2), {})).rejects.toMatchObject({
		code: 'train.no-dataset',
	});
	await client.load(dataset, clouds());
	const wrong = presets('regression')[0] as Architecture;
	await expect(client.train(await specify(wrong, 2), {})).rejects.toMatchObject({ code: 'model.analysis' });
	await client.release(dataset);
	expect(client.holds(dataset)).toBe(false);
});
