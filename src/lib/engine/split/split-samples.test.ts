/** Splits and folds by chance: that they partition, repeat, keep shares, and refuse or warn as SPEC §9.1 says. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldCount } from './fold-count';
import { allOf, cut, numbers, range, sizesOf, specOf, texts } from './testing';

const label = (...counts: number[]) =>
	texts(
		'y',
		counts.flatMap((count, k) => new Array<string>(count).fill('abcdef'[k] as string)),
	);
const classified = (y: ReturnType<typeof label>, change = {}) =>
	cut(y.codes.length, { stratify: 'target', ...change }, { target: y, analysis: 'multi-class' });

describe('a split by chance', () => {
	const shares = fc.record({
		test: fc.double({ min: 0.05, max: 0.4, noNaN: true }),
		validation: fc.option(fc.double({ min: 0.05, max: 0.4, noNaN: true })),
		seed: fc.nat(),
	});
	it('has every sample in one split, in ascending order, and is the same again', () => {
		fc.assert(
			fc.property(fc.integer({ min: 20, max: 300 }), shares, (n, change) => {
				const split = cut(n, change);
				expect(allOf(split)).toEqual(range(n));
				for (const part of [split.train, split.validation, split.test])
					expect([...part]).toEqual([...part].sort((a, b) => a - b));
				expect(cut(n, change)).toEqual(split);
			}),
		);
	});
	it('has other samples for another seed', () => {
		expect(cut(100, { seed: 1 }).test).not.toEqual(cut(100, { seed: 2 }).test);
	});
	it('trains on everything where no test is declared', () => {
		expect(sizesOf(cut(30, { test: null, validation: null }))).toEqual([30, 0, 0]);
		expect(sizesOf(cut(30, { validation: null }))).toEqual([24, 0, 6]);
	});
	it('keeps the count of every class within one of its share', () => {
		const counts = fc.array(fc.integer({ min: 10, max: 60 }), { minLength: 2, maxLength: 5 });
		fc.assert(
			fc.property(counts, fc.nat(), (sizes, seed) => {
				const y = label(...sizes);
				const split = classified(y, { seed });
				expect(split.stratified).toBe(true);
				sizes.forEach((size, code) => {
					const found = split.test.filter((sample) => y.codes[sample] === code).length;
					expect(Math.abs(found - (size * split.test.length) / y.codes.length)).toBeLessThan(1);
				});
			}),
		);
	});
	it('takes several columns of 0 and 1 for their class, in folds too (defect 11)', () => {
		const hot = range(60).map((i) => i % 3);
		const columns = [0, 1, 2].map((k) =>
			numbers(
				`y${k}`,
				hot.map((of) => Number(of === k)),
				'int64',
			),
		);
		const input = { target: columns, analysis: 'multi-class' as const };
		const split = cut(60, { stratify: 'target', folds: 4 }, input);
		expect(split.stratified).toBe(true);
		for (const { validation } of split.folds ?? [])
			for (const k of [0, 1, 2]) expect(validation.filter((sample) => hot[sample] === k).length).toBe(3);
	});
});

describe('folds by chance', () => {
	it('hold every training sample back once per repeat, and train on all others', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 20, max: 200 }),
				fc.integer({ min: 2, max: 6 }),
				fc.integer({ min: 1, max: 3 }),
				fc.nat(),
				(n, folds, repeats, seed) => {
					const change = { folds, repeats, seed };
					const split = cut(n, change);
					expect(split.folds?.length).toBe(foldCount(specOf(change), 0));
					for (const repeat of range(repeats)) {
						const own = split.folds?.filter((fold) => fold.repeat === repeat) ?? [];
						const held = own.flatMap(({ validation }) => [...validation]);
						expect(held.sort((a, b) => a - b)).toEqual([...split.train]);
						for (const { train, validation } of own)
							expect([...train, ...validation].sort((a, b) => a - b)).toEqual([...split.train]);
						const sizes = own.map(({ validation }) => validation.length);
						expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
						expect((sizes[0] ?? 0) - (sizes.at(-1) ?? 0)).toBeLessThanOrEqual(1);
					}
				},
			),
		);
	});
	it('are cut anew for each repeat, by streams of their own', () => {
		const [one, two] = [cut(100, { folds: 5 }), cut(100, { folds: 5, repeats: 2 })];
		expect(two.folds?.slice(0, 5)).toEqual(one.folds);
		expect(two.folds?.[5]?.validation).not.toEqual(two.folds?.[0]?.validation);
	});
	it('cut the bins of a quantity from the rows that train', () => {
		const y = numbers(
			'y',
			range(90).map((i) => i * i),
		);
		const { folds, train } = cut(
			90,
			{ folds: 4, bins: 3, stratify: 'target' },
			{ target: y, analysis: 'regression' },
		);
		const third = train.length / 3;
		for (const { validation } of folds ?? []) {
			const low = validation.filter((sample) => train.indexOf(sample) < third).length;
			expect(Math.abs(low - validation.length / 3)).toBeLessThan(1.5);
		}
	});
});

const refused = (act: () => unknown, code: string) =>
	expect(act).toThrow(expect.objectContaining({ code }) as Error);
const y60 = numbers('y', range(60));
const regression = { target: y60, analysis: 'regression' as const };

describe('refusals of SPEC §9.1', () => {
	it('SP-09: a column to stratify by, beside a target', () => {
		const stratify = { column: 'x' };
		const strata = numbers('x', range(60));
		expect(cut(60, { stratify }, { strata }).stratified).toBe(true);
		refused(() => cut(60, { stratify }, { ...regression, strata }), 'split.stratify-twice');
		refused(() => cut(60, { stratify }), 'split.stratify-column');
	});
	it('SP-10: a column to stratify by, without a test', () => {
		const change = { stratify: { column: 'x' }, test: null, validation: null };
		refused(() => cut(60, change, { strata: y60 }), 'split.stratify-test');
	});
	it('SP-11: bins without anything to cut into them', () => {
		expect(cut(60, { bins: 4, stratify: 'target' }, regression).stratified).toBe(true);
		refused(() => cut(60, { bins: 4 }), 'split.stratify-nothing');
	});
	it('SP-12: bins of text', () => {
		const target = label(30, 30);
		refused(() => cut(60, { bins: 4 }, { target, analysis: 'binary' }), 'pipeline.bins-text');
	});
	it('SP-13: a class of one member, or a split with too little room', () => {
		expect(classified(label(10, 10)).stratified).toBe(true);
		refused(() => classified(label(19, 1)), 'split.class-too-small');
		refused(() => classified(label(4, 4, 4, 4), { test: 0.1, validation: null }), 'split.no-room');
	});
	it('SP-17: more folds than the largest class has members', () => {
		const all = { test: null, validation: null, stratify: 'target' as const };
		expect(classified(label(6, 6), { ...all, folds: 6 }).folds).toHaveLength(6);
		refused(() => classified(label(6, 4), { ...all, folds: 10 }), 'split.folds-classes');
	});
	it('more folds than samples, and nothing to train on', () => {
		refused(() => cut(5, { test: null, validation: null, folds: 6 }), 'split.too-many-folds');
		refused(() => cut(2, { test: 0.4, validation: 0.4 }), 'pipeline.too-few-rows');
	});
});

describe('warnings', () => {
	const warned = (split: ReturnType<typeof cut>, text: string) =>
		split.warnings.some((each) => each.includes(text));
	it('SP-15: two folds', () => {
		expect(warned(cut(50, { folds: 2 }), 'Two folds')).toBe(true);
		expect(warned(cut(50, { folds: 3 }), 'Two folds')).toBe(false);
	});
	it('SP-16: training samples that the folds do not divide', () => {
		expect(warned(cut(50, { folds: 4 }), '30 rows cannot be divided into 4')).toBe(true);
		expect(warned(cut(50, { folds: 5 }), 'cannot be divided')).toBe(false);
	});
	it('SP-17: more folds than some class has members', () => {
		const all = { test: null, validation: null, stratify: 'target' as const, folds: 5 };
		expect(warned(classified(label(16, 4), all), 'Not every fold has a row of "b"')).toBe(true);
		expect(warned(classified(label(15, 5), all), 'Not every fold')).toBe(false);
	});
	it('QU-08: bins of classes', () => {
		const target = numbers(
			'y',
			range(60).map((i) => i % 4),
			'int64',
		);
		const input = { target, analysis: 'multi-class' as const };
		expect(warned(cut(60, { stratify: 'target', bins: 2 }, input), 'by 2 bins')).toBe(true);
		expect(warned(cut(60, { bins: 2 }, input), 'nothing is stratified')).toBe(true);
		expect(cut(60, { stratify: 'target' }, input).warnings).toEqual([]);
	});
	it('QU-11: a quantity without a number of bins', () => {
		expect(warned(cut(60, { stratify: 'target' }, regression), 'No number of bins')).toBe(true);
		expect(cut(60, { stratify: 'target', bins: 3 }, regression).warnings).toEqual([]);
	});
	it('samples without a target are in no split', () => {
		const target = numbers('y', [NaN, ...range(20), NaN]);
		const split = cut(22, {}, { target, analysis: 'regression' });
		expect(allOf(split)).toEqual(range(20).map((i) => i + 1));
		expect(split.warnings[0]).toBe('2 rows have no "y" and are left out.');
	});
	it('a constant has no bins, and the folds are plain', () => {
		const target = numbers('y', new Float64Array(40).fill(3));
		const all = { stratify: 'target' as const, bins: 3, folds: 4, test: null, validation: null };
		const split = cut(40, all, { target, analysis: 'regression' });
		expect(split.stratified).toBe(false);
		expect(warned(split, 'folds are not stratified')).toBe(true);
	});
});
