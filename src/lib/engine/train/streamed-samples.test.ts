/** Tensors made piece by piece are those made at once, and what is trained from them is the same to the last bit. */
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import * as v from 'valibot';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Id } from '../canonical';
import { presets } from '../model/presets';
import { Stream } from '../random/stream';
import type { Architecture } from '../schema/architecture';
import { SPLITS } from '../schema/common';
import { pipelineSchema, type Pipeline } from '../schema/pipeline';
import type { Table } from '../table/table';
import { inputReader, type Inputs } from './inputs';
import type { JobSpec } from './job-spec';
import { prepare, prepareToTrain, type Prepared } from './prepared';
import { tfjsExecutor } from './tfjs/executor';
import { trainJob } from './train-job';

const TABLE = `sha256:${'1'.repeat(64)}` as Id;
const IMAGES = `sha256:${'2'.repeat(64)}` as Id;
const ID = `sha256:${'3'.repeat(64)}` as Id;
const ROWS = 90;
const PIXELS = 20;

const stream = new Stream(5, 'streamed-samples.test');
const normals = (count: number) => Float64Array.from({ length: count }, () => stream.normal());
const signal = normals(ROWS);
const table: Table = {
	rows: ROWS,
	columns: [
		{ name: 'x', dtype: 'float64', values: signal },
		{
			name: 'gaps',
			dtype: 'float64',
			values: signal.map((value, row) => (row % 7 === 3 ? NaN : value ** 2)),
		},
		{
			name: 'word',
			dtype: 'string',
			codes: Int32Array.from(signal, (_, row) => (row % 5) - 1),
			dictionary: ['a', 'b', 'c', 'd'],
		},
		{
			name: 'kind',
			dtype: 'string',
			codes: Int32Array.from(signal, (value) => (value > 0.4 ? 1 : 0)),
			dictionary: ['common', 'rare'],
		},
	],
};
const images: Table = {
	rows: ROWS * PIXELS,
	inner: [4, 5],
	columns: [
		{ name: 'red', dtype: 'float64', values: normals(ROWS * PIXELS) },
		{ name: 'green', dtype: 'float64', values: normals(ROWS * PIXELS) },
	],
};
const tables = new Map([
	[TABLE, table],
	[IMAGES, images],
]);

const mixed: Pipeline['inputs'][number] = v.parse(pipelineSchema.entries.inputs, [
	{
		dataset: TABLE,
		columns: { exclude: [] },
		impute: [{ imputer: 'median', indicator: true, columns: ['gaps'] }],
		encode: [
			{ encoder: 'QuantileTransformer', dtypes: ['float64'] },
			{ encoder: 'OneHotEncoder', columns: ['word'] },
		],
	},
])[0] as Pipeline['inputs'][number];
const pictures = (augment?: object): unknown => ({
	dataset: IMAGES,
	columns: { exclude: [] },
	impute: [],
	encode: [{ encoder: 'StandardScaler' }],
	...(augment ? { augment } : {}),
});
const pipelineOf = (changes: object): Pipeline =>
	v.parse(pipelineSchema, {
		kind: 'pipeline',
		name: 'p',
		analysis: 'binary',
		inputs: [mixed],
		target: { dataset: TABLE, columns: ['kind'], encode: { encoder: 'OrdinalEncoder' } },
		split: { test: 0.2, validation: 0.2, stratify: 'target', seed: 4 },
		...changes,
	});
const augment = {
	copies: 2,
	steps: [{ augment: 'flip' }, { augment: 'noise' }],
};
const CASES: readonly (readonly [string, Pipeline, number | undefined])[] = [
	['a mixed table', pipelineOf({}), undefined],
	['one fold', pipelineOf({ split: { test: 0.2, validation: null, folds: 3, seed: 4 } }), 1],
	[
		'rows balanced for training',
		pipelineOf({ transform: [{ transform: 'sample', method: 'up' }] }),
		undefined,
	],
	['pictures beside a table', pipelineOf({ inputs: [pictures(), mixed] }), undefined],
	['changed copies of pictures', pipelineOf({ inputs: [mixed, pictures(augment)] }), undefined],
];

