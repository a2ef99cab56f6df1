import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BenchtopError } from '../../errors/error';
import type { InterpolateMethod } from '../../schema/interpolate-step';
import { interpolate, type InterpolateParams } from './interpolate';

const column = (...values: (number | null)[]) => Float64Array.from(values, (value) => value ?? NaN);
const filled = (values: Float64Array, params: InterpolateParams, index?: number[]) =>
	[...interpolate(values, params, index && Float64Array.from(index))].map((value) =>
		Number.isNaN(value) ? null : value,
	);
const codeOf = (act: () => unknown): string => {
	try {
		act();
	} catch (thrown) {
		return thrown instanceof BenchtopError ? thrown.code : String(thrown);
	}
	return 'nothing thrown';
};

const METHODS: InterpolateParams[] = [
	...(
		'linear index values time nearest zero slinear quadratic cubic pad ffill bfill backfill pchip akima cubicspline'.split(
			' ',
		) as InterpolateMethod[]
	).map((method) => ({ method })),
	{ method: 'polynomial', order: 5 },
	{ method: 'spline', order: 3 },
	{ method: 'spline', order: 2, smoothing: 0 },
];
const NAMED = METHODS.map((params) => [JSON.stringify(params), params] as const);

describe('which gaps are filled, as pandas 1.5.3 has it', () => {
	// pd.Series([nan, 1, nan, nan, nan, 5, nan, nan]).interpolate(…)
	const values = column(null, 1, null, null, null, 5, null, null);
	it.each([
		[{}, [1, 1, 2, 3, 4, 5, 5, 5]],
		[{ limitDirection: 'both' }, [1, 1, 2, 3, 4, 5, 5, 5]],
		[{ limitDirection: 'forward' }, [null, 1, 2, 3, 4, 5, 5, 5]],
		[{ limitDirection: 'backward' }, [1, 1, 2, 3, 4, 5, null, null]],
		[{ limitDirection: 'forward', limit: 1 }, [null, 1, 2, null, null, 5, 5, null]],
		[{ limitDirection: 'backward', limit: 1 }, [1, 1, null, null, 4, 5, null, null]],
		[{ limitDirection: 'both', limit: 1 }, [1, 1, 2, null, 4, 5, 5, null]],
		[{ limitArea: 'inside' }, [null, 1, 2, 3, 4, 5, null, null]],
		[{ limitArea: 'outside' }, [1, 1, null, null, null, 5, 5, 5]],
	] as const)('linear with %j', (limits, expected) => {
		expect(filled(values, { method: 'linear', ...limits })).toEqual(expected);
	});

	it('copies the value before or after, and no further than the limit', () => {
		expect(filled(values, { method: 'pad', limit: 2 })).toEqual([null, 1, 1, 1, null, 5, 5, 5]);
		expect(filled(values, { method: 'ffill' })).toEqual([null, 1, 1, 1, 1, 5, 5, 5]);
		expect(filled(values, { method: 'bfill', limit: 2 })).toEqual([1, 1, null, 5, 5, 5, null, null]);
		expect(filled(values, { method: 'backfill', limitArea: 'inside' })).toEqual([
			null,
			1,
			5,
			5,
			5,
			5,
			null,
			null,
		]);
	});
});

describe('where a method reaches', () => {
	const ends = column(null, 0, 1, null, 9, 16, 25, null);
	it.each(
		(['polynomial', 'quadratic', 'cubic', 'slinear', 'nearest', 'zero', 'akima'] as const).map((method) => [
			method,
		]),
	)('%s leaves outer gaps missing', (method) => {
		const result = filled(ends, { method, ...(method === 'polynomial' ? { order: 3 } : {}) });
		expect([result[0], result[7]]).toEqual([null, null]);
		expect(result[3]).not.toBeNull();
	});

	it.each((['spline', 'pchip', 'cubicspline'] as const).map((method) => [method]))(
		'%s goes on beyond the ends',
		(method) => {
			expect(filled(ends, { method })).not.toContain(null);
		},
	);

	it('linear ignores the index; index and values go by it', () => {
		const values = column(0, null, 30);
		expect(filled(values, { method: 'linear' }, [0, 1, 3])).toEqual([0, 15, 30]);
		expect(filled(values, { method: 'index' }, [0, 1, 3])).toEqual([0, 10, 30]);
		expect(filled(values, { method: 'values' }, [0, 2, 3])).toEqual([0, 20, 30]);
	});

	it('finds the neighbours in an index that is not sorted', () => {
		expect(filled(column(30, null, 0), { method: 'time' }, [3, 1, 0])).toEqual([30, 10, 0]);
		expect(filled(column(30, null, 0), { method: 'nearest' }, [3, 1, 0])).toEqual([30, 0, 0]);
	});
});

