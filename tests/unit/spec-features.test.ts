/**
 * SPEC §1 LIST and PIPE, §3 FE and LA, §11 QU, rule by rule: what a pipeline may take as input and may predict. Each rule has
 * something it lets pass and something it refuses, or warns of.
 */
import { describe, expect, it } from 'vitest';
import { propose } from '../../src/lib/engine/prepare/propose';
import type { Dataset } from '../../src/lib/engine/schema/dataset';
import { readLabel } from '../../src/lib/engine/split/label-rules';
import {
	AUTOENCODER,
	blocks,
	CLASSES,
	isDocument,
	MAIN,
	number,
	OTHER,
	prepared,
	range,
	refused,
	resolve,
	ROWS,
	split,
	table,
	tableOf,
	tables,
	text,
	withColumns,
} from '../fixtures/spec';
import { resolvePipeline } from '../../src/lib/engine/prepare/resolve';

const include = (...names: string[]) => ({ columns: { include: names } });
const exclude = (...names: string[]) => ({ columns: { exclude: names } });
/** One column of 0 and 1 per class of row % 3. */
const hot = (change: (k: number, row: number) => number = (k, row) => Number(row % 3 === k)) =>
	['h0', 'h1', 'h2'].map((name, k) =>
		number(
			name,
			range(ROWS).map((row) => change(k, row)),
			'int64',
		),
	);
const oneHot = { analysis: 'multi-class', target: { columns: ['h0', 'h1', 'h2'] } };
const findings = (...columns: Parameters<typeof tableOf>) => readLabel(tableOf(...columns)).findings;

describe('SPEC §1', () => {
	it('LIST: a list holds something, and no null', () => {
		expect(isDocument({ input: include('a', 'b') })).toBe(true);
		expect(isDocument({ input: { columns: { include: [] } } })).toBe(false);
		expect(isDocument({ input: { columns: { include: ['a', null] } } })).toBe(false);
		expect(isDocument({ input: { encode: [{ encoder: 'MaxAbsScaler', dtypes: [] }] } })).toBe(false);
	});
	it('PIPE-01: the target is no input, whether it is included, not excluded, or excluded', () => {
		expect(resolve({ input: include('a', 'y') }).inputs[0]?.columns).toEqual(['a']);
		expect(resolve({ input: exclude('s', 'c') }).inputs[0]?.columns).toEqual(['a', 'b', 'n']);
		expect(resolve({ input: exclude('y', 's', 'c') }).inputs[0]?.columns).toEqual(['a', 'b', 'n']);
		const other = { inputs: [{ dataset: OTHER, ...include('y') }] };
		const both = [[MAIN, table] as const, [OTHER, table] as const];
		expect(resolve(other, both).inputs[0]?.columns).toEqual(['y']);
	});
});

describe('SPEC §3, features', () => {
	it('FE-01: columns are included or excluded, not both', () => {
		expect(isDocument({ input: include('a') })).toBe(true);
		expect(isDocument({ input: { columns: { include: ['a'], exclude: ['b'] } } })).toBe(false);
	});
	it('FE-02: a named column exists', () => {
		expect(resolve({ input: include('b') }).inputs[0]?.columns).toEqual(['b']);
		refused(() => resolve({ input: include('nope') }), 'pipeline.column-unknown');
		refused(() => resolve({ input: exclude('nope') }), 'pipeline.column-unknown');
	});
	it('FE-03: a column is left', () => {
		expect(resolve({ input: exclude('b', 'n', 's', 'c') }).inputs[0]?.columns).toEqual(['a']);
		refused(() => resolve({ input: exclude('a', 'b', 'n', 's', 'c') }), 'pipeline.all-excluded');
	});
	it('FE-04: nothing excluded takes all columns', () => {
		const all = resolve(
			{ input: exclude() },
			tableOf(...table.columns.filter(({ name }) => !'sc'.includes(name))),
		);
		expect(all.inputs[0]?.columns).toEqual(['a', 'b', 'n']);
		refused(() => resolve({ input: exclude() }), 'pipeline.text-left');
	});
});

