import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { contentId } from '../canonical';
import { BenchtopError } from '../errors/error';
import { metricsOf } from '../evaluate/metrics';
import { baseline, presets } from '../model/presets';
import { topologyOf } from '../model/topology';
import { decodeTarget } from '../prepare/target';
import { Stream } from '../random/stream';
import type { Architecture } from '../schema/architecture';
import type { Analysis } from '../schema/common';
import type { Pipeline } from '../schema/pipeline';
import { runSchema } from '../schema/run';
import type { Table } from '../table/table';
import type { EpochEvent, JobSpec, Trained } from './job-spec';
import { prepare } from './prepared';
import { tfjsExecutor } from './tfjs/executor';
import type { BucketExecutor } from './bucket';
import { trainJob, trainJobs } from './train-job';

const ROWS = 150;
const dataset = await contentId('test table');
const executor = tfjsExecutor('tfjs-cpu', 'cpu');
let now = 0;
const clock = { elapsed: () => (now += 5) };

/** One number that decides, one that does not; the target as value and as two or three classes; a few gaps in it. */
const table: Table = (() => {
	const stream = new Stream(1, 'table');
	const signal = Float64Array.from({ length: ROWS }, () => stream.normal());
	const codes = (cuts: number[]) =>
		Int32Array.from(signal, (value, row) => (row % 50 === 0 ? -1 : cuts.filter((cut) => value > cut).length));
	return {
		rows: ROWS,
		columns: [
			{ name: 'signal', dtype: 'float64', values: signal },
			{ name: 'noise', dtype: 'float64', values: signal.map(() => stream.normal()) },
			{
				name: 'value',
				dtype: 'float64',
				values: signal.map((each) => 1000 + 50 * each + 5 * stream.normal()),
			},
			{ name: 'two', dtype: 'string', codes: codes([0]), dictionary: ['no', 'yes'] },
			{ name: 'three', dtype: 'string', codes: codes([-0.5, 0.5]), dictionary: ['a', 'b', 'c'] },
		],
	};
})();
const TARGETS: Record<Analysis, string> = { binary: 'two', 'multi-class': 'three', regression: 'value' };

async function specFor(
	analysis: Analysis,
	architecture: Architecture,
	values: { seed?: number; repeat?: number; from?: Table; change?: (pipeline: Pipeline) => Pipeline } = {},
) {
	const declared: Pipeline = {
		kind: 'pipeline',
		name: 'Test',
		analysis,
		inputs: [
			{
				dataset,
				columns: { include: ['signal', 'noise'] },
				impute: [],
				encode: [{ encoder: 'StandardScaler' }],
			},
		],
		target: {
			dataset,
			columns: [TARGETS[analysis]],
			encode:
				analysis === 'regression'
					? { encoder: 'StandardScaler' }
					: { encoder: 'OrdinalEncoder', vocabulary: 'all' },
		},
		split: { test: 0.15, validation: 0.15, folds: null, bins: null, stratify: 'target', seed: 3 },
	};
	const { seed = 9, repeat = 0, change = (same: Pipeline) => same } = values;
	const pipeline = change(declared);
	const id = await contentId({ analysis, architecture, seed, repeat });
	const spec: JobSpec = {
		key: id,
		pipelineId: await contentId(pipeline),
		pipeline,
		architectureId: await contentId(architecture),
		architecture,
		experimentId: id,
		experiment: {
			kind: 'experiment',
			name: architecture.name,
			pipeline: await contentId(pipeline),
			architecture: await contentId(architecture),
			trainer: { epochs: 12, batchSize: 16, patience: null },
			repeats: 1,
			seed,
		},
		repeat,
		dataset,
		userAgent: 'test',
		startedAt: 0,
	};
	return { spec, prepared: prepare(new Map([[dataset, values.from ?? table]]), pipeline, spec.pipelineId) };
}

const small = (analysis: Analysis): Architecture => presets(analysis)[1] as Architecture;

beforeAll(async () => void (await tf.setBackend('cpu')));

