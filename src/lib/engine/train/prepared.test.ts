/** Preparation as a whole: what each step may see, and how samples of several datasets and kinds come together. */
import { describe, expect, it } from 'vitest';
import type { Id } from '../canonical';
import { Stream } from '../random/stream';
import { pipelineSchema, type Pipeline } from '../schema/pipeline';
import type { Column, Table } from '../table/table';
import { stagePipeline } from '../prepare/stage';
import { rowsCovered } from '../prepare/window';
import { prepare, prepareInParts } from './prepared';
import * as v from 'valibot';

const TABLE = `sha256:${'1'.repeat(64)}` as Id;
const IMAGES = `sha256:${'2'.repeat(64)}` as Id;
const ID = `sha256:${'3'.repeat(64)}` as Id;
const ROWS = 60;

const stream = new Stream(3, 'prepared.test');
const float = (name: string, values: ArrayLike<number>): Column => ({
	name,
	dtype: 'float64',
	values: Float64Array.from(values),
});
const x = Float64Array.from({ length: ROWS }, () => stream.normal());
const table: Table = {
	rows: ROWS,
	columns: [
		float('x', x),
		float(
			'gaps',
			x.map((value, row) => (row % 7 === 3 ? NaN : value)),
		),
		float(
			't',
			Array.from({ length: ROWS }, (_, row) => row),
		),
		{
			name: 'kind',
			dtype: 'string',
			codes: Int32Array.from(x, (_, row) => (row % 6 === 0 ? 1 : 0)),
			dictionary: ['common', 'rare'],
		},
	],
};
/** As many pictures as rows: 2 × 3 pixels, one channel, all pixels the row's number. */
const images: Table = {
	rows: ROWS * 6,
	inner: [2, 3],
	columns: [
		float(
			'gray',
			Array.from({ length: ROWS * 6 }, (_, at) => Math.floor(at / 6)),
		),
	],
};
const tables = new Map([
	[TABLE, table],
	[IMAGES, images],
]);

type Changes = Partial<Omit<Pipeline, 'inputs'>> & { input?: Partial<Pipeline['inputs'][number]> };
function pipelineOf({ input, ...changes }: Changes = {}): Pipeline {
	return v.parse(pipelineSchema, {
		kind: 'pipeline',
		name: 'p',
		analysis: 'binary',
		inputs: [{ dataset: TABLE, columns: { include: ['x'] }, impute: [], encode: [], ...input }],
		target: { dataset: TABLE, columns: ['kind'], encode: { encoder: 'OrdinalEncoder' } },
		split: { test: 0.2, validation: 0.2, stratify: 'target', seed: 4 },
		...changes,
	});
}