describe('SPEC §3, labels', () => {
	it('LA-01: the target is in a table', () => {
		const images = blocks(ROWS, [2, 2], ['y']);
		expect(resolve({}).target).toEqual([expect.objectContaining({ name: 'y' })]);
		refused(
			() =>
				resolve({ target: { dataset: OTHER } }, [
					[MAIN, table],
					[OTHER, images],
				]),
			'pipeline.target-table',
		);
	});
	it('LA-02: the target’s columns exist', () => {
		expect(resolve(CLASSES).target).toHaveLength(1);
		refused(() => resolve({ target: { columns: ['nope'] } }), 'pipeline.column-unknown');
	});
	it('LA-03: several columns hold 0 and 1 only', () => {
		expect(prepared(oneHot, withColumns(...hot())).fitted.target.classes).toEqual(['h0', 'h1', 'h2']);
		const two = withColumns(...hot((k, row) => (row % 3 === k ? 2 : 0)));
		refused(() => prepared(oneHot, two), 'pipeline.target-one-hot');
		refused(
			() => prepared({ analysis: 'multi-class', target: { columns: ['c', 's'] } }),
			'pipeline.target-one-hot',
		);
	});
	it('LA-04: exactly one 1 per row, and the row is named', () => {
		const { splits } = prepared(oneHot, withColumns(...hot()));
		expect([...splits.train.truth]).toEqual([...splits.train.numbers].map((row) => row % 3));
		const wrong = (value: number) =>
			withColumns(...hot((k, row) => (row === 4 ? value : Number(row % 3 === k))));
		expect(() => prepared(oneHot, wrong(0))).toThrow('row 5 has no 1');
		expect(() => prepared(oneHot, wrong(1))).toThrow('row 5 has 3 ones');
	});
	it('LA-05: warns of one column among several that never changes', () => {
		const never = withColumns(...hot((k, row) => Number(row % 2 === k)));
		expect(split(oneHot, never).warnings).toEqual([expect.stringContaining('"h2" is 0 in every row')]);
		expect(split(oneHot, withColumns(...hot())).warnings).toEqual([]);
	});
	it('LA-06: warns of one class, not of a quantity', () => {
		expect(findings(text('y', ['p', 'p'])).map(({ rule }) => rule)).toEqual(['LA-06']);
		expect(findings(text('y', ['p', 'q']))).toEqual([]);
		expect(findings(number('y', [1, 1]))).toEqual([]);
	});
	it('LA-07: gives a tip for five whole numbers or more', () => {
		expect(findings(number('y', range(5), 'int64'))[0]).toMatchObject({ rule: 'LA-07', verdict: 'tip' });
		expect(findings(number('y', range(4), 'int64'))).toEqual([]);
		expect(findings(number('y', range(5)))).toEqual([]);
	});
	it('classes are sorted, whatever order they appear in', () => {
		const target = text(
			'c',
			range(ROWS).map((row) => (row % 2 ? 'alpha' : 'omega')),
		);
		expect(prepared(CLASSES, withColumns(target)).fitted.target.classes).toEqual(['alpha', 'omega']);
	});
});