describe.each(['binary', 'multi-class', 'regression'] as const)('a %s job', (analysis) => {
	it('gives a valid run whose metrics follow from its prediction', async () => {
		const { spec, prepared } = await specFor(analysis, small(analysis));
		const { run, prediction } = await trainJob(spec, prepared, executor, clock);
		expect(v.parse(runSchema, run)).toEqual(run);
		for (const split of ['train', 'validation', 'test'] as const) {
			const { loss, ...rest } = run.metrics[split];
			expect(rest).toEqual(metricsOf(analysis, prediction[split], run.classes));
			expect(loss).toBeGreaterThan(0);
		}
		const primary = { binary: 'rocAuc', 'multi-class': 'accuracy', regression: 'r2' }[analysis];
		expect(run.metrics.test[primary] ?? 0).toBeGreaterThan(0.7);
		expect(run.history.train[primary]).toHaveLength(12);
		expect(run.history.validation['loss']?.[run.bestEpoch - 1]).toBe(run.metrics.validation['loss']);
		expect(run.seconds).toBeGreaterThan(0);
	});

	it('keeps weights that give the same prediction again', async () => {
		const { spec, prepared } = await specFor(analysis, small(analysis));
		const { weights, prediction, run } = await trainJob(spec, prepared, executor, clock);
		const topology = topologyOf(spec.architecture, 2, analysis === 'multi-class' ? 3 : 1);
		expect(weights.map(({ name }) => name)).toEqual(topology.tensors.map(({ name }) => name));
		expect(run.parameters).toBe(topology.parameters);
		const { x, rows, numbers, truth } = prepared.splits.test;
		const outputs = await executor.predict(
			topology,
			weights.map(({ values }) => values),
			x,
			rows,
		);
		if (analysis === 'regression')
			expect(decodeTarget(prepared.fitted, outputs)).toEqual(prediction.test.scores);
		expect(prediction.test.rows).toEqual(numbers);
		expect(prediction.test.truth).toEqual(truth);
	});

	it('is the same twice, and another with another repeat', async () => {
		const first = await specFor(analysis, small(analysis));
		const other = await specFor(analysis, small(analysis), { repeat: 1 });
		const one = await trainJob(first.spec, first.prepared, executor, clock);
		const two = await trainJob(first.spec, first.prepared, executor, clock);
		const three = await trainJob(other.spec, other.prepared, executor, clock);
		expect(two.run.id).toBe(one.run.id);
		expect(two.weights).toEqual(one.weights);
		expect(two.prediction).toEqual(one.prediction);
		expect(three.run.id).not.toBe(one.run.id);
		expect(three.weights).not.toEqual(one.weights);
	});

	it('reports each epoch under the key of the job', async () => {
		const { spec, prepared } = await specFor(analysis, small(analysis));
		const events: EpochEvent[] = [];
		await trainJob(spec, prepared, executor, clock, { onEpoch: (event) => events.push(event) });
		expect(events.map(({ epoch, epochs, job }) => [epoch, epochs, job])).toEqual(
			Array.from({ length: 12 }, (_, i) => [i + 1, 12, spec.key]),
		);
	});
});

describe('the baseline', () => {
	it('says the class shares of the training rows to every row', async () => {
		const { spec, prepared } = await specFor('multi-class', baseline('multi-class'));
		const { run, prediction } = await trainJob(spec, prepared, executor, clock);
		const { truth, rows } = prepared.splits.train;
		const shares = [0, 1, 2].map((code) => truth.filter((each) => each === code).length / rows);
		for (let row = 0; row < prediction.test.rows.length; row++)
			shares.forEach((share, k) => expect(prediction.test.scores[row * 3 + k]).toBeCloseTo(share, 6));
		const entropy = -shares.reduce((sum, share) => sum + share * Math.log(share), 0);
		expect(run.metrics.train['loss']).toBeCloseTo(entropy, 6);
		expect(run.metrics.train['accuracy']).toBeCloseTo(Math.max(...shares), 12);
		expect(run).toMatchObject({
			ended: 'closed form',
			bestEpoch: 0,
			environment: { executor: 'closed-form' },
		});
	});

	it('ranks no row above another for two classes', async () => {
		const { spec, prepared } = await specFor('binary', baseline('binary'));
		const { run, prediction } = await trainJob(spec, prepared, executor, clock);
		expect(prediction.train.width).toBe(1);
		expect(run.metrics.test['rocAuc']).toBe(0.5);
		const share =
			prepared.splits.train.truth.reduce((sum, code) => sum + code, 0) / prepared.splits.train.rows;
		expect(prediction.train.scores[0]).toBeCloseTo(share, 6);
	});

	it('says the mean of the training rows in the unit of the target', async () => {
		const { spec, prepared } = await specFor('regression', baseline('regression'));
		const { run, prediction } = await trainJob(spec, prepared, executor, clock);
		const { truth, rows } = prepared.splits.train;
		expect(prediction.test.scores[0]).toBeCloseTo(truth.reduce((sum, value) => sum + value, 0) / rows, 3);
		expect(run.metrics.train['r2']).toBeCloseTo(0, 6);
		expect(run.metrics.train['loss']).toBeCloseTo(1, 6);
	});
});

