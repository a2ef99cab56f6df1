/** Rows that a pipeline was fitted or measured on, given as new data, are the same numbers again. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Pipeline, PipelineInput } from '../schema/pipeline';
import type { TransformStep } from '../schema/transform-step';
import { SPLITS } from '../schema/common';
import { BLOCKS, blocks, pipelineOf, samplesAt, TABLE, train, training } from './testing';

type Impute = PipelineInput['impute'][number];
type Encode = PipelineInput['encode'][number];

const columns = ['x', 'gaps', 'count', 'colour', 'note'];
/** Steps that know nothing of neighbouring rows, in the order they may stand in. */
const transforms: readonly TransformStep[] = [
	{ transform: 'dropDuplicates', columns: ['colour', 'note', 'kind'] },
	{ transform: 'filter', where: 'count < 5 AND price > 0' },
	{ transform: 'normalizeText', columns: ['colour'], case: 'lower', trim: true },
	{ transform: 'derive', name: 'twice', expression: 'x * 2 + count' },
	{ transform: 'dateParts', column: 'when', parts: ['month', 'dayOfWeek'], cyclic: true },
	{ transform: 'dropMissing', columns: ['gaps'] },
	{ transform: 'clipOutliers', method: 'iqr', columns: ['x', 'gaps'] },
	{ transform: 'dropOutliers', method: 'percentile', columns: ['x'] },
	{ transform: 'sample', method: 'up' },
];
const imputers: readonly Impute[][] = [
	[{ imputer: 'median', columns: ['gaps'] }],
	[{ imputer: 'knn', columns: ['x', 'gaps', 'count'] }],
	[{ imputer: 'mean', indicator: true, dtypes: ['float64'] }],
	[{ imputer: 'constant', value: 1, columns: ['gaps'] }],
];
const scalers: readonly Encode[] = [
	{ encoder: 'StandardScaler', dtypes: ['float64'] },
	{ encoder: 'RobustScaler', columns: ['x'] },
	{ encoder: 'QuantileTransformer', output: 'normal', columns: ['x', 'gaps'] },
	{ encoder: 'PowerTransformer', method: 'box-cox', standardize: true, columns: ['gaps'] },
	{ encoder: 'KBinsDiscretizer', bins: 4, columns: ['x'] },
	{ encoder: 'PolynomialFeatures', degree: [1, 2], columns: ['x', 'count'] },
	{ encoder: 'SplineTransformer', columns: ['x'] },
	{ encoder: 'Normalizer', dtypes: ['float64'] },
];
const words: readonly Encode[][] = [
	[
		{
			encoder: 'OneHotEncoder',
			handleUnknown: 'infrequent',
			vocabulary: 'train',
			minFrequency: 5,
			columns: ['colour'],
		},
		{ encoder: 'TfidfVectorizer', columns: ['note'] },
	],
	[
		{ encoder: 'OrdinalEncoder', vocabulary: 'all', columns: ['colour'] },
		{ encoder: 'CountVectorizer', ngramRange: [1, 2], columns: ['note'] },
	],
];

const pipelines: fc.Arbitrary<Pipeline> = fc
	.record({
		transform: fc.subarray([...transforms]),
		impute: fc.constantFrom(...imputers),
		scale: fc.constantFrom(...scalers),
		text: fc.constantFrom(...words),
		regression: fc.boolean(),
		folds: fc.constantFrom(null, 3),
		seed: fc.nat(1000),
	})
	.map(({ transform, impute, scale, text, regression, folds, seed }) => {
		const derived = transform.some((step) => step.transform === 'derive') ? ['twice'] : [];
		// Balancing needs classes.
		const steps = transform.filter((step) => step.transform !== 'sample' || !regression);
		return pipelineOf({
			input: { columns: { include: [...columns, ...derived] }, impute, encode: [scale, ...text] },
			...(steps.length > 0 ? { transform: steps } : {}),
			...(regression
				? {
						analysis: 'regression' as const,
						target: { dataset: TABLE, columns: ['price'], encode: { encoder: 'StandardScaler' as const } },
					}
				: {}),
			split: { test: 0.2, validation: folds ? null : 0.2, folds, bins: null, stratify: null, seed },
		});
	});

