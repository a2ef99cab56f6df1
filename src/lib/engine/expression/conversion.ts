/**
 * CAST: values of one type as values of another, as DuckDB converts them. Fractions of float columns round to the
 * nearest whole number, halves to the even one; texts that say a number round halves away from zero.
 */
import type { Dtype } from '../table/table';
import { BenchtopError } from '../errors/error';
import { readDate, readTimestamp, writeDate, writeTimestamp } from './moment-text';
import { readNumber, roundAway, roundEven, writeFloat } from './number-text';
import { isMoment, isWhole, type SqlType } from './sql-type';

export type Value = number | string;
/** Gives undefined for a value that cannot be converted, NaN where it becomes missing. */
type Conversion = (value: Value) => Value | undefined;

const DAY = 86_400_000;
export const LIMITS = { int32: [-2_147_483_648, 2_147_483_647], int64: [-(2 ** 53), 2 ** 53] } as const;

const TRUE = new Set(['true', 't', '1', 'yes', 'y']);
const FALSE = new Set(['false', 'f', '0', 'no', 'n']);

const whole = (value: number, type: 'int32' | 'int64'): number | undefined =>
	value >= LIMITS[type][0] && value <= LIMITS[type][1] ? value + 0 : undefined;

function single(value: number): number | undefined {
	const near = Math.fround(value);
	return Number.isFinite(value) && !Number.isFinite(near) ? undefined : near;
}

function fromText(to: Dtype): (text: string) => Value | undefined {
	switch (to) {
		case 'string':
			return (text) => text;
		case 'bool':
			return (text) => (TRUE.has(text.toLowerCase()) ? 1 : FALSE.has(text.toLowerCase()) ? 0 : undefined);
		case 'date':
			return (text) => readDate(text) ?? undefined;
		case 'timestamp':
			return (text) => readTimestamp(text) ?? undefined;
		case 'float64':
			return readNumber;
		case 'float32':
			return (text) => {
				const number = readNumber(text);
				return number === undefined ? undefined : single(number);
			};
		default:
			return (text) => {
				const number = readNumber(text);
				return number === undefined ? undefined : whole(roundAway(number), to);
			};
	}
}

function toText(from: Dtype): (value: number) => string {
	switch (from) {
		case 'bool':
			return (value) => (value === 0 ? 'false' : 'true');
		case 'date':
			return writeDate;
		case 'timestamp':
			return writeTimestamp;
		case 'float64':
			return (value) => writeFloat(value, false);
		case 'float32':
			return (value) => writeFloat(value, true);
		default:
			return String;
	}
}

/** How values of `from` become values of `to`; null where SQL knows no way. */
export function conversion(from: Dtype, to: Dtype): Conversion | null {
	if (from === to) return (value) => value;
	if (from === 'string') return fromText(to) as Conversion;
	if (to === 'string') return toText(from) as Conversion;
	if (isMoment(from)) {
		if (to === 'date') return (value) => Math.floor((value as number) / DAY) * DAY;
		return to === 'timestamp' ? (value) => value : null;
	}
	if (isMoment(to)) return null;
	if (to === 'bool') return (value) => (value === 0 ? 0 : 1);
	if (to === 'float32') return (value) => single(value as number);
	if (isWhole(to)) return (value) => whole(roundEven(value as number), to as 'int32' | 'int64');
	return (value) => value;
}

/** The refusal of a constant that cannot be read as what it stands beside. */
export const constantConversion = (value: string, type: SqlType, at: number): BenchtopError =>
	new BenchtopError('expression.constant-conversion', { value, type, position: at });
