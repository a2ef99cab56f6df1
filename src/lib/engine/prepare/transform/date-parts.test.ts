import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DATE_PARTS, type TransformStep } from '../../schema/transform-step';
import { calendarDay, dayNumber, isoWeek } from './calendar';
import { numbers, read, run, tableOf, times } from './test-columns';
import { transformOf } from './transforms';

const dates = [
	'2024-02-29T23:59:59.999Z',
	'2021-01-03T00:00:00Z',
	'2020-12-31T12:30:00Z',
	'1969-12-31T23:00:00Z',
	'1900-03-01T00:00:00Z',
	null,
];
const table = tableOf(times('t', dates));
const parts = (...wanted: (typeof DATE_PARTS)[number][]): TransformStep => ({
	transform: 'dateParts',
	column: 't',
	parts: wanted,
});

describe('dateParts', () => {
	// pandas: s.dt.year … s.dt.isocalendar().week, s.dt.dayofweek >= 5, (s - Timestamp(0)) / Timedelta(days=1)
	it.each([
		['year', [2024, 2021, 2020, 1969, 1900, null]],
		['quarter', [1, 1, 4, 4, 1, null]],
		['month', [2, 1, 12, 12, 3, null]],
		['weekOfYear', [9, 53, 53, 1, 9, null]],
		['day', [29, 3, 31, 31, 1, null]],
		['dayOfYear', [60, 3, 366, 365, 60, null]],
		['dayOfWeek', [3, 6, 3, 2, 3, null]],
		['isWeekend', [0, 1, 0, 0, 0, null]],
		['hour', [23, 0, 12, 23, 0, null]],
		['minute', [59, 0, 30, 0, 0, null]],
		['elapsedDays', [19783 - 1 / 86_400_000, 18630, 18627.520833333332, -1 / 24, -25508, null]],
	] as const)('gives the %s as pandas does', (part, expected) => {
		const { table: result } = run(parts(part), table);
		expect(read(result, `t_${part}`)).toEqual(expected);
		expect(result.columns.map(({ name }) => name)).toEqual(['t', `t_${part}`]);
	});

	it('declares what it gives', () => {
		for (const cyclic of [false, true]) {
			const step: TransformStep = { ...parts(...DATE_PARTS), cyclic } as TransformStep;
			const declared = transformOf(step).declares(table.columns, step, { target: null });
			const given = run(step, table).table.columns.map(({ name, dtype }) => ({ name, dtype }));
			expect(given).toEqual(declared.map(({ name, dtype }) => ({ name, dtype })));
		}
	});

	it('gives cycles as points on a circle, and leaves parts without a cycle alone', () => {
		const step: TransformStep = {
			transform: 'dateParts',
			column: 't',
			parts: ['month', 'year'],
			cyclic: true,
			drop: true,
		};
		const months = tableOf(times('t', ['2024-01-15Z', '2024-04-15Z', '2024-07-15Z', '2024-10-15Z']));
		const { table: result } = run(step, months);
		expect(result.columns.map(({ name }) => name)).toEqual(['t_month_sin', 't_month_cos', 't_year']);
		const rounded = (name: string) =>
			read(result, name).map((value) => Math.round((value as number) * 1e12) / 1e12 + 0);
		expect(rounded('t_month_sin')).toEqual([0, 1, 0, -1]);
		expect(rounded('t_month_cos')).toEqual([1, 0, -1, 0]);
		expect(read(result, 't_year')).toEqual([2024, 2024, 2024, 2024]);
	});

	it('closes the circle of a year and of a month where they end', () => {
		fc.assert(
			fc.property(fc.integer({ min: -100_000, max: 100_000 }), (day) => {
				const one = tableOf(numbers('t', [day * 86_400_000, (day + 1) * 86_400_000], 'date'));
				const step: TransformStep = {
					transform: 'dateParts',
					column: 't',
					parts: ['day', 'dayOfYear', 'dayOfWeek'],
					cyclic: true,
				};
				const { table: result } = run(step, one);
				for (const [part, least] of [
					['day', 28],
					['dayOfYear', 365],
					['dayOfWeek', 7],
				] as const) {
					const [s0, s1] = read(result, `t_${part}_sin`) as [number, number];
					const [c0, c1] = read(result, `t_${part}_cos`) as [number, number];
					// Neighbouring days are never farther apart than one step of the shortest circle.
					expect(Math.hypot(s1 - s0, c1 - c0)).toBeLessThanOrEqual(2 * Math.sin(Math.PI / least) + 1e-12);
				}
			}),
		);
	});

	it('refuses what is no date, and a name that is taken', () => {
		expect(() => run(parts('year'), tableOf(numbers('t', [1])))).toThrow(
			expect.objectContaining({ code: 'transform.type' }),
		);
		expect(() => run(parts('year'), tableOf(times('t', ['2024-01-01Z']), numbers('t_year', [1])))).toThrow(
			expect.objectContaining({ code: 'transform.name-taken' }),
		);
	});
});

describe('the calendar', () => {
	it('agrees with the platform’s for every day of eight centuries', () => {
		fc.assert(
			fc.property(fc.integer({ min: -150_000, max: 150_000 }), (day) => {
				const platform = new Date(day * 86_400_000);
				const own = calendarDay(day);
				expect([own.year, own.month, own.day, own.dayOfWeek]).toEqual([
					platform.getUTCFullYear(),
					platform.getUTCMonth() + 1,
					platform.getUTCDate(),
					(platform.getUTCDay() + 6) % 7,
				]);
				expect(own.dayOfYear).toBe(day - dayNumber(Date.UTC(own.year, 0, 1)) + 1);
			}),
			{ numRuns: 2000 },
		);
	});

	it('numbers ISO weeks without a gap, each year as long as it says', () => {
		fc.assert(
			fc.property(fc.integer({ min: -150_000, max: 150_000 }), (day) => {
				const now = isoWeek(day, calendarDay(day));
				const next = isoWeek(day + 7, calendarDay(day + 7));
				expect(next.week).toBe(now.week === now.weeks ? 1 : now.week + 1);
			}),
			{ numRuns: 2000 },
		);
	});
});
