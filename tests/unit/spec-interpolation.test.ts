/**
 * SPEC §4 IN and §5, rule by rule, through whole pipelines: which columns may be interpolated, how gaps are filled, which
 * rows see which, and in which order the parts of a pipeline run.
 */
import { describe, expect, it } from 'vitest';
import {
	interpolateColumns,
	tryInterpolation,
} from '../../src/lib/engine/prepare/interpolate/interpolate-columns';
import { leaks } from '../../src/lib/engine/prepare/interpolate/by-split';
import { interpolateStage } from '../../src/lib/engine/prepare/interpolate-stage';
import type { InterpolateStep } from '../../src/lib/engine/schema/interpolate-step';
import {
	FORECAST,
	isDocument,
	number,
	prepared,
	range,
	refused,
	resolve,
	ROWS,
	stage,
	tableOf,
	withColumns,
} from '../fixtures/spec';

const linear = { method: 'linear' };
const filled = (values: number[], step: object, ...more: ReturnType<typeof number>[]) => {
	const [column] = interpolateColumns(
		tableOf(number('v', values), ...more),
		['v'],
		step as InterpolateStep,
		null,
	);
	return [...(column?.values ?? [])];
};
const input = (...interpolate: object[]) => ({
	input: { columns: { include: ['a', 'b', 'n'] }, interpolate },
});
/** A value that rises with the row, missing in every fifth row. */
const gaps = number(
	'g',
	range(ROWS).map((row) => (row % 5 === 2 ? NaN : row * row)),
);
const isGap = (row: number) => row % 5 === 2;

describe('SPEC §4, what may be interpolated', () => {
	it('IN-01: polynomials are supported, of an order scipy knows', () => {
		expect(filled([0, NaN, 4, 9, 16], { method: 'polynomial', order: 2 })[1]).toBeCloseTo(1, 9);
		refused(() => filled([0, NaN, 4, 9, 16], { method: 'polynomial', order: 4 }), 'interpolate.order');
	});
	it('IN-02: rows are interpolated along the first axis, and no other can be asked for', () => {
		expect(isDocument(input(linear))).toBe(true);
		for (const axis of [0, 1]) expect(isDocument(input({ ...linear, axis }))).toBe(false);
	});
	it('IN-03: columns are floating point', () => {
		expect(resolve(input({ ...linear, dtypes: ['float64'] })).inputs[0]?.interpolate).toEqual([['a', 'b']]);
		refused(() => resolve(input({ ...linear, columns: ['n'] })), 'interpolate.not-float');
		const target = (column: string) => ({ target: { columns: [column], interpolate: linear } });
		expect(resolve(target('y')).target).toHaveLength(1);
		refused(() => resolve(target('n')), 'interpolate.not-float');
	});
	it('IN-04: a label has one interpolation', () => {
		expect(isDocument({ target: { interpolate: linear } })).toBe(true);
		expect(isDocument({ target: { interpolate: [linear, linear] } })).toBe(false);
	});
	it('IN-05: a trial on the whole column succeeds', () => {
		const spline: InterpolateStep = { method: 'spline', order: 3 };
		tryInterpolation(tableOf(number('v', [1, 4, NaN, 2, 8, 5, 7])), ['v'], spline);
		const few = tableOf(number('v', [1, NaN, 3]));
		refused(() => tryInterpolation(few, ['v'], spline), 'interpolate.few-points');
	});
	it('IN-06: filters include, and never exclude', () => {
		expect(isDocument(input({ ...linear, columns: ['a'] }))).toBe(true);
		expect(isDocument(input({ ...linear, columns: ['a'], include: false }))).toBe(false);
		refused(() => resolve(input({ ...linear, columns: ['nope'] })), 'pipeline.column-taken');
		refused(
			() => resolve(input({ ...linear, dtypes: ['float64'], columns: ['a'] })),
			'pipeline.filter-twice',
		);
	});
});

