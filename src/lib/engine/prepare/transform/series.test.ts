import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Stream } from '../../random/stream';
import { STATISTICS, type TransformStep } from '../../schema/transform-step';
import { quantiles } from '../../table/quantile';
import { rollingMedian } from './rolling-median';
import { rollingStatistic, type Statistic } from './rolling-statistic';
import { numbers, read, run, tableOf, texts, times } from './test-columns';
import { transformOf } from './transforms';

const a = numbers('a', [1, 2, null, 4, 7, 5]);
const rolling = (more: object): TransformStep =>
	({ transform: 'rolling', columns: ['a'], window: 3, statistic: 'mean', ...more }) as TransformStep;

describe('rolling', () => {
	// pandas: pd.Series([1, 2, nan, 4, 7, 5]).rolling(3, min_periods=2).<statistic>()
	it.each([
		['sum', [null, 3, 3, 6, 11, 16]],
		['mean', [null, 1.5, 1.5, 3, 5.5, 16 / 3]],
		['min', [null, 1, 1, 2, 4, 4]],
		['max', [null, 2, 2, 4, 7, 7]],
		['median', [null, 1.5, 1.5, 3, 5.5, 5]],
		['std', [null, Math.SQRT1_2, Math.SQRT1_2, Math.SQRT2, Math.sqrt(4.5), Math.sqrt(7 / 3)]],
	] as const)('%s is pandas’', (statistic, expected) => {
		const values = read(run(rolling({ statistic, minPeriods: 2 }), tableOf(a)).table, `a_${statistic}3`);
		values.forEach((value, i) => {
			if (expected[i] === null) expect(value).toBeNull();
			else expect(value).toBeCloseTo(expected[i] as number, 12);
		});
	});

	it('needs a full window when not told otherwise, and includes the row itself', () => {
		const { table } = run(rolling({ statistic: 'sum' }), tableOf(numbers('a', [1, 2, 3, 4])));
		expect(read(table, 'a_sum3')).toEqual([null, null, 6, 9]);
	});

	it('gives sums of nothing 0 and everything else of nothing a gap when no value is needed', () => {
		const empty = tableOf(numbers('a', [null, null]));
		for (const statistic of STATISTICS)
			expect(read(run(rolling({ statistic, minPeriods: 0 }), empty).table, `a_${statistic}3`)).toEqual(
				statistic === 'sum' ? [0, 0] : [null, null],
			);
	});

	it('equals the statistic of each window worked out alone', () => {
		const alone = (window: number[], statistic: Statistic, minPeriods: number): number => {
			const own = window.filter((value) => Number.isFinite(value)).sort((x, y) => x - y);
			const n = own.length;
			if (n < minPeriods) return NaN;
			const sum = own.reduce((total, value) => total + value, 0);
			if (statistic === 'sum') return sum;
			if (n === 0) return NaN;
			const mean = sum / n;
			if (statistic === 'mean') return mean;
			if (statistic === 'min') return own[0] as number;
			if (statistic === 'max') return own[n - 1] as number;
			if (statistic === 'std')
				return n < 2 ? NaN : Math.sqrt(own.reduce((total, x) => total + (x - mean) ** 2, 0) / (n - 1));
			return ((own[(n - 1) >> 1] as number) + (own[n >> 1] as number)) / 2;
		};
		const value = fc.oneof(
			{ weight: 8, arbitrary: fc.integer({ min: -100, max: 100 }) },
			{ weight: 1, arbitrary: fc.constantFrom(NaN, Infinity) },
		);
		fc.assert(
			fc.property(
				fc.array(value, { maxLength: 40 }),
				fc.integer({ min: 1, max: 12 }),
				fc.constantFrom(...STATISTICS),
				fc.nat({ max: 12 }),
				(values, window, statistic, least) => {
					const minPeriods = Math.min(least, window);
					const found = rollingStatistic(Float64Array.from(values), window, statistic, minPeriods);
					values.forEach((_, i) => {
						const expected = alone(values.slice(Math.max(0, i - window + 1), i + 1), statistic, minPeriods);
						if (Number.isNaN(expected)) expect(found[i]).toBeNaN();
						else expect(Math.abs((found[i] as number) - expected)).toBeLessThan(1e-9);
					});
				},
			),
			{ numRuns: 400 },
		);
	});

	it('loses nothing behind a value many times larger', () => {
		const values = Float64Array.of(1e20, 1, 2, 3, 4);
		expect([...rollingStatistic(values, 2, 'sum')].slice(2)).toEqual([3, 5, 7]);
		expect([...rollingStatistic(values, 2, 'std')].slice(2)).toEqual([
			Math.SQRT1_2,
			Math.SQRT1_2,
			Math.SQRT1_2,
		]);
		expect([...rollingStatistic(Float64Array.of(0.1, 0.1, 0.1, 0.1), 3, 'std')].slice(2)).toEqual([0, 0]);
	});

	it('refuses text, and more values than a window holds', () => {
		expect(() => run(rolling({ columns: ['s'] }), tableOf(texts('s', ['x'])))).toThrow(
			expect.objectContaining({ code: 'transform.type' }),
		);
		expect(() => run(rolling({ minPeriods: 4 }), tableOf(a))).toThrow(
			expect.objectContaining({ code: 'transform.min-periods' }),
		);
	});
});

