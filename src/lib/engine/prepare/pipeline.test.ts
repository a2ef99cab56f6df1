import { applyTable, fitTable } from '../../../../tests/fixtures/one-table';
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { training } from '../../../../tests/fixtures/training';
import { trainingRows } from '../check/fit-scope';
import type { EncodeStep } from '../schema/encode-step';
import type { ImputeStep } from '../schema/impute-step';
import { pipelineSchema, type Pipeline } from '../schema/pipeline';
import { splitTable } from '../split/split-table';
import { compareCodePoints } from '../table/compare';
import type { Column, Table } from '../table/table';
import { decodeTarget, encodeTarget, targetTruth } from './target';
import { fittedPipelineSchema } from './fitted';
import { encoderOf } from './steps';

const ID = `sha256:${'a'.repeat(64)}` as const;

const text = (name: string, values: readonly (string | null)[]): Column => {
	const dictionary = [...new Set(values.filter((value) => value !== null))].sort(compareCodePoints);
	return {
		name,
		dtype: 'string',
		dictionary,
		codes: Int32Array.from(values, (value) => (value === null ? -1 : dictionary.indexOf(value))),
	};
};
const float = (name: string, values: readonly number[]): Column => ({
	name,
	dtype: 'float64',
	values: Float64Array.from(values),
});

interface Changes {
	analysis?: Pipeline['analysis'];
	columns?: Pipeline['inputs'][number]['columns'];
	impute?: ImputeStep[];
	encode?: EncodeStep[];
	target?: string;
	targetEncode?: EncodeStep | null;
	split?: Partial<Pipeline['split']>;
}
const pipelineOf = (changes: Changes = {}): Pipeline => ({
	kind: 'pipeline',
	name: 'p',
	analysis: changes.analysis ?? 'regression',
	inputs: [
		{
			dataset: ID,
			columns: changes.columns ?? { exclude: [] },
			impute: changes.impute ?? [],
			encode: changes.encode ?? [],
		},
	],
	target: { dataset: ID, columns: [changes.target ?? 'y'], encode: changes.targetEncode ?? null },
	split: {
		test: 0.2,
		validation: 0.2,
		folds: null,
		bins: null,
		stratify: 'target',
		seed: 7,
		...changes.split,
	},
});
const oneHot = (more: object = {}) =>
	({ encoder: 'OneHotEncoder', handleUnknown: 'ignore', vocabulary: 'all', ...more }) as EncodeStep;
const standard: EncodeStep = { encoder: 'StandardScaler' };
const power: EncodeStep = { encoder: 'PowerTransformer', method: 'yeo-johnson', standardize: true };

