/** No group is ever in two splits or on both sides of a fold; sizes and classes are as near as whole groups allow. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Stream } from '../random/stream';
import { kMeans, standardised } from './k-means';
import type { Split } from './split';
import { allOf, cut, numbers, range, sizesOf, texts, unless } from './testing';

const by = (groups: readonly number[]) =>
	texts(
		'patient',
		groups.map((group) => `p${group}`),
	);
const grouped = (groups: readonly number[], change = {}, input = {}) =>
	cut(groups.length, { method: 'group', group: 'patient', ...change }, { group: by(groups), ...input });

/** Whether a set of samples shares a group with another. */
const shares = (groups: ArrayLike<number>, one: Uint32Array, two: Uint32Array) => {
	const met = new Set([...one].map((sample) => groups[sample]));
	return [...two].some((sample) => met.has(groups[sample] as number));
};
function expectApart(groups: ArrayLike<number>, { train, validation, test, folds }: Split) {
	expect(shares(groups, train, validation)).toBe(false);
	expect(shares(groups, train, test)).toBe(false);
	expect(shares(groups, validation, test)).toBe(false);
	for (const fold of folds ?? []) expect(shares(groups, fold.train, fold.validation)).toBe(false);
}

const lists = fc.array(fc.nat(11), { minLength: 40, maxLength: 150 });
const rich = (groups: readonly number[]) => new Set(groups).size >= 8;
const refused = (act: () => unknown, code: string) =>
	expect(act).toThrow(expect.objectContaining({ code }) as Error);

describe('a split by group', () => {
	it('keeps every group whole, in splits and folds, and is the same again', () => {
		fc.assert(
			fc.property(lists.filter(rich), fc.nat(), fc.boolean(), (groups, seed, stratified) => {
				const target = texts(
					'y',
					groups.map((group, i) => 'ab'[(group + (i % 3)) % 2] as string),
				);
				const change = { seed, folds: 3, repeats: 2, ...(stratified && { stratify: 'target' as const }) };
				const input = stratified ? { target, analysis: 'binary' as const } : {};
				const split = unless('split.folds-groups', () => grouped(groups, change, input));
				fc.pre(split !== null);
				expect(allOf(split)).toEqual(range(groups.length));
				expect(Math.min(...sizesOf(split))).toBeGreaterThan(0);
				expectApart(groups, split);
				expect(split.folds).toHaveLength(6);
				for (const repeat of [0, 1]) {
					const held = (split.folds ?? []).flatMap((fold) =>
						fold.repeat === repeat ? [...fold.validation] : [],
					);
					expect(held.sort((a, b) => a - b)).toEqual([...split.train]);
				}
				expect(split.groups).toEqual(by(groups).codes);
				expect(grouped(groups, change, input)).toEqual(split);
			}),
			{ numRuns: 40 },
		);
	});
	it('comes near the shares, exactly where the groups are small', () => {
		const groups = range(200).map((i) => i >> 1);
		expect(sizesOf(grouped(groups))).toEqual([120, 40, 40]);
		expect(grouped(groups).warnings).toEqual([]);
	});
	it('says so where a large group keeps the sizes far off', () => {
		const groups = range(100).map((i) => (i < 60 ? 0 : i < 95 ? 1 : 2));
		const split = grouped(groups, { test: 0.3, validation: 0.2 });
		expect(Math.min(...sizesOf(split))).toBe(5);
		expect(split.warnings.join(' ')).toMatch(/stay whole, the validation split has 5 %/);
	});
	it('keeps the shares of classes where groups allow it, and says how far off they are where not', () => {
		const groups = range(240).map((i) => i >> 2);
		const mixed = range(240).map((i) => 'ab'[(i >> 2) % 2] as string);
		const stratify = { stratify: 'target' as const, folds: 4 };
		const split = grouped(groups, stratify, { target: texts('y', mixed), analysis: 'binary' });
		const share = (part: Uint32Array) => part.filter((sample) => mixed[sample] === 'a').length / part.length;
		for (const part of [split.train, split.validation, split.test])
			expect(Math.abs(share(part) - 0.5)).toBeLessThan(0.06);
		for (const { validation } of split.folds ?? [])
			expect(Math.abs(share(validation) - 0.5)).toBeLessThan(0.06);
		const apart = range(90).map((i) => 'abc'[Math.floor(i / 30)] as string);
		const odd = grouped(
			range(90).map((i) => Math.floor(i / 30)),
			{ stratify: 'target' },
			{ target: texts('y', apart), analysis: 'multi-class' },
		);
		expect(odd.stratified).toBe(false);
		expect(odd.warnings.join(' ')).toMatch(/percentage points/);
	});
	it('refuses too few groups, too many folds, a missing column and a missing group', () => {
		expect(sizesOf(grouped([0, 0, 1, 1, 2, 2, 2, 2, 2, 2]))).not.toContain(0);
		refused(() => grouped(range(20).map((i) => i % 2)), 'split.too-few-groups');
		refused(
			() =>
				grouped(
					range(50).map((i) => i % 5),
					{ folds: 4 },
				),
			'split.folds-groups',
		);
		refused(() => cut(20, { method: 'group', group: 'nobody' }), 'split.group-column');
		const gap = texts('patient', ['a', 'b', null, 'c', 'd']);
		refused(() => cut(5, { method: 'group', group: 'patient' }, { group: gap }), 'split.group-missing');
	});
});

