/** Each refusal stands at the field it concerns; a document without fault has none. */
import { describe, expect, it } from 'vitest';
import type { Dataset, DatasetColumn } from '$lib/engine/schema/dataset';
import type { DatasetShape } from '$lib/engine/schema/dataset-shape';
import type { Pipeline, PipelineInput } from '$lib/engine/schema/pipeline';
import type { Dtype } from '$lib/engine/table/table';
import { checkPipeline } from './check-pipeline';
import { addInput, inputDatasets, removeInput, setInputDataset } from './input-edit';
import type { TransformStep } from '$lib/engine/schema/transform-step';
import { runnable, setTransforms } from './transform-edit';
import { columnsAfter } from './columns-after';
import { sampleSize } from './sample-size';

const id = (digit: number) => `sha256:${String(digit).repeat(64)}` as const;
const column = (name: string, dtype: Dtype, distinct = 9, missing = 0): DatasetColumn => ({
	name,
	dtype,
	statistics: { kind: 'categorical', missing, distinct, top: [] },
});
function dataset(
	digit: number,
	name: string,
	rows: number,
	columns: DatasetColumn[],
	shape?: DatasetShape,
): Dataset {
	return {
		kind: 'dataset',
		id: id(digit),
		name,
		version: 1,
		rows,
		...(shape ? { shape } : {}),
		columns,
		source: { format: 'csv', file: name, bytes: 1, notes: [] },
		parquet: { bytes: 1, sha256: '' },
		createdAt: 0,
	};
}

const clinic = dataset(1, 'clinic', 100, [
	column('age', 'float64'),
	column('weight', 'float64'),
	column('visits', 'int64'),
	column('ward', 'string', 3),
	column('admitted', 'date', 40),
	column('returned', 'string', 2),
]);
const scans = dataset(2, 'scans', 100 * 16, [column('gray', 'float32')], {
	kind: 'image',
	samples: 100,
	rows: 4,
	columns: 4,
});
const waves = dataset(3, 'waves', 100 * 28, [column('x', 'float64'), column('y', 'float64')], {
	kind: 'sequence',
	samples: 100,
	rows: 28,
});
const few = dataset(4, 'few', 7 * 16, [column('gray', 'float32')], {
	kind: 'image',
	samples: 7,
	rows: 4,
	columns: 4,
});
const all = [clinic, scans, waves, few];

const base: Pipeline = {
	kind: 'pipeline',
	name: 'Returned',
	analysis: 'binary',
	inputs: [
		{
			dataset: clinic.id,
			columns: { exclude: [] },
			impute: [{ imputer: 'median', dtypes: ['float64'] }],
			encode: [
				{ encoder: 'StandardScaler', dtypes: ['float64', 'int64', 'date'] },
				{ encoder: 'OneHotEncoder', handleUnknown: 'ignore', vocabulary: 'all', dtypes: ['string'] },
			],
		},
	],
	target: {
		dataset: clinic.id,
		columns: ['returned'],
		encode: { encoder: 'OrdinalEncoder', vocabulary: 'all' },
	},
	split: { test: 0.15, validation: 0.15, folds: null, bins: null, stratify: 'target', seed: 7 },
};
const first = base.inputs[0] as PipelineInput;
const withFirst = (change: Partial<PipelineInput>): Pipeline => ({
	...base,
	inputs: [{ ...first, ...change }],
});
const paths = (document: unknown): string[] => {
	const checked = checkPipeline(document, all);
	return checked.ok ? [] : checked.issues.map(({ path }) => path);
};