const table = (...columns: Column[]): Table => ({ rows: 10, columns });
const a = float('a', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
const EVEN = [2, 4, 6, 8, 10, 12, 14, 16, 18, 20];
const y = float('y', EVEN);
const s = text('s', ['x', 'y', 'x', 'z', 'x', 'y', 'x', 'y', 'x', 'w']);
const all = Uint32Array.from({ length: 10 }, (_, i) => i);
const fit = (columns: Column[], changes: Changes = {}, train = all) =>
	fitTable(table(...columns), pipelineOf(changes), ID, { train: trainingRows(train) });

describe('a fitted pipeline', () => {
	it('is a small JSON document that its schema accepts and that applies the same after a round trip', () => {
		const gap = float('g', [1, NaN, 3, 4, NaN, 6, 7, 8, 9, 10]);
		const fitted = fit([a, gap, s, y], {
			impute: [{ imputer: 'median', columns: ['g'] }],
			encode: [power, oneHot({ dtypes: ['string'] })].map((step, i) =>
				i === 0 ? { ...step, dtypes: ['float64'] } : step,
			) as EncodeStep[],
			targetEncode: standard,
		});
		const again = v.parse(fittedPipelineSchema, JSON.parse(JSON.stringify(fitted)));
		const tensor = applyTable(fitted, table(a, gap, s, y));
		expect(tensor.features).toEqual(['a', 'g', 's=w', 's=x', 's=y', 's=z']);
		expect(tensor.x.length).toBe(60);
		expect(applyTable(again, table(a, gap, s, y))).toEqual(tensor);
	});

	it('takes the target out of the inputs and puts leftovers last, in dataset order', () => {
		const fitted = fit([a, y, float('b', EVEN)], {
			encode: [{ ...standard, columns: ['b'] }],
		});
		expect(fitted.columns).toEqual(['a', 'b']);
		expect(fitted.features).toEqual(['b', 'a']);
	});

	it('drops a column that has no value among the training rows and is imputed', () => {
		const late = float('late', [NaN, NaN, NaN, NaN, NaN, NaN, NaN, NaN, 9, 10]);
		const fitted = fit(
			[a, late, y],
			{ impute: [{ imputer: 'median' }], encode: [standard] },
			Uint32Array.of(0, 1, 2, 3),
		);
		expect(fitted.features).toEqual(['a']);
		expect(applyTable(fitted, table(a, late, y)).x.length).toBe(10);
	});

	it('gives the target back in its own unit', () => {
		for (const targetEncode of [
			null,
			standard,
			power,
			{ encoder: 'RobustScaler' } as const,
			{ encoder: 'MinMaxScaler' } as const,
		]) {
			const fitted = fit([a, y], { targetEncode });
			const decoded = decodeTarget(fitted, encodeTarget(fitted, table(a, y), all));
			decoded.forEach((value, i) =>
				expect(value).toBeCloseTo(targetTruth(fitted, table(a, y), all)[i] as number, 3),
			);
		}
	});

	it('gives class indices in the sorted order of the classes', () => {
		const fitted = fit([a, s], {
			analysis: 'multi-class',
			target: 's',
			targetEncode: { encoder: 'OrdinalEncoder', vocabulary: 'all' },
		});
		expect(fitted.target.classes).toEqual(['w', 'x', 'y', 'z']);
		expect([...encodeTarget(fitted, table(a, s), Uint32Array.of(9, 0, 1))]).toEqual([0, 1, 2]);
	});

	it('names the classes of an integer target without decimals, of a truth value in words', () => {
		const whole: Column = {
			name: 'y',
			dtype: 'int64',
			values: Float64Array.of(2, 10, 2, 10, 2, 10, 2, 10, 2, 10),
		};
		expect(fit([a, whole], { analysis: 'binary' }).target.classes).toEqual(['2', '10']);
		const truth: Column = { name: 'y', dtype: 'bool', values: Float64Array.of(1, 0, 1, 0, 1, 0, 1, 0, 1, 0) };
		expect(fit([a, truth], { analysis: 'binary' }).target.classes).toEqual(['false', 'true']);
	});

	it('sees a category of an evaluation row only in the vocabulary "all"', () => {
		const train = Uint32Array.of(0, 1, 2);
		expect(fit([s, y], { encode: [oneHot()] }, train).features).toEqual(['s=w', 's=x', 's=y', 's=z']);
		expect(fit([s, y], { encode: [oneHot({ vocabulary: 'train' })] }, train).features).toEqual([
			's=x',
			's=y',
		]);
	});

	it('works through many pieces as through one', () => {
		const rows = 20_000;
		const big = {
			rows,
			columns: [
				float(
					'a',
					Array.from({ length: rows }, (_, i) => i % 97),
				),
				float('y', new Array<number>(rows).fill(1)),
			],
		};
		const fitted = fitTable(big, pipelineOf({ encode: [standard] }), ID, { train: trainingRows(all) });
		const { x } = applyTable(fitted, big);
		const last = applyTable(fitted, big, Uint32Array.of(rows - 1, 0));
		expect([...last.x]).toEqual([x[rows - 1], x[0]]);
	});
});

describe('fits see training rows only', () => {
	const finite = fc.double({ min: -1e6, max: 1e6, noNaN: true });
	it('does not change when evaluation rows change', () => {
		fc.assert(
			fc.property(
				fc.array(finite, { minLength: 10, maxLength: 10 }),
				fc.array(fc.option(finite, { nil: NaN }), { minLength: 4, maxLength: 4 }),
				(values, other) => {
					const train = Uint32Array.of(0, 2, 3, 5, 8, 9);
					const changed = values.slice();
					[1, 4, 6, 7].forEach((row, i) => (changed[row] = other[i] as number));
					for (const step of [
						standard,
						power,
						{ encoder: 'MinMaxScaler' },
						{ encoder: 'RobustScaler' },
					] as EncodeStep[]) {
						const changes: Changes = {
							impute: [{ imputer: 'median' }],
							encode: [step],
							targetEncode: standard,
						};
						expect(fit([float('a', changed), y], changes, train)).toEqual(
							fit([float('a', values), y], changes, train),
						);
					}
				},
			),
			{ numRuns: 50 },
		);
	});
	it('does not change when the order of evaluation rows of a text column changes', () => {
		const swapped = text('s', ['x', 'w', 'x', 'z', 'x', 'y', 'x', 'y', 'x', 'y']);
		const changes: Changes = { impute: [{ imputer: 'mostFrequent' }], encode: [oneHot()] };
		expect(fit([swapped, y], changes, Uint32Array.of(0, 2, 3, 4))).toEqual(
			fit([s, y], changes, Uint32Array.of(0, 2, 3, 4)),
		);
	});
});

describe('invert undoes apply', () => {
	const column = fc.array(fc.double({ min: -1e4, max: 1e4, noNaN: true }), { minLength: 2, maxLength: 40 });
	it.each(['StandardScaler', 'MinMaxScaler', 'RobustScaler'] as const)('%s', (encoder) => {
		fc.assert(
			fc.property(column, (values) => {
				const block = [float('a', values)];
				const bound = encoderOf({ encoder }).bind(encoderOf({ encoder }).fit(training(block), { encoder }));
				const back = bound.invert?.(bound.apply(block), block)[0];
				const size = Math.max(1, ...values.map(Math.abs));
				values.forEach((value, i) =>
					expect(Math.abs((back as { values: Float64Array }).values[i]! - value)).toBeLessThan(1e-9 * size),
				);
			}),
		);
	});
	it('PowerTransformer, and gives the training extreme beyond what a power can reach', () => {
		const block = [float('a', [1, 2, 4, 8, 1000, 100_000])];
		const bound = encoderOf(power).bind(encoderOf(power).fit(training(block), power));
		const back = bound.invert?.(bound.apply(block), block)[0] as { values: Float64Array };
		[1, 2, 4, 8, 1000, 100_000].forEach((value, i) => expect(back.values[i]).toBeCloseTo(value, 4));
		const beyond = bound.invert?.([float('a', [1e6, -1e6, NaN])], block)[0] as { values: Float64Array };
		expect(beyond.values[0]).toBe(100_000);
		expect(Number.isFinite(beyond.values[1])).toBe(true);
		expect(beyond.values[2]).toBeNaN();
	});
	it('categorical encoders, missing values among them', () => {
		fc.assert(
			fc.property(
				fc.array(fc.option(fc.string(), { nil: null }), { minLength: 1, maxLength: 30 }),
				(values) => {
					const source = text('s', values);
					for (const step of [oneHot(), { encoder: 'OrdinalEncoder', vocabulary: 'all' } as EncodeStep]) {
						const bound = encoderOf(step).bind(encoderOf(step).fit(training([source]), step));
						const back = bound.invert?.(bound.apply([source]), [source])[0];
						if (back?.dtype !== 'string') throw new Error('text expected');
						expect(Array.from(back.codes, (code) => back.dictionary[code] ?? null)).toEqual(values);
					}
				},
			),
		);
	});
});

describe('splits', () => {
	it('are disjoint, cover every row with a target, and repeat with the seed', () => {
		const label = fc.array(fc.option(fc.constantFrom('a', 'b', 'c'), { nil: null, freq: 8 }), {
			minLength: 12,
			maxLength: 200,
		});
		fc.assert(
			fc.property(label, fc.integer({ min: 0, max: 1e9 }), (values, seed) => {
				fc.pre(values.filter((value) => value !== null).length > 6);
				const one = { rows: values.length, columns: [text('y', values)] };
				const pipeline = pipelineOf({ analysis: 'multi-class', split: { seed, stratify: null } });
				const split = splitTable(one, pipeline);
				const rows = [...split.train, ...split.validation, ...split.test].sort((p, q) => p - q);
				expect(rows).toEqual(values.flatMap((value, i) => (value === null ? [] : [i])));
				expect([...split.test]).toEqual([...split.test].sort((p, q) => p - q));
				expect(splitTable(one, pipeline)).toEqual(split);
			}),
		);
	});
	it('SP-13: are refused when a class is too small for them, and plain where nothing is stratified', () => {
		const small = table(text('y', ['a', 'a', 'a', 'a', 'a', 'a', 'a', 'a', 'a', 'b']));
		const split = (stratify: 'target' | null) =>
			splitTable(small, pipelineOf({ analysis: 'binary', split: { stratify } }));
		expect(() => split('target')).toThrow(expect.objectContaining({ code: 'split.class-too-small' }));
		expect(split(null).stratified).toBe(false);
	});
	it('leave out rows without a target and say how many', () => {
		const split = splitTable(
			table(float('y', [1, 2, 3, NaN, 5, 6, 7, 8, 9, NaN])),
			pipelineOf({ split: { stratify: null } }),
		);
		expect(split.train.length + split.validation.length + split.test.length).toBe(8);
		expect(split.warnings[0]).toMatch(/^2 rows have no "y"/);
	});
});

const refusals: [string, string, () => unknown][] = [
	['CF-01', 'pipeline.nothing-available', () => fit([a, y], { encode: [standard, standard] })],
	['CF-02', 'pipeline.dtype-absent', () => fit([a, y], { encode: [{ ...standard, dtypes: ['int64'] }] })],
	['CF-03', 'pipeline.column-taken', () => fit([a, y], { encode: [{ ...standard, columns: ['nope'] }] })],
	[
		'CF-03, taken',
		'pipeline.column-taken',
		() =>
			fit([a, s, y], {
				encode: [
					{ ...standard, columns: ['a'] },
					{ ...power, columns: ['a'] },
				] as EncodeStep[],
			}),
	],
	[
		'CF-06',
		'pipeline.filter-twice',
		() => fit([a, y], { encode: [{ ...standard, dtypes: ['float64'], columns: ['a'] }] }),
	],
	[
		'CF-08',
		'pipeline.filter-twice',
		() => fit([a, y], { encode: [{ ...standard, include: false, dtypes: ['float64'], columns: ['a'] }] }),
	],
	[
		'CF-09',
		'pipeline.filter-empty',
		() => fit([a, y], { encode: [{ ...standard, include: false, columns: ['a'] }] }),
	],
	['FE-02', 'pipeline.column-unknown', () => fit([a, y], { columns: { include: ['nope'] } })],
	['FE-03', 'pipeline.all-excluded', () => fit([a, y], { columns: { exclude: ['a'] } })],
	['EN-11, text in a scaler', 'pipeline.step-type', () => fit([s, y], { encode: [standard] })],
	[
		'a text gap filled with a number',
		'pipeline.step-type',
		() => fit([s, y], { impute: [{ imputer: 'constant', value: 1 }] }),
	],
	['text without an encoder', 'pipeline.text-left', () => fit([s, y])],
	[
		'box-cox of a number not above 0',
		'pipeline.box-cox',
		() =>
			fit([float('a', [...EVEN.slice(1), 0]), y], {
				encode: [{ ...power, method: 'box-cox' } as EncodeStep],
			}),
	],
	['QU-01', 'pipeline.target-float', () => fit([a, y], { analysis: 'binary' })],
	[
		'QU-02',
		'pipeline.target-encoder',
		() =>
			fit([s, { ...y, dtype: 'int64' } as Column], {
				analysis: 'binary',
				encode: [oneHot()],
				targetEncode: standard,
			}),
	],
	[
		'QU-03',
		'pipeline.target-encoder',
		() => fit([a, s], { analysis: 'binary', target: 's', targetEncode: oneHot() }),
	],
	[
		'QU-09',
		'pipeline.target-encoder',
		() => fit([a, y], { targetEncode: { encoder: 'OrdinalEncoder', vocabulary: 'all' } }),
	],
	['QU-10', 'pipeline.target-text', () => fit([a, s], { target: 's' })],
	[
		'QU-14, three classes',
		'pipeline.target-not-binary',
		() => fit([a, s], { analysis: 'binary', target: 's' }),
	],
	[
		'QU-14, one class',
		'pipeline.target-one-class',
		() => fit([a, text('y', new Array<string>(10).fill('q'))], { analysis: 'binary' }),
	],
	[
		'SP-12',
		'pipeline.bins-text',
		() => splitTable(table(s), pipelineOf({ target: 's', split: { bins: 3 } })),
	],
	[
		'a target without any value',
		'pipeline.target-empty',
		() => splitTable(table(float('y', new Array<number>(10).fill(NaN))), pipelineOf()),
	],
	[
		'a missing value in a tensor',
		'pipeline.missing-left',
		() => {
			const gap = float('a', [1, NaN, 3, 4, 5, 6, 7, 8, 9, 10]);
			return applyTable(fit([gap, y], { encode: [standard] }), table(gap, y));
		},
	],
	[
		'an infinite value in a tensor',
		'pipeline.not-finite',
		() => {
			const endless = float('a', [1, Infinity, 3, 4, 5, 6, 7, 8, 9, 10]);
			return applyTable(fit([endless, y]), table(endless, y));
		},
	],
	[
		'an unknown category',
		'pipeline.unknown-category',
		() => {
			const fitted = fit(
				[s, y],
				{ encode: [oneHot({ vocabulary: 'train', handleUnknown: 'error' })] },
				Uint32Array.of(0, 1),
			);
			return applyTable(fitted, table(s, y));
		},
	],
	[
		'more features than can be trained on',
		'pipeline.too-wide',
		() => {
			const rows = 50_001;
			const values = Array.from({ length: rows }, (_, i) => i);
			const wide = { rows, columns: [float('a', values), float('y', values)] };
			return fitTable(wide, pipelineOf({ encode: [oneHot()] }), ID, { train: trainingRows(all) });
		},
	],
	[
		'a missing target',
		'pipeline.target-missing',
		() => {
			const gap = float('y', [1, NaN, 3, 4, 5, 6, 7, 8, 9, 10]);
			return targetTruth(fit([a, gap]), table(a, gap), all);
		},
	],
	['a damaged state', 'pipeline.state', () => encoderOf(standard).bind({ center: 'no' })],
];

describe('refusals', () => {
	it.each(refusals)('%s: %s', (_, code, act) => {
		expect(act).toThrow(expect.objectContaining({ code }));
	});

	const document = (split: object, input: object = {}) => {
		const good = pipelineOf();
		return { ...good, split: { ...good.split, ...split }, inputs: [{ ...good.inputs[0], ...input }] };
	};
	it.each([
		['a good document', document({}), true],
		['SP-01', document({ test: 0 }), false],
		['SP-03', document({ validation: 1 }), false],
		['SP-04', document({ test: 0.6, validation: 0.4 }), false],
		['SP-14', document({ folds: 1 }), false],
		['LIST, empty', document({}, { columns: { include: [] } }), false],
		['LIST, null inside', document({}, { columns: { include: [null] } }), false],
		['FE-01', document({}, { columns: { include: ['a'], exclude: ['b'] } }), false],
		['an unknown encoder', document({}, { encode: [{ encoder: 'Magic' }] }), false],
		['an unknown parameter', document({}, { encode: [{ encoder: 'StandardScaler', copy: true }] }), false],
	])('the schema on %s', (_, value, accepted) => {
		expect(v.safeParse(pipelineSchema, value).success).toBe(accepted);
	});
});
