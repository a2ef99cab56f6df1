/** Functions of dates and timestamps: their parts, the beginning of a part, and how many beginnings lie between two. */
import { BenchtopError } from '../errors/error';
import { nearest } from '../nearest';
import { calendarDay, isoWeek, type CalendarDay } from '../prepare/transform/calendar';
import { constantOf, numbers, strict, type Bound } from './bound';
import { define, type Definition } from './definition';
import { daysOf } from './moment-text';
import { unify } from './unify';

const DAY = 86_400_000;
const MONTHS = 'January February March April May June July August September October November December'.split(
	' ',
);
const WEEKDAYS = 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split(' ');

const daysIn = (moment: number): number => Math.floor(moment / DAY);
const within = (moment: number, length: number): number => moment - Math.floor(moment / length) * length;
/** The year an ISO week belongs to: that of its Thursday. */
const isoYear = (days: number, day: CalendarDay): number => calendarDay(days - day.dayOfWeek + 3).year;
const monday = (days: number): number => days - calendarDay(days).dayOfWeek;

type Field = (day: CalendarDay, days: number) => number;
const FIELDS: Readonly<Record<string, Field>> = {
	year: ({ year }) => year,
	quarter: ({ month }) => Math.ceil(month / 3),
	month: ({ month }) => month,
	day: ({ day }) => day,
	week: (day, days) => isoWeek(days, day).week,
	isoyear: (day, days) => isoYear(days, day),
	yearweek: (day, days) => isoYear(days, day) * 100 + isoWeek(days, day).week,
	dayofweek: ({ dayOfWeek }) => (dayOfWeek + 1) % 7,
	isodow: ({ dayOfWeek }) => dayOfWeek + 1,
	dayofyear: ({ dayOfYear }) => dayOfYear,
	decade: ({ year }) => Math.trunc(year / 10) + 0,
	century: ({ year }) => (year > 0 ? Math.ceil(year / 100) : Math.floor((year - 1) / 100)),
};

/** Of the clock: units as long as they are short, so no calendar is needed. */
const CLOCK: Readonly<Record<string, (moment: number) => number>> = {
	hour: (moment) => Math.floor(within(moment, DAY) / 3_600_000),
	minute: (moment) => Math.floor(within(moment, 3_600_000) / 60_000),
	second: (moment) => Math.floor(within(moment, 60_000) / 1000),
	millisecond: (moment) => Math.floor(within(moment, 60_000) + 1e-6),
	microsecond: (moment) => Math.round(within(moment, 60_000) * 1000),
	epoch: (moment) => moment / 1000,
};

/** The first day of the part a day is in. */
const STARTS: Readonly<Record<string, Field>> = {
	century: ({ year }) => daysOf(Math.trunc(year / 100) * 100, 1, 1),
	decade: ({ year }) => daysOf(Math.trunc(year / 10) * 10, 1, 1),
	year: ({ year }) => daysOf(year, 1, 1),
	isoyear: (day, days) => monday(daysOf(isoYear(days, day), 1, 4)),
	quarter: ({ year, month }) => daysOf(year, month - ((month - 1) % 3), 1),
	month: ({ year, month }) => daysOf(year, month, 1),
	week: (day, days) => days - day.dayOfWeek,
	yearweek: (day, days) => days - day.dayOfWeek,
	day: (_, days) => days,
};
const LENGTHS: Readonly<Record<string, number>> = {
	hour: 3_600_000,
	minute: 60_000,
	second: 1000,
	millisecond: 1,
	microsecond: 0.001,
};

/** How many parts a day is from some first one; their difference counts the beginnings between two days. */
const COUNTS: Readonly<Record<string, Field>> = {
	century: ({ year }) => Math.trunc(year / 100),
	decade: ({ year }) => Math.trunc(year / 10),
	year: ({ year }) => year,
	isoyear: (day, days) => isoYear(days, day),
	quarter: ({ year, month }) => year * 4 + Math.floor((month - 1) / 3),
	month: ({ year, month }) => year * 12 + month,
	yearweek: (_, days) => Math.floor((days + 3) / 7),
	day: (_, days) => days,
};

const ALIASES: Readonly<Record<string, string>> = {
	years: 'year',
	y: 'year',
	yr: 'year',
	months: 'month',
	mon: 'month',
	days: 'day',
	d: 'day',
	dayofmonth: 'day',
	weeks: 'week',
	w: 'week',
	weekofyear: 'week',
	quarters: 'quarter',
	hours: 'hour',
	h: 'hour',
	minutes: 'minute',
	m: 'minute',
	min: 'minute',
	seconds: 'second',
	s: 'second',
	sec: 'second',
	milliseconds: 'millisecond',
	ms: 'millisecond',
	msec: 'millisecond',
	microseconds: 'microsecond',
	us: 'microsecond',
	decades: 'decade',
	centuries: 'century',
	dow: 'dayofweek',
	weekday: 'dayofweek',
	doy: 'dayofyear',
};