it('a mean far from zero with a small spread is said as exactly as the nets say theirs', async () => {
	const from: Table = {
		...table,
		columns: table.columns.map((column) =>
			column.name === 'value' && 'values' in column
				? { ...column, values: column.values.map((value) => 1.7e12 + value) }
				: column,
		),
	};
	const { spec, prepared } = await specFor('regression', baseline('regression'), { from });
	const { run } = await trainJob(spec, prepared, executor, clock);
	expect(run.metrics.train['r2']).toBeCloseTo(0, 6);
	expect(run.metrics.train['explainedVariance']).toBeCloseTo(0, 6);
});

describe('without a target', () => {
	const learning = (unsupervised: 'forecast' | 'autoencoder') => (pipeline: Pipeline) => ({
		...pipeline,
		inputs: pipeline.inputs.map((input) =>
			unsupervised === 'forecast' ? { ...input, window: { size: 3, shift: 1 } } : input,
		),
		target: { dataset, columns: [], encode: null, unsupervised },
		split: { ...pipeline.split, stratify: null },
	});

	it.each(['forecast', 'autoencoder'] as const)(
		'a net learns to give back several values: %s',
		async (what) => {
			const change = learning(what);
			const { spec, prepared } = await specFor('regression', small('regression'), { change });
			const { run, prediction } = await trainJob(spec, prepared, executor, clock);
			const width = what === 'forecast' ? 6 : 2;
			expect(prediction.test.width).toBe(width);
			expect(prediction.test.scores).toHaveLength(prediction.test.rows.length * width);
			expect(prediction.test.truth).toHaveLength(prediction.test.scores.length);
			// The last axis holds the two inputs, of a window too.
			expect(run.metrics.test).toMatchObject(metricsOf('regression', prediction.test, [], 2));
			if (what === 'autoencoder') expect(run.metrics.test['r2'] ?? 0).toBeGreaterThan(0.7);
			expect(v.parse(runSchema, run)).toEqual(run);
		},
	);

	it('a net may end in what its last layer gives, several values of it', async () => {
		const change = learning('forecast');
		const net: Architecture = {
			...small('regression'),
			layers: [
				{ layer: 'dense', units: 6, activation: 'tanh' },
				{ layer: 'output', dense: false },
			],
		};
		const { spec, prepared } = await specFor('regression', net, { change });
		const { prediction, run } = await trainJob(spec, prepared, executor, clock);
		expect(prediction.test.width).toBe(6);
		expect(prediction.test.scores.every((value) => Math.abs(value) <= 1)).toBe(true);
		expect(run.parameters).toBe(6 * 6 + 6);
	});

	it('measures every place of the last axis on its own, and gives their mean', () => {
		// Two outputs: one met exactly, one off by its spread.
		const prediction = {
			rows: Uint32Array.of(0, 1, 2),
			truth: Float64Array.of(1, 0, 2, 10, 3, 20),
			scores: Float64Array.of(1, 10, 2, 10, 3, 10),
			width: 2,
		};
		expect(metricsOf('regression', prediction, [], 2)['r2']).toBe(0.5);
		expect(metricsOf('regression', prediction, [])['r2']).not.toBe(0.5);
	});
	it('the baseline is one mean per value', async () => {
		const change = learning('autoencoder');
		const { spec, prepared } = await specFor('regression', baseline('regression'), { change });
		const { run, weights } = await trainJob(spec, prepared, executor, clock);
		expect(weights[0]?.values).toHaveLength(2);
		expect(run.metrics.train['mse']).toBeCloseTo(1, 5);
		expect(run.target).toBe('the inputs');
	});
});

