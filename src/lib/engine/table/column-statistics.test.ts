import { describe, expect, it } from 'vitest';
import { checkColumnStatistics } from '../../../../scripts/conformance/column-stats';
import { pick } from '../../../../tests/fixtures/fixture';
import { columnStatistics } from './column-statistics';
import { kendall, pearson, spearman } from './correlation';

describe('columns and pairs of columns give pandas’ and numpy’s numbers', () => {
	it.each(pick('column_stats', () => true))('%s', (_, found) => {
		checkColumnStatistics(found);
	});
	it('and the check notices what is off', () => {
		const [, found] = pick('column_stats', (name) => name === 'logit/half')[0] ?? [];
		expect(() => checkColumnStatistics({ ...found!, input: { p: 0.6 } })).toThrow(/logit/);
	});
});

describe('correlation', () => {
	const x = Float64Array.of(1, 2, 3, 4, NaN, 6);
	it.each([
		['pearson', pearson],
		['spearman', spearman],
		['kendall', kendall],
	])(
		'%s leaves missing rows aside, is one way round or the other, and is undefined for a constant',
		(_, of) => {
			expect(of(x, Float64Array.of(10, 20, 30, NaN, 50, 60))).toBeCloseTo(1, 12);
			expect(
				of(
					x,
					x.map((value) => -value),
				),
			).toBeCloseTo(-1, 12);
			expect(
				of(
					x,
					x.map(() => 3),
				),
			).toBeNaN();
		},
	);
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
