/** IF-01 … IF-08 of SPEC §17, each with data that is taken and data that is refused. */
import { describe, expect, it } from 'vitest';
import { numbers, tableOf, texts } from '../prepare/transform/test-columns';
import type { Table } from '../table/table';
import { BLOCKS, blocks, only, pipelineOf, samplesAt, TABLE, train, training, without } from './testing';

const table = training();
const some = samplesAt(table, [4, 1, 9]);
const values = (x: ArrayLike<number>) => Array.from(x);
const rounded = (source: Table, name: string) =>
	source.columns.flatMap((column) =>
		column.name === name && column.dtype !== 'string' ? values(column.values).map(Math.fround) : [],
	);

const images = blocks(60, [2, 3], ['red', 'green']);
const both = pipelineOf({
	inputs: [
		{ dataset: TABLE, columns: { include: ['x'] }, impute: [], encode: [] },
		{ dataset: BLOCKS, columns: { exclude: [] }, impute: [], encode: [{ encoder: 'StandardScaler' }] },
	],
});

describe('IF-01: as many inputs as in training', () => {
	const { infer } = train(
		[
			[TABLE, table],
			[BLOCKS, images],
		],
		both,
	);
	it('puts the inputs side by side', () => {
		const { shapes, rows, x } = infer([some, samplesAt(images, [4, 1, 9])]);
		expect(shapes).toEqual([[1], [2, 2, 3]]);
		expect([rows, x.length]).toEqual([3, 3 * 13]);
	});
	it('refuses one input where there are two, and inputs of different lengths', () => {
		expect(() => infer(some)).toThrow('takes 2 inputs');
		expect(() => infer([some, samplesAt(images, [4])])).toThrow('has 1 samples');
	});
});

describe('IF-02: the same kind of data per input', () => {
	const sequences = blocks(60, [4], ['a', 'b']);
	const pipeline = pipelineOf({
		input: { dataset: BLOCKS, columns: { exclude: [] }, encode: [{ encoder: 'MinMaxScaler' }] },
	});
	const { infer } = train(
		[
			[TABLE, table],
			[BLOCKS, sequences],
		],
		pipeline,
	);
	it('takes sequences where sequences were learned', () => {
		expect(infer(samplesAt(sequences, [5])).shapes).toEqual([[4, 2]]);
	});
	it('refuses rows and images there', () => {
		expect(() => infer(only({ ...sequences, inner: undefined }, 'a', 'b'))).toThrow(
			'is a table, and the model was trained on sequences',
		);
		expect(() => infer(blocks(3, [4, 1], ['a', 'b']))).toThrow('is images');
	});
});

describe('IF-03: the same columns in the same order, whatever their types', () => {
	const { infer } = train(table, pipelineOf({ input: { columns: { include: ['x', 'count'] } } }));
	it('ignores what else there is', () => {
		const extra = { ...some, columns: [numbers('id', [7, 8, 9]), ...some.columns] };
		const { x, numbers: which } = infer(extra);
		expect([...x]).toEqual(rounded(some, 'x').flatMap((value, i) => [value, rounded(some, 'count')[i]]));
		expect([...which]).toEqual([0, 1, 2]);
		expect(infer(only(some, 'x', 'count')).x).toEqual(x);
		const unread = [texts('gaps', ['no', 'such', 'number']), ...without(some, 'gaps').columns];
		expect(infer({ ...some, columns: unread }).x).toEqual(x);
	});
	it('reads other types as those of training', () => {
		const floats = tableOf(texts('x', ['1.5', '-2']), numbers('count', [1, 5], 'float64'));
		expect([...infer(floats).x]).toEqual([1.5, 1, -2, 5]);
	});
	it('refuses a column that is missing, another order, and words for numbers', () => {
		expect(() => infer(without(some, 'count'))).toThrow('has no column "count"');
		expect(() => infer(only(some, 'count', 'x'))).toThrow('"count" comes too early');
		expect(() => infer(tableOf(texts('x', ['1.5', 'two']), numbers('count', [1, 5])))).toThrow('"two"');
	});
});

describe('IF-04: as many rows and channels per sample', () => {
	const pipeline = pipelineOf({ input: { dataset: BLOCKS, columns: { exclude: [] } } });
	const { infer } = train(
		[
			[TABLE, table],
			[BLOCKS, images],
		],
		pipeline,
	);
	it('takes images of the size learned', () => {
		expect(infer(blocks(2, [2, 3], ['red', 'green'])).shapes).toEqual([[2, 2, 3]]);
	});
	it('refuses another size, and more or fewer channels', () => {
		expect(() => infer(blocks(2, [3, 2], ['red', 'green']))).toThrow('are 3 × 2');
		expect(() => infer(blocks(2, [2, 3], ['red', 'green', 'alpha']))).toThrow('have 3 channels');
		expect(() => infer(blocks(2, [2, 3], ['red']))).toThrow('have 1 channels');
	});
});