describe('a refusal stands at its field', () => {
	it('accepts what the engine accepts', () => expect(paths(base)).toEqual([]));

	it.each<[string, Pipeline, string]>([
		['an unknown dataset', withFirst({ dataset: id(9) }), 'inputs.0.dataset'],
		[
			'another number of samples',
			{ ...base, inputs: [first, { dataset: few.id, columns: { exclude: [] }, impute: [], encode: [] }] },
			'inputs.1.dataset',
		],
		[
			'a condition that is no SQL',
			{ ...base, transform: [{ transform: 'filter', where: 'age >' }] },
			'transform.0.where',
		],
		[
			'an expression over a column that is not there',
			{ ...base, transform: [{ transform: 'derive', name: 'z', expression: 'height + 1' }] },
			'transform.0.expression',
		],
		[
			'the second of two transforms',
			{
				...base,
				transform: [
					{ transform: 'dropMissing' },
					{ transform: 'dateParts', column: 'ward', parts: ['year'] },
				],
			},
			'transform.1',
		],
		[
			'an interpolation of whole numbers',
			withFirst({
				interpolate: [
					{ method: 'linear', columns: ['age'] },
					{ method: 'cubic', columns: ['visits'] },
				],
			}),
			'inputs.0.interpolate.1',
		],
		[
			'an interpolation by text',
			withFirst({ interpolate: [{ method: 'time', by: 'ward', columns: ['age'] }] }),
			'inputs.0.interpolate.0.by',
		],
		[
			'a type that does not occur',
			withFirst({ impute: [{ imputer: 'median', dtypes: ['float32'] }] }),
			'inputs.0.impute.0.dtypes',
		],
		[
			'a column that a step before took',
			withFirst({
				encode: [...first.encode, { encoder: 'MinMaxScaler', columns: ['age'] }],
			}),
			'inputs.0.encode.2',
		],
		['text that nothing encodes', withFirst({ encode: first.encode.slice(0, 1) }), 'inputs.0.encode'],
		['windows beside a target', withFirst({ window: { size: 3, shift: 1 } }), 'inputs.0.window'],
		[
			'augmentation of a table',
			withFirst({ augment: { copies: 1, steps: [{ augment: 'flip' }] } }),
			'inputs.0.augment.steps.0',
		],
	])('%s', (_, document, path) => {
		const found = paths(document);
		expect(found.length).toBeGreaterThan(0);
		expect(found[0]?.startsWith(path), found.join()).toBe(true);
	});

	it('names the augmentation of the second input that cannot work on pictures', () => {
		const two = addInput(base, scans);
		const input = two.inputs[1] as PipelineInput;
		const steps = [{ augment: 'flip' } as const, { augment: 'jitter' } as const];
		expect(
			paths({ ...two, inputs: [first, { ...input, augment: { copies: 1, steps: steps.slice(0, 1) } }] }),
		).toEqual([]);
		expect(paths({ ...two, inputs: [first, { ...input, augment: { copies: 1, steps } }] })).toEqual([
			'inputs.1.augment.steps.1',
		]);
	});

	it('refuses a shape that does not come out, at the reshape', () => {
		const two = addInput(base, waves);
		const input = two.inputs[1] as PipelineInput;
		const reshaped = (reshape: PipelineInput['reshape']) => ({
			...two,
			inputs: [first, { ...input, reshape }],
		});
		expect(paths(reshaped([0, '4', '7', 2]))).toEqual([]);
		expect(paths(reshaped([0, '5', '7', 2]))).toEqual(['inputs.1.reshape']);
	});

	it('refuses windows that do not fit', () => {
		const forecast: Pipeline = {
			...base,
			analysis: 'regression',
			inputs: [
				{
					dataset: clinic.id,
					columns: { include: ['age'] },
					impute: [],
					encode: [],
					window: { size: 10, shift: 2 },
				},
			],
			target: { dataset: clinic.id, columns: [], encode: null, unsupervised: 'forecast' },
			split: { ...base.split, stratify: null },
		};
		expect(paths(forecast)).toEqual([]);
		const input = forecast.inputs[0] as PipelineInput;
		const wide = { ...forecast, inputs: [{ ...input, window: { size: 99, shift: 2 } }] };
		expect(paths(wide).some((path) => path.startsWith('inputs.0.window') || path.startsWith('split'))).toBe(
			true,
		);
	});
});

