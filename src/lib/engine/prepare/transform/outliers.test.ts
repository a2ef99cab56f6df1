import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TransformStep } from '../../schema/transform-step';
import { context, learned, numbers, read, run, tableOf, texts, times } from './test-columns';
import { transformOf } from './transforms';

const table = tableOf(
	numbers('a', [1, 2, 3, 4, 100, null]),
	numbers('n', [10, 20, 30, 40, -500, 25], 'int32'),
	texts('s', ['x', 'y', 'x', 'y', 'x', 'y']),
	numbers('y', [1, 2, 3, 4, 5, 9000]),
);
const clip = (more: object): TransformStep => ({ transform: 'clipOutliers', method: 'iqr', ...more });
const bounds = (step: TransformStep, target: string | null = 'y') =>
	transformOf(step).fit(learned(table), step, { target });

describe('bounds of what is usual', () => {
	it('are Tukey’s fences around the quartiles', () => {
		// numpy.nanpercentile(a, [25, 75]) = [2, 4]; 2 − 1.5 · 2, 4 + 1.5 · 2
		expect(bounds(clip({ columns: ['a'] }))).toEqual({ columns: ['a'], low: [-1], high: [7] });
		expect(bounds(clip({ columns: ['a'], factor: 3 }))).toEqual({ columns: ['a'], low: [-4], high: [10] });
	});

	it('are standard deviations around the mean', () => {
		// numpy.mean = 22, numpy.std = 39.0128184062623
		const { low, high } = bounds(clip({ method: 'zscore', columns: ['a'], factor: 1 })) as {
			low: number[];
			high: number[];
		};
		expect(low[0]).toBeCloseTo(22 - 39.0128184062623, 10);
		expect(high[0]).toBeCloseTo(22 + 39.0128184062623, 10);
	});

	it('are percentiles', () => {
		// numpy.nanpercentile(a, [10, 90]) = [1.4, 61.6]
		const { low, high } = bounds(clip({ method: 'percentile', limits: [10, 90], columns: ['a'] })) as {
			low: number[];
			high: number[];
		};
		expect(low[0]).toBeCloseTo(1.4, 12);
		expect(high[0]).toBeCloseTo(61.6, 12);
	});

	it('leave a column without values unbounded', () => {
		const empty = tableOf(numbers('a', [null, null]));
		for (const method of ['iqr', 'zscore', 'percentile'] as const)
			expect(read(run({ transform: 'clipOutliers', method }, empty).table, 'a')).toEqual([null, null]);
	});
});

describe('clipOutliers', () => {
	it('puts values on the bounds, leaves gaps, and takes every quantity but the target', () => {
		const { table: clipped, origin } = run(clip({}), table, 'y');
		expect(read(clipped, 'a')).toEqual([1, 2, 3, 4, 7, null]);
		// numpy.percentile(n, [25, 75]) = [12.5, 28.75]; 12.5 − 1.5 · 16.25
		expect(read(clipped, 'n')).toEqual([10, 20, 30, 40, -11.875, 25]);
		expect(clipped.columns.map(({ dtype }) => dtype)).toEqual(['float64', 'float64', 'string', 'float64']);
		expect(read(clipped, 'y')).toEqual(read(table, 'y'));
		expect([...origin]).toEqual([0, 1, 2, 3, 4, 5]);
	});

	it('applies what the training rows taught to other rows', () => {
		const step = clip({ columns: ['a'] });
		const state = transformOf(step).fit(learned(table), step, { target: 'y' });
		const fresh = tableOf(numbers('a', [-50, 0, 50]));
		expect(read(transformOf(step).apply(fresh, state, step, context()).table, 'a')).toEqual([-1, 0, 7]);
	});

	it('takes columns by type, and refuses text, dates, types and the target', () => {
		expect(bounds(clip({ dtypes: ['int32'] }))).toMatchObject({ columns: ['n'] });
		expect(() => run(clip({ columns: ['s'] }), table)).toThrow(
			expect.objectContaining({ code: 'transform.type' }),
		);
		expect(() => run(clip({ columns: ['t'] }), tableOf(times('t', ['2024-01-01Z'])))).toThrow(
			expect.objectContaining({ code: 'transform.type' }),
		);
		expect(() => run(clip({ dtypes: ['string'] }), table)).toThrow(
			expect.objectContaining({ code: 'transform.dtype' }),
		);
		expect(() => run(clip({ columns: ['y'] }), table, 'y')).toThrow(
			expect.objectContaining({ code: 'transform.target' }),
		);
	});

	it('refuses a damaged state', () => {
		const step = clip({});
		expect(() => transformOf(step).apply(table, { columns: 'a' }, step, context())).toThrow(
			expect.objectContaining({ code: 'pipeline.state' }),
		);
	});

	it('leaves every value within the bounds, and no other value changed', () => {
		fc.assert(
			fc.property(
				fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 50 }),
				fc.constantFrom('iqr', 'zscore', 'percentile'),
				(values, method) => {
					const own = tableOf(numbers('a', values));
					const step = clip({ method });
					const state = transformOf(step).fit(learned(own), step, { target: null }) as {
						low: number[];
						high: number[];
					};
					const after = read(run(step, own).table, 'a') as number[];
					const [low = 0] = state.low;
					const [high = 0] = state.high;
					after.forEach((value, i) => {
						expect(value === Math.min(high, Math.max(low, values[i] as number))).toBe(true);
					});
				},
			),
		);
	});
});

describe('dropOutliers', () => {
	it('leaves out rows with a value beyond the bounds; a gap is none', () => {
		const { table: left, origin } = run({ transform: 'dropOutliers', method: 'iqr' }, table, 'y');
		expect([...origin]).toEqual([0, 1, 2, 3, 5]);
		expect(read(left, 'a')).toEqual([1, 2, 3, 4, null]);
	});

	it('looks at the target when it is named', () => {
		const step: TransformStep = { transform: 'dropOutliers', method: 'iqr', columns: ['y'] };
		expect([...run(step, table, 'y').origin]).toEqual([0, 1, 2, 3, 4]);
	});

	it('refuses a table without quantities', () => {
		expect(() => run({ transform: 'dropOutliers', method: 'iqr' }, tableOf(texts('s', ['x'])))).toThrow(
			expect.objectContaining({ code: 'transform.no-columns' }),
		);
	});
});
