import { applyTable, fitTable } from '../../../../tests/fixtures/one-table';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { training } from '../../../../tests/fixtures/training';
import { trainingRows } from '../check/fit-scope';
import type { EncodeStep } from '../schema/encode-step';
import type { ImputeStep } from '../schema/impute-step';
import type { Pipeline } from '../schema/pipeline';
import { compareCodePoints } from '../table/compare';
import type { Column, Table } from '../table/table';

import { normalProbability, normalQuantile } from './normal';
import { encoderOf, imputerOf } from './steps';

const ID = `sha256:${'b'.repeat(64)}` as const;
const float = (name: string, values: readonly number[]): Column => ({
	name,
	dtype: 'float64',
	values: Float64Array.from(values),
});
const text = (name: string, values: readonly (string | null)[]): Column => {
	const dictionary = [...new Set(values.filter((value) => value !== null))].sort(compareCodePoints);
	return {
		name,
		dtype: 'string',
		dictionary,
		codes: Int32Array.from(values, (value) => (value === null ? -1 : dictionary.indexOf(value))),
	};
};
const values = (column: Column | undefined): number[] =>
	column && column.dtype !== 'string' ? [...column.values] : [];

const NUMERIC: EncodeStep[] = [
	{ encoder: 'StandardScaler', withMean: false },
	{ encoder: 'MinMaxScaler', range: [-1, 1] },
	{ encoder: 'MaxAbsScaler' },
	{ encoder: 'RobustScaler', percentiles: [10, 90], unitVariance: true },
	{ encoder: 'QuantileTransformer' },
	{ encoder: 'QuantileTransformer', output: 'normal' },
	{ encoder: 'PowerTransformer', method: 'yeo-johnson', standardize: true },
	{ encoder: 'Divide', by: 255 },
];
const ONE_WAY: EncodeStep[] = [
	{ encoder: 'Normalizer', norm: 'l1' },
	{ encoder: 'Binarizer', threshold: 1 },
	{ encoder: 'KBinsDiscretizer' },
	{ encoder: 'KBinsDiscretizer', strategy: 'kmeans', encode: 'ordinal', bins: 3 },
	{ encoder: 'PolynomialFeatures', degree: [0, 3] },
	{ encoder: 'SplineTransformer', outside: 'linear' },
];
const CATEGORICAL: EncodeStep[] = [
	{ encoder: 'OneHotEncoder', handleUnknown: 'ignore', vocabulary: 'train' },
	{ encoder: 'OneHotEncoder', handleUnknown: 'error', vocabulary: 'train', drop: 'first' },
	{ encoder: 'OneHotEncoder', handleUnknown: 'infrequent', vocabulary: 'train', drop: 'binary' },
	{ encoder: 'OrdinalEncoder', vocabulary: 'train', handleUnknown: 'value', unknownValue: -1 },
	{ encoder: 'LabelBinarizer', vocabulary: 'train', low: -1, high: 1 },
	{ encoder: 'MultiLabelBinarizer', vocabulary: 'train', separator: ';' },
];
const word = (step: EncodeStep) => JSON.stringify(step);

describe('inverses', () => {
	const some = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 6, maxLength: 40 });
	it.each(NUMERIC.map((step) => [word(step), step] as const))('%s gives numbers back', (_, step) => {
		fc.assert(
			fc.property(some, (numbers) => {
				fc.pre(new Set(numbers).size > 3);
				const source = [
					float(
						'a',
						numbers.map((x) => x / 8),
					),
				];
				const bound = encoderOf(step).bind(encoderOf(step).fit(training(source), step));
				const back = values(bound.invert?.(bound.apply(source), source)[0]);
				values(source[0]).forEach((x, i) => expect(Math.abs((back[i] as number) - x)).toBeLessThan(1e-3));
			}),
			{ numRuns: 40 },
		);
	});

	it.each(CATEGORICAL.map((step) => [word(step), step] as const))('%s gives texts back', (_, step) => {
		fc.assert(
			fc.property(
				fc.array(fc.constantFrom('a', 'b', 'c', 'dé'), { minLength: 5, maxLength: 30 }),
				(words) => {
					fc.pre(new Set(words).size > 1);
					const source = [text('s', words)];
					const bound = encoderOf(step).bind(encoderOf(step).fit(training(source), step));
					const back = bound.invert?.(bound.apply(source), source)[0];
					const read = (column: Column | undefined) =>
						column?.dtype === 'string' ? Array.from(column.codes, (code) => column.dictionary[code]) : [];
					expect(read(back)).toEqual(words);
				},
			),
			{ numRuns: 40 },
		);
	});

	it('of bins is the middle of the value’s bin, never farther than half of it', () => {
		fc.assert(
			fc.property(fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 8, maxLength: 40 }), (numbers) => {
				fc.pre(new Set(numbers).size > 2);
				const source = [float('a', numbers)];
				const step: EncodeStep = { encoder: 'KBinsDiscretizer', strategy: 'uniform', bins: 4 };
				const bound = encoderOf(step).bind(encoderOf(step).fit(training(source), step));
				const half = (Math.max(...numbers) - Math.min(...numbers)) / 8;
				values(bound.invert?.(bound.apply(source), source)[0]).forEach((middle, i) =>
					expect(Math.abs(middle - (numbers[i] as number))).toBeLessThanOrEqual(half + 1e-9),
				);
			}),
		);
	});

	it('of the normal probability is its quantile', () => {
		fc.assert(
			fc.property(fc.double({ min: 1e-12, max: 1 - 1e-12, noNaN: true }), (p) => {
				const again = normalProbability(normalQuantile(p));
				expect(Math.abs(again - p)).toBeLessThanOrEqual(1e-13 + 1e-12 * Math.min(p, 1 - p));
			}),
		);
		expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 14);
		expect([normalProbability(-Infinity), normalProbability(Infinity)]).toEqual([0, 1]);
	});
});

