/**
 * SPEC §6 EN and CF, rule by rule: which encoder takes which columns, what it learns from which rows, what it refuses, in
 * which order its columns come out and what they are called. Rules that the fixtures overrule say so in their title.
 */
import { describe, expect, it } from 'vitest';
import type { FittedPipeline } from '../../src/lib/engine/prepare/fitted';
import {
	blocks,
	CLASSES,
	FORECAST,
	isDocument,
	lengthOf,
	MAIN,
	number,
	OTHER,
	prepared,
	range,
	refused,
	resolve,
	ROWS,
	table,
	tableOf,
	text,
	withColumns,
} from '../fixtures/spec';

const columns = (...include: string[]) => ({ columns: { include } });
const with_ = (encode: object[], ...include: string[]) => ({ input: { ...columns(...include), encode } });
const input = (fitted: FittedPipeline) => fitted.inputs[0] as FittedPipeline['inputs'][number];
const features = (encode: object[], ...include: string[]) =>
	input(prepared(with_(encode, ...include)).fitted).features;
const takes = (encode: object[], ...include: string[]) => resolve(with_(encode, ...include)).inputs[0];
const standard = { encoder: 'StandardScaler' };
const ordinal = { encoder: 'OrdinalEncoder' };
const oneHot = { encoder: 'OneHotEncoder' };

describe('SPEC §6.1, what is accepted', () => {
	it('EN-01, EN-03, EN-06, EN-07: an encoder is a name and settings that there are', () => {
		expect(isDocument(with_([standard], 'a'))).toBe(true);
		for (const encode of ['StandardScaler', { encoder: 'scale' }, {}, null])
			expect(isDocument(with_([encode as object], 'a'))).toBe(false);
		for (const setting of [{ copy: true }, { order: 'F' }, { dtype: 'float32' }])
			expect(isDocument(with_([{ ...standard, ...setting }], 'a'))).toBe(false);
	});
	it('EN-02 does not apply: text is encoded term by term, and only text', () => {
		expect(features([{ encoder: 'CountVectorizer', analyzer: 'char' }], 's')).toEqual(['s=x', 's=y', 's=z']);
		refused(() => takes([{ encoder: 'CountVectorizer' }], 'a'), 'pipeline.step-type');
	});
	it('EN-04: tensors are dense; nothing sparse can be asked for', () => {
		expect(isDocument(with_([oneHot], 's'))).toBe(true);
		for (const field of ['sparse', 'sparseOutput'])
			expect(isDocument(with_([{ ...oneHot, [field]: true }], 's'))).toBe(false);
	});
	it('EN-05 does not apply: a dropped category is written as all zeros and comes back', () => {
		expect(features([{ ...oneHot, drop: 'first' }], 's')).toEqual(['s=y', 's=z']);
		expect(isDocument(with_([{ ...oneHot, drop: 'last' }], 's'))).toBe(false);
	});
	it('EN-08: bins are dense columns or numbers; the sparse form is no choice', () => {
		const bins = (encode: string) => with_([{ encoder: 'KBinsDiscretizer', encode }], 'a');
		for (const encode of ['onehot-dense', 'ordinal']) expect(isDocument(bins(encode))).toBe(true);
		expect(isDocument(bins('onehot'))).toBe(false);
	});
	it('EN-10: a label binariser takes one column', () => {
		const label = { encoder: 'LabelBinarizer' };
		expect(takes([label], 's')?.encode).toEqual([['s']]);
		refused(() => takes([label], 's', 'c'), 'pipeline.one-column');
	});
	it('EN-11: text is not scaled, decimals are no labels', () => {
		for (const encoder of [
			'KBinsDiscretizer',
			'KernelCenterer',
			'MaxAbsScaler',
			'MinMaxScaler',
			'PowerTransformer',
			'QuantileTransformer',
			'RobustScaler',
			'StandardScaler',
		]) {
			expect(takes([{ encoder }], 'a')?.encode).toEqual([['a']]);
			refused(() => takes([{ encoder }], 's'), 'pipeline.step-type');
		}
		refused(() => takes([{ encoder: 'LabelBinarizer' }], 'a'), 'pipeline.step-type');
	});
	it('EN-11: a fit that cannot be made is refused', () => {
		const boxCox = { encoder: 'PowerTransformer', method: 'box-cox' };
		const positive = withColumns(
			number(
				'a',
				range(ROWS).map((row) => row + 1),
			),
		);
		expect(prepared(with_([boxCox], 'a'), positive).width).toBe(1);
		refused(() => features([{ ...boxCox, columns: ['b'] }], 'a', 'b'), 'pipeline.box-cox');
		refused(() => features([{ encoder: 'KernelCenterer' }], 'a', 'b'), 'pipeline.kernel-square');
		const gap = withColumns(
			number(
				'a',
				range(ROWS).map((row) => (row === 5 ? NaN : row)),
			),
		);
		const quiet = { input: { ...columns('a'), impute: [{ imputer: 'mean' }], encode: [standard] } };
		expect(prepared(quiet, gap).width).toBe(1);
		refused(() => prepared(with_([standard], 'a'), gap), 'pipeline.missing-left');
	});
	it('EN-12: a transform that cannot be made is refused', () => {
		const spline = { encoder: 'SplineTransformer', outside: 'constant' };
		expect(features([spline], 'a').length).toBeGreaterThan(1);
		// Rows behind the time boundary lie outside the knots.
		const late = { split: { method: 'time', time: 'y' }, ...with_([{ ...spline, outside: 'error' }], 'b') };
		const rising = withColumns(number('b', range(ROWS)));
		refused(() => prepared(late, rising), 'pipeline.spline-outside');
		expect(prepared({ ...late, ...with_([spline], 'b') }, rising).splits.test.rows).toBe(8);
	});
	it('EN-13: a label has one encoder', () => {
		expect(isDocument({ target: { encode: standard } })).toBe(true);
		expect(isDocument({ target: { encode: [standard, ordinal] } })).toBe(false);
	});
});