describe('leave one group out', () => {
	const out = (groups: readonly number[]) =>
		grouped(groups, { method: 'leave-one-group-out', test: null, validation: null, folds: 3 });
	it('holds back every group once, in order, whatever folds are declared', () => {
		const groups = range(60).map((i) => (i * 7) % 6);
		const { folds } = out(groups);
		expect(folds).toHaveLength(6);
		folds?.forEach(({ train, validation }, group) => {
			expect([...validation]).toEqual(range(60).filter((i) => groups[i] === group));
			expect(train.length + validation.length).toBe(60);
		});
	});
	it('is refused for one group, and for more than a hundred', () => {
		expect(out(range(200).map((i) => i % 100)).folds).toHaveLength(100);
		refused(() => out(range(202).map((i) => i % 101)), 'split.too-many-groups');
		refused(() => out(range(20).map(() => 0)), 'split.too-few-groups');
	});
});

describe('a split by cluster', () => {
	const stream = new Stream(3, 'test');
	const near = (centre: number) => centre + stream.normal() * 0.1;
	const features = [
		numbers(
			'a',
			range(120).map((i) => near((i % 4) * 1000)),
		),
		numbers(
			'b',
			range(120).map((i) => (i % 17 === 0 ? NaN : near((i % 2) * 0.001))),
		),
		texts(
			'c',
			range(120).map((i) => `t${i}`),
		),
	];
	it('keeps similar samples together, whatever the units of the columns', () => {
		const split = cut(120, { method: 'cluster', clusters: 4, folds: 2 }, { features: features.slice(0, 1) });
		expectApart(
			range(120).map((i) => i % 4),
			split,
		);
		expect(new Set(split.groups).size).toBe(4);
	});
	it('is the same again, and has no cluster on both sides', () => {
		fc.assert(
			fc.property(fc.nat(), fc.integer({ min: 5, max: 12 }), (seed, clusters) => {
				const change = { method: 'cluster' as const, clusters, seed };
				const split = cut(120, change, { features });
				expectApart(split.groups ?? [], split);
				expect(cut(120, change, { features })).toEqual(split);
			}),
			{ numRuns: 15 },
		);
	});
	it('gives every sample the centre nearest to it', () => {
		const { points, width } = standardised([Float64Array.of(0, 1, 10, 11, 20, 21), new Float64Array(6)]);
		expect(width).toBe(1);
		const codes = kMeans(points, width, 3, new Stream(1, 'test'));
		expect(codes[0]).toBe(codes[1]);
		expect(codes[2]).toBe(codes[3]);
		expect(codes[4]).toBe(codes[5]);
		expect(new Set(codes).size).toBe(3);
	});
	it('is refused where no numeric column varies', () => {
		const constant = numbers('a', new Float64Array(40).fill(2));
		refused(() => cut(40, { method: 'cluster' }, { features: [constant] }), 'split.no-numeric');
	});
});