describe('SPEC §11, what is asked and what is predicted', () => {
	const whole = (classes: number) =>
		withColumns(
			number(
				'y',
				range(ROWS).map((row) => row % classes),
				'int64',
			),
		);
	const encode = (encoder: string) => ({ target: { encode: { encoder } } });
	const classes = (encoder: string, analysis = 'binary') => ({
		analysis,
		target: { columns: ['c'], encode: { encoder } },
	});
	it('QU-01: decimal numbers are no classes', () => {
		expect(prepared({ analysis: 'binary' }, whole(2)).fitted.target.classes).toEqual(['0', '1']);
		refused(() => resolve({ analysis: 'binary' }), 'pipeline.target-float');
		refused(() => resolve({ analysis: 'multi-class' }), 'pipeline.target-float');
	});
	it('QU-02: classes have an encoder of classes', () => {
		expect(prepared(classes('LabelBinarizer')).fitted.target.classes).toEqual(['no', 'yes']);
		refused(
			() => resolve({ analysis: 'binary', ...encode('StandardScaler') }, whole(2)),
			'pipeline.target-encoder',
		);
	});
	it('QU-03: two classes are one output', () => {
		expect(prepared(classes('OrdinalEncoder')).outputs).toBe(1);
		expect(prepared(classes('OneHotEncoder', 'multi-class')).outputs).toBe(2);
		refused(() => resolve(classes('OneHotEncoder')), 'pipeline.target-encoder');
	});
	it('QU-08: warns of bins declared for classes', () => {
		const target = { analysis: 'multi-class', target: { columns: ['n'] } };
		const binned = split({ ...target, split: { stratify: 'target', bins: 2 } });
		expect(binned.warnings).toEqual([expect.stringContaining('bins of their values')]);
		expect(split({ ...target, split: { stratify: 'target' } }).warnings).toEqual([]);
	});
	it('QU-09: a quantity has no encoder of classes', () => {
		expect(resolve(encode('StandardScaler')).target).toHaveLength(1);
		for (const encoder of ['OneHotEncoder', 'OrdinalEncoder', 'LabelBinarizer', 'Binarizer'])
			refused(() => resolve({ target: { columns: ['n'], encode: { encoder } } }), 'pipeline.target-encoder');
	});
	it('QU-10: text is no quantity', () => {
		expect(resolve({ target: { columns: ['n'] } }).target).toHaveLength(1);
		refused(() => resolve({ target: { columns: ['c'] } }), 'pipeline.target-text');
	});
	it('QU-11: warns where a quantity is stratified by bins nobody declared', () => {
		const said = (bins: number | null) => split({ split: { stratify: 'target', bins } }).warnings;
		expect(said(null)).toEqual([expect.stringContaining('No number of bins is declared')]);
		expect(said(3)).toEqual([]);
	});
	it('QU-12: several label columns are several classes', () => {
		expect(resolve(oneHot, withColumns(...hot())).target).toHaveLength(3);
		for (const analysis of ['binary', 'regression'])
			refused(() => resolve({ ...oneHot, analysis }, withColumns(...hot())), 'pipeline.target-columns');
	});
	it('QU-13: what is learned without a label is a quantity', () => {
		expect(resolve(AUTOENCODER).target).toEqual([]);
		refused(() => resolve({ ...AUTOENCODER, analysis: 'binary' }), 'pipeline.unsupervised-analysis');
	});
	it('QU-14: binary means two classes, and one class is none', () => {
		expect(prepared({ analysis: 'binary' }, whole(2)).outputs).toBe(1);
		refused(() => prepared({ analysis: 'binary' }, whole(3)), 'pipeline.target-not-binary');
		for (const analysis of ['binary', 'multi-class'])
			refused(() => prepared({ analysis }, whole(1)), 'pipeline.target-one-class');
		const only = withColumns(...hot((k) => Number(k === 1)));
		refused(() => prepared(oneHot, only), 'pipeline.target-one-class');
	});
	it('EN-09, QU-02: a target’s encoder has a way back', () => {
		expect(prepared(encode('MinMaxScaler')).fitted.target.encode?.step.encoder).toBe('MinMaxScaler');
		for (const encoder of [
			'Normalizer',
			'PolynomialFeatures',
			'SplineTransformer',
			'KernelCenterer',
			'Binarizer',
		])
			refused(() => resolve(encode(encoder)), 'pipeline.target-encoder');
	});
	it('every refused pipeline has a proposal that is not', () => {
		const rare = text(
			'c',
			range(ROWS).map((row) => (row === 0 ? 'rare' : row % 2 ? 'yes' : 'no')),
		);
		const data = withColumns(rare);
		const dataset = { id: MAIN, columns: [] } as unknown as Dataset;
		const { pipeline, reasons } = propose(dataset, data, 'c', 7);
		expect(pipeline.split.stratify).toBeNull();
		expect(reasons.map(({ text: said }) => said)).toContainEqual(
			expect.stringContaining('is not stratified'),
		);
		expect(resolvePipeline(tables(data), pipeline).target).toHaveLength(1);
	});
});