describe('SPEC §4, how gaps are filled', () => {
	const known = [NaN, 1, NaN, NaN, 7, NaN];
	it('linear takes rows as equally spaced; index and time go by a column', () => {
		expect(filled(known, linear)).toEqual([1, 1, 3, 5, 7, 7]);
		const at = number('at', [0, 1, 2, 5, 7, 8]);
		expect(filled(known, { method: 'index', by: 'at' }, at)).toEqual([1, 1, 2, 5, 7, 7]);
		const day = number(
			'at',
			at.dtype === 'string' ? [] : at.values.map((value) => value * 86_400_000),
			'date',
		);
		expect(filled(known, { method: 'time', by: 'at' }, day)).toEqual([1, 1, 2, 5, 7, 7]);
		refused(() => resolve(input({ method: 'time', by: 'n', columns: ['a'] })), 'interpolate.by');
	});
	it('both ways, forward or backward', () => {
		expect(filled(known, { ...linear, limitDirection: 'forward' })).toEqual([NaN, 1, 3, 5, 7, 7]);
		expect(filled(known, { ...linear, limitDirection: 'backward' })).toEqual([1, 1, 3, 5, 7, NaN]);
		expect(isDocument(input({ ...linear, limitDirection: 'sideways' }))).toBe(false);
	});
	it('a limit counts from each side, and an area is inside or outside', () => {
		const wide = [0, NaN, NaN, NaN, NaN, 5];
		expect(filled(wide, { ...linear, limit: 1 })).toEqual([0, 1, NaN, NaN, 4, 5]);
		expect(filled(known, { ...linear, limitArea: 'inside' })).toEqual([NaN, 1, 3, 5, 7, NaN]);
		expect(filled(known, { ...linear, limitArea: 'outside' })).toEqual([1, 1, NaN, NaN, 7, 7]);
		expect(isDocument(input({ ...linear, limit: 0 }))).toBe(false);
	});
	it('a spline reaches beyond the ends, curves through the known values do not', () => {
		const squares = [NaN, 1, 4, NaN, 16, 25, NaN];
		const spline = filled(squares, { method: 'spline', order: 2, smoothing: 0 });
		[0, 9, 36].forEach((value, i) => expect(spline[i * 3]).toBeCloseTo(value, 6));
		for (const method of ['quadratic', 'cubic', 'slinear', 'nearest', 'zero']) {
			const found = filled(squares, { method });
			expect([found[0], found[6]]).toEqual([NaN, NaN]);
			expect(found[3]).not.toBeNaN();
		}
	});
	it('pad and bfill copy', () => {
		expect(filled(known, { method: 'pad' })).toEqual([NaN, 1, 1, 1, 7, 7]);
		expect(filled(known, { method: 'bfill' })).toEqual([1, 1, 7, 7, 7, NaN]);
		expect(isDocument(input({ method: 'pad', limitDirection: 'backward' }))).toBe(false);
	});
	it('too few known values are refused, none are left alone, and one is enough for linear', () => {
		expect(filled([NaN, 3, NaN], linear)).toEqual([3, 3, 3]);
		expect(filled([NaN, NaN], linear)).toEqual([NaN, NaN]);
		refused(() => filled([1, NaN, 2], { method: 'cubic' }), 'interpolate.few-points');
	});
});

