/** The registry: every operator and function an expression may call, and the other names DuckDB has for them. */
import { ARITHMETIC } from './arithmetic';
import { COMPARISON } from './comparison';
import { DATE_FUNCTIONS } from './date-functions';
import type { Definition } from './definition';
import { NUMBER_FUNCTIONS } from './number-functions';
import { TEXT_FUNCTIONS } from './text-functions';

const NAMED: Readonly<Record<string, Definition>> = {
	...NUMBER_FUNCTIONS,
	...TEXT_FUNCTIONS,
	...DATE_FUNCTIONS,
};
const OPERATORS: Readonly<Record<string, Definition>> = { ...ARITHMETIC, ...COMPARISON };

/** Functions the binder itself knows: they do not look at all their operands, or bring them to one type. */
export const SPECIAL = ['coalesce', 'ifnull', 'if', 'nullif', 'greatest', 'least', 'try'] as const;

const ALIASES: Readonly<Record<string, string>> = {
	ceiling: 'ceil',
	pow: 'power',
	len: 'length',
	char_length: 'length',
	character_length: 'length',
	lcase: 'lower',
	ucase: 'upper',
	substr: 'substring',
	prefix: 'starts_with',
	suffix: 'ends_with',
	instr: 'strpos',
	datepart: 'date_part',
	datetrunc: 'date_trunc',
	datediff: 'date_diff',
	dayofmonth: 'day',
	weekday: 'dayofweek',
	weekofyear: 'week',
};

/** The function or operator of that name; undefined when there is none. */
export function functionNamed(name: string): Definition | undefined {
	const own = Object.hasOwn(ALIASES, name) ? (ALIASES[name] as string) : name;
	if (Object.hasOwn(OPERATORS, own)) return OPERATORS[own];
	return Object.hasOwn(NAMED, own) ? NAMED[own] : undefined;
}

/** Names to suggest, and to show in help: operators are left out. */
export const FUNCTION_NAMES: readonly string[] = [
	...SPECIAL,
	...Object.keys(NAMED).filter((name) => /^\w+$/.test(name) && name !== 'like' && name !== 'ilike'),
	...Object.keys(ALIASES),
].sort();
