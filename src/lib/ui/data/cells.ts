/**
 * How one cell of a dataset is written: whole numbers as they are (grouped from five digits), fractions aligned
 * to the column's usual decimals, dates as ISO. Missing is undefined here; the grid draws ∅ for it.
 */
import type { DatasetColumn } from '$lib/engine/schema/dataset';
import { isFloat, isInteger, type Dtype } from '$lib/engine/table/table';
import type { Cell } from '$lib/workers/api';

const MINUS = '−';
const DAY = 86_400_000;

/** Short words for the header: what kind of values, not how many bits. */
const SHORT: Record<Dtype, string> = {
	bool: 'bool',
	int32: 'int',
	int64: 'int',
	float32: 'float',
	float64: 'float',
	string: 'text',
	date: 'date',
	timestamp: 'time',
};
export const shortDtype = (dtype: Dtype): string => SHORT[dtype];

export const alignsRight = (dtype: Dtype): boolean => isFloat(dtype) || isInteger(dtype) || dtype === 'bool';

function grouped(text: string): string {
	const [whole = '', rest] = text.split('.');
	const digits = whole.replace('-', '');
	const spaced = digits.length > 4 ? digits.replace(/\B(?=(\d{3})+$)/g, ',') : digits;
	return (whole.startsWith('-') ? MINUS : '') + spaced + (rest === undefined ? '' : `.${rest}`);
}

const fraction = (text: string): number => (text.includes('e') ? 0 : (text.split('.')[1]?.length ?? 0));

/** Decimals of a number as people wrote it: up to two always, more within six significant digits. */
export function decimalsOf(value: number): number {
	if (!Number.isFinite(value) || Number.isInteger(value)) return 0;
	const written = fraction(String(Number(value.toPrecision(12))));
	return written <= 2
		? written
		: Math.max(Math.min(2, written), fraction(String(Number(value.toPrecision(6)))));
}

/** A number at six significant digits or at `decimals`, whichever shows more of a short number. */
export function number(value: number, decimals = 0): string {
	if (!Number.isFinite(value)) return value > 0 ? '∞' : `${MINUS}∞`;
	const size = Math.abs(value);
	if (Number.isInteger(value) && size < 1e15)
		return grouped(decimals ? value.toFixed(decimals) : String(value));
	if (size >= 1e12 || size < 1e-4)
		return value
			.toExponential(3)
			.replace(/\.?0+e/, 'e')
			.replace('e+', 'e')
			.replace(/-/g, MINUS);
	return grouped(value.toFixed(Math.max(decimals, decimalsOf(value))));
}

/** Milliseconds since 1970 UTC as ISO: the day for dates, without empty seconds or milliseconds for timestamps. */
export function iso(milliseconds: number, dtype: Dtype): string {
	const moment = new Date(milliseconds);
	if (Number.isNaN(moment.getTime())) return String(milliseconds);
	const text = moment.toISOString();
	if (dtype === 'date' && milliseconds % DAY === 0) return text.slice(0, 10);
	return text
		.slice(0, 23)
		.replace('T', ' ')
		.replace(/\.000$/, '')
		.replace(/:00$/, '');
}

/** The words of a cell; undefined when the value is missing. */
export function cellText(cell: Cell | undefined, dtype: Dtype, decimals = 0): string | undefined {
	if (cell === null || cell === undefined) return undefined;
	if (typeof cell === 'number') {
		if (Number.isNaN(cell)) return undefined;
		if (dtype === 'date' || dtype === 'timestamp') return iso(cell, dtype);
		if (dtype === 'bool') return cell ? 'true' : 'false';
		return number(cell, isFloat(dtype) ? decimals : 0);
	}
	if (typeof cell === 'boolean') return cell ? 'true' : 'false';
	return cell;
}

/** A number of a column's own kind (min, median, max …): dates as dates, the rest short. */
export function quantity(value: number | null, column: Pick<DatasetColumn, 'dtype'>, digits = 5): string {
	if (value === null || Number.isNaN(value)) return '–';
	if (column.dtype === 'date' || column.dtype === 'timestamp') return iso(Math.round(value), column.dtype);
	if (column.dtype === 'bool') return number(value);
	return number(Number(value.toPrecision(digits)));
}

/** The same for a narrow header: 850k instead of 850,000; only year and month of a date. */
export function brief(value: number | null, column: Pick<DatasetColumn, 'dtype'>): string {
	if (value === null || Number.isNaN(value)) return '–';
	if (column.dtype === 'date' || column.dtype === 'timestamp')
		return iso(Math.round(value), column.dtype).slice(0, 7);
	const size = Math.abs(value);
	for (const [unit, letter] of [
		[999.5e6, 'G'],
		[999_500, 'M'],
		[1e4, 'k'],
	] as const)
		if (size >= unit && size < 1e12) {
			const scale = letter === 'k' ? 1e3 : letter === 'M' ? 1e6 : 1e9;
			return grouped(String(Number((value / scale).toPrecision(3)))) + letter;
		}
	return number(Number(value.toPrecision(4)));
}

/** "sha256 9f3c…e1": enough of an id to recognise it. */
export const shortHash = (id: string): string => {
	const digits = id.replace('sha256:', '');
	return `sha256 ${digits.slice(0, 4)}…${digits.slice(-2)}`;
};
