import { describe, expect, it } from 'vitest';
import { Stream } from '../random/stream';
import type { Column } from '../table/table';
import { giveaway } from './giveaway';

const ROWS = 200;
const stream = new Stream(11, 'giveaway.test');
const noise = Array.from({ length: ROWS }, () => stream.uniform());
const numbers = (name: string, f: (row: number) => number): Column => ({
	name,
	dtype: 'float64',
	values: Float64Array.from({ length: ROWS }, (_, row) => f(row)),
});
const kinds = (name: string, dictionary: string[], f: (row: number) => number): Column => ({
	name,
	dtype: 'string',
	dictionary,
	codes: Int32Array.from({ length: ROWS }, (_, row) => f(row)),
});
const at = (row: number): number => noise[row] as number;
const hidden = (row: number): number => noise[(row * 7 + 3) % ROWS] as number;

const price = numbers('price', (row) => 100 + 50 * at(row));
const sick = kinds('sick', ['no', 'yes'], (row) => (at(row) > 0.7 ? 1 : 0));
const size = kinds('size', ['L', 'M', 'S'], (row) => Math.floor(at(row) * 3));

describe('a column gives the target away when it', () => {
	it('holds the same values', () => {
		expect(giveaway({ ...price, name: 'copy' }, price, false)).toContain('the same values');
		expect(giveaway({ ...sick, name: 'copy' }, sick, true)).toContain('the same values');
	});
	it('is a recoding, one to one', () => {
		const coded = numbers('code', (row) => [30, 10, 20][Math.floor(at(row) * 3)] as number);
		expect(giveaway(coded, size, true)).toContain('under other names');
		const letters = kinds('letters', ['A', 'B'], (row) => (at(row) > 0.7 ? 0 : 1));
		expect(giveaway(letters, sick, true)).toContain('under other names');
	});
	it('is a finer recoding, many to one', () => {
		const wards = kinds('ward', ['a', 'b', 'c', 'd'], (row) => (at(row) > 0.7 ? 2 : 0) + (row % 2));
		expect(giveaway(wards, sick, true)).toContain('decides the target');
	});
	it('ranks one class above the other', () => {
		expect(
			giveaway(
				numbers('score', (row) => -Math.exp(at(row))),
				sick,
				true,
			),
		).toContain('ROC-AUC 1.000');
	});
	it('has a range for each of several classes', () => {
		expect(giveaway(numbers('chest', at), size, true)).toContain('range of its own');
	});
	it('is the same quantity in another unit, or bent', () => {
		expect(
			giveaway(
				numbers('cents', (row) => 3 - 250 * at(row)),
				price,
				false,
			),
		).toContain('another unit');
		expect(
			giveaway(
				numbers('log', (row) => Math.exp(9 * at(row))),
				price,
				false,
			),
		).toContain('order of the');
	});
});

describe('a column gives nothing away when it', () => {
	it('is only related', () => {
		const near = numbers('near', (row) => at(row) + 0.2 * hidden(row));
		for (const target of [sick, size]) expect(giveaway(near, target, true)).toBeNull();
		expect(giveaway(near, price, false)).toBeNull();
		const leaning = kinds('leaning', ['a', 'b'], (row) => (at(row) > 0.7 !== row % 20 < 1 ? 1 : 0));
		expect(giveaway(leaning, sick, true)).toBeNull();
	});
	it('names every row, so that it fits by accident', () => {
		const names = Array.from({ length: ROWS }, (_, row) => `n${String(row).padStart(3, '0')}`);
		expect(
			giveaway(
				kinds('name', names, (row) => row),
				sick,
				true,
			),
		).toBeNull();
	});
	it('is time, and the target grows', () => {
		const growth = numbers('level', (row) => 5 + row ** 1.5);
		expect(
			giveaway(
				numbers('year', (row) => 1800 + row),
				growth,
				false,
			),
		).toBeNull();
		expect(
			giveaway(
				numbers('depth', (row) => 1800 + row),
				growth,
				false,
			),
		).not.toBeNull();
	});
	it('fits a class of very few rows', () => {
		const rare = kinds('rare', ['no', 'yes'], (row) => (row < 3 ? 1 : 0));
		expect(
			giveaway(
				numbers('late', (row) => row),
				rare,
				true,
			),
		).toBeNull();
	});
	it('agrees on too few rows', () => {
		const gaps = numbers('gaps', (row) => (row < 10 ? 100 + 50 * at(row) : NaN));
		expect(giveaway(gaps, price, false)).toBeNull();
	});
	it('holds infinite values beside ordinary ones', () => {
		expect(
			giveaway(
				numbers('odd', (row) => (row ? hidden(row) : Infinity)),
				price,
				false,
			),
		).toBeNull();
	});
});
