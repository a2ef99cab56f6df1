import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { inputSchema } from '../schema/pipeline';
import { overlaps, rowsCovered, rowsOfWindows, windowPlan, windowTensor } from './window';

const sizes = fc.record({
	samples: fc.integer({ min: 1, max: 200 }),
	size: fc.integer({ min: 1, max: 60 }),
	shift: fc.integer({ min: 1, max: 60 }),
	shifted: fc.boolean(),
});

describe('windowPlan', () => {
	it('lays the example of SPEC §7', () => {
		const plan = windowPlan(10, { size: 4, shift: 2 }, true);
		expect([plan.count, ...plan.starts]).toEqual([3, 0, 2, 4]);
		expect([...(plan.shifted ?? [])]).toEqual([2, 4, 6]);
	});

	it('ends with the last sample and drops less than a shift at the start', () => {
		fc.assert(
			fc.property(sizes, ({ samples, size, shift, shifted }) => {
				fc.pre((shifted ? size + shift : size) <= samples);
				const plan = windowPlan(samples, { size, shift }, shifted);
				const ends = plan.shifted ?? plan.starts;
				expect(plan.starts.length).toBe(plan.count);
				expect((ends[plan.count - 1] as number) + size).toBe(samples);
				expect(plan.starts[0]).toBeLessThan(shift);
				plan.starts.forEach((start, i) => {
					if (i > 0) expect(start - (plan.starts[i - 1] as number)).toBe(shift);
					if (plan.shifted) expect((plan.shifted[i] as number) - start).toBe(shift);
				});
			}),
		);
	});

	it('WI-03: size and shift together fit into the rows when shifted windows are recorded', () => {
		expect(windowPlan(15, { size: 12, shift: 3 }, true).count).toBe(1);
		for (const [size, shift] of [
			[12, 4],
			[0, 1],
			[1, 0],
			[16, 1],
			[1, 15],
			[2.5, 1],
			[NaN, 1],
		])
			expect(() => windowPlan(15, { size, shift }, true)).toThrow('do not fit into 15 samples');
	});

	it('WI-04: new data holds one window at least, and the shift is 1 or more', () => {
		expect(windowPlan(15, { size: 15, shift: 40 }, false).count).toBe(1);
		for (const [size, shift] of [
			[16, 1],
			[0, 1],
			[3, 0],
			[3, -1],
		])
			expect(() => windowPlan(15, { size, shift }, false)).toThrow('cannot be cut from 15 samples');
	});

	it('WI-05: size and shift are given together', () => {
		expect(() => windowPlan(15, { size: 3 }, true)).toThrow('its shift is not given');
		expect(() => windowPlan(15, { shift: 3 }, true)).toThrow('its size is not given');
		expect(windowPlan(15, { size: 3, shift: 3 }, true).count).toBe(4);
	});
});

describe('the document', () => {
	const reads = (fields: object) =>
		v.safeParse(inputSchema, {
			dataset: `sha256:${'0'.repeat(64)}`,
			columns: { exclude: [] },
			impute: [],
			encode: [],
			...fields,
		}).success;
	const window = { size: 3, shift: 1 };

	it('WI-01: an input has one window at most', () => {
		expect(reads({})).toBe(true);
		expect(reads({ window })).toBe(true);
		expect(reads({ window: [window, window] })).toBe(false);
	});

	it('WI-02: a window comes after the split, whatever else is written', () => {
		expect(reads({ encode: [{ encoder: 'StandardScaler' }], window })).toBe(true);
		expect(reads({ encode: [{ window }] })).toBe(false);
	});

	it('WI-05: size and shift are given together', () => {
		expect(reads({ window: { size: 3 } })).toBe(false);
		expect(reads({ window: { shift: 3 } })).toBe(false);
	});

	it('SH-01: an input is reshaped once at most', () => {
		expect(reads({ reshape: [0, '1', 1] })).toBe(true);
		expect(reads({ reshape: [[[0, 1], 2]] })).toBe(false);
	});
});

