/**
 * SPEC §20: the defects of the reference that concern preparation, by their numbers. Each test fails on a laboratory that
 * has the defect.
 */
import { describe, expect, it } from 'vitest';
import { tableOfArray } from '../../src/lib/engine/array/array-table';
import { partsOf } from '../../src/lib/engine/split/split-indices';
import { contentHash } from '../../src/lib/engine/table/content-hash';
import { kindOf } from '../../src/lib/workers/data/file-kind';
import {
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
	resolve,
	ROWS,
	split,
	table,
	text,
	withColumns,
} from '../fixtures/spec';

const scaled = { encode: [{ encoder: 'MaxAbsScaler' }] };
const rising = number(
	'r',
	range(ROWS).map((row) => row + 1),
);

describe('defects of the reference', () => {
	it('2: an interpolated label stays with its row, not in the order of the splits', () => {
		const gap = (row: number) => row % 6 === 3;
		const data = withColumns(
			number(
				'y',
				range(ROWS).map((row) => (gap(row) ? NaN : 10 * row)),
			),
		);
		const { splits } = prepared({ target: { interpolate: { method: 'linear' } } }, data);
		for (const { numbers, truth } of Object.values(splits))
			numbers.forEach((row, i) => {
				if (gap(row)) expect(Math.abs((truth[i] as number) - 10 * row)).toBeLessThan(100);
				else expect(truth[i]).toBe(10 * row);
			});
	});
	it('3: encoders take effect on sequences and images', () => {
		for (const inner of [[4], [2, 3]]) {
			const own = { dataset: OTHER, columns: { exclude: [] } };
			const both = [[MAIN, table] as const, [OTHER, blocks(ROWS, inner, ['u', 'v'])] as const];
			const plain = prepared({ input: own }, both).splits.train.x;
			const { x } = prepared({ input: { ...own, ...scaled } }, both).splits.train;
			expect(Math.max(...plain)).toBeGreaterThan(100);
			expect(Math.max(...x)).toBe(1);
		}
	});
	it('4: encoders of windows learn from the rows of training windows only', () => {
		const changes = {
			...FORECAST,
			input: { columns: { include: ['r'] }, ...scaled, window: { size: 4, shift: 4 } },
			split: { method: 'time', time: 'r' },
		};
		const { splits } = prepared(changes, withColumns(rising));
		expect(Math.max(...splits.train.x)).toBe(1);
		expect(Math.min(...splits.test.x)).toBeGreaterThan(1);
	});
	it('5: with folds, the second input is encoded with its own fit', () => {
		const input = (name: string) => ({ columns: { include: [name] }, ...scaled });
		const changes = { inputs: [input('r'), input('big')], split: { validation: null, folds: 3 } };
		const big = number(
			'big',
			range(ROWS).map((row) => 1000 * (row + 1)),
		);
		for (const fold of range(3)) {
			const { x, rows } = prepared(changes, withColumns(rising, big), fold).splits.train;
			for (const i of range(rows)) expect(x[2 * i + 1]).toBeCloseTo(x[2 * i] as number, 6);
			expect(Math.max(...x)).toBe(1);
		}
	});
	it('6: gaps in evaluation rows are filled with the help of training rows', () => {
		const own = prepared({ input: { columns: { include: ['r'] } } }, withColumns(rising)).splits;
		const lost = new Set(own.test.numbers);
		// Of the test rows only one is known: alone they could be filled with nothing but its value.
		const [kept] = own.test.numbers;
		const data = withColumns(
			number(
				'r',
				range(ROWS).map((row) => (lost.has(row) && row !== kept ? NaN : row + 1)),
			),
		);
		const changes = { input: { columns: { include: ['r'] }, interpolate: [{ method: 'linear' }] } };
		const { test } = prepared(changes, data).splits;
		test.numbers.forEach((row, i) => expect(Math.abs((test.x[i] as number) - (row + 1))).toBeLessThan(5));
	});
	it('7: columns without an encoder come in dataset order', () => {
		const names = ['q', 'k', 'z', 'd', 'm', 'b2'];
		const more = names.map((name, c) =>
			number(
				name,
				range(ROWS).map((row) => row * (c + 1)),
			),
		);
		const include = ['m', 'b2', 'z', 'r', 'd', 'k', 'q', 'a'];
		const { fitted } = prepared(
			{ input: { columns: { include }, encode: [{ encoder: 'StandardScaler', columns: ['k'] }] } },
			withColumns(rising, ...more),
		);
		expect(fitted.inputs[0]?.features).toEqual(['k', 'a', 'r', 'q', 'z', 'd', 'm', 'b2']);
	});
	it('11: one-hot labels are cut into folds, by their class', () => {
		const hot = ['h0', 'h1'].map((name, k) =>
			number(
				name,
				range(ROWS).map((row) => Number(row % 2 === k)),
				'int64',
			),
		);
		const changes = {
			analysis: 'multi-class',
			target: { columns: ['h0', 'h1'] },
			split: { validation: null, folds: 4, stratify: 'target' },
		};
		const { splits } = prepared(changes, withColumns(...hot), 3);
		expect(splits.validation.truth.filter((value) => value === 0)).toHaveLength(4);
		expect(splits.validation.truth.filter((value) => value === 1)).toHaveLength(4);
	});
	it('12: .parquet is read as .pq is, in capitals too', async () => {
		for (const name of ['a.parquet', 'a.pq', 'a.PARQUET', 'a.PQ'])
			expect(await kindOf(new File(['PAR1'], name), 'auto')).toBe('parquet');
		await expect(kindOf(new File(['x'], 'a.xlsx'), 'auto')).rejects.toMatchObject({ code: 'data.file-type' });
	});
	it('14: a column that is not there is named, with the step that wants it', () => {
		const changes = {
			input: { columns: { exclude: ['s', 'c'] }, encode: [{ encoder: 'MinMaxScaler', columns: ['nope'] }] },
		};
		refused(() => resolve(changes), 'pipeline.column-taken');
		expect(() => resolve(changes)).toThrow(/MinMaxScaler.*"nope"|"nope".*MinMaxScaler/);
	});
	it('15: three classes are not binary', () => {
		expect(prepared(CLASSES).outputs).toBe(1);
		refused(() => prepared({ analysis: 'binary', target: { columns: ['s'] } }), 'pipeline.target-not-binary');
	});
	it('16: the seed of the split is part of the document, and gives the same samples again', () => {
		const without = { split: { seed: undefined } };
		expect(isDocument(without)).toBe(false);
		const [once, again, other] = [3, 3, 4].map((seed) =>
			JSON.stringify(partsOf(split({ split: { seed, folds: 3 } }))),
		);
		expect(again).toBe(once);
		expect(other).not.toBe(once);
	});
	it('23: colour images are channels first, whichever way they came', () => {
		const pixels = (channels: 'first' | 'last') => {
			const shape = channels === 'first' ? [ROWS, 3, 2, 4] : [ROWS, 2, 4, 3];
			const values = new Float64Array(ROWS * 24);
			// Every value says its channel, row and column.
			for (const i of range(values.length)) {
				const [, p = 1, q = 1, r = 1] = shape;
				const place = [Math.floor(i / (q * r)) % p, Math.floor(i / r) % q, i % r];
				const [channel = 0, row = 0, column = 0] =
					channels === 'first' ? place : [place[2] as number, place[0] as number, place[1] as number];
				values[i] = 100 * channel + 10 * row + column;
			}
			return tableOfArray({ values, shape, dtype: 'float64' }, ['red', 'green', 'blue'], { channels });
		};
		for (const channels of ['first', 'last'] as const) {
			const { splits, shapes } = prepared({ input: { dataset: OTHER, columns: { exclude: [] } } }, [
				[MAIN, table],
				[OTHER, pixels(channels)],
			]);
			expect(shapes).toEqual([[3, 2, 4]]);
			const wanted = range(24).map((i) => 100 * Math.floor(i / 8) + 10 * (Math.floor(i / 4) % 2) + (i % 4));
			expect([...splits.test.x.subarray(0, 24)]).toEqual(wanted);
		}
	});
	it('24: classes are sorted, not in the order they appear, and truth is by those names', () => {
		const names = ['pear', 'fig', 'apple'];
		const data = withColumns(
			text(
				'c',
				range(ROWS).map((row) => names[row % 3] as string),
			),
		);
		const { fitted, splits } = prepared({ analysis: 'multi-class', target: { columns: ['c'] } }, data);
		expect(fitted.target.classes).toEqual(['apple', 'fig', 'pear']);
		splits.test.numbers.forEach((row, i) =>
			expect(fitted.target.classes[splits.test.truth[i] as number]).toBe(names[row % 3]),
		);
	});
	it('25: data is known by its content, so that A, B, A are two datasets', async () => {
		const again = { ...table, columns: table.columns.map((column) => structuredClone(column)) };
		const hashes = [
			await contentHash(table),
			await contentHash(withColumns(rising)),
			await contentHash(again),
		];
		expect(hashes[2]).toBe(hashes[0]);
		expect(new Set(hashes).size).toBe(2);
	});
});
