/**
 * Types inside an expression: those of columns, NULL that has none yet, and spans of time. Which names of SQL mean them,
 * and which type a set of them has in common, by DuckDB's rules narrowed to these types.
 */
import type { Dtype } from '../table/table';

export type SqlType = Dtype | 'null' | 'interval';

const NAMES: Readonly<Record<string, Dtype>> = {
	bool: 'bool',
	boolean: 'bool',
	logical: 'bool',
	int: 'int32',
	integer: 'int32',
	int4: 'int32',
	int32: 'int32',
	signed: 'int32',
	bigint: 'int64',
	int8: 'int64',
	int64: 'int64',
	long: 'int64',
	float: 'float32',
	real: 'float32',
	float4: 'float32',
	float32: 'float32',
	double: 'float64',
	float8: 'float64',
	float64: 'float64',
	varchar: 'string',
	text: 'string',
	string: 'string',
	char: 'string',
	date: 'date',
	timestamp: 'timestamp',
	datetime: 'timestamp',
};

/** The type a name of SQL (or of ours) means; undefined for those no column can have. */
export const typeNamed = (name: string): Dtype | undefined => {
	const key = name.toLowerCase();
	return Object.hasOwn(NAMES, key) ? NAMES[key] : undefined;
};

const NUMBERS: readonly SqlType[] = ['bool', 'int32', 'int64', 'float32', 'float64'];

export const isQuantity = (type: SqlType): boolean => NUMBERS.indexOf(type) > 0;
export const isWhole = (type: SqlType): boolean => type === 'int32' || type === 'int64';
export const isMoment = (type: SqlType): boolean => type === 'date' || type === 'timestamp';

/** The type both can be read as without loss of meaning; null when there is none. */
export function commonType(a: SqlType, b: SqlType): SqlType | null {
	if (a === b || b === 'null') return a;
	if (a === 'null') return b;
	const wider = Math.max(NUMBERS.indexOf(a), NUMBERS.indexOf(b));
	if (NUMBERS.includes(a) && NUMBERS.includes(b)) return NUMBERS[wider] as SqlType;
	return isMoment(a) && isMoment(b) ? 'timestamp' : null;
}
