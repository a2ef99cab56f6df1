/** SPEC §9 SP, rule by rule, through whole pipelines: which samples train, validate and test, and which folds there are. */
import { describe, expect, it } from 'vitest';
import type { Split } from '../../src/lib/engine/split/split';
import {
	AUTOENCODER,
	blocks,
	CLASSES,
	FORECAST,
	isDocument,
	MAIN,
	number,
	OTHER,
	prepared,
	range,
	refused,
	ROWS,
	split,
	table,
	tableOf,
	text,
	withColumns,
} from '../fixtures/spec';

const sizes = (change: object, rows = ROWS) => {
	const data = tableOf(number('a', range(rows)), number('y', range(rows)));
	const found = split({ split: change }, data);
	return [found.train.length, found.validation.length, found.test.length];
};
const kinds = (...counts: number[]) =>
	withColumns(
		text(
			'c',
			counts.flatMap((count, k) => new Array<string>(count).fill('pqrst'[k] as string)),
		),
	);
const stratified = (change: object = {}, data = kinds(20, 20)) =>
	split(
		{ analysis: 'multi-class', target: { columns: ['c'] }, split: { stratify: 'target', ...change } },
		data,
	);
const splitIndices = ({ train, validation, test }: Split) => ({
	train: [...train],
	validation: [...validation],
	test: [...test],
});

describe('SPEC §9.1', () => {
	it('SP-01: a test share is between 0 and 1', () => {
		expect(isDocument({ split: { test: 0.3 } })).toBe(true);
		for (const test of [0, 1, -0.1, 1.5])
			expect(isDocument({ split: { test, validation: null } })).toBe(false);
	});
	it('SP-02: validation needs a test split', () => {
		expect(isDocument({ split: { test: null, validation: null } })).toBe(true);
		expect(isDocument({ split: { test: null, validation: 0.2 } })).toBe(false);
	});
	it('SP-03: a validation share is between 0 and 1', () => {
		expect(isDocument({ split: { validation: 0.3 } })).toBe(true);
		for (const validation of [0, 1, -0.1]) expect(isDocument({ split: { validation } })).toBe(false);
	});
	it('SP-04: something is left to train on', () => {
		expect(isDocument({ split: { test: 0.5, validation: 0.49 } })).toBe(true);
		expect(isDocument({ split: { test: 0.5, validation: 0.5 } })).toBe(false);
		refused(() => sizes({ test: 0.5, validation: 0.4 }, 2), 'pipeline.too-few-rows');
	});
	const images = (samples: number) => blocks(samples, [2, 2], ['red']);
	const pictured = { inputs: [{}, { dataset: OTHER, columns: { exclude: [] } }] };
	const beside = (samples: number) => [[MAIN, table] as const, [OTHER, images(samples)] as const];
	it('SP-05: all inputs have as many samples', () => {
		expect(prepared(pictured, beside(ROWS)).shapes).toEqual([[1], [1, 2, 2]]);
		refused(() => split(pictured, beside(ROWS - 1)), 'pipeline.samples');
	});
	it('SP-06: as many as the labels', () => {
		const one = { inputs: [{ dataset: OTHER, columns: { exclude: [] } }] };
		expect(split(one, beside(ROWS)).train.length).toBe(24);
		refused(() => split(one, beside(ROWS + 1)), 'pipeline.samples');
	});
	const window = { size: 4, shift: 2 };
	it('SP-07: windows have no label', () => {
		expect(split({ ...FORECAST, input: { window } }).train.length).toBeGreaterThan(0);
		refused(() => split({ input: { window } }), 'pipeline.window-label');
	});
	it('SP-08: without a label there is one input', () => {
		expect(split(AUTOENCODER).train.length).toBe(24);
		refused(() => split({ ...AUTOENCODER, inputs: [{}, {}] }), 'pipeline.unsupervised-inputs');
	});
	it('SP-09: a column to stratify by is for pipelines without a label', () => {
		const stratify = { column: 'n' };
		const input = { columns: { include: ['a', 'n'] } };
		expect(split({ ...AUTOENCODER, input, split: { stratify } }).stratified).toBe(true);
		refused(() => split({ input, split: { stratify } }), 'split.stratify-twice');
	});
	it('SP-10: and needs a test split', () => {
		const stratify = { column: 'n' };
		const none = { test: null, validation: null };
		expect(split({ ...AUTOENCODER, split: none }).stratified).toBe(false);
		refused(() => split({ ...AUTOENCODER, split: { ...none, stratify } }), 'split.stratify-test');
	});
	it('SP-11: bins need something to cut', () => {
		expect(split({ ...AUTOENCODER, split: { bins: 3, stratify: { column: 'b' } } }).stratified).toBe(true);
		refused(() => split({ ...AUTOENCODER, split: { bins: 3 } }), 'split.stratify-nothing');
	});
	it('SP-12: bins are of numbers', () => {
		expect(split({ split: { bins: 4, stratify: 'target' } }).stratified).toBe(true);
		refused(() => split({ ...CLASSES, split: { bins: 4, stratify: 'target' } }), 'pipeline.bins-text');
		const column = { ...AUTOENCODER, split: { bins: 4, stratify: { column: 's' } } };
		refused(() => split(column), 'pipeline.bins-text');
	});
	it('SP-13: every class has two members, and every split room for every class', () => {
		expect(stratified({}, kinds(38, 2)).test.length).toBe(8);
		refused(() => stratified({}, kinds(39, 1)), 'split.class-too-small');
		refused(() => stratified({ test: 0.05, validation: null }, kinds(14, 13, 13)), 'split.no-room');
		expect(stratified({ stratify: null }, kinds(39, 1)).stratified).toBe(false);
		refused(
			() =>
				prepared(
					{ analysis: 'multi-class', target: { columns: ['c'] }, split: { stratify: 'target' } },
					kinds(39, 1),
				),
			'split.class-too-small',
		);
	});
	it('SP-14: two folds or more, or none', () => {
		for (const folds of [null, 0, 2, 5]) expect(isDocument({ split: { folds } })).toBe(true);
		for (const folds of [1, -1, 2.5]) expect(isDocument({ split: { folds } })).toBe(false);
	});
	it('SP-15: warns of two folds', () => {
		expect(stratified({ folds: 2 }).warnings).toContainEqual(expect.stringContaining('Two folds'));
		expect(stratified({ folds: 3 }).warnings).toEqual([]);
	});
	it('SP-16: warns where folds cannot be equal', () => {
		expect(stratified({ folds: 5 }).warnings).toEqual([expect.stringContaining('24 rows cannot be divided')]);
		expect(stratified({ folds: 4 }).warnings).toEqual([]);
	});
	it('SP-17: warns of folds without some class, and refuses more folds than any class has rows', () => {
		expect(stratified({ folds: 6 }, kinds(35, 5)).warnings).toContainEqual(
			expect.stringContaining('Not every fold'),
		);
		expect(stratified({ folds: 6 }).warnings).toEqual([]);
		refused(() => stratified({ folds: 24 }), 'split.folds-classes');
		refused(() => stratified({ folds: 25 }), 'split.too-many-folds');
	});
});