describe('prepare', () => {
	it('runs stateless transforms before the split, and names samples by their row of the dataset', () => {
		const transform: Pipeline['transform'] = [{ transform: 'dropMissing', columns: ['gaps'] }];
		const { splits } = prepare(tables, pipelineOf({ transform }), ID);
		const numbers = [...splits.train.numbers, ...splits.validation.numbers, ...splits.test.numbers];
		const kept = Array.from({ length: ROWS }, (_, row) => row).filter((row) => row % 7 !== 3);
		expect(numbers.sort((one, other) => one - other)).toEqual(kept);
		expect([...splits.test.x]).toEqual([...splits.test.numbers].map((row) => Math.fround(x[row] as number)));
	});

	it('balances training rows only, and measures every row once', () => {
		const pipeline = pipelineOf({ transform: [{ transform: 'sample', method: 'up' }] });
		const { splits, training } = prepare(tables, pipeline, ID);
		const rare = training.y.reduce((sum, y) => sum + y, 0);
		expect(rare * 2).toBe(training.rows);
		expect(new Set(training.numbers)).toEqual(new Set(splits.train.numbers));
		expect(new Set(splits.train.numbers).size).toBe(splits.train.rows);
		expect([...splits.test.x]).toEqual([...prepare(tables, pipelineOf(), ID).splits.test.x]);
	});

	it('carries how much each row counts along with the rows', () => {
		const { encode } = pipelineOf().target;
		const weighed = (weights: string, transform?: Pipeline['transform']) =>
			pipelineOf({
				target: { dataset: TABLE, columns: ['kind'], encode, weights },
				...(transform ? { transform } : {}),
			});
		const transform: Pipeline['transform'] = [
			{ transform: 'derive', name: 'weight', expression: 'abs(x) + 1' },
			{ transform: 'sample', method: 'up' },
		];
		const { training, splits } = prepare(tables, weighed('weight', transform), ID);
		const expected = (numbers: Uint32Array) =>
			[...numbers].map((row) => Math.fround(Math.abs(x[row] as number) + 1));
		expect([...(training.weights ?? [])]).toEqual(expected(training.numbers));
		expect([...(splits.test.weights ?? [])]).toEqual(expected(splits.test.numbers));
		const refusal = expect.objectContaining({ code: 'pipeline.weights' }) as Error;
		expect(() => prepare(tables, weighed('gaps'), ID)).toThrowError(refusal);
		expect(() => prepare(tables, weighed('kind'), ID)).toThrowError(refusal);
	});

	it('mixes rows only after gaps were interpolated', () => {
		const pipeline = pipelineOf({
			input: { columns: { include: ['x', 'gaps'] }, interpolate: [{ method: 'linear', columns: ['gaps'] }] },
			transform: [{ transform: 'sample', method: 'smote', columns: ['x', 'gaps'] }],
		});
		const { training, splits } = prepare(tables, pipeline, ID);
		expect(training.x.every(Number.isFinite)).toBe(true);
		expect(training.rows).toBeGreaterThan(splits.train.rows);
	});

	it('gives training rows the same whatever the evaluation rows hold', () => {
		const pipeline = pipelineOf({
			input: {
				columns: { include: ['x', 'gaps', 'gaps_mean3'] },
				interpolate: [{ method: 'linear', columns: ['gaps'] }],
				impute: [{ imputer: 'median' }],
				encode: [{ encoder: 'QuantileTransformer' }],
			},
			transform: [
				{ transform: 'rolling', columns: ['gaps'], window: 3, statistic: 'mean', minPeriods: 1 },
				{ transform: 'clipOutliers', method: 'iqr', columns: ['x'] },
			],
		});
		const before = prepare(tables, pipeline, ID);
		const evaluated = new Set([...before.splits.validation.numbers, ...before.splits.test.numbers]);
		const spoilt: Table = {
			...table,
			columns: table.columns.map((column) =>
				column.dtype === 'float64'
					? float(
							column.name,
							column.values.map((value, row) => (evaluated.has(row) ? 1e6 - row : value)),
						)
					: column,
			),
		};
		const after = prepare(new Map([...tables, [TABLE, spoilt]]), pipeline, ID);
		expect(after.fitted).toEqual(before.fitted);
		expect(after.training.x).toEqual(before.training.x);
	});

	it('joins a table and images of the same samples under one split', () => {
		const one = pipelineOf();
		const pipeline = {
			...one,
			inputs: [
				...one.inputs,
				{
					dataset: IMAGES,
					columns: { exclude: [] },
					impute: [],
					encode: [{ encoder: 'Divide' as const, by: 2 }],
				},
			],
		};
		const { shapes, width, splits } = prepare(tables, pipeline, ID);
		expect(shapes).toEqual([[1], [1, 2, 3]]);
		expect(width).toBe(7);
		[...splits.validation.numbers].forEach((row, i) => {
			const sample = [...splits.validation.x.subarray(i * 7, (i + 1) * 7)];
			expect(sample).toEqual([Math.fround(x[row] as number), ...new Array<number>(6).fill(row / 2)]);
		});
	});

	it('refuses inputs that have not as many samples', () => {
		const one = pipelineOf();
		const few = { ...images, rows: 60, columns: [float('gray', new Float64Array(60))] };
		const pipeline = { ...one, inputs: [{ ...one.inputs[0]!, dataset: IMAGES, columns: { exclude: [] } }] };
		expect(() => prepare(new Map([...tables, [IMAGES, few]]), pipeline, ID)).toThrow('10 samples');
	});

	it('adds changed copies of the training images and nowhere else', () => {
		const one = pipelineOf();
		const augment = { copies: 2, steps: [{ augment: 'noise' as const, sigma: 1 }] };
		const pipeline = {
			...one,
			inputs: [{ dataset: IMAGES, columns: { exclude: [] }, impute: [], encode: [], augment }],
		};
		const { training, splits, fitted } = prepare(tables, pipeline, ID);
		expect(training.rows).toBe(3 * splits.train.rows);
		expect([...training.x.subarray(0, splits.train.x.length)]).toEqual([...splits.train.x]);
		expect([...training.y.subarray(0, splits.train.rows)]).toEqual([...splits.train.y]);
		expect([...training.y.subarray(splits.train.rows, 2 * splits.train.rows)]).toEqual([...splits.train.y]);
		expect([...splits.test.x]).toEqual(
			[...splits.test.numbers].flatMap((row) => new Array<number>(6).fill(row)),
		);
		expect(fitted.inputs[0]?.shape).toEqual([1, 2, 3]);
	});

	it('fits every fold on its own training rows', () => {
		const pipeline = pipelineOf({
			input: { encode: [{ encoder: 'StandardScaler' }] },
			split: { test: 0.2, validation: null, folds: 3, bins: null, stratify: 'target', seed: 4 },
		});
		const folds = [0, 1, 2].map((fold) => prepare(tables, pipeline, ID, fold));
		const states = folds.map(({ fitted }) => JSON.stringify(fitted.inputs[0]?.encode[0]?.state));
		expect(new Set(states).size).toBe(3);
		expect(folds.map(({ fitted }) => fitted.fold)).toEqual([0, 1, 2]);
		const validated = folds.flatMap(({ splits }) => [...splits.validation.numbers]).sort((a, b) => a - b);
		expect(validated).toHaveLength(48);
		expect(new Set(validated).size).toBe(48);
		expect(() => prepare(tables, pipeline, ID, 3)).toThrow('3 folds');
	});

	it('learns the next window, or the input itself, where there is no target', () => {
		const forecast = pipelineOf({
			analysis: 'regression',
			input: { columns: { include: ['t'] }, window: { size: 4, shift: 2 }, reshape: [0, 2, 1] },
			target: { dataset: TABLE, columns: [], encode: null, unsupervised: 'forecast' },
			split: { test: 0.2, validation: 0.2, folds: null, bins: null, stratify: null, seed: 4 },
		});
		const { splits, shapes } = prepare(tables, forecast, ID);
		expect(shapes).toEqual([[1, 4]]);
		expect([...splits.test.y]).toEqual([...splits.test.x].map((value) => value + 2));
		const itself = pipelineOf({
			...forecast,
			input: { columns: { include: ['t'] } },
			target: { dataset: TABLE, columns: [], encode: null, unsupervised: 'autoencoder' },
		});
		const again = prepare(tables, itself, ID);
		expect([...again.splits.test.y]).toEqual([...again.splits.test.x]);
	});

	it('keeps the windows that follow training windows on their side, gaps and transforms included', () => {
		const forecast = pipelineOf({
			analysis: 'regression',
			input: {
				columns: { include: ['gaps'] },
				window: { size: 3, shift: 4 },
				interpolate: [{ method: 'linear', limitDirection: 'both', columns: ['gaps'] }],
			},
			transform: [{ transform: 'clipOutliers', method: 'iqr', columns: ['gaps'] }],
			target: { dataset: TABLE, columns: [], encode: null, unsupervised: 'forecast' },
			split: { test: 0.2, validation: 0.2, folds: null, bins: null, stratify: null, seed: 4 },
		});
		const before = prepare(tables, forecast, ID);
		const { windows } = stagePipeline(tables, forecast).inputs[0]!;
		const known = new Set(rowsCovered(windows!, before.splits.train.numbers));
		const spoilt = table.columns.map((column) =>
			column.name === 'gaps' && column.dtype === 'float64'
				? float(
						'gaps',
						column.values.map((value, row) => (known.has(row) ? value : 100 + row)),
					)
				: column,
		);
		const after = prepare(new Map([...tables, [TABLE, { ...table, columns: spoilt }]]), forecast, ID);
		expect(after.fitted).toEqual(before.fitted);
		expect(after.training.x).toEqual(before.training.x);
		expect(after.training.y).toEqual(before.training.y);
	});

	it('interpolates a label before the split, each split on its own side', () => {
		const pipeline = pipelineOf({
			analysis: 'regression',
			target: { dataset: TABLE, columns: ['gaps'], interpolate: { method: 'linear' }, encode: null },
			split: { test: 0.2, validation: 0.2, folds: null, bins: null, stratify: 'target', seed: 4 },
		});
		const { splits } = prepare(tables, pipeline, ID);
		expect(splits.train.rows + splits.validation.rows + splits.test.rows).toBe(ROWS);
		const known = [...splits.train.numbers].map((row, i) => [row, splits.train.truth[i]] as const);
		for (const [row, truth] of known) if (row % 7 !== 3) expect(truth).toBe(x[row]);
	});
});

describe('prepare in parts', () => {
	const parts = (call: Parameters<typeof prepareInParts>[5]) =>
		prepareInParts(tables, pipelineOf(), ID, undefined, 1e9, call);

	it('tells what comes next and gives what is prepared in one go', async () => {
		const told: { done: number; total: number | null; phase: string }[] = [];
		const prepared = await parts({ onProgress: (progress) => told.push(progress) });
		expect(prepared).toEqual(prepare(tables, pipelineOf(), ID));
		expect(told.map(({ done }) => done)).toEqual(told.map((_, part) => part));
		expect(told.every(({ total }) => total === told.length)).toBe(true);
		expect(new Set(told.map(({ phase }) => phase)).size).toBe(told.length);
	});

	it('stops between two of them', async () => {
		const stop = new AbortController();
		const told: string[] = [];
		const onProgress = ({ phase }: { phase: string }) => void (told.push(phase) === 2 && stop.abort());
		await expect(parts({ signal: stop.signal, onProgress })).rejects.toMatchObject({ name: 'AbortError' });
		expect(told).toHaveLength(2);
	});
});
