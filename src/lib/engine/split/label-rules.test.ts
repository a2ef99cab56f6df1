/** SPEC §3 LA-01 … LA-07, each kept and broken, and the value a sample of many rows has. */
import { describe, expect, it } from 'vitest';
import type { Column, Table } from '../table/table';
import { readLabel } from './label-rules';
import { sampleValues } from './sample-values';
import { numbers, range, texts } from './testing';

const table = (...columns: Column[]): Table => ({
	rows: columns[0] ? ('codes' in columns[0] ? columns[0].codes : columns[0].values).length : 0,
	columns,
});
const refused = (act: () => unknown, code: string) =>
	expect(act).toThrow(expect.objectContaining({ code }) as Error);
const rules = (...columns: Column[]) => readLabel(table(...columns)).findings.map(({ rule }) => rule);

const int = (name: string, values: readonly number[]) => numbers(name, values, 'int64');

describe('the target of a table', () => {
	const [a, b] = [int('a', [1, 0, 0, 1]), int('b', [0, 1, 1, 0])];
	it('LA-01: is refused of sequences and images', () => {
		expect(readLabel(table(a), ['a']).column).toBe(a);
		refused(() => readLabel({ ...table(a), inner: [2] }), 'split.label-kind');
		refused(() => readLabel({ ...table(a), inner: [2, 2] }), 'split.label-kind');
	});
	it('LA-02: has columns that exist, all of them when none are named', () => {
		expect(readLabel(table(a, b)).column.name).toBe('a, b');
		refused(() => readLabel(table(a, b), ['c']), 'pipeline.column-unknown');
	});
	it('LA-03: several columns hold 0 and 1 only', () => {
		refused(() => readLabel(table(a, int('b', [0, 1, 2, 0]))), 'pipeline.target-one-hot');
		refused(() => readLabel(table(a, numbers('b', [0, 1, NaN, 0]))), 'pipeline.target-one-hot');
		refused(() => readLabel(table(a, texts('b', ['0', '1', '1', '0']))), 'pipeline.target-one-hot');
	});
	it('LA-04: with exactly one 1 per row, and the row is named', () => {
		expect(readLabel(table(a, b)).column).toEqual(numbers('a, b', [0, 1, 1, 0], 'int32'));
		expect(() => readLabel(table(a, int('b', [0, 0, 1, 0])))).toThrow(/: row 2 has no 1 among/);
		expect(() => readLabel(table(a, int('b', [0, 1, 1, 1])))).toThrow(/: row 4 has 2 ones among/);
	});
	it('LA-05: warns of a column of several that is one single value', () => {
		expect(rules(a, b)).toEqual([]);
		expect(rules(a, b, int('c', [0, 0, 0, 0]))).toEqual(['LA-05']);
		expect(rules(int('a', [1, 1]), int('b', [0, 0]))).toEqual(['LA-05', 'LA-05']);
	});
	it('LA-06: warns of one class, but not of a quantity', () => {
		expect(rules(texts('y', ['p', 'p', null]))).toEqual(['LA-06']);
		expect(rules(texts('y', ['p', 'q', null]))).toEqual([]);
		expect(rules(numbers('y', [2, 2, 2]))).toEqual([]);
	});
	it('LA-07: gives a tip for five whole numbers or more', () => {
		expect(readLabel(table(int('y', range(5)))).findings[0]).toMatchObject({ verdict: 'tip', rule: 'LA-07' });
		expect(rules(int('y', range(4)))).toEqual([]);
		expect(rules(numbers('y', range(9)))).toEqual([]);
		expect(rules(texts('y', ['a', 'b', 'c', 'd', 'e']))).toEqual([]);
	});
});

describe('one value per sample', () => {
	const x = numbers('x', [1, 5, 2, NaN, 4, 9]);
	const t = texts('t', ['b', 'a', 'b', null, 'c', 'a']);
	const sequences: Table = { rows: 6, columns: [x, t, int('n', [1, 2, 4, 1, 1, 2])], inner: [3] };
	it('is the median of numbers and the most frequent text, missing ones aside', () => {
		expect(sampleValues(sequences, 'x')).toEqual(numbers('x', [2, 6.5]));
		expect(sampleValues(sequences, 't')).toEqual(texts('t', ['b', 'a']));
		expect(sampleValues(sequences, 'n')).toEqual(int('n', [2, 1]));
	});
	it('is missing where all rows are, and no whole number where a median is not', () => {
		const gaps: Table = {
			rows: 4,
			columns: [numbers('x', [NaN, NaN, 1, 2]), int('n', [1, 2, 3, 3])],
			inner: [2],
		};
		expect(sampleValues(gaps, 'x')).toEqual(numbers('x', [NaN, 1.5]));
		expect(sampleValues(gaps, 'n')).toEqual(numbers('n', [1.5, 3]));
	});
	it('is the column itself where a row is a sample, and of windows that of their rows', () => {
		const rows = { rows: 6, columns: [x] };
		expect(sampleValues(rows, 'x')).toBe(x);
		expect(sampleValues(rows, 'x', { starts: [0, 2], length: 4 })).toEqual(numbers('x', [2, 4]));
		refused(() => sampleValues(rows, 'z'), 'split.stratify-column');
	});
});