describe('SPEC §6.2, columns and chains', () => {
	it('CF-01: something is available', () => {
		expect(takes([{ ...standard, columns: ['a'] }, ordinal], 'a', 'n')?.encode).toEqual([['a'], ['n']]);
		refused(() => takes([standard, ordinal], 'a', 'n'), 'pipeline.nothing-available');
	});
	it('CF-02: a named type occurs among what is available', () => {
		expect(takes([{ ...standard, dtypes: ['int64'] }], 'a', 'n')?.encode).toEqual([['n']]);
		refused(() => takes([{ ...standard, dtypes: ['int32'] }], 'a', 'n'), 'pipeline.dtype-absent');
	});
	it('CF-03: a named column is available', () => {
		expect(takes([{ ...standard, columns: ['n'] }], 'a', 'n')?.encode).toEqual([['n']]);
		refused(() => takes([{ ...standard, columns: ['nope'] }], 'a', 'n'), 'pipeline.column-taken');
		const twice = [
			{ ...standard, columns: ['a'] },
			{ ...ordinal, columns: ['a'] },
		];
		refused(() => takes(twice, 'a', 'n'), 'pipeline.column-taken');
	});
	it('CF-04: without a filter all that is available', () => {
		expect(takes([standard], 'a', 'b', 'n')?.encode).toEqual([['a', 'b', 'n']]);
		refused(() => takes([standard], 'a', 's'), 'pipeline.step-type');
	});
	it('CF-05: types and names together, in dataset order as the fixtures have it', () => {
		const step = { ...standard, dtypes: ['int64'], columns: ['a'] };
		expect(takes([step], 'a', 'b', 'n')).toMatchObject({ encode: [['a', 'n']], leftover: ['b'] });
		refused(() => takes([{ ...step, columns: ['nope'] }], 'a', 'n'), 'pipeline.column-taken');
	});
	it('CF-06: a name that a type has taken already is refused', () => {
		const step = { ...standard, dtypes: ['float64'] };
		expect(takes([{ ...step, columns: ['n'] }], 'a', 'n')?.encode).toEqual([['a', 'n']]);
		refused(() => takes([{ ...step, columns: ['a'] }], 'a', 'n'), 'pipeline.filter-twice');
	});
	it('CF-07: all but these types and names; nothing left out is everything', () => {
		const without = { ...standard, include: false };
		expect(takes([{ ...without, dtypes: ['int64'] }], 'a', 'b', 'n')?.encode).toEqual([['a', 'b']]);
		expect(takes([without], 'a', 'b')?.encode).toEqual([['a', 'b']]);
		refused(() => takes([{ ...without, columns: ['nope'] }], 'a'), 'pipeline.column-taken');
	});
	it('CF-08: a name that a type has left out already is refused', () => {
		const step = { ...standard, include: false, dtypes: ['int64'] };
		expect(takes([{ ...step, columns: ['a'] }], 'a', 'b', 'n')?.encode).toEqual([['b']]);
		refused(() => takes([{ ...step, columns: ['n'] }], 'a', 'b', 'n'), 'pipeline.filter-twice');
	});
	it('CF-09: something is left to work on', () => {
		const without = (name: string) => [{ ...standard, include: false, columns: [name] }];
		expect(takes(without('a'), 'a', 'b')?.encode).toEqual([['b']]);
		refused(() => takes(without('a'), 'a'), 'pipeline.filter-empty');
	});
	it('columns come out encoder by encoder, then what is left, in dataset order', () => {
		const steps = [
			{ ...ordinal, columns: ['n'] },
			{ ...standard, columns: ['b'] },
		];
		expect(features(steps, 'a', 'b', 'n', 'y')).toEqual(['n', 'b', 'a']);
		const { splits } = prepared(with_(steps, 'a', 'b', 'n'));
		const row = splits.test.numbers[0] as number;
		expect([splits.test.x[0], splits.test.x[2]]).toEqual([row % 4, (row * 7) % 40]);
		refused(() => features([{ ...standard, columns: ['a'] }], 'a', 's'), 'pipeline.text-left');
	});
});

