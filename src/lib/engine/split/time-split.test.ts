/** What trains is before what validates, and that before what tests, with nothing of the gaps on either side. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cut, numbers, range, sizesOf, texts, unless } from './testing';

const DAY = 86_400_000;
const inTime = (times: readonly number[], change = {}) =>
	cut(
		times.length,
		{ method: 'time', time: 'day', ...change },
		{
			time: numbers(
				'day',
				times.map((day) => day * DAY),
				'date',
			),
		},
	);
const refused = (act: () => unknown, code: string) =>
	expect(act).toThrow(expect.objectContaining({ code }) as Error);

const ends = (times: readonly number[], part: Uint32Array): [number, number] => {
	const own = [...part].map((sample) => times[sample] as number);
	return [Math.min(...own), Math.max(...own)];
};

describe('a split in time', () => {
	const days = fc.array(fc.nat(400), { minLength: 60, maxLength: 200 });
	const gaps = fc.oneof(
		fc.constant(null),
		fc.record({ rows: fc.integer({ min: 1, max: 5 }) }),
		fc.record({ milliseconds: fc.integer({ min: 1, max: 20 }).map((count) => count * DAY) }),
	);
	it('keeps the order and the gap, in splits and folds, and no time is on both sides', () => {
		fc.assert(
			fc.property(days, gaps, fc.nat(), (times, gap, seed) => {
				const change = { gap, seed, folds: 3, test: 0.15, validation: 0.15 };
				const split = unless('split.time-too-short', () => inTime(times, change));
				fc.pre(split !== null);
				const apart = gap && 'milliseconds' in gap ? gap.milliseconds / DAY : 0;
				const order = (before: Uint32Array, after: Uint32Array) => {
					const [last, first] = [ends(times, before)[1], ends(times, after)[0]];
					expect(last).toBeLessThan(first);
					expect(first - last).toBeGreaterThanOrEqual(apart);
					if (gap && 'rows' in gap) {
						const between = times.filter((time) => time >= last && time <= first).length;
						expect(between).toBeGreaterThanOrEqual(gap.rows + 2);
					}
				};
				order(split.train, split.validation);
				order(split.validation, split.test);
				for (const fold of split.folds ?? []) order(fold.train, fold.validation);
				expect(inTime(times, change)).toEqual(split);
			}),
		);
	});
	it('has the declared sizes where times differ, the gaps coming out of what trains', () => {
		const times = range(100).map((i) => (i * 37) % 100);
		expect(sizesOf(inTime(times))).toEqual([60, 20, 20]);
		const gapped = inTime(times, { gap: { rows: 5 } });
		expect(sizesOf(gapped)).toEqual([50, 20, 20]);
		expect(gapped.warnings).toEqual(['10 rows in the gaps before a boundary in time are left out.']);
		expect(ends(times, gapped.test)).toEqual([80, 99]);
		expect(ends(times, gapped.validation)).toEqual([55, 74]);
		expect(ends(times, gapped.train)).toEqual([0, 49]);
		expect(sizesOf(inTime(times, { gap: { milliseconds: 3 * DAY } }))).toEqual([56, 20, 20]);
	});
	it('keeps samples of one day together', () => {
		const split = inTime(range(100).map((i) => Math.floor(i / 7)));
		expect([split.test[0], split.validation[0]].map((first) => (first as number) % 7)).toEqual([0, 0]);
	});
	it('is not stratified, and says so', () => {
		const time = numbers('day', range(50), 'int64');
		const target = texts(
			'y',
			range(50).map((i) => 'ab'[i % 2] as string),
		);
		const change = { method: 'time' as const, time: 'day', stratify: 'target' as const };
		const split = cut(50, change, { time, target, analysis: 'binary' });
		expect(split.stratified).toBe(false);
		expect(split.warnings).toEqual(['A split in time is not stratified by "y".']);
	});
});

describe('folds in time', () => {
	const all = { test: null, validation: null };
	it('are scikit-learn’s TimeSeriesSplit(n_splits=3) of 11 rows', () => {
		const { folds } = inTime(range(11), { ...all, folds: 3 });
		expect(folds?.map(({ train, validation }) => [train.length, [...validation]])).toEqual([
			[5, [5, 6]],
			[7, [7, 8]],
			[9, [9, 10]],
		]);
	});
	it('and of TimeSeriesSplit(n_splits=3, gap=2)', () => {
		const { folds } = inTime(range(12), { ...all, folds: 3, gap: { rows: 2 } });
		expect(folds?.map(({ train, validation }) => [[...train], [...validation]])).toEqual([
			[range(1), [3, 4, 5]],
			[range(4), [6, 7, 8]],
			[range(7), [9, 10, 11]],
		]);
	});
	it('are refused where there are more than the samples can fill', () => {
		refused(() => inTime(range(5), { ...all, folds: 5 }), 'split.too-many-folds');
		refused(() => inTime(range(12), { ...all, folds: 3, gap: { rows: 3 } }), 'split.time-too-short');
		refused(() => inTime(new Array<number>(12).fill(1), { ...all, folds: 3 }), 'split.time-too-short');
	});
});

describe('refusals in time', () => {
	it('a column that is not there, is text, or has gaps', () => {
		refused(() => cut(10, { method: 'time', time: 'when' }), 'split.time-column');
		const time = texts(
			'day',
			range(10).map((i) => `${i}.1.`),
		);
		refused(() => cut(10, { method: 'time', time: 'day' }, { time }), 'split.time-text');
		refused(() => inTime([1, 2, NaN, 4, 5, 6, 7, 8, 9, 10]), 'split.time-missing');
	});
	it('a gap in milliseconds between numbers', () => {
		const change = { method: 'time' as const, time: 'step' };
		const time = numbers('step', range(40));
		expect(sizesOf(cut(40, { ...change, gap: { rows: 2 } }, { time }))).toEqual([20, 8, 8]);
		refused(() => cut(40, { ...change, gap: { milliseconds: 5 } }, { time }), 'split.gap-unit');
	});
	it('too little time for the splits or their gaps', () => {
		refused(() => inTime(new Array<number>(20).fill(1)), 'split.time-too-short');
		refused(() => inTime(range(20), { gap: { rows: 12 } }), 'split.time-too-short');
	});
});