describe('jobs trained together', () => {
	/** An executor that takes several models at once and trains them in turn. */
	const told: (readonly number[])[] = [];
	const together: BucketExecutor = {
		...executor,
		async trainBucket(models) {
			told.push(models.map(({ program }) => program.topology.inputs));
			const results: PromiseSettledResult<Awaited<ReturnType<typeof executor.train>>>[] = [];
			for (const { program, data, call, ended } of models)
				try {
					const value = await executor.train(program, data, call);
					// Every other one is told at once, the rest at the end.
					if (results.length % 2) ended?.(value);
					results.push({ status: 'fulfilled', value });
				} catch (reason) {
					results.push({ status: 'rejected', reason });
				}
			return results;
		},
	};
	const jobs = () => Promise.all([0, 1, 2].map((repeat) => specFor('binary', small('binary'), { repeat })));
	const train = async (asked: Awaited<ReturnType<typeof jobs>>, by = together) => {
		const ended = new Map<string, PromiseSettledResult<Trained>>();
		await trainJobs(asked, by, clock, {}, ({ key }, result) => ended.set(key, result));
		return asked.map(({ spec }) => ended.get(spec.key));
	};
	const timeless = (result: PromiseSettledResult<Trained> | undefined) => {
		if (result?.status !== 'fulfilled') return result;
		const { run, ...rest } = result.value;
		return { ...rest, run: { ...run, seconds: 0 } };
	};

	it('give what each gives alone', async () => {
		const asked = await jobs();
		const one = await train(asked, executor as BucketExecutor);
		expect((await train(asked)).map(timeless)).toEqual(one.map(timeless));
	});

	it('are put together by what they have to be equal in, and a failure of one leaves the others', async () => {
		told.length = 0;
		const narrow = (pipeline: Pipeline): Pipeline => ({
			...pipeline,
			inputs: pipeline.inputs.map((input) => ({ ...input, columns: { include: ['signal'] } })),
		});
		const other = await specFor('binary', small('binary'), { change: narrow });
		const wrong = await specFor('binary', small('regression'));
		const results = await train([...(await jobs()), other, wrong]);
		expect(told).toEqual([[2, 2, 2], [1]]);
		expect(results.map((result) => result?.status)).toEqual([
			...['fulfilled', 'fulfilled', 'fulfilled', 'fulfilled'],
			'rejected',
		]);
	});

	it('are lost together with their device, but for those that had ended', async () => {
		const lost = new BenchtopError('train.device', { detail: 'gone' });
		const [first, second, third] = await jobs();
		if (!first || !second || !third) throw new Error('no jobs');
		const dying: BucketExecutor = {
			...together,
			async trainBucket(models) {
				const [one] = await together.trainBucket(models.slice(0, 1));
				return [one as NonNullable<typeof one>, ...models.slice(1).map(() => rejected(lost))];
			},
		};
		const ended: string[] = [];
		const all = trainJobs([first, second, third], dying, clock, {}, ({ key }) => ended.push(key));
		await expect(all).rejects.toBe(lost);
		expect(ended).toEqual([first.spec.key]);
	});
	const rejected = (reason: Error): PromiseRejectedResult => ({ status: 'rejected', reason });
});

describe('refusals', () => {
	it('name what does not fit', async () => {
		const { spec, prepared } = await specFor('binary', small('regression'));
		await expect(trainJob(spec, prepared, executor, clock)).rejects.toMatchObject({ code: 'model.analysis' });
	});

	it('a stop rejects with an AbortError and leaves no tensor', async () => {
		const { spec, prepared } = await specFor('binary', small('binary'));
		const before = tf.memory().numTensors;
		const stop = new AbortController();
		const job = trainJob(spec, prepared, executor, clock, {
			signal: stop.signal,
			onEpoch: () => stop.abort(),
		});
		await expect(job).rejects.toMatchObject({ name: 'AbortError' });
		expect(tf.memory().numTensors).toBe(before);
	});
});
