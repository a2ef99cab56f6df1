import { describe, expect, it } from 'vitest';
import { expectClose, num, nums, pick } from '../../../../tests/fixtures/fixture';
import { columnStatistics, histogram } from './column-statistics';
import { skewness } from './moments';
import { quantiles, sortedQuantile } from './quantile';

describe('columnStatistics gives pandas’ numbers', () => {
	it.each(pick('column_stats', (name) => name.startsWith('describe/')))(
		'%s',
		(_, { input, expected, tolerance }) => {
			const values = Float64Array.from(nums(input['x']));
			const found = columnStatistics({ name: 'x', dtype: 'float64', values });
			if (found.kind !== 'numeric') throw new Error('numeric expected');
			const keys = ['mean', 'std', 'min', 'q25', 'q50', 'q75', 'max', 'missing', 'unique'];
			const ours = [
				found.mean,
				found.std,
				found.min,
				found.q1,
				found.median,
				found.q3,
				found.max,
				found.missing,
				found.distinct,
			];
			expectClose(
				ours.map((value) => value ?? NaN),
				keys.map((key) => num(expected[key])),
				tolerance,
			);
			expectClose([skewness(values)], [num(expected['skew'])], tolerance, 'skew');
			const present = values.filter((value) => !Number.isNaN(value));
			for (const [q, at] of Object.entries(expected['quantiles'] as Record<string, number>)) {
				expectClose([sortedQuantile(present.slice().sort(), Number(q))], [at], tolerance, `quantile ${q}`);
				expectClose(quantiles(present.slice(), [Number(q)]), [at], tolerance, `selected quantile ${q}`);
			}
		},
	);

	it.each(pick('column_stats', (name) => name === 'value_counts/with_missing'))(
		'%s',
		(_, { input, expected, tolerance }) => {
			const texts = input['x'] as (string | null)[];
			const dictionary = ['a', 'b', 'c'];
			const codes = Int32Array.from(texts, (text) => (text === null ? -1 : dictionary.indexOf(text)));
			const found = columnStatistics({ name: 'x', dtype: 'string', dictionary, codes });
			if (found.kind !== 'categorical') throw new Error('categorical expected');
			const counts = Object.entries(expected['counts'] as Record<string, number>);
			expect(found.top.map(({ value }) => String(value))).toEqual(counts.map(([value]) => value));
			expectClose(
				found.top.map(({ share }) => share),
				counts.map(([, share]) => share),
				tolerance,
			);
		},
	);

	it.each(pick('column_stats', (name) => name === 'histogram/five'))('%s', (_, { input, expected }) => {
		expect(histogram(Float64Array.from(nums(input['x'])).sort(), 5)).toEqual(expected['counts']);
	});
});

describe('columnStatistics at the edges', () => {
	it('stores a statistic that is no number as null', () => {
		const none = columnStatistics({ name: 'x', dtype: 'float64', values: Float64Array.of(NaN, NaN) });
		expect(none).toMatchObject({
			missing: 2,
			distinct: 0,
			mean: null,
			std: null,
			min: null,
			median: null,
			histogram: [],
		});
		expect(columnStatistics({ name: 'x', dtype: 'int64', values: Float64Array.of(3) })).toMatchObject({
			std: null,
			mean: 3,
		});
	});

	it('counts truth values as kinds, missing among them', () => {
		const found = columnStatistics({ name: 'x', dtype: 'bool', values: Float64Array.of(1, 1, 0, NaN) });
		expect(found).toEqual({
			kind: 'categorical',
			missing: 1,
			distinct: 2,
			top: [
				{ value: 'true', share: 0.5 },
				{ value: 'false', share: 0.25 },
				{ value: null, share: 0.25 },
			],
		});
	});
});