/** What a constant part means. @throws `expression.constant-needed`, `expression.part-unknown` */
function partOf(operands: readonly Bound[], at: number, name: string, known: readonly string[]): string {
	const said = operands[0] && constantOf(operands[0]);
	if (typeof said !== 'string')
		throw new BenchtopError('expression.constant-needed', { function: name, operand: 'part', position: at });
	const key = said.toLowerCase();
	const part = Object.hasOwn(ALIASES, key) ? (ALIASES[key] as string) : key;
	if (known.includes(part)) return part;
	const suggestion = nearest(key, known);
	throw new BenchtopError('expression.part-unknown', {
		function: name,
		part: said,
		suggestion,
		position: at,
	});
}

/** A field of the calendar as a function of a moment; the last day's is remembered, as days repeat. */
function ofDay(field: Field): (moment: number) => number {
	let last = NaN;
	let value = NaN;
	return (moment) => {
		if (moment !== moment) return NaN;
		const days = daysIn(moment);
		if (days !== last) {
			last = days;
			value = field(calendarDay(days), days);
		}
		return value;
	};
}

const reader = (part: string): ((moment: number) => number) => {
	const clock = CLOCK[part];
	return clock ?? ofDay(FIELDS[part]!);
};
const kindOf = (part: string): 'float64' | 'int64' => (part === 'epoch' ? 'float64' : 'int64');

const datePart: Definition = {
	takes: 'a part in quotes and a date',
	match(operands, at, name) {
		const [, moment] = operands;
		if (operands.length !== 2 || !moment) return null;
		const part = partOf(operands, at, name, [...Object.keys(FIELDS), ...Object.keys(CLOCK)]);
		const fitted = define(['moment'], kindOf(part), numbers(reader(part))).match([moment], at, name);
		return fitted && { ...fitted, operands: [moment] };
	},
};

/** Days and longer parts give a date, shorter ones a timestamp. */
const dateTrunc: Definition = {
	takes: 'a part in quotes and a date',
	match(operands, at, name) {
		const [, moment] = operands;
		if (operands.length !== 2 || !moment) return null;
		const part = partOf(operands, at, name, [...Object.keys(STARTS), ...Object.keys(LENGTHS)]);
		const length = LENGTHS[part];
		const first = STARTS[part];
		const start = first && ofDay((day, days) => first(day, days) * DAY);
		const kernel = start
			? numbers(start)
			: numbers((x) => (length! < 1 ? x : Math.floor(x / length!) * length!));
		const fitted = define(['moment'], start ? 'date' : 'timestamp', kernel).match([moment], at, name);
		return fitted && { ...fitted, operands: [moment] };
	},
};

/** How many beginnings of the part lie between; weeks are seven days each. */
const dateDiff: Definition = {
	takes: 'a part in quotes and two dates',
	match(operands, at, name) {
		if (operands.length !== 3) return null;
		const { parts } = unify(operands.slice(1), at);
		const part = partOf(operands, at, name, [...Object.keys(COUNTS), 'week', ...Object.keys(LENGTHS)]);
		const length = LENGTHS[part];
		const count = COUNTS[part];
		const index = count
			? [ofDay(count), ofDay(count)]
			: part === 'week'
				? [daysIn, daysIn]
				: [(x: number) => Math.floor(x / length! + 1e-9), (x: number) => Math.floor(x / length! + 1e-9)];
		const between = (from: number, to: number): number => index[1]!(to) - index[0]!(from);
		const kernel = numbers(part === 'week' ? (from, to) => Math.trunc(between(from, to) / 7) + 0 : between);
		const fitted = define(['moment', 'moment'], 'int64', kernel).match(parts, at, name);
		return fitted && { ...fitted, operands: parts };
	},
};

const named = (names: readonly string[], index: (day: CalendarDay) => number): Definition =>
	define(
		['moment'],
		'string',
		strict((moment: number) => names[index(calendarDay(daysIn(moment)))] as string),
	);

export const DATE_FUNCTIONS: Readonly<Record<string, Definition>> = {
	...Object.fromEntries(
		[...Object.keys(FIELDS), ...Object.keys(CLOCK)].map((part) => [
			part,
			define(['moment'], kindOf(part), () => numbers(reader(part))),
		]),
	),
	date_part: datePart,
	date_trunc: dateTrunc,
	date_diff: dateDiff,
	monthname: named(MONTHS, ({ month }) => month - 1),
	dayname: named(WEEKDAYS, ({ dayOfWeek }) => dayOfWeek),
};
