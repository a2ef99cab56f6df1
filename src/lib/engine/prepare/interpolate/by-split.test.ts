import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { interpolateBySplit, leaks, type SplitParams } from './by-split';
import { interpolate } from './interpolate';

const column = (...values: (number | null)[]) => Float64Array.from(values, (value) => value ?? NaN);
const LINEAR: SplitParams = { method: 'linear' };

describe('rows interpolated by split', () => {
	it('come back in the order of the rows, not of the splits (SPEC §20, defect 2)', () => {
		const values = column(0, 10, null, 30, 40, null, 60);
		const splits = { train: [6, 4, 0, 2], evaluation: [[5, 1], [3]] };
		// Train alone is 0, ?, 40, 60: row 2 lies half way. Row 5 lies between train's 40 and 60.
		expect([...interpolateBySplit(values, null, splits, LINEAR)]).toEqual([0, 10, 20, 30, 40, 50, 60]);
	});

	it('of an evaluation split are filled with the help of train, not alone (SPEC §20, defect 6)', () => {
		const values = column(2, null, 4, 100);
		const splits = { train: [0, 2], evaluation: [[1], [3]] };
		expect([...interpolateBySplit(values, null, splits, LINEAR)]).toEqual([2, 3, 4, 100]);
	});

	it('of one evaluation split do not see another', () => {
		const values = column(1, null, 50, 3);
		const splits = { train: [0, 3], evaluation: [[1], [2]] };
		expect(interpolateBySplit(values, null, splits, LINEAR)[1]).toBe(2);
	});

	it('of train do not see evaluation rows, and know how far apart they stand by their row numbers', () => {
		const values = column(0, 99, null, 99, 99, 5);
		const splits = { train: [0, 2, 5], evaluation: [[1, 3, 4]] };
		expect(interpolateBySplit(values, null, splits, LINEAR)[2]).toBe(2.5);
		expect(interpolateBySplit(values, null, splits, { method: 'index' })[2]).toBe(2);
		const stamps = Float64Array.of(0, 1, 1, 3, 4, 10);
		expect(interpolateBySplit(values, stamps, splits, { method: 'values' })[2]).toBe(0.5);
	});

	it('that windows of two splits share keep the result of the first; those of none come last', () => {
		const values = column(0, null, 2, 30, null, 50, null, 9);
		const splits = { train: [0, 1, 2], evaluation: [[1, 2, 3, 4, 5]] };
		// Row 1 is train's; row 4 lies between 30 and 50; row 6 is in no split and lies between 50 and 9.
		expect([...interpolateBySplit(values, null, splits, LINEAR)]).toEqual([0, 1, 2, 30, 40, 50, 29.5, 9]);
		const overlapping = { train: [0, 2], evaluation: [[1], [1, 3, 4, 5]] };
		expect(interpolateBySplit(values, null, overlapping, LINEAR)[1]).toBe(1);
	});

	it('are the whole column at once when told so, which leaks', () => {
		const values = column(0, null, 50, 3);
		const splits = { train: [0, 1, 3], evaluation: [[2]] };
		const whole: SplitParams = { ...LINEAR, processSeparately: false };
		expect(interpolateBySplit(values, null, splits, whole)).toEqual(interpolate(values, whole));
		expect(leaks(whole)).toBe(true);
		expect(leaks(LINEAR)).toBe(false);
		expect(interpolateBySplit(values, null, splits, LINEAR)[1]).toBe(1.5);
	});

	it('of a train split without any value are filled from the other splits where these have some', () => {
		const splits = { train: [0, 2], evaluation: [[1, 3]] };
		expect([...interpolateBySplit(column(null, 7, null, null), null, splits, LINEAR)]).toEqual([
			NaN,
			7,
			NaN,
			7,
		]);
	});

	it('are refused when train alone has too few values', () => {
		const values = column(0, null, 1, 4, 9, 16);
		const splits = { train: [0, 1], evaluation: [[2, 3, 4, 5]] };
		expect(() => interpolateBySplit(values, null, splits, { method: 'cubic' }, 'The column "a"')).toThrow(
			'The column "a": cubic interpolation needs 4 known values; there are 1.',
		);
		expect(
			interpolateBySplit(values, null, { train: [0, 2, 3, 4], evaluation: [[1, 5]] }, { method: 'cubic' })[1],
		).not.toBeNaN();
	});
});

const METHODS: SplitParams[] = [
	{ method: 'linear' },
	{ method: 'index', limitDirection: 'forward' },
	{ method: 'nearest' },
	{ method: 'pad' },
	{ method: 'bfill', limit: 2 },
	{ method: 'pchip' },
	{ method: 'akima' },
	{ method: 'cubicspline' },
	{ method: 'quadratic' },
	{ method: 'spline', order: 2 },
];
const value = fc.option(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { freq: 3, nil: NaN });

describe('training rows, whatever the evaluation rows hold', () => {
	it.each(METHODS.map((params) => [JSON.stringify(params), params] as const))('%s', (_, params) => {
		fc.assert(
			fc.property(
				fc.array(fc.tuple(value, value, fc.integer({ min: 0, max: 3 })), { minLength: 12, maxLength: 50 }),
				(rows) => {
					// Every split has enough to be interpolated: its first values are given.
					const known = [0, 0, 0, 0];
					const split = rows.map(([, , part]) => part);
					const given = (one: number, part: number) =>
						Number.isNaN(one) && (known[part] = (known[part] as number) + 1) <= 4
							? (known[part] as number)
							: one;
					const values = Float64Array.from(rows, ([one, , part]) => given(one, part));
					const other = Float64Array.from(rows, ([, changed, part], row) =>
						part === 0 ? (values[row] as number) : Number.isNaN(changed) ? (values[row] as number) : changed,
					);
					const of = (part: number) => split.flatMap((one, row) => (one === part ? [row] : []));
					fc.pre(of(0).filter((row) => !Number.isNaN(values[row])).length >= 4);
					const splits = { train: of(0), evaluation: [of(1), of(2)] };
					const before = interpolateBySplit(values, null, splits, params);
					const after = interpolateBySplit(other, null, splits, params);
					for (const row of of(0)) expect(after[row]).toBe(before[row]);
					const alone = interpolate(
						Float64Array.from(of(0), (row) => values[row] as number),
						params,
						Float64Array.from(of(0)),
					);
					of(0).forEach((row, i) => expect(before[row]).toBe(alone[i]));
				},
			),
		);
	});
});
