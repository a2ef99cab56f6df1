/**
 * The proleptic Gregorian calendar in UTC, from milliseconds since 1970 and without Date objects: fields as pandas' `dt`
 * gives them, and the length of each cycle they belong to.
 * Source of the day arithmetic: Hinnant, "chrono-compatible low-level date algorithms" (civil_from_days).
 */
const DAY = 86_400_000;

export interface CalendarDay {
	readonly year: number;
	/** 1 … 12 */
	readonly month: number;
	/** 1 … 31 */
	readonly day: number;
	/** 1 … 366 */
	readonly dayOfYear: number;
	/** 0 (Monday) … 6 (Sunday) */
	readonly dayOfWeek: number;
}

const floorMod = (a: number, b: number): number => a - Math.floor(a / b) * b;

/** Whole days since 1970-01-01 of a moment, rounded down. */
export const dayNumber = (milliseconds: number): number => Math.floor(milliseconds / DAY);

/** The hour of the day, 0 … 23. */
export const hourOf = (milliseconds: number): number => Math.floor(floorMod(milliseconds, DAY) / 3_600_000);

/** The minute of the hour, 0 … 59. */
export const minuteOf = (milliseconds: number): number =>
	Math.floor(floorMod(milliseconds, 3_600_000) / 60_000);

export const isLeapYear = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
export const daysInYear = (year: number): number => (isLeapYear(year) ? 366 : 365);
export const daysInMonth = (year: number, month: number): number =>
	month === 2
		? isLeapYear(year)
			? 29
			: 28
		: month === 4 || month === 6 || month === 9 || month === 11
			? 30
			: 31;

/** The date of a day counted from 1970-01-01. */
export function calendarDay(days: number): CalendarDay {
	const shifted = days + 719_468;
	const era = Math.floor(shifted / 146_097);
	const dayOfEra = shifted - era * 146_097;
	const yearOfEra = Math.floor(
		(dayOfEra -
			Math.floor(dayOfEra / 1460) +
			Math.floor(dayOfEra / 36_524) -
			Math.floor(dayOfEra / 146_096)) /
			365,
	);
	const fromMarch = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
	const monthFromMarch = Math.floor((5 * fromMarch + 2) / 153);
	const day = fromMarch - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
	const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
	const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
	const dayOfYear = month > 2 ? fromMarch + 60 + (isLeapYear(year) ? 1 : 0) : fromMarch - 305;
	return { year, month, day, dayOfYear, dayOfWeek: floorMod(days + 3, 7) };
}

/** The ISO 8601 week a day is in, and how many weeks that week's year has: 52 or 53. */
export function isoWeek(days: number, { dayOfWeek }: CalendarDay): { week: number; weeks: number } {
	const thursday = calendarDay(days - dayOfWeek + 3);
	const firstDay = floorMod(thursday.dayOfWeek - (thursday.dayOfYear - 1), 7);
	const long = firstDay === 3 || (firstDay === 2 && isLeapYear(thursday.year));
	return { week: Math.floor((thursday.dayOfYear - 1) / 7) + 1, weeks: long ? 53 : 52 };
}
