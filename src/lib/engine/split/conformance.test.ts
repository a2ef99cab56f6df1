import { describe, expect, it } from 'vitest';
import { expectClose, num, nums, pick, type Json } from '../../../../tests/fixtures/fixture';
import { Stream } from '../random/stream';
import type { Analysis } from '../schema/common';
import type { Pipeline } from '../schema/pipeline';
import { compareCodePoints } from '../table/compare';
import type { Column } from '../table/table';
import { quantileBins } from './quantile-bins';
import { splitSizes } from './sizes';
import { splitTable } from './split-table';
import { drawStratified } from './stratified-draw';

describe('quantileBins gives pandas’ qcut', () => {
	it.each(pick('qcut', (name) => !name.includes('raise')))(
		'%s',
		(_, { input, params, expected, tolerance }) => {
			const { codes, edges } = quantileBins(Float64Array.from(nums(input['x'])), num(params['q']));
			expectClose(
				Array.from(codes, (code) => (code < 0 ? NaN : code)),
				nums(expected['codes']),
				tolerance,
			);
			expectClose(edges, nums(expected['edges']), tolerance, 'edges');
		},
	);
});

const share = (value: Json | undefined) => (value == null ? 0 : num(value));

describe('splitSizes follows SPEC §9.2', () => {
	it.each(pick('splits', (name) => name.startsWith('sizes/')))('%s', (_, { input, params, expected }) => {
		const sizes = splitSizes(num(input['n']), share(params['size_test']), share(params['size_validation']));
		expect(sizes).toEqual({ validation: 0, ...expected });
	});
});

function pipelineOf(
	analysis: Analysis,
	test: number,
	validation: number,
	seed: number,
	bins: number | null,
): Pipeline {
	const dataset = `sha256:${'0'.repeat(64)}` as const;
	return {
		kind: 'pipeline',
		name: 'p',
		analysis,
		inputs: [{ dataset, columns: { exclude: [] }, impute: [], encode: [] }],
		target: { dataset, columns: ['y'], encode: null },
		split: { test, validation, folds: null, bins, stratify: 'target', seed },
	};
}
const table = (column: Column, rows: number) => ({ rows, columns: [column] });

describe('splitTable keeps the shares of classes', () => {
	const both = (name: string, { params }: { params: Record<string, Json> }) =>
		name.startsWith('train_test/') && params['size_validation'] !== null;
	it.each(pick('splits', both))('%s', (_, { input, params, expected }) => {
		const labels = input['labels'] as string[];
		const dictionary = [...new Set(labels.map(String))].sort(compareCodePoints);
		const codes = Int32Array.from(labels, (label) => dictionary.indexOf(String(label)));
		for (const seed of [1, 2, 3]) {
			const split = splitTable(
				table({ name: 'y', dtype: 'string', dictionary, codes }, labels.length),
				pipelineOf('multi-class', num(params['size_test']), num(params['size_validation']), seed, null),
			);
			expect(split.stratified).toBe(true);
			for (const name of ['train', 'validation', 'test'] as const) {
				const rows = split[name];
				expect(rows.length).toBe((expected['sizes'] as Record<string, number>)[name]);
				const ranges =
					(expected['per_class_count_range'] as Record<string, Record<string, [number, number]>>)[name] ?? {};
				for (const [label, [low, high]] of Object.entries(ranges)) {
					const count = rows.filter((row) => String(labels[row]) === label).length;
					expect(count).toBeGreaterThanOrEqual(low);
					expect(count).toBeLessThanOrEqual(high);
				}
			}
			const all = [...split.train, ...split.validation, ...split.test].sort((a, b) => a - b);
			expect(all).toEqual(labels.map((_, i) => i));
		}
	});

	it.each(pick('splits', (name) => name.startsWith('continuous_label/')))(
		'%s',
		(_, { input, params, expected }) => {
			const label = Float64Array.from(nums(input['label']));
			const { codes } = quantileBins(label, num(params['bin_count']));
			expect([...codes]).toEqual(expected['bins']);
			const count = num(expected['test_count']);
			expect(splitSizes(label.length, num(params['size_test']), 0).test).toBe(count);
			const { drawn } = drawStratified(codes, count, new Stream(5, 'split'));
			for (const [bin, [low, high]] of Object.entries(
				expected['per_bin_test_count_range'] as Record<string, [number, number]>,
			)) {
				const found = drawn.filter((row) => codes[row] === Number(bin)).length;
				expect(found).toBeGreaterThanOrEqual(low);
				expect(found).toBeLessThanOrEqual(high);
			}
		},
	);
});