describe('columns that cannot be interpolated', () => {
	const needs: [InterpolateParams, number][] = [
		[{ method: 'linear' }, 1],
		[{ method: 'nearest' }, 1],
		[{ method: 'slinear' }, 2],
		[{ method: 'pchip' }, 2],
		[{ method: 'akima' }, 2],
		[{ method: 'cubicspline' }, 2],
		[{ method: 'quadratic' }, 3],
		[{ method: 'cubic' }, 4],
		[{ method: 'polynomial' }, 2],
		[{ method: 'polynomial', order: 3 }, 4],
		[{ method: 'spline' }, 2],
		[{ method: 'spline', order: 5, smoothing: 0 }, 6],
	];
	it.each(needs.map(([params, count]) => [JSON.stringify(params), params, count] as const))(
		'%s needs so many known values',
		(_, params, count) => {
			const enough = [...Array.from({ length: count }, (__, i) => i * i), null];
			expect(filled(column(...enough), params)).toHaveLength(count + 1);
			if (count > 1)
				expect(codeOf(() => interpolate(column(...enough.slice(1)), params))).toBe('interpolate.few-points');
		},
	);

	it.each(NAMED)('%s leaves a column as it is that has no value, or no gap', (_, params) => {
		const empty = column(null, null);
		const complete = column(1, 2);
		expect(interpolate(empty, params)).toBe(empty);
		expect(interpolate(complete, params)).toBe(complete);
	});

	it('an index with holes is refused, and one that repeats or goes back where a curve cannot follow', () => {
		const values = column(1, null, 3, 4, 8);
		const go = (method: InterpolateMethod, ...index: number[]) =>
			codeOf(() => interpolate(values, { method, order: 1 }, Float64Array.from(index)));
		expect(go('index', 0, NaN, 2, 3, 4)).toBe('interpolate.index');
		expect(go('cubic', 0, 1, 2, 2, 4)).toBe('interpolate.index');
		expect(go('pchip', 0, 1, 3, 2, 4)).toBe('interpolate.index');
		expect(go('spline', 0, 1, 3, 2, 4)).toBe('interpolate.index');
		expect(go('spline', 0, 1, 2, 2, 4)).toBe('nothing thrown');
		expect(go('cubic', 0, 1, 3, 2, 4)).toBe('nothing thrown');
	});

	it('a polynomial of order 4 is refused; a spline of order 4 is not', () => {
		const values = column(1, 2, null, 5, 1, 0, 2, 7);
		expect(codeOf(() => interpolate(values, { method: 'polynomial', order: 4 }))).toBe('interpolate.order');
		expect(filled(values, { method: 'spline', order: 4 })).not.toContain(null);
	});
});

describe('whatever the values', () => {
	const value = fc.double({ min: -1e6, max: 1e6, noNaN: true });
	const withGaps = fc.array(fc.option(value, { freq: 2, nil: NaN }), { minLength: 1, maxLength: 60 });
	const enough = (values: readonly number[]) =>
		values.filter((one) => !Number.isNaN(one)).length >= 6 || values.every(Number.isNaN);

	it.each(NAMED)('%s never changes a known value and never gives an infinite one', (_, params) => {
		fc.assert(
			fc.property(withGaps.filter(enough), (values) => {
				const before = Float64Array.from(values);
				const after = interpolate(before, params);
				expect([...before]).toEqual(values);
				values.forEach((one, i) => {
					if (!Number.isNaN(one)) expect(after[i]).toBe(one);
				});
				expect(after.some((one) => one === Infinity || one === -Infinity)).toBe(false);
			}),
		);
	});

	it.each((['linear', 'slinear', 'index', 'pchip', 'nearest', 'zero'] as const).map((method) => [method]))(
		'%s stays between the neighbours of an inner gap',
		(method) => {
			fc.assert(
				fc.property(withGaps.filter(enough), (values) => {
					const after = interpolate(Float64Array.from(values), { method, limitArea: 'inside' });
					values.forEach((one, i) => {
						const result = after[i] as number;
						if (!Number.isNaN(one) || Number.isNaN(result)) return;
						const before = values.slice(0, i).findLast((other) => !Number.isNaN(other)) as number;
						const next = values.slice(i).find((other) => !Number.isNaN(other)) as number;
						const slack = 1e-9 * (1 + Math.abs(before) + Math.abs(next));
						expect(result).toBeGreaterThanOrEqual(Math.min(before, next) - slack);
						expect(result).toBeLessThanOrEqual(Math.max(before, next) + slack);
					});
				}),
			);
		},
	);

	it('fills no more than the limit allows on either side of a known value', () => {
		fc.assert(
			fc.property(withGaps, fc.integer({ min: 1, max: 4 }), (values, limit) => {
				const known = (i: number) => i >= 0 && i < values.length && !Number.isNaN(values[i]);
				const after = interpolate(Float64Array.from(values), { method: 'linear', limit });
				values.forEach((_, i) => {
					const reach = Array.from({ length: 2 * limit + 1 }, (__, d) => i - limit + d);
					expect(Number.isNaN(after[i])).toBe(!reach.some(known));
				});
			}),
		);
	});

	it('of every method, a polynomial of its degree comes back', () => {
		const degrees: [InterpolateParams, number][] = [
			[{ method: 'linear' }, 1],
			[{ method: 'pchip' }, 1],
			[{ method: 'akima' }, 1],
			[{ method: 'quadratic' }, 2],
			[{ method: 'cubic' }, 3],
			[{ method: 'cubicspline' }, 3],
			[{ method: 'polynomial', order: 5 }, 5],
			[{ method: 'spline', order: 4, smoothing: 0 }, 4],
			[{ method: 'spline', order: 3 }, 3],
		];
		for (const [params, degree] of degrees) {
			const whole = Float64Array.from({ length: 20 }, (_, i) => 3 + ((i - 9) / 5) ** degree);
			const gappy = whole.map((one, i) => ([4, 9, 10, 15].includes(i) ? NaN : one));
			interpolate(gappy, params).forEach((one, i) => expect(one).toBeCloseTo(whole[i] as number, 8));
		}
	});
});