describe('transforms and inputs stay in step', () => {
	it('gives columns that a transform makes to steps, and strikes them again', () => {
		const parts = setTransforms(base, clinic, [
			{ transform: 'dateParts', column: 'admitted', parts: ['year', 'month'], drop: true },
		]);
		expect(columnsAfter(parts, clinic).map(({ name }) => name)).toContain('admitted_month');
		expect(paths(parts)).toEqual([]);
		expect(parts.inputs[0]?.encode[0]).toMatchObject({ dtypes: ['float64', 'int64'] });
		const back = setTransforms(parts, clinic, []);
		expect(paths(back)).toEqual([]);
		expect(back).not.toHaveProperty('transform');
		expect(JSON.stringify(back)).not.toContain('admitted_');
	});

	it('strikes nothing while a transform is refused', () => {
		const bmi = { transform: 'derive', name: 'bmi', expression: 'weight / age' } as const;
		const made = setTransforms(base, clinic, [bmi]);
		const named: Pipeline = {
			...made,
			inputs: [{ ...first, encode: [{ encoder: 'MinMaxScaler', columns: ['bmi'] }, ...first.encode] }],
		};
		expect(paths(named)).toEqual([]);
		const broken = setTransforms(named, clinic, [{ ...bmi, expression: 'weight /' }]);
		expect(paths(broken)).toEqual(['transform.0.expression']);
		expect(broken.inputs).toEqual(named.inputs);
		expect(setTransforms(named, clinic, []).inputs).toEqual(base.inputs);
	});

	it('gives a column whose expression becomes text the steps of text', () => {
		const derive = { transform: 'derive', name: 'size' } as const;
		const numbers = setTransforms(base, clinic, [{ ...derive, expression: 'weight / age' }]);
		const words = "CASE WHEN weight > 70 THEN 'big' ELSE 'small' END";
		const named: Pipeline = {
			...numbers,
			inputs: [{ ...first, encode: [{ encoder: 'MinMaxScaler', columns: ['size'] }, ...first.encode] }],
		};
		const text = setTransforms(named, clinic, [{ ...derive, expression: words }]);
		expect(paths(text)).toEqual([]);
		expect(text.inputs[0]?.encode).not.toContainEqual(expect.objectContaining({ encoder: 'MinMaxScaler' }));
		expect(paths(setTransforms(text, clinic, [{ ...derive, expression: 'weight' }]))).toEqual([]);
	});

	it('says of a name that is taken or missing that it is the name', () => {
		const derive = { transform: 'derive', expression: 'weight' } as const;
		expect(paths(setTransforms(base, clinic, [{ ...derive, name: 'age' }]))).toEqual(['transform.0.name']);
		const nameless = setTransforms(base, clinic, [derive as unknown as TransformStep]);
		expect(paths(nameless)).toEqual(['transform.0.name']);
		expect(columnsAfter(nameless, clinic)).toHaveLength(clinic.columns.length);
	});

	it('puts a made column in where columns are named one by one', () => {
		const chosen = withFirst({ columns: { include: ['age', 'weight'] }, encode: first.encode.slice(0, 1) });
		const { inputs } = setTransforms(chosen, clinic, [
			{ transform: 'derive', name: 'bmi', expression: 'weight / age' },
		]);
		expect(inputs[0]?.columns).toEqual({ include: ['age', 'weight', 'bmi'] });
	});
});

describe('inputs', () => {
	it('read datasets with as many samples, with the steps their columns need', () => {
		expect(inputDatasets(base, all).map(({ name }) => name)).toEqual(['clinic', 'scans', 'waves']);
		const two = addInput(base, waves);
		expect(paths(two)).toEqual([]);
		expect(two.inputs[1]?.encode).toEqual([{ encoder: 'StandardScaler', dtypes: ['float64'] }]);
		expect(removeInput(two, 1)).toEqual(base);
		expect(sampleSize(two, all)).toEqual({ inputs: 4 + 3 + 28 * 2, outputs: 1 });
		const other = setInputDataset(base, 0, scans);
		expect(other.inputs[0]?.dataset).toBe(scans.id);
		expect(paths(other)).toEqual([]);
	});
});

describe('the order of transforms', () => {
	const filter = { transform: 'filter', where: 'TRUE' } as const;
	const lag = { transform: 'lag', columns: ['x'], by: [1] } as const;
	const clip = { transform: 'clipOutliers', method: 'iqr' } as const;
	const sample = { transform: 'sample', method: 'up' } as const;

	it('is kept where it can run', () => {
		for (const steps of [[], [filter, lag, sample], [filter, clip, lag, sample, clip]])
			expect(runnable(steps.map((step) => ({ ...step }) as TransformStep))).toEqual(steps);
	});

	it('puts what runs before the split first, and neighbours before training rows change', () => {
		expect(runnable([sample, lag, clip, filter] as unknown as TransformStep[])).toEqual([
			filter,
			lag,
			sample,
			clip,
		]);
	});
});