describe('SPEC §6.3, what is learned from which rows', () => {
	/** The whole table, and with other values in its evaluation rows. */
	const moved = (name: string, value: number) => {
		const { splits } = prepared();
		const train = new Set(splits.train.numbers);
		const column = table.columns.find((one) => one.name === name);
		const values = column && 'values' in column ? column.values : [];
		return withColumns(
			number(
				name,
				range(ROWS).map((row) => (train.has(row) ? (values[row] as number) : value)),
				column?.dtype as 'float64',
			),
		);
	};
	const state = (encode: object, name: string, data = table) =>
		input(prepared(with_([encode], name), data).fitted).encode[0]?.state;
	it('numbers are learned from training rows', () => {
		for (const encoder of [
			'StandardScaler',
			'MinMaxScaler',
			'MaxAbsScaler',
			'RobustScaler',
			'QuantileTransformer',
			'PowerTransformer',
			'KBinsDiscretizer',
			'SplineTransformer',
			'PolynomialFeatures',
		])
			expect(state({ encoder }, 'a', moved('a', 1e4))).toEqual(state({ encoder }, 'a'));
	});
	it('categories are known from all rows, so that a rare one has its place', () => {
		const rare = moved('n', 9);
		for (const encoder of ['OneHotEncoder', 'OrdinalEncoder', 'LabelBinarizer'])
			expect(JSON.stringify(state({ encoder }, 'n', rare))).toContain('9');
		expect(JSON.stringify(state({ ...oneHot, vocabulary: 'train' }, 'n', rare))).not.toContain('9');
	});
	it('unknown categories are refused, all zeros, or of the infrequent', () => {
		const data = moved('n', 9);
		const told = (handleUnknown: string) =>
			prepared(with_([{ ...oneHot, vocabulary: 'train', handleUnknown }], 'n'), data);
		expect(told('ignore').splits.test.x.every((value) => value === 0)).toBe(true);
		expect(told('infrequent').splits.test.x.every((value) => value === 0)).toBe(true);
		refused(() => told('error'), 'pipeline.unknown-category');
	});
	it('a constant column is divided by 1', () => {
		const flat = withColumns(number('a', new Float64Array(ROWS).fill(3)));
		for (const encoder of ['StandardScaler', 'RobustScaler', 'MinMaxScaler'])
			expect(new Set(prepared(with_([{ encoder }], 'a'), flat).splits.test.x)).toEqual(new Set([0]));
		expect(isDocument(with_([{ encoder: 'Divide', by: 0 }], 'a'))).toBe(false);
	});
	it('every fold and every input has a fit of its own', () => {
		const changes = { split: { validation: null, folds: 3 }, ...with_([standard], 'a') };
		const states = range(3).map((fold) =>
			JSON.stringify(prepared(changes, table, fold).fitted.inputs[0]?.encode),
		);
		expect(new Set(states).size).toBe(3);
		const two = { inputs: [with_([standard], 'a').input, with_([standard], 'b').input] };
		const [a, b] = prepared({ ...two, split: { validation: null, folds: 3 } }, table, 1).fitted.inputs;
		expect(a?.encode[0]?.state).not.toEqual(b?.encode[0]?.state);
		expect(a?.encode[0]?.state).toEqual(input(prepared(changes, table, 1).fitted).encode[0]?.state);
		expect(() => prepared(changes, table, 3)).toThrow('3 folds');
	});
});

