/**
 * How numbers are written, everywhere: scores without a leading zero, counts with thousands separators,
 * durations, bytes and moments in the unit a person would use. Undefined is an en dash, minus is a real minus.
 */

export const UNDEFINED = '–';
const MINUS = '−';

/** "0.773" → ".773"; a hyphen becomes a minus sign. */
const trim = (text: string): string => text.replace(/^(-?)0\./, '$1.').replace(/^-/, MINUS);

/**
 * A score or loss: three decimals without a leading zero (.773), fewer for larger values (1,234), powers of ten
 * beyond seven digits or under .00005, zero for rounding noise; "–" when undefined.
 */
export function score(value: number | null | undefined, digits = 3): string {
	if (value === null || value === undefined || Number.isNaN(value)) return UNDEFINED;
	if (!Number.isFinite(value)) return value > 0 ? '∞' : `${MINUS}∞`;
	const size = Math.abs(value);
	if (size >= 1e7) return power(value);
	if (size !== 0 && size < 0.5 * 10 ** -digits) return tiny(value, digits);
	if (size >= 1000) return trim(Math.round(value).toLocaleString('en-US'));
	const decimals = size >= 100 ? Math.min(digits, 1) : size >= 10 ? Math.min(digits, 2) : digits;
	return trim(value.toFixed(decimals));
}

/** A difference with its sign: "+.044", "−.012", "0". */
export function difference(value: number | null | undefined, digits = 3): string {
	if (value === 0) return '0';
	const text = score(value, digits);
	return typeof value === 'number' && value > 0 ? `+${text}` : text;
}

/** One more decimal where that says something, a power of ten below, and nothing but zero under 1e−9. */
function tiny(value: number, digits: number): string {
	const size = Math.abs(value);
	if (size < 1e-9) return trim((0).toFixed(digits));
	return size >= 0.5 * 10 ** -(digits + 1) ? trim(value.toFixed(digits + 1)) : power(value);
}

/** "1.23e9", "4.5e−5". */
function power(value: number): string {
	const [mantissa = '', exponent = ''] = value.toExponential(2).split('e');
	return `${mantissa.replace(/\.?0+$/, '').replace('-', MINUS)}e${exponent.replace('+', '').replace('-', MINUS)}`;
}

/** A parameter or axis value at up to four significant digits: .062, 12.5, 300. */
export function short(value: number): string {
	if (value === 0) return '0';
	const size = Math.abs(value);
	if (size >= 1e6 || size < 1e-4) return power(value);
	const rounded = Number(value.toPrecision(4));
	return trim(size >= 10_000 ? rounded.toLocaleString('en-US') : String(rounded));
}

/** A whole number with thousands separators: 12,345. */
export const count = (value: number): string => trim(Math.round(value).toLocaleString('en-US'));

/** "1 run", "3 runs". */
export const plural = (value: number, one: string, many = `${one}s`): string =>
	`${count(value)} ${value === 1 ? one : many}`;

/** A duration given in seconds: "24 ms", "1.4 s", "2 min 5 s", "1 h 4 min". */
export function seconds(value: number): string {
	if (value < 0.0005) return '0 ms';
	if (value < 0.9995) return `${Math.round(value * 1000)} ms`;
	if (value < 9.95) return `${value.toFixed(1)} s`;
	if (value < 59.5) return `${Math.round(value)} s`;
	const whole = Math.round(value);
	if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
	return `${Math.floor(whole / 3600)} h ${Math.round((whole % 3600) / 60)} min`;
}

/** Decimal multiples: "512 B", "4.1 MB", "2.0 GB". */
export function bytes(value: number): string {
	const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const;
	let rest = value;
	let unit = 0;
	while (rest >= 999.5 && unit < units.length - 1) {
		rest /= 1000;
		unit++;
	}
	const text = unit === 0 || rest >= 99.95 ? Math.round(rest).toString() : rest.toFixed(1);
	return `${text} ${units[unit]}`;
}

const MOMENT = new Intl.DateTimeFormat('en-GB', {
	day: 'numeric',
	month: 'short',
	year: 'numeric',
	hour: '2-digit',
	minute: '2-digit',
});
const DAY = new Intl.DateTimeFormat('en-GB', {
	day: 'numeric',
	month: 'short',
	hour: '2-digit',
	minute: '2-digit',
});
const CLOCK = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });

/** A moment in local time from ms since 1970: "4 Mar 2026, 14:02". */
export const datetime = (milliseconds: number): string => MOMENT.format(milliseconds);

/** The same without the year, for tables: "4 Mar, 14:02". */
export const moment = (milliseconds: number): string => DAY.format(milliseconds);

/** The time of day of a moment: "14:02". */
export const clock = (milliseconds: number): string => CLOCK.format(milliseconds);

/** A share in [0, 1] as whole percent, never rounding something to nothing: "<1%", "37%". */
export function percent(share: number): string {
	if (share > 0 && share < 0.005) return '<1%';
	if (share < 1 && share > 0.995) return '>99%';
	return `${Math.round(share * 100)}%`;
}
