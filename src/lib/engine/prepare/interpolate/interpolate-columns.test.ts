import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { BenchtopError } from '../../errors/error';
import { interpolateStepSchema, type InterpolateStep } from '../../schema/interpolate-step';
import type { Column, NumericDtype, Table } from '../../table/table';
import { acceptsInterpolation, checkStampColumn, stampColumn } from './accepts';
import { interpolateBlocks } from './blocks';
import { interpolate } from './interpolate';
import { interpolateColumns, interpolateNewRows, tryInterpolation } from './interpolate-columns';

const column = (...values: (number | null)[]) => Float64Array.from(values, (value) => value ?? NaN);
const named = (name: string, dtype: NumericDtype, ...values: (number | null)[]): Column => ({
	name,
	dtype,
	values: column(...values),
});
const codeOf = (act: () => unknown): string => {
	try {
		act();
	} catch (thrown) {
		return thrown instanceof BenchtopError ? thrown.code : String(thrown);
	}
	return 'nothing thrown';
};
const LINEAR: InterpolateStep = { method: 'linear' };

describe('the document of an interpolation', () => {
	const accepts = (step: unknown) => v.safeParse(interpolateStepSchema, step).success;

	it.each([
		[{ method: 'linear' }],
		[{ method: 'polynomial', order: 3 }],
		[{ method: 'spline', order: 5, smoothing: null }],
		[{ method: 'spline', smoothing: 0, limit: 2, limitDirection: 'forward', limitArea: 'inside' }],
		[{ method: 'time', by: 'day', processSeparately: false }],
		[{ method: 'index', dtypes: ['float64'], columns: ['a'] }],
		[{ method: 'ffill', limitDirection: 'forward' }],
	])('may be %j', (step) => {
		expect(accepts(step)).toBe(true);
	});

	it.each([
		['IN-02: another axis', { method: 'linear', axis: 1 }],
		['IN-06: an exclusion', { method: 'linear', include: false, columns: ['a'] }],
		['IN-06: an empty list', { method: 'linear', columns: [] }],
		['an unknown method', { method: 'krogh' }],
		['a limit of 0', { method: 'linear', limit: 0 }],
		['a spline of order 6', { method: 'spline', order: 6 }],
		['a negative smoothing', { method: 'spline', smoothing: -1 }],
		['time without stamps', { method: 'time' }],
		['an order where none counts', { method: 'cubic', order: 2 }],
		['copying forward from behind', { method: 'pad', limitDirection: 'both' }],
	])('may not have %s', (_, step) => {
		expect(accepts(step)).toBe(false);
	});
});

describe('columns a step may take', () => {
	it('IN-03: are floating point', () => {
		for (const dtype of ['float32', 'float64'] as const)
			expect(acceptsInterpolation({ name: 'a', dtype }, LINEAR)).toBe(true);
		for (const dtype of ['int64', 'bool', 'date', 'string'] as const)
			expect(acceptsInterpolation({ name: 'a', dtype }, LINEAR)).toBe(false);
		const table: Table = { rows: 2, columns: [named('a', 'int64', 1, null)] };
		expect(codeOf(() => interpolateColumns(table, ['a'], LINEAR, null))).toBe('interpolate.not-float');
		expect(codeOf(() => interpolateColumns(table, ['b'], LINEAR, null))).toBe('pipeline.column-unknown');
	});

	it('go by a stamp of the right type that is known and not interpolated', () => {
		const kinds = [
			{ name: 'a', dtype: 'float64' },
			{ name: 'day', dtype: 'date' },
			{ name: 'km', dtype: 'float64' },
			{ name: 'place', dtype: 'string' },
		] as const;
		const check = (step: InterpolateStep, target: string[] = []) =>
			codeOf(() => checkStampColumn(kinds, step, ['a'], target));
		expect(check(LINEAR)).toBe('nothing thrown');
		expect(check({ method: 'time', by: 'day' })).toBe('nothing thrown');
		expect(check({ method: 'index', by: 'km' })).toBe('nothing thrown');
		expect(check({ method: 'index', by: 'day' })).toBe('nothing thrown');
		expect(check({ method: 'time', by: 'km' })).toBe('interpolate.by');
		expect(check({ method: 'values', by: 'place' })).toBe('interpolate.by');
		expect(check({ method: 'values', by: 'a' })).toBe('interpolate.by');
		expect(check({ method: 'values', by: 'none' })).toBe('interpolate.by');
		expect(check({ method: 'values', by: 'km' }, ['km'])).toBe('interpolate.by');
		expect(stampColumn({ method: 'values', by: 'km' })).toBe('km');
		expect(stampColumn({ method: 'values' })).toBeNull();
	});

	it('IN-05: are interpolated whole on trial', () => {
		const table: Table = { rows: 4, columns: [named('a', 'float64', 1, null, 3, 4)] };
		const trial = (step: InterpolateStep) => codeOf(() => tryInterpolation(table, ['a'], step));
		expect(trial({ method: 'quadratic' })).toBe('nothing thrown');
		expect(trial({ method: 'cubic' })).toBe('interpolate.few-points');
	});
});

