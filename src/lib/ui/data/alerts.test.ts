import { describe, expect, it } from 'vitest';
import type { DatasetColumn } from '$lib/engine/schema/dataset';
import { alertsOf, passed, quoted, worstByColumn } from './alerts';

const numeric = (
	name: string,
	dtype: DatasetColumn['dtype'],
	over: Partial<Extract<DatasetColumn['statistics'], { kind: 'numeric' }>> = {},
): DatasetColumn => ({
	name,
	dtype,
	statistics: {
		kind: 'numeric',
		missing: 0,
		distinct: 40,
		mean: 5,
		std: 1,
		min: 1,
		q1: 3,
		median: 5,
		q3: 7,
		max: 9,
		histogram: [1, 2],
		...over,
	},
});
const text = (
	name: string,
	distinct: number,
	top: { value: string | null; share: number }[],
	missing = 0,
): DatasetColumn => ({
	name,
	dtype: 'string',
	statistics: { kind: 'categorical', missing, distinct, top },
});
const one = (column: DatasetColumn, rows = 100) => alertsOf({ rows, columns: [column] })[0];

describe('alerts', () => {
	it('finds nothing in an ordinary column and says so', () => {
		const alerts = alertsOf({
			rows: 100,
			columns: [
				numeric('age', 'float64'),
				text('sex', 2, [
					{ value: 'f', share: 0.6 },
					{ value: 'm', share: 0.4 },
				]),
			],
		});
		expect(alerts).toEqual([]);
		expect(passed(alerts)).toBe(6);
	});

	it('tells empty, constant and mostly missing apart', () => {
		expect(one(numeric('a', 'float64', { missing: 100, distinct: 0, min: null, max: null }))?.check).toBe(
			'empty',
		);
		expect(one(numeric('a', 'int32', { distinct: 1, min: 3, max: 3 }))?.text).toContain('Every value is 3');
		expect(
			one(
				text(
					'a',
					2,
					[
						{ value: null, share: 0.6 },
						{ value: 'x', share: 0.4 },
					],
					60,
				),
			)?.check,
		).toBe('constant');
		expect(one(numeric('a b', 'float64', { missing: 51 }))).toMatchObject({
			check: 'missing',
			where: '"a b" IS NOT NULL',
		});
		expect(one(numeric('a', 'float64', { missing: 50 }))).toBeUndefined();
	});

	it('suspects whole numbers and texts that never repeat, but no fractions and no handful of rows', () => {
		expect(one(numeric('id', 'int64', { distinct: 100 }))?.check).toBe('identifier');
		expect(one(numeric('x', 'float64', { distinct: 100 }))).toBeUndefined();
		expect(one(text('id', 5, [{ value: 'a', share: 0.2 }]), 5)).toBeUndefined();
	});

	it('warns of many categories and of one that nearly always occurs, quoting what it filters', () => {
		expect(one(text('city', 60, [{ value: 'Rome', share: 0.1 }]))?.title).toBe('city has 60 categories');
		expect(
			one(
				text('ok', 2, [
					{ value: "it's", share: 0.97 },
					{ value: 'n', share: 0.03 },
				]),
			)?.where,
		).toBe("ok <> 'it''s'");
	});

	it('puts the worst first and marks each column once', () => {
		const alerts = alertsOf({
			rows: 100,
			columns: [
				text('city', 60, [{ value: 'Rome', share: 0.1 }]),
				numeric('a', 'float64', { missing: 100, min: null, max: null }),
			],
		});
		expect(alerts.map(({ level }) => level)).toEqual(['bad', 'info']);
		expect([...worstByColumn(alerts)]).toEqual([
			[0, 'info'],
			[1, 'bad'],
		]);
	});

	it('quotes names that are no plain identifiers', () => {
		expect([quoted('age'), quoted('Age'), quoted('a "b"')]).toEqual(['age', '"Age"', '"a ""b"""']);
	});
});