describe('SPEC §9.2', () => {
	it('sizes: test and validation are rounded up, the remainder trains', () => {
		expect(sizes({ test: 0.11, validation: 0.21 }, 101)).toEqual([68, 21, 12]);
		expect(sizes({ test: 0.3, validation: 0.1 }, 150)).toEqual([89, 16, 45]);
		expect(sizes({ test: 0.25, validation: null }, 10)).toEqual([7, 0, 3]);
		expect(sizes({ test: null, validation: null }, 10)).toEqual([10, 0, 0]);
	});
	it('the same seed and data give the same samples, another seed gives others', () => {
		expect(splitIndices(stratified())).toEqual(splitIndices(stratified()));
		expect(splitIndices(stratified({ seed: 8 }))).not.toEqual(splitIndices(stratified()));
	});
	it('samples are ascending, in one split each, and in one validating fold each', () => {
		const found = stratified({ folds: 4 });
		const { train, validation, test } = splitIndices(found);
		for (const part of [train, validation, test]) expect(part).toEqual([...part].sort((p, q) => p - q));
		expect([...train, ...validation, ...test].sort((p, q) => p - q)).toEqual(range(ROWS));
		const held = found.folds?.flatMap((fold) => [...fold.validation]) ?? [];
		expect(held.sort((p, q) => p - q)).toEqual(train);
		for (const fold of found.folds ?? [])
			expect([...fold.train, ...fold.validation].sort((p, q) => p - q)).toEqual(train);
	});
	it('classes keep their shares to less than one sample, and fold counts differ by one at most', () => {
		const found = stratified({ folds: 3 }, kinds(21, 12, 7));
		[21, 12, 7].forEach((count, k) => {
			const from = [0, 21, 33][k] as number;
			const of = (part: ArrayLike<number>) =>
				Array.from(part).filter((row) => row >= from && row < from + count).length;
			expect(Math.abs(of(found.test) - (8 * count) / ROWS)).toBeLessThan(1);
			const counts = (found.folds ?? []).map((fold) => of(fold.validation));
			expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
		});
	});
	it('quantities are stratified by quantile bins, unless they are all equal', () => {
		const found = split({ split: { bins: 4, stratify: 'target' } });
		const low = [...found.test].filter((row) => row < 10).length;
		expect(low).toBe(2);
		const flat = split(
			{ split: { bins: 4, stratify: 'target' } },
			withColumns(number('y', new Float64Array(ROWS))),
		);
		expect(flat.stratified).toBe(false);
		expect(flat.warnings).toEqual([expect.stringContaining('hardly varies')]);
	});
	it('one-hot labels are stratified by their class, in folds too', () => {
		const hot = ['h0', 'h1'].map((name, k) =>
			number(
				name,
				range(ROWS).map((row) => Number(row % 2 === k)),
				'int64',
			),
		);
		const changes = { analysis: 'multi-class', target: { columns: ['h0', 'h1'] } };
		const found = split({ ...changes, split: { stratify: 'target', folds: 3 } }, withColumns(...hot));
		expect([...found.test].filter((row) => row % 2 === 0)).toHaveLength(4);
		for (const fold of found.folds ?? [])
			expect([...fold.validation].filter((row) => row % 2 === 0)).toHaveLength(4);
	});
	it('without a label a window is stratified by the median of a column', () => {
		const level = withColumns(
			number(
				'n',
				range(ROWS).map((row) => Number(row >= ROWS / 2)),
				'int64',
			),
		);
		const changes = {
			...FORECAST,
			input: { columns: { include: ['a', 'n'] }, window: { size: 2, shift: 2 } },
			split: { stratify: { column: 'n' } },
		};
		expect(split(changes, level).stratified).toBe(true);
		refused(
			() => split({ ...changes, split: { stratify: { column: 'nope' } } }, level),
			'split.stratify-column',
		);
	});
});