/** Every sample of an order, in calls of `size`. */
function read(x: Inputs, width: number, order: Uint32Array, size: number): Float32Array {
	const next = inputReader(x, width, order, size);
	const result = new Float32Array(order.length * width);
	for (let from = 0; from < order.length; from += size)
		result.set(next(from, Math.min(order.length, from + size)), from * width);
	return result;
}

describe.each(CASES)('%s', (_, pipeline, fold) => {
	const held = prepare(tables, pipeline, ID, fold);
	const streamed = prepareToTrain(tables, pipeline, ID, fold, 0);
	const parts = (prepared: Prepared<Inputs>) => [
		...SPLITS.map((name) => prepared.splits[name]),
		prepared.training,
	];

	it('is the same piece by piece as at once', () => {
		const order = fc.integer({ min: 0, max: 1_000_000 });
		fc.assert(
			fc.property(order, fc.integer({ min: 1, max: 40 }), (seed, size) => {
				parts(streamed).forEach((one, i) => {
					const whole = parts(held)[i] as (typeof held)['training'];
					expect(one.x).not.toBeInstanceOf(Float32Array);
					expect([one.rows, one.y, one.truth, one.numbers]).toEqual([
						whole.rows,
						whole.y,
						whole.truth,
						whole.numbers,
					]);
					const any = new Stream(seed, 'order').permutation(one.rows);
					expect(read(one.x, held.width, any, size)).toEqual(read(whole.x, held.width, any, size));
				});
			}),
			{ numRuns: 8 },
		);
	});

	it('fits in memory when the limit says so', () => {
		expect(prepareToTrain(tables, pipeline, ID, fold, 1e9)).toEqual(held);
		expect({ ...streamed, splits: null, training: null }).toEqual({ ...held, splits: null, training: null });
	});
});

describe('training', () => {
	beforeAll(async () => void (await tf.setBackend('cpu')));

	it('gives the same run from pieces', async () => {
		const pipeline = pipelineOf({ inputs: [mixed, pictures(augment)] });
		const architecture = presets('binary').find(({ name }) => name === 'Small net') as Architecture;
		const trainer = { epochs: 2, batchSize: 16, patience: null };
		const spec: JobSpec = {
			key: ID,
			pipelineId: ID,
			pipeline,
			architectureId: ID,
			architecture,
			experimentId: ID,
			experiment: {
				kind: 'experiment',
				name: 'e',
				pipeline: ID,
				architecture: ID,
				trainer,
				repeats: 1,
				seed: 2,
			},
			repeat: 0,
			dataset: TABLE,
			userAgent: 'test',
			startedAt: 0,
		};
		const executor = tfjsExecutor('tfjs-cpu', 'cpu');
		const clock = { elapsed: () => 0 };
		const [held, streamed] = [
			prepare(tables, pipeline, ID),
			prepareToTrain(tables, pipeline, ID, undefined, 0),
		];
		const one = await trainJob(spec, held, executor, clock);
		expect(await trainJob(spec, streamed, executor, clock)).toEqual(one);
	});
});

it('does not stream what is learned without a label: all of it is an output as well', () => {
	const pipeline = pipelineOf({
		analysis: 'regression',
		target: { dataset: TABLE, columns: [], encode: null, unsupervised: 'autoencoder' },
		inputs: [{ ...mixed, columns: { include: ['x', 'gaps', 'word'] } }],
		split: { test: 0.2, validation: 0.2, seed: 4 },
	});
	expect(prepareToTrain(tables, pipeline, ID, undefined, 0)).toEqual(prepare(tables, pipeline, ID));
});

it('refuses what cannot be augmented before training begins, and in training what cannot be prepared', () => {
	const flipped = pipelineOf({ inputs: [{ ...mixed, augment }] });
	expect(() => prepareToTrain(tables, flipped, ID, undefined, 0)).toThrow(
		expect.objectContaining({ code: 'pipeline.augment-kind' }),
	);
	const gaps = pipelineOf({ inputs: [{ ...mixed, impute: [] }] });
	const { splits } = prepareToTrain(tables, gaps, ID, undefined, 0);
	expect(() =>
		read(
			splits.train.x,
			1,
			Uint32Array.from({ length: splits.train.rows }, (_, i) => i),
			8,
		),
	).toThrow(expect.objectContaining({ code: 'pipeline.missing-left' }));
});