describe('columns of a table', () => {
	const table: Table = {
		rows: 4,
		columns: [
			named('a', 'float64', 0, null, 8, 100),
			named('b', 'float32', null, 1, null, 2),
			named('at', 'int64', 0, 3, 4, 5),
			named('hole', 'float64', 0, null, 4, 5),
		],
	};
	const splits = { train: [0, 2], evaluation: [[1], [3]] };
	const values = (step: InterpolateStep, names: string[]) =>
		interpolateColumns(table, names, step, splits).map((one) => [one.name, one.dtype, ...one.values]);

	it('are filled by split, keep their types and the order asked for', () => {
		expect(values(LINEAR, ['b', 'a'])).toEqual([
			['b', 'float32', NaN, 1, NaN, 2],
			['a', 'float64', 0, 4, 8, 100],
		]);
	});

	it('go by the stamps of another column', () => {
		expect(values({ method: 'index', by: 'at' }, ['a'])).toEqual([['a', 'float64', 0, 6, 8, 100]]);
		expect(codeOf(() => values({ method: 'index', by: 'hole' }, ['a']))).toBe('interpolate.index');
		expect(codeOf(() => values({ method: 'index', by: 'none' }, ['a']))).toBe('interpolate.by');
	});

	it('hold 32-bit numbers where they did before', () => {
		const thirds: Table = { rows: 4, columns: [named('a', 'float32', 0, null, null, 1)] };
		expect(interpolateColumns(thirds, ['a'], LINEAR, null)[0]?.values[1]).toBe(Math.fround(1 / 3));
	});

	it('of new data are filled whole: a single row keeps its gap, or is refused what it cannot have', () => {
		const row: Table = { rows: 1, columns: [named('a', 'float64', null)] };
		expect([...(interpolateNewRows(row, ['a'], LINEAR)[0]?.values ?? [])]).toEqual([NaN]);
		const two: Table = { rows: 2, columns: [named('a', 'float64', 3, null)] };
		expect([...(interpolateNewRows(two, ['a'], LINEAR)[0]?.values ?? [])]).toEqual([3, 3]);
		expect(codeOf(() => interpolateNewRows(two, ['a'], { method: 'pchip' }))).toBe('interpolate.few-points');
	});
});

describe('samples of sequences and images', () => {
	it('are sequences that do not see each other', () => {
		const values = column(0, null, 4, null, 100, 200);
		expect([...interpolateBlocks(values, [3], LINEAR)]).toEqual([0, 2, 4, 100, 100, 200]);
		const table: Table = { rows: 6, inner: [3], columns: [named('a', 'float64', ...values)] };
		const splits = { train: [0], evaluation: [[1]] };
		expect(interpolateColumns(table, ['a'], LINEAR, splits)).toEqual(
			interpolateColumns(table, ['a'], LINEAR, null),
		);
	});

	it('are images whose pixel columns are filled from above and below, channel by channel', () => {
		// Two images of 3 × 2 pixels.
		const channel = column(0, 10, null, null, 4, 30, null, 1, 7, null, null, 1);
		expect([...interpolateBlocks(channel, [3, 2], LINEAR)]).toEqual([0, 10, 2, 20, 4, 30, 7, 1, 7, 1, 7, 1]);
	});

	it('may have stamps of their own when they are sequences', () => {
		const columns = [named('a', 'float64', 0, null, 9, 0, null, 9), named('at', 'float64', 0, 1, 3, 0, 2, 3)];
		const step: InterpolateStep = { method: 'index', by: 'at' };
		const [filled] = interpolateColumns({ rows: 6, inner: [3], columns }, ['a'], step, null);
		expect([...(filled?.values ?? [])]).toEqual([0, 3, 9, 0, 6, 9]);
		const image: Table = { rows: 6, inner: [3, 1], columns };
		expect(codeOf(() => interpolateColumns(image, ['a'], step, null))).toBe('interpolate.by');
	});

	it('are refused by the number of the sample that has too few values', () => {
		const values = column(1, null, 4, 2, null, null);
		expect(() => interpolateBlocks(values, [3], { method: 'pchip' }, null, 'The column "a"')).toThrow(
			'The column "a", sample 2: pchip interpolation needs 2 known values; there are 1.',
		);
	});

	it('give what each series gives alone', () => {
		const value = fc.option(fc.double({ min: -100, max: 100, noNaN: true }), { nil: NaN });
		const blocks = fc
			.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }))
			.chain(([samples, rows, columns]) => {
				const size = samples * rows * columns;
				return fc.tuple(
					fc.constant([rows, columns] as const),
					fc.array(value, { minLength: size, maxLength: size }),
				);
			});
		fc.assert(
			fc.property(blocks, ([[rows, columns], values]) => {
				const result = interpolateBlocks(Float64Array.from(values), [rows, columns], LINEAR);
				for (let start = 0; start < values.length; start += rows * columns)
					for (let c = 0; c < columns; c++) {
						const places = Array.from({ length: rows }, (_, r) => start + r * columns + c);
						const alone = interpolate(
							Float64Array.from(places, (place) => values[place] as number),
							LINEAR,
						);
						places.forEach((place, r) => expect(result[place]).toBe(alone[r]));
					}
			}),
		);
	});
});
