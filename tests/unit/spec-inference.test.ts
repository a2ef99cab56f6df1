/** SPEC §17 IF, rule by rule: new data through a fitted pipeline, by the very steps of training. */
import { describe, expect, it } from 'vitest';
import {
	blocks as blocksOf,
	only,
	pipelineOf,
	BLOCKS,
	samplesAt,
	TABLE,
	train,
	training,
	without,
} from '../../src/lib/engine/infer/testing';
import { refused, text, tableOf } from '../fixtures/spec';

const table = training();
const some = samplesAt(table, [4, 1, 9]);
const images = blocksOf(60, [2, 3], ['red', 'green']);
const beside = (one = images) => [[TABLE, table] as const, [BLOCKS, one] as const];
const pictured = pipelineOf({ input: { dataset: BLOCKS, columns: { exclude: [] } } });
const forecast = pipelineOf({
	analysis: 'regression',
	input: { columns: { include: ['price'] }, window: { size: 4, shift: 3 } },
	target: { dataset: TABLE, columns: [], encode: null, unsupervised: 'forecast' },
});

describe('SPEC §17', () => {
	it('IF-01: as many inputs', () => {
		const input = { dataset: TABLE, columns: { include: ['x'] }, impute: [], encode: [] };
		const two = pipelineOf({ inputs: [input, { ...input, dataset: BLOCKS, columns: { exclude: [] } }] });
		const { infer } = train(beside(), two);
		expect(infer([some, samplesAt(images, [4, 1, 9])]).shapes).toEqual([[1], [2, 2, 3]]);
		refused(() => infer(some), 'infer.inputs');
	});
	it('IF-02: the same kind of data', () => {
		const { infer } = train(beside(), pictured);
		expect(infer(samplesAt(images, [7])).rows).toBe(1);
		refused(() => infer(blocksOf(2, [6], ['red', 'green'])), 'infer.kind');
		refused(() => infer(only(some, 'x', 'gaps')), 'infer.kind');
	});
	it('IF-03: the same columns in the same order; more are ignored', () => {
		const { infer } = train(table, pipelineOf({ input: { columns: { include: ['x', 'count'] } } }));
		expect(infer(only(some, 'x', 'count')).x).toEqual(infer(some).x);
		refused(() => infer(without(some, 'count')), 'infer.column');
		refused(() => infer(only(some, 'count', 'x')), 'infer.order');
	});
	it('IF-04: as many rows and channels', () => {
		const { infer } = train(beside(), pictured);
		expect(infer(blocksOf(5, [2, 3], ['red', 'green'])).rows).toBe(5);
		refused(() => infer(blocksOf(5, [3, 2], ['red', 'green'])), 'infer.shape');
		refused(() => infer(blocksOf(5, [2, 3], ['red', 'green', 'blue'])), 'infer.channels');
	});
	it('IF-05: windows of the same size and shift', () => {
		const { infer } = train(table, forecast);
		expect(infer(samplesAt(table, [0, 1, 2, 3, 4, 5, 6])).shapes).toEqual([[4, 1]]);
		refused(() => infer(samplesAt(table, [0, 1, 2])), 'pipeline.window-new-data');
		refused(() => infer({ ...only(samplesAt(table, [0, 1, 2, 3]), 'price'), inner: [4] }), 'infer.kind');
	});
	it('IF-06: no labels where training had none', () => {
		const { infer } = train(table, forecast);
		const ten = samplesAt(table, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
		expect(infer(ten).truth).toBeNull();
		refused(() => infer(ten, { labels: ten }), 'infer.no-target');
	});
	it('IF-07: the same label columns, or none', () => {
		const { infer } = train(table, pipelineOf());
		expect(infer(some, { labels: only(some, 'kind') }).truth).toHaveLength(3);
		expect(infer(only(some, 'x')).truth).toBeNull();
		refused(() => infer(some, { labels: without(some, 'kind') }), 'infer.label');
	});
	it('IF-08: an unseen category follows the encoder', () => {
		const told = (handleUnknown: string) => {
			const encode = [{ encoder: 'OneHotEncoder' as const, handleUnknown, vocabulary: 'all' }] as never;
			return train(table, pipelineOf({ input: { columns: { include: ['colour'] }, encode } })).infer;
		};
		const unseen = tableOf(text('colour', ['beige']));
		expect(told('ignore')(unseen).x.every((value) => value === 0)).toBe(true);
		refused(() => told('error')(unseen), 'pipeline.unknown-category');
	});
	it('what a sample is encoded to is the same as in training, of a fold by that fold’s fit', () => {
		const scaled = { columns: { include: ['x'] }, encode: [{ encoder: 'StandardScaler' as const }] };
		const split = { test: 0.2, validation: null, folds: 3, bins: null, stratify: null, seed: 4 };
		const fits = [0, 1].map((fold) => {
			const { prepared, infer } = train(table, pipelineOf({ input: scaled, split }), fold);
			const { numbers, x } = prepared.splits.test;
			expect(infer(samplesAt(table, numbers)).x).toEqual(x);
			return [...x];
		});
		expect(fits[0]).not.toEqual(fits[1]);
	});
});