describe('IF-05: windows as in training', () => {
	const forecast = pipelineOf({
		analysis: 'regression',
		input: { columns: { include: ['price'] }, window: { size: 4, shift: 3 } },
		target: { dataset: TABLE, columns: [], encode: null, unsupervised: 'forecast' },
	});
	const { infer } = train(table, forecast);
	const ten = samplesAt(table, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
	const price = rounded(ten, 'price');
	it('lays windows to the end of the data where nothing is compared', () => {
		const { x, y, rows, numbers: which, dropped } = infer(ten);
		expect([...x]).toEqual([0, 3, 6].flatMap((start) => price.slice(start, start + 4)));
		expect([rows, y, [...which], [...dropped]]).toEqual([3, null, [0, 1, 2], []]);
		expect(infer(samplesAt(table, [8, 9, 10, 11])).rows).toBe(1);
	});
	it('leaves room for what follows where a forecast is measured', () => {
		const { x, y, truth, rows } = infer(ten, { compare: true });
		expect(rows).toBe(2);
		expect([...x]).toEqual([0, 3].flatMap((start) => price.slice(start, start + 4)));
		expect([...y!]).toEqual([3, 6].flatMap((start) => price.slice(start, start + 4)));
		expect(truth).toEqual(Float64Array.from(y!));
	});
	it('refuses data shorter than a window, or that is cut into windows already', () => {
		expect(() => infer(samplesAt(table, [0, 1, 2]))).toThrow(/window/i);
		expect(() => infer(samplesAt(table, [0, 1, 2, 3, 4]), { compare: true })).toThrow(/window/i);
		expect(() => infer({ ...only(samplesAt(table, [0, 1, 2, 3]), 'price'), inner: [4] })).toThrow(
			'is sequences',
		);
	});
});

describe('IF-06: labels only where training had some', () => {
	const autoencoder = pipelineOf({
		analysis: 'regression',
		target: { dataset: TABLE, columns: [], encode: null, unsupervised: 'autoencoder' },
	});
	it('measures a reconstruction against the data itself', () => {
		const { infer } = train(table, autoencoder);
		const { x, y, truth } = infer(some, { compare: true });
		expect(y).toEqual(x);
		expect(truth).toEqual(Float64Array.from(x));
		expect(infer(some).y).toBeNull();
	});
	it('refuses labels for it', () => {
		expect(() => train(table, autoencoder).infer(some, { labels: some })).toThrow('without a target');
	});
});

describe('IF-07: the same label columns', () => {
	const { infer } = train(table, pipelineOf());
	it('takes labels from the data or from a table of their own', () => {
		const beside = infer(some, { labels: some });
		expect([...beside.truth!]).toEqual([0, 0, 1]);
		expect(beside.y).toEqual(Float32Array.from(beside.truth!));
		const apart = infer(only(some, 'x'), { labels: only(some, 'kind') });
		expect(apart).toEqual(beside);
		const none = infer(some);
		expect([none.truth, none.y]).toEqual([null, null]);
		expect(none.x).toEqual(beside.x);
	});
	it('refuses other labels, as many as there are not rows, and classes never learned', () => {
		expect(() => infer(some, { labels: without(some, 'kind') })).toThrow('no column "kind"');
		expect(() => infer(some, { labels: samplesAt(some, [0]) })).toThrow('labels have 1 rows');
		const odd = tableOf(texts('kind', ['rare', 'common', 'unheard']));
		expect(() => infer(some, { labels: odd })).toThrow('unheard');
	});
	it('reads labels of another type as those of training', () => {
		const target = { dataset: TABLE, columns: ['price'], encode: null };
		const prices = train(table, pipelineOf({ analysis: 'regression', target }));
		const labels = tableOf(texts('price', ['10', '2.5', '1e3']));
		expect([...prices.infer(some, { labels }).truth!]).toEqual([10, 2.5, 1000]);
	});
	it('leaves rows without a label out where they are measured, and says so', () => {
		const labels = tableOf(texts('kind', ['rare', null, 'common']));
		const { rows, truth, numbers: which, dropped, warnings } = infer(some, { labels });
		expect([rows, [...truth!], [...which], [...dropped]]).toEqual([2, [1, 0], [0, 2], [1]]);
		expect(warnings.join()).toContain('1 of 3 samples are left out');
		expect(infer(some).rows).toBe(3);
		expect(() => infer(some, { labels: tableOf(texts('kind', [null, null, null])) })).toThrow('No row');
	});
	it('takes one column per class', () => {
		const flags = (a: number[]) =>
			tableOf(
				numbers('p', a),
				numbers(
					'q',
					a.map((one) => 1 - one),
				),
			);
		const own = {
			rows: 60,
			columns: [...table.columns, ...flags(Array.from({ length: 60 }, (_, i) => i % 2)).columns],
		};
		const target = { dataset: TABLE, columns: ['p', 'q'], encode: null };
		const hot = train(own, pipelineOf({ analysis: 'multi-class', target }));
		expect([...hot.infer(some, { labels: flags([1, 0, 0]) }).truth!]).toEqual([0, 1, 1]);
		expect(() => hot.infer(some, { labels: only(flags([1, 0, 0]), 'p') })).toThrow('no column "q"');
	});
});

describe('IF-08: a category never seen in training', () => {
	const unseen = tableOf(texts('colour', ['red', 'beige']));
	const encoded = (handleUnknown: 'ignore' | 'error') =>
		train(
			table,
			pipelineOf({
				input: {
					columns: { include: ['colour'] },
					encode: [{ encoder: 'OneHotEncoder', handleUnknown, vocabulary: 'all' }],
				},
			}),
		);
	it('is no category where it is to be ignored', () => {
		const { infer, prepared } = encoded('ignore');
		const names = prepared.fitted.inputs[0]!.features;
		expect([...infer(unseen).x]).toEqual([
			...names.map((name) => (name.endsWith('red') ? 1 : 0)),
			0,
			0,
			0,
			0,
		]);
	});
	it('refuses where it is an error', () => {
		expect(() => encoded('error').infer(unseen)).toThrow('beige');
	});
});