describe('the median of long windows', () => {
	it('is that of the values in them, gaps and repeated values included', () => {
		const stream = new Stream(8, 'median');
		const n = 3000;
		const values = Float64Array.from({ length: n }, () => (stream.below(9) === 0 ? NaN : stream.below(400)));
		const window = 1500;
		const found = rollingMedian(values, window, 700);
		for (let i = 0; i < n; i += 61) {
			const inside = [...values.subarray(Math.max(0, i - window + 1), i + 1)].filter((x) => x === x);
			const [expected] = quantiles(Float64Array.from(inside), [0.5]);
			expect(found[i]).toBe(inside.length < 700 ? NaN : expected);
		}
	});
});

describe('lag and difference', () => {
	it('give earlier rows of any type beside a row', () => {
		const table = tableOf(a, texts('s', ['p', null, 'q', 'p', 'q', 'q']));
		const { table: result } = run({ transform: 'lag', columns: ['a', 's'], by: [1, 3] }, table);
		expect(result.columns.map(({ name }) => name)).toEqual([
			'a',
			's',
			'a_lag1',
			'a_lag3',
			's_lag1',
			's_lag3',
		]);
		// pandas: df.shift(1), df.shift(3)
		expect(read(result, 'a_lag1')).toEqual([null, 1, 2, null, 4, 7]);
		expect(read(result, 'a_lag3')).toEqual([null, null, null, 1, 2, null]);
		expect(read(result, 's_lag1')).toEqual([null, 'p', null, 'q', 'p', 'q']);
		expect(read(result, 's_lag3')).toEqual([null, null, null, 'p', null, 'q']);
	});

	it('give differences as pandas diff, of dates in days', () => {
		const table = tableOf(
			a,
			times('t', ['2024-01-01Z', '2024-01-03Z', null, '2024-01-03T12:00Z', null, null]),
		);
		const { table: result } = run({ transform: 'difference', columns: ['a', 't'] }, table);
		expect(read(result, 'a_diff1')).toEqual([null, 1, null, null, 3, -2]);
		expect(read(result, 't_diff1')).toEqual([null, 2, null, null, null, null]);
		const wide = run({ transform: 'difference', columns: ['a', 't'], periods: 2 }, table).table;
		expect(read(wide, 'a_diff2')).toEqual([null, null, null, 2, null, 1]);
		expect(read(wide, 't_diff2')).toEqual([null, null, null, 0.5, null, null]);
	});

	it('keep to the rows of a group, in the order of a column', () => {
		const table = tableOf(
			numbers('a', [30, 1, 20, 2, 10, 3]),
			texts('g', ['p', 'q', 'p', 'q', 'p', null]),
			numbers('when', [3, 1, 2, null, 1, 0]),
		);
		const { table: result } = run(
			{ transform: 'lag', columns: ['a'], by: [1], group: 'g', order: 'when' },
			table,
		);
		// pandas: df.sort_values("when", kind="stable").groupby("g")["a"].shift(1)
		expect(read(result, 'a_lag1')).toEqual([20, null, 10, 1, null, null]);
	});

	it('refuse a difference of texts, an order by texts, and a name that is taken', () => {
		const table = tableOf(a, texts('s', [...'pqpqpq']), numbers('a_lag1', [1, 2, 3, 4, 5, 6]));
		expect(() => run({ transform: 'difference', columns: ['s'] }, table)).toThrow(
			expect.objectContaining({ code: 'transform.type' }),
		);
		expect(() => run({ transform: 'difference', columns: ['a'], order: 's' }, table)).toThrow(
			expect.objectContaining({ code: 'transform.type' }),
		);
		expect(() => run({ transform: 'lag', columns: ['a'], by: [1] }, table)).toThrow(
			expect.objectContaining({ code: 'transform.name-taken' }),
		);
	});

	it('say what they are made from, and whether only earlier rows are read', () => {
		const lag: TransformStep = { transform: 'lag', columns: ['a'], by: [2], group: 'g' };
		expect(transformOf(lag).lineage([], lag)).toEqual([
			{ column: 'a_lag2', from: ['a'], past: true },
			{ column: 'a_lag2', from: ['g'], past: false },
		]);
		const mean = rolling({ order: 't' });
		expect(transformOf(mean).lineage([], mean)).toEqual([
			{ column: 'a_mean3', from: ['a'], past: false },
			{ column: 'a_mean3', from: ['t'], past: false },
		]);
	});
});
