import { describe, expect, it } from 'vitest';
import { noisySine, spirals, twoMoons } from './points';
import { recordsToCsv } from './records';

const parse = (text: string) =>
	text
		.trimEnd()
		.split('\n')
		.map((line) => line.split(','));

describe('generated samples', () => {
	it.each([
		['two moons', twoMoons, ['x', 'y', 'moon']],
		['spirals', spirals, ['x', 'y', 'arm']],
		['noisy sine', noisySine, ['x', 'y']],
	] as const)('%s: equal seeds give equal text, other seeds other text', (_, make, header) => {
		const text = make(100, 0.1, 3);
		expect(make(100, 0.1, 3)).toBe(text);
		expect(make(100, 0.1, 4)).not.toBe(text);
		const [first, ...rows] = parse(text);
		expect(first).toEqual(header);
		expect(rows).toHaveLength(100);
		for (const [x, y] of rows) {
			expect(Number.isFinite(Number(x))).toBe(true);
			expect(Number.isFinite(Number(y))).toBe(true);
		}
	});

	it('both classes are equally frequent', () => {
		for (const text of [twoMoons(200), spirals(200)]) {
			const labels = parse(text)
				.slice(1)
				.map((row) => row[2]);
			expect(new Set(labels).size).toBe(2);
			expect(labels.filter((label) => label === labels[0])).toHaveLength(100);
		}
	});

	it('without noise the points lie on their curves', () => {
		for (const [x, y] of parse(noisySine(50, 0))
			.slice(1)
			.map((row) => row.map(Number)))
			expect(y).toBeCloseTo(Math.sin(2 * (x ?? NaN)) + (x ?? NaN) / 4, 3);
		for (const [x, y, moon] of parse(twoMoons(50, 0)).slice(1)) {
			const [cx, cy] = moon === 'upper' ? [0, 0] : [1, 0.5];
			expect(Math.hypot(Number(x) - cx, Number(y) - cy)).toBeCloseTo(1, 3);
		}
	});
});

describe('records as CSV', () => {
	it('keeps every column, leaves missing cells empty and quotes what needs it', () => {
		const text = recordsToCsv([
			{ 'a,b': 1, name: 'say "x"', gone: null },
			{ 'a,b': -0.5, name: 'two\nlines', late: true },
		]);
		expect(text).toBe('"a,b",name,gone,late\n1,"say ""x""",,\n-0.5,"two\nlines",,true\n');
	});

	it('refuses what is not a list of flat records', () => {
		expect(() => recordsToCsv({})).toThrow(TypeError);
		expect(() => recordsToCsv([1])).toThrow(TypeError);
		expect(() => recordsToCsv([{ a: { b: 1 } }])).toThrow(TypeError);
	});
});