describe('rows of a split as new data', () => {
	it('are the same numbers as the split’s, to the bit, whatever the steps', () => {
		fc.assert(
			fc.property(pipelines, fc.nat(50), (pipeline, seed) => {
				const table = training(90, seed);
				const { prepared, infer } = train(table, pipeline, pipeline.split.folds ? 1 : undefined);
				for (const name of SPLITS) {
					const split = prepared.splits[name];
					const rows = samplesAt(table, split.numbers);
					const again = infer(rows, { labels: rows });
					expect(again.x).toEqual(split.x);
					expect(again.y).toEqual(split.y);
					expect(again.truth).toEqual(split.truth);
					expect(again.dropped).toHaveLength(0);
					expect(again.shapes).toEqual(prepared.shapes);
					expect(infer(rows).x).toEqual(split.x);
				}
			}),
			{ numRuns: 20 },
		);
	});

	it('do not depend on their company where no step looks at neighbours', () => {
		fc.assert(
			fc.property(pipelines, fc.nat(59), (pipeline, row) => {
				const table = training();
				const { prepared, infer } = train(table, pipeline, pipeline.split.folds ? 0 : undefined);
				const all = infer(table);
				const at = all.numbers.indexOf(row);
				if (at < 0) return;
				const { width } = prepared;
				expect(infer(samplesAt(table, [row])).x).toEqual(all.x.slice(at * width, (at + 1) * width));
			}),
			{ numRuns: 20 },
		);
	});

	it.each([
		['sequences', [5], ['a', 'b']],
		['images', [3, 4], ['red', 'green', 'blue']],
	] as const)('are the same for %s, which the encoders reach (SPEC 20, defect 3)', (_, inner, names) => {
		const data = blocks(60, inner, names);
		const pipeline = pipelineOf({
			inputs: [
				{ dataset: BLOCKS, columns: { exclude: [] }, impute: [], encode: [{ encoder: 'StandardScaler' }] },
				{ dataset: TABLE, columns: { include: ['x'] }, impute: [], encode: [{ encoder: 'MinMaxScaler' }] },
			],
		});
		const table = training();
		const { prepared, infer } = train(
			[
				[BLOCKS, data],
				[TABLE, table],
			],
			pipeline,
		);
		const { numbers, x } = prepared.splits.test;
		const again = infer([samplesAt(data, numbers), samplesAt(table, numbers)]);
		expect(again.x).toEqual(x);
		const raw = data.columns.flatMap((column) =>
			'values' in column ? [...column.values.map(Math.fround)] : [],
		);
		expect(again.x.every((value) => !raw.includes(value))).toBe(true);
	});

	it('are scaled by what their own input learned in their own fold (SPEC 20, defect 5)', () => {
		const table = training();
		const one = { dataset: TABLE, impute: [], encode: [{ encoder: 'StandardScaler' }] };
		const pipeline = pipelineOf({
			inputs: [
				{ ...one, columns: { include: ['x'] } },
				{ ...one, columns: { include: ['count'] } },
			],
			split: { test: 0.2, validation: null, folds: 3, bins: null, stratify: null, seed: 1 },
		});
		const folds = [0, 1, 2].map((fold) => train(table, pipeline, fold));
		for (const { prepared, infer } of folds) {
			const { numbers, x } = prepared.splits.validation;
			const rows = samplesAt(table, numbers);
			expect(infer([rows, rows]).x).toEqual(x);
		}
		const [first, second] = folds.map(({ infer }) => infer([table, table]).x);
		expect(first).not.toEqual(second);
		expect(() => folds[0]!.infer([table, samplesAt(table, [0])])).toThrow('read one dataset');
	});
});
