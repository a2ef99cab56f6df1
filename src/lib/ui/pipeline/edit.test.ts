import { describe, expect, it } from 'vitest';
import type { Dataset, DatasetColumn } from '$lib/engine/schema/dataset';
import type { Pipeline } from '$lib/engine/schema/pipeline';
import type { Dtype } from '$lib/engine/table/table';
import { encodeWith, moved, setAnalysis, setSplit, setSteps, stratify, taking, toggleColumn } from './edit';
import { checkPipeline, sizesOf } from './check-pipeline';
import { withMethod } from './step-family';
import { features, inputColumns, outputs, takesOf } from './takes';

const ID = `sha256:${'1'.repeat(64)}` as const;

function column(name: string, dtype: Dtype, distinct: number, missing = 0): DatasetColumn {
	return { name, dtype, statistics: { kind: 'categorical', missing, distinct, top: [] } };
}

const dataset: Dataset = {
	kind: 'dataset',
	id: ID,
	name: 'clinic',
	version: 1,
	rows: 100,
	columns: [
		column('id', 'string', 100),
		column('age', 'float64', 50, 4),
		column('visits', 'int64', 9),
		column('ward', 'string', 3, 2),
		column('returned', 'string', 2),
	],
	source: { format: 'csv', file: 'clinic.csv', bytes: 1, notes: [] },
	parquet: { bytes: 1, sha256: '' },
	createdAt: 0,
};

const pipeline: Pipeline = {
	kind: 'pipeline',
	name: 'Returned',
	analysis: 'binary',
	inputs: [
		{
			dataset: ID,
			columns: { exclude: ['returned', 'id'] },
			impute: [
				{ imputer: 'median', dtypes: ['float64', 'int64'] },
				{ imputer: 'mostFrequent', dtypes: ['string'] },
			],
			encode: [
				{ encoder: 'StandardScaler', dtypes: ['float64', 'int64'] },
				{ encoder: 'OneHotEncoder', handleUnknown: 'ignore', vocabulary: 'all', dtypes: ['string'] },
			],
		},
	],
	target: { dataset: ID, columns: ['returned'], encode: { encoder: 'OrdinalEncoder', vocabulary: 'all' } },
	split: { test: 0.15, validation: 0.15, folds: null, bins: null, stratify: 'target', seed: 7 },
};

const paths = (document: unknown) => {
	const checked = checkPipeline(document, [dataset]);
	return checked.ok ? [] : checked.issues.map(({ path }) => path);
};

describe('what a pipeline takes', () => {
	it('shares the columns out among the steps and counts the tensor’s columns', () => {
		const takes = takesOf(pipeline, dataset);
		expect(takes.columns.map(({ name }) => name)).toEqual(['age', 'visits', 'ward']);
		expect(takes.encode.map(({ columns }) => columns.map(({ name }) => name))).toEqual([
			['age', 'visits'],
			['ward'],
		]);
		expect(takes.leftover).toEqual([]);
		expect(features(takes)).toBe(2 + 3);
		expect(outputs(pipeline, dataset)).toBe(1);
	});
});

describe('checkPipeline', () => {
	it('accepts a good document', () => expect(paths(pipeline)).toEqual([]));

	it('refuses shares that leave nothing to train on, at the field', () => {
		expect(paths(setSplit(pipeline, { test: 0.84 }))).toEqual(['split.test']);
		expect(paths(setSplit(pipeline, { test: 0.9 }))[0]).toMatch(/^split/);
		expect(paths(setSplit(pipeline, { validation: 0 }))).toEqual(['split.validation']);
	});

	it('refuses an analysis the target does not allow', () => {
		expect(paths(setAnalysis(pipeline, 'regression'))).toContain('analysis');
		expect(paths(setAnalysis(pipeline, 'multi-class'))).toContain('analysis');
	});

	it('refuses columns the dataset does not have', () => {
		const steps = [{ encoder: 'StandardScaler', columns: ['height'] }] as const;
		expect(paths(setSteps(pipeline, 'encode', steps as never))).toEqual(['inputs.0.encode.0.columns']);
	});

	it('points at the step that finds nothing to take', () => {
		const { encode } = pipeline.inputs[0]!;
		expect(paths(setSteps(pipeline, 'encode', [...encode, { encoder: 'MinMaxScaler' }]))).toEqual([
			'inputs.0.encode.2',
		]);
		expect(paths(setSteps(pipeline, 'encode', encode.slice(0, 1)))).toEqual(['inputs.0.encode']);
	});
});

describe('edits', () => {
	it('take a column out of every filter that needs it', () => {
		const edited = toggleColumn(pipeline, dataset, 'ward', false);
		expect(inputColumns(edited, dataset).map(({ name }) => name)).toEqual(['age', 'visits']);
		expect(edited.inputs[0]?.impute).toEqual([{ imputer: 'median', dtypes: ['float64', 'int64'] }]);
		expect(edited.inputs[0]?.encode).toHaveLength(1);
		expect(paths(edited)).toEqual([]);
	});

	it('give a column put in to steps that can take it, and back again to where it was', () => {
		const without = toggleColumn(pipeline, dataset, 'ward', false);
		const edited = toggleColumn(without, dataset, 'ward', true);
		expect(paths(edited)).toEqual([]);
		const takes = takesOf(edited, dataset);
		expect(takes.leftover).toEqual([]);
		expect(
			takes.encode.find(({ step }) => step.encoder === 'OneHotEncoder')?.columns.map(({ name }) => name),
		).toEqual(['ward']);
	});

	it('stratify by classes, or by quantile bins of a continuous label', () => {
		expect(stratify(pipeline, false).split).toMatchObject({ stratify: null, bins: null });
		expect(stratify({ ...pipeline, analysis: 'regression' }, true).split).toMatchObject({
			stratify: 'target',
			bins: 4,
		});
	});

	it('keep what a step takes when its method changes', () => {
		expect(encodeWith({ encoder: 'StandardScaler', columns: ['age'] }, 'PowerTransformer')).toEqual({
			encoder: 'PowerTransformer',
			method: 'yeo-johnson',
			standardize: true,
			columns: ['age'],
		});
		expect(withMethod({ imputer: 'mean', dtypes: ['float64'] }, 'constant')).toEqual({
			imputer: 'constant',
			value: 0,
			dtypes: ['float64'],
		});
	});

	it('name types and columns, or nothing for all that is left', () => {
		expect(taking({ imputer: 'median', dtypes: ['int64'] }, [], ['age'])).toEqual({
			imputer: 'median',
			columns: ['age'],
		});
		expect(taking({ imputer: 'median', dtypes: ['int64'] }, [], [])).toEqual({ imputer: 'median' });
	});

	it('move a step one place and stop at the ends', () => {
		expect(moved(['a', 'b'], 1, -1)).toEqual(['b', 'a']);
		expect(moved(['a', 'b'], 1, 1)).toEqual(['a', 'b']);
	});
});

it('counts only rows that have a target', () => {
	const gaps = { ...dataset, columns: [...dataset.columns.slice(0, 4), column('returned', 'string', 2, 40)] };
	const { train, validation, test } = sizesOf(gaps, pipeline);
	expect(train + validation + test).toBe(60);
	expect(test).toBe(9);
});