describe('rowsOfWindows', () => {
	it('gives every covered row once, ascending, whatever the order of the windows', () => {
		fc.assert(
			fc.property(sizes, fc.infiniteStream(fc.nat()), ({ samples, size, shift }, numbers) => {
				fc.pre(size <= samples);
				const plan = windowPlan(samples, { size, shift }, false);
				const windows = Uint32Array.from([...numbers.take(5)], (number) => number % plan.count);
				const expected = new Set<number>();
				for (const window of windows)
					for (let i = 0; i < size; i++) expected.add((plan.starts[window] as number) + i);
				expect([...rowsOfWindows(plan.starts, size, windows)]).toEqual([...expected].sort((a, b) => a - b));
			}),
		);
	});

	it('takes all windows when none are named', () => {
		expect([...rowsOfWindows(Uint32Array.of(1, 4), 2)]).toEqual([1, 2, 4, 5]);
		expect([...rowsOfWindows(Uint32Array.of(1, 2), 3)]).toEqual([1, 2, 3, 4]);
		expect(rowsOfWindows(Uint32Array.of(1, 2), 3, new Uint32Array()).length).toBe(0);
	});
});

describe('overlaps', () => {
	const plan = windowPlan(20, { size: 4, shift: 2 }, false);

	it('finds nothing between windows that lie apart', () => {
		const { rows, a, b } = overlaps(plan, Uint32Array.of(0, 1), Uint32Array.of(3, 4));
		expect([...rows, ...a, ...b]).toEqual([]);
	});

	it('names the rows and the windows of both sides', () => {
		const { rows, a, b } = overlaps(plan, Uint32Array.of(0, 1, 5), Uint32Array.of(2, 8));
		expect([...rows]).toEqual([4, 5]);
		expect([...a]).toEqual([1]);
		expect([...b]).toEqual([2]);
	});

	it('counts shifted twins as what a window covers', () => {
		const twins = windowPlan(20, { size: 2, shift: 4 }, true);
		expect([...rowsCovered(twins, Uint32Array.of(0))]).toEqual([2, 3, 6, 7]);
		const { rows, a, b } = overlaps(twins, Uint32Array.of(0), Uint32Array.of(1));
		expect([...rows]).toEqual([6, 7]);
		expect([...a, ...b]).toEqual([0, 1]);
	});

	it('agrees with comparing every pair of windows', () => {
		fc.assert(
			fc.property(sizes, fc.infiniteStream(fc.nat()), ({ samples, size, shift, shifted }, numbers) => {
				fc.pre((shifted ? size + shift : size) <= samples);
				const plan = windowPlan(samples, { size, shift }, shifted);
				const some = () => Uint32Array.from([...numbers.take(4)], (number) => number % plan.count);
				const [one, two] = [some(), some()];
				const covered = (window: number) => [...rowsCovered(plan, Uint32Array.of(window))];
				const touches = (windows: Uint32Array) => (window: number) =>
					[...windows].some((other) => covered(other).some((row) => covered(window).includes(row)));
				const { a, b } = overlaps(plan, one, two);
				expect([...a]).toEqual([...one].filter(touches(two)));
				expect([...b]).toEqual([...two].filter(touches(one)));
			}),
		);
	});
});

describe('windowTensor', () => {
	it('copies the rows of each window', () => {
		const x = Float32Array.of(0, 10, 1, 11, 2, 12, 3, 13);
		expect([...windowTensor(x, 4, 2, Uint32Array.of(2, 0), 2)]).toEqual([2, 12, 3, 13, 0, 10, 1, 11]);
	});

	it('does not make up rows past the end', () => {
		expect(() => windowTensor(new Float32Array(8), 4, 2, Uint32Array.of(3), 2)).toThrow(RangeError);
	});
});