const fit = (columns: Column[], impute: ImputeStep[], encode: EncodeStep[], train: Uint32Array) => {
	const rows = columns[0]?.dtype === 'string' ? columns[0].codes.length : (columns[0]?.values.length ?? 0);
	const table: Table = {
		rows,
		columns: [
			...columns,
			float(
				'y',
				Array.from({ length: rows }, (_, i) => i),
			),
		],
	};
	const pipeline: Pipeline = {
		kind: 'pipeline',
		name: 'p',
		analysis: 'regression',
		inputs: [{ dataset: ID, columns: { exclude: [] }, impute, encode }],
		target: { dataset: ID, columns: ['y'], encode: null },
		split: { test: 0.2, validation: 0.2, folds: null, bins: null, stratify: null, seed: 1 },
	};
	return { table, fitted: fitTable(table, pipeline, ID, { train: trainingRows(train) }) };
};

describe('nothing leaks: what evaluation rows hold changes no fit', () => {
	const train = Uint32Array.from({ length: 12 }, (_, i) => i);
	const kept = [1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233];
	const other = [4, 9, 2, 7, 7, 1, 3, 8, 2, 6, 5, 4];
	const words = ['a', 'b', 'c', 'a', 'b', 'c', 'a', 'a', 'b', 'a', 'a', 'c'];
	const late = fc.array(fc.oneof(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.constant(NaN)), {
		minLength: 4,
		maxLength: 4,
	});
	it.each([...NUMERIC, ...ONE_WAY].map((step) => [word(step), step] as const))('%s', (_, step) => {
		const plain = fit(
			[float('a', [...kept, 1, 1, 1, 1]), float('b', [...other, 1, 1, 1, 1])],
			[],
			[step],
			train,
		);
		fc.assert(
			fc.property(late, late, (more, most) => {
				const changed = fit(
					[float('a', [...kept, ...more]), float('b', [...other, ...most])],
					[],
					[step],
					train,
				);
				expect(changed.fitted).toEqual(plain.fitted);
			}),
			{ numRuns: 15 },
		);
	});
	const counted: EncodeStep = {
		encoder: 'OneHotEncoder',
		handleUnknown: 'infrequent',
		vocabulary: 'all',
		minFrequency: 4,
	};
	it.each([...CATEGORICAL, counted].map((step) => [word(step), step] as const))('%s', (_, step) => {
		const plain = fit([text('s', [...words, 'a', 'a', 'a', 'a'])], [], [step], train);
		const changed = fit([text('s', [...words, 'new', 'q', 'a', null])], [], [step], train);
		expect(changed.fitted).toEqual(plain.fitted);
	});
	const imputers: ImputeStep[] = [
		{ imputer: 'mean', indicator: true },
		{ imputer: 'median', indicator: true },
		{ imputer: 'mostFrequent', indicator: true },
		{ imputer: 'constant', value: 0, indicator: true },
		{ imputer: 'knn', indicator: true },
	];
	it.each(imputers.map((step) => [JSON.stringify(step), step] as const))('%s', (_, step) => {
		const gappy = kept.map((x, i) => (i % 5 === 2 ? NaN : x));
		const plain = fit(
			[float('a', [...gappy, 1, 1, 1, 1]), float('b', [...other, 1, 1, 1, 1])],
			[step],
			[],
			train,
		);
		expect(plain.fitted.features).toEqual(['a', 'b', 'a is missing']);
		fc.assert(
			fc.property(late, late, (more, most) => {
				const changed = fit(
					[float('a', [...gappy, ...more]), float('b', [...other, ...most])],
					[step],
					[],
					train,
				);
				expect(changed.fitted).toEqual(plain.fitted);
			}),
			{ numRuns: 15 },
		);
	});
});