describe('SPEC §6.4, columns together, alone, and more than two axes', () => {
	it('columns are encoded together where the encoder relates them, and alone where it cannot', () => {
		// a, b, a², ab, b²
		expect(features([{ encoder: 'PolynomialFeatures', bias: false }], 'a', 'b')).toHaveLength(5);
		// b alone keeps its numbers, whatever is scaled beside it.
		const b = (...names: string[]) => prepared(with_([standard], ...names)).splits.test;
		const [beside, single] = [b('a', 'b'), b('b')];
		expect([...beside.x].filter((_, i) => i % 2 === 1)).toEqual([...single.x]);
		refused(() => takes([{ encoder: 'LabelBinarizer' }], 's', 'c'), 'pipeline.one-column');
	});
	it('sequences and images are encoded by column and channel, and keep their shape', () => {
		const sequences = blocks(ROWS, [4], ['u', 'v']);
		const images = blocks(ROWS, [2, 3], ['red', 'green']);
		for (const [data, shape] of [
			[sequences, [4, 2]],
			[images, [2, 2, 3]],
		] as const) {
			const names = data.columns.map(({ name }) => name);
			const changes = { input: { dataset: OTHER, ...columns(...names), encode: [standard] } };
			const { splits, shapes } = prepared(changes, [
				[MAIN, table],
				[OTHER, data],
			]);
			expect(shapes).toEqual([shape]);
			const { x } = splits.train;
			expect(Math.abs(x.reduce((sum, value) => sum + value, 0) / x.length)).toBeLessThan(1e-5);
			expect(lengthOf(data.columns[0])).toBe(data.rows);
		}
	});
	it('an encoder that adds columns changes the last axis', () => {
		const sequences = blocks(ROWS, [4], ['u']);
		const bins = { encoder: 'KBinsDiscretizer', bins: 3, strategy: 'uniform' };
		const { shapes } = prepared({ input: { dataset: OTHER, ...columns('u'), encode: [bins] } }, [
			[MAIN, table],
			[OTHER, sequences],
		]);
		expect(shapes).toEqual([[4, 3]]);
	});
	it('of windows, the rows inside training windows are learned from, before windows are cut', () => {
		const changes = {
			...FORECAST,
			input: { ...columns('a'), encode: [{ encoder: 'MaxAbsScaler' }], window: { size: 4, shift: 4 } },
			split: { method: 'time', time: 'y' },
		};
		const rising = withColumns(
			number(
				'a',
				range(ROWS).map((row) => row + 1),
			),
		);
		const { splits, fitted } = prepared(changes, rising);
		const last = Math.max(...splits.train.numbers);
		// Windows of 4 that move by 4 cover 4 rows each, from the first row on.
		expect(input(fitted).encode[0]?.state).toMatchObject({ scale: [4 * last + 4] });
		expect(Math.max(...splits.train.x)).toBe(1);
	});
});

describe('SPEC §6.5, names', () => {
	it('a column and its category, whole numbers without decimals', () => {
		expect(features([oneHot], 's', 'n')).toEqual(['n=0', 'n=1', 'n=2', 'n=3', 's=x', 's=y', 's=z']);
		const floats = tableOf(
			number(
				'a',
				range(ROWS).map((row) => (row % 2) + 0.5),
			),
			...table.columns.slice(1),
		);
		expect(input(prepared(with_([oneHot], 'a'), floats).fitted).features).toEqual(['a=0.5', 'a=1.5']);
	});
	it('one name per column that comes out, all different', () => {
		for (const encoder of ['KBinsDiscretizer', 'PolynomialFeatures', 'SplineTransformer']) {
			const { fitted, width } = prepared(with_([{ encoder }], 'a', 'b'));
			const { features: names } = input(fitted);
			expect(names).toHaveLength(width);
			expect(new Set(names).size).toBe(width);
			expect(names.some((name) => name.includes('a')) && names.some((name) => name.includes('b'))).toBe(true);
		}
		expect(features([{ encoder: 'KBinsDiscretizer', bins: 2 }], 'a')).toEqual(['a[bin 0]', 'a[bin 1]']);
	});
	it('of a target they are its classes', () => {
		const classes = text(
			'c',
			range(ROWS).map((row) => `c${row % 2}`),
		);
		expect(prepared(CLASSES, withColumns(classes)).fitted.target.classes).toEqual(['c0', 'c1']);
	});
});
