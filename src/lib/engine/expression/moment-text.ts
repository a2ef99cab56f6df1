/**
 * Dates and timestamps as text, the way DuckDB reads and writes them: "2026-01-31", "2026-01-31 12:00:00.5". Values are
 * milliseconds since 1970 UTC, exact to the microsecond. Other offsets than UTC are not read: they would be lost.
 */
import { calendarDay, daysInMonth } from '../prepare/transform/calendar';

const DAY = 86_400_000;
const DATE = /^(-?\d{1,6})([-/\\ ])(\d{1,2})\2(\d{1,2})( \(BC\))?(.*)$/;
const TIME = /^[ T]\s*(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,9})\d*)?)?\s*(?:Z|UTC|[+-]00(?::?00)?)?$/i;

/** Days from 1970-01-01 to a date of the Gregorian calendar. Source: Hinnant, days_from_civil. */
export function daysOf(year: number, month: number, day: number): number {
	const shifted = month <= 2 ? year - 1 : year;
	const era = Math.floor(shifted / 400);
	const yearOfEra = shifted - era * 400;
	const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
	const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
	return era * 146_097 + dayOfEra - 719_468;
}

interface Read {
	readonly date: number;
	/** Microseconds of the day. */
	readonly time: number;
}

function read(text: string): Read | null {
	const trimmed = text.trim();
	if (trimmed.toLowerCase() === 'epoch') return { date: 0, time: 0 };
	const hit = DATE.exec(trimmed);
	if (!hit) return null;
	const year = hit[5] ? 1 - Number(hit[1]) : Number(hit[1]);
	const month = Number(hit[3]);
	const day = Number(hit[4]);
	if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null;
	const rest = (hit[6] as string).trimEnd();
	const time = rest === '' ? 0 : readTime(rest);
	return time === null ? null : { date: daysOf(year, month, day) * DAY, time };
}

function readTime(text: string): number | null {
	const hit = TIME.exec(text);
	if (!hit) return null;
	const [hours, minutes, seconds] = [Number(hit[1]), Number(hit[2]), Number(hit[3] ?? 0)] as const;
	const micros = Math.floor(Number((hit[4] ?? '').padEnd(9, '0')) / 1000);
	const whole = (hours * 60 + minutes) * 60 + seconds;
	if (minutes > 59 || seconds > 59 || hours > 24 || (hours === 24 && whole + micros > 86_400)) return null;
	return whole * 1e6 + micros;
}

/** The day a text says, at midnight; null when it says none. */
export const readDate = (text: string): number | null => read(text)?.date ?? null;

/** The moment a text says; null when it says none. */
export function readTimestamp(text: string): number | null {
	const found = read(text);
	return found && (found.date * 1000 + found.time) / 1000;
}

const two = (value: number): string => String(value).padStart(2, '0');

/** A day as text: "2026-01-31", before our era "0044-03-15 (BC)". */
export function writeDate(milliseconds: number): string {
	const { year, month, day } = calendarDay(Math.floor(milliseconds / DAY));
	const shown = String(year > 0 ? year : 1 - year).padStart(4, '0');
	return `${shown}-${two(month)}-${two(day)}${year > 0 ? '' : ' (BC)'}`;
}

/** A moment as text: "2026-01-31 12:00:00", with as many digits of a second as it has. */
export function writeTimestamp(milliseconds: number): string {
	const micros = Math.round(milliseconds * 1000);
	const days = Math.floor(micros / (DAY * 1000));
	const rest = micros - days * DAY * 1000;
	const seconds = Math.floor(rest / 1e6);
	const fraction = String(rest - seconds * 1e6)
		.padStart(6, '0')
		.replace(/0+$/, '');
	const clock = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
	const date = writeDate(days * DAY);
	const bc = date.endsWith(' (BC)');
	const at = `${bc ? date.slice(0, -5) : date} ${clock}${fraction && `.${fraction}`}`;
	return bc ? `${at} (BC)` : at;
}
