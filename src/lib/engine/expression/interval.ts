/** Spans of time as texts say them: "3 days", "1 year 2 months", "02:30:00", "2 weeks ago". */
import type { Interval } from './syntax';

const HOUR = 3_600_000;
const MONTHS: Readonly<Record<string, number>> = {
	month: 1,
	mon: 1,
	quarter: 3,
	year: 12,
	yr: 12,
	y: 12,
	decade: 120,
	century: 1200,
	centurie: 1200,
};
const LENGTHS: Readonly<Record<string, number>> = {
	microsecond: 0.001,
	us: 0.001,
	millisecond: 1,
	msec: 1,
	ms: 1,
	second: 1000,
	sec: 1000,
	s: 1000,
	minute: 60_000,
	min: 60_000,
	m: 60_000,
	hour: HOUR,
	hr: HOUR,
	h: HOUR,
	day: 24 * HOUR,
	d: 24 * HOUR,
	week: 168 * HOUR,
	w: 168 * HOUR,
};
const PART =
	/\s*(?:([+-]?)(\d+):(\d{1,2})(?::(\d{1,2}(?:\.\d+)?))?|([+-]?\d+(?:\.\d+)?)\s*([a-z]+))(?=\s|$)/y;

/** The span a text says; null when it says none. Days have 24 hours; months and years are whole. */
export function interval(text: string): Interval | null {
	let rest = text.trim().toLowerCase();
	const ago = /\sago$/.test(rest) ? -1 : 1;
	if (ago < 0) rest = rest.slice(0, -4).trimEnd();
	let months = 0;
	let milliseconds = 0;
	let at = 0;
	while (at < rest.length) {
		PART.lastIndex = at;
		const hit = PART.exec(rest);
		if (!hit) return null;
		at = PART.lastIndex;
		const [, sign, hours, minutes, seconds, amount, unit] = hit;
		if (hours !== undefined) {
			const length = Number(hours) * HOUR + Number(minutes) * 60_000 + Number(seconds ?? 0) * 1000;
			milliseconds += sign === '-' ? -length : length;
			continue;
		}
		const count = Number(amount);
		const name =
			Object.hasOwn(LENGTHS, unit as string) || Object.hasOwn(MONTHS, unit as string)
				? (unit as string)
				: (unit as string).replace(/s$/, '');
		if (Object.hasOwn(LENGTHS, name)) milliseconds += count * (LENGTHS[name] as number);
		else if (Object.hasOwn(MONTHS, name) && Number.isInteger(count))
			months += count * (MONTHS[name] as number);
		else return null;
	}
	return rest === '' ? null : { months: ago * months, milliseconds: ago * milliseconds };
}