describe('imputers in a pipeline', () => {
	const all = Uint32Array.of(0, 1, 2, 3, 4, 5);
	const a = float('a', [1, 2, NaN, 4, 5, 6]);
	const b = float('b', [10, 20, 29, 40, 50, 60]);
	it('fill from the nearest rows although the columns go to different encoders', () => {
		const { table, fitted } = fit(
			[a, b],
			[{ imputer: 'knn', neighbors: 1 }],
			[
				{ encoder: 'Divide', by: 2, columns: ['a'] },
				{ encoder: 'Divide', by: 10, columns: ['b'] },
			],
			all,
		);
		const { x } = applyTable(fitted, table);
		// Row 2 has b = 29, nearest to row 1 (b = 20) and row 3 (b = 40): a = 2, halved.
		expect([...x.slice(4, 6)]).toEqual([1, Math.fround(2.9)]);
	});
	it('mark gaps last, unencoded, and mark new gaps of a marked column only', () => {
		const { table, fitted } = fit(
			[a, b],
			[{ imputer: 'constant', value: 0, indicator: true }],
			[{ encoder: 'MaxAbsScaler' }],
			all,
		);
		expect(fitted.features).toEqual(['a', 'b', 'a is missing']);
		const { x } = applyTable(fitted, table, Uint32Array.of(2, 3));
		expect([...x].map((value) => Math.round(value * 100) / 100)).toEqual([0, 0.48, 1, 0.67, 0.67, 0]);
	});
});

const rows = (n: number) => Uint32Array.from({ length: n }, (_, i) => i);
const plain = float('a', [1, 2, 3, 4, 5, 6]);
const gap = float('a', [1, NaN, 3, 4, 5, 6]);
const flat = float('a', [2, 2, 2, 2, 2, 2]);
const encode =
	(columns: Column[], ...steps: EncodeStep[]) =>
	() => {
		const { table, fitted } = fit(columns, [], steps, rows(6));
		return applyTable(fitted, table);
	};
const refusals: [string, () => unknown][] = [
	...ONE_WAY.map((step): [string, () => unknown] => ['pipeline.step-missing', encode([gap], step)]),
	[
		'pipeline.step-missing',
		encode([text('s', ['a', 'b', null, 'a', 'a', 'a'])], { encoder: 'LabelBinarizer', vocabulary: 'all' }),
	],
	[
		'pipeline.one-column',
		encode([text('s', [...'abcabc']), text('t', [...'abcabc'])], {
			encoder: 'LabelBinarizer',
			vocabulary: 'all',
		}),
	],
	['pipeline.step-type', encode([plain], { encoder: 'LabelBinarizer', vocabulary: 'all' })],
	['pipeline.step-type', encode([text('s', [...'abcabc'])], { encoder: 'SplineTransformer' })],
	['pipeline.step-type', encode([plain], { encoder: 'OrdinalEncoder', vocabulary: 'all', order: ['a'] })],
	['pipeline.bins-rows', encode([plain], { encoder: 'KBinsDiscretizer', strategy: 'kmeans', bins: 7 })],
	[
		'pipeline.no-terms',
		encode([plain], { encoder: 'PolynomialFeatures', degree: [2, 3], interactionOnly: true }),
	],
	[
		'pipeline.too-wide',
		encode(
			Array.from({ length: 30 }, (_, i) => float(`a${i}`, [1, 2, 3, 4, 5, 6])),
			{ encoder: 'PolynomialFeatures', degree: [0, 6] },
		),
	],
	[
		'pipeline.spline-periodic',
		encode([plain], { encoder: 'SplineTransformer', outside: 'periodic', knots: 3 }),
	],
	['pipeline.spline-constant', encode([flat], { encoder: 'SplineTransformer' })],
	[
		'pipeline.spline-outside',
		() => {
			const { table, fitted } = fit(
				[plain],
				[],
				[{ encoder: 'SplineTransformer', outside: 'error' }],
				rows(4),
			);
			return applyTable(fitted, table);
		},
	],
	['pipeline.kernel-square', encode([plain], { encoder: 'KernelCenterer' })],
	[
		'pipeline.unknown-category',
		encode([text('s', [...'abcabc'])], { encoder: 'OrdinalEncoder', vocabulary: 'all', order: ['a', 'b'] }),
	],
	[
		'pipeline.unknown-taken',
		encode([text('s', [...'abcabc'])], {
			encoder: 'OrdinalEncoder',
			vocabulary: 'all',
			handleUnknown: 'value',
			unknownValue: 1,
		}),
	],
	[
		'pipeline.knn-rows',
		() => {
			const wide = [
				float('a', new Array<number>(100_001).fill(1)),
				float('b', new Array<number>(100_001).fill(1)),
			];
			return imputerOf({ imputer: 'knn' }).fit(training(wide), { imputer: 'knn' });
		},
	],
	[
		'pipeline.indicator-name',
		() =>
			fit(
				[gap, float('a is missing', [1, 2, 3, 4, 5, 6])],
				[{ imputer: 'mean', indicator: true }],
				[],
				rows(6),
			),
	],
];

describe('refusals', () => {
	it.each(refusals)('%s', (code, act) => {
		expect(act).toThrow(expect.objectContaining({ code }));
	});
	it('knows the steps it names', () => {
		for (const step of [...NUMERIC, ...ONE_WAY, ...CATEGORICAL])
			expect(encoderOf(step).id).toBe(step.encoder);
	});
});