describe('SPEC §4, which rows see which', () => {
	const separate = { input: { columns: { include: ['g'] }, interpolate: [linear] } };
	const together = {
		input: { columns: { include: ['g'] }, interpolate: [{ ...linear, processSeparately: false }] },
	};
	const data = withColumns(gaps);
	/** Values by row, as prepared. */
	const values = (changes: object) => {
		const { splits } = prepared(changes, data);
		const of = new Map<number, number>();
		for (const { numbers, x } of Object.values(splits))
			numbers.forEach((row, i) => of.set(row, x[i] as number));
		return { of, splits };
	};
	/** Between the nearest known rows among these; both directions. */
	const between = (row: number, rows: readonly number[]) => {
		const known = rows.filter((one) => !isGap(one)).sort((p, q) => p - q);
		const place = rows.filter((one) => one < row).length;
		const before = rows.filter((one) => one < row && !isGap(one)).at(-1);
		const behind = rows.find((one) => one > row && !isGap(one));
		if (before === undefined || behind === undefined)
			return (known.find((one) => one > row) ?? known.at(-1) ?? 0) ** 2;
		const [from, to] = [rows.indexOf(before), rows.indexOf(behind)];
		return before ** 2 + ((behind ** 2 - before ** 2) * (place - from)) / (to - from);
	};
	it('1: training rows see training rows only', () => {
		const { of, splits } = values(separate);
		const train = [...splits.train.numbers];
		for (const row of train.filter(isGap)) expect(of.get(row)).toBeCloseTo(between(row, train), 3);
		const all = values(together);
		expect(train.some((row) => Math.abs((all.of.get(row) as number) - (of.get(row) as number)) > 1)).toBe(
			true,
		);
	});
	it('2: other rows see the training rows and their own split, in the order of rows', () => {
		const { of, splits } = values(separate);
		const train = [...splits.train.numbers];
		let seen = 0;
		for (const name of ['validation', 'test'] as const) {
			const own = [...splits[name].numbers];
			const rows = [...train, ...own].sort((p, q) => p - q);
			for (const row of own.filter(isGap)) {
				const [low, high] = [rows[rows.indexOf(row) - 1], rows[rows.indexOf(row) + 1]];
				// Where both neighbours hold values as given.
				if (low === undefined || high === undefined || isGap(low) || isGap(high)) continue;
				expect(of.get(row)).toBeCloseTo((low ** 2 + high ** 2) / 2, 2);
				seen++;
			}
		}
		expect(seen).toBeGreaterThan(0);
	});
	it('3: rows that windows share stay as the training windows have them', () => {
		const changes = {
			...FORECAST,
			input: { columns: { include: ['g'] }, interpolate: [linear], window: { size: 4, shift: 2 } },
		};
		const { splits } = prepared(changes, data);
		const train = new Map<number, number>();
		// With 40 rows, windows of 4 that move by 2 start at every even row.
		splits.train.numbers.forEach((window, i) =>
			range(4).forEach((k) => train.set(2 * window + k, splits.train.x[i * 4 + k] as number)),
		);
		let shared = 0;
		splits.test.numbers.forEach((window, i) =>
			range(4).forEach((k) => {
				const known = train.get(2 * window + k);
				if (known === undefined) return;
				shared++;
				expect(splits.test.x[i * 4 + k]).toBe(known);
			}),
		);
		expect(shared).toBeGreaterThan(0);
		expect([...splits.train.y, ...splits.test.y].every(Number.isFinite)).toBe(true);
	});
	it('4: all rows at once where it is asked for, which is known to leak', () => {
		const { of } = values(together);
		for (const row of range(ROWS).filter(isGap))
			expect(of.get(row)).toBeCloseTo(((row - 1) ** 2 + (row + 1) ** 2) / 2, 2);
		expect(leaks({ processSeparately: false })).toBe(true);
		expect(leaks({})).toBe(false);
	});
	it('sequences and images are interpolated each by itself', () => {
		const column = number('v', [1, NaN, 3, NaN, NaN, 9, 7, NaN]);
		const alone = interpolateColumns({ ...tableOf(column), inner: [4] }, ['v'], { method: 'linear' }, null);
		expect(alone[0]?.values).toEqual(Float64Array.of(1, 2, 3, 3, 9, 9, 7, 7));
		const pictures = interpolateColumns(
			{ ...tableOf(column), inner: [2, 2] },
			['v'],
			{ method: 'linear' },
			null,
		);
		expect(pictures[0]?.values.slice(0, 4)).toEqual(Float64Array.of(1, NaN, 3, NaN));
	});
	it('results are in the order of rows', () => {
		const { main } = interpolateStage(stage(separate, data), null);
		const column = main.columns.find(({ name }) => name === 'g');
		const whole = column && 'values' in column ? column.values : [];
		range(ROWS).forEach((row) => !isGap(row) && expect(whole[row]).toBe(row * row));
	});
});

describe('SPEC §5, the order of preparation', () => {
	it('interpolate, impute, encode, window, reshape', () => {
		const late = number(
			'g',
			range(ROWS).map((row) => (row < 3 || row % 5 === 2 ? NaN : 100 + row)),
		);
		const { splits, shapes } = prepared(
			{
				...FORECAST,
				input: {
					columns: { include: ['g'] },
					interpolate: [{ ...linear, limitDirection: 'forward' }],
					impute: [{ imputer: 'constant', value: 1000 }],
					encode: [{ encoder: 'Divide', by: 10 }],
					window: { size: 4, shift: 2 },
					reshape: [0, 2, 1],
				},
			},
			withColumns(late),
		);
		expect(shapes).toEqual([[1, 4]]);
		const first = Object.values(splits).find(({ numbers }) => numbers.includes(0));
		const at = first?.numbers.indexOf(0) ?? 0;
		expect(first?.x[at * 4]).toBe(100);
		expect(isDocument({ input: { order: ['encode', 'interpolate'] } })).toBe(false);
	});
});
