/** The operators of numbers and dates: + - * / // % ^ and signs, with DuckDB's types and what it does at zero. */
import { BenchtopError } from '../errors/error';
import { calendarDay, daysInMonth } from '../prepare/transform/calendar';
import { constant, constantOf, numbers, type Bound, type Kernel } from './bound';
import { LIMITS } from './conversion';
import type { Definition, Match } from './definition';
import { daysOf } from './moment-text';
import { isMoment, isQuantity, isWhole, type SqlType } from './sql-type';
import type { Interval } from './syntax';
import { typeOfAll } from './unify';

const DAY = 86_400_000;
type Numeric = (a: number, b: number) => number;

/** A kernel whose whole results must stay in their type's range. @throws `expression.overflow` when they do not */
export function inRange(
	type: SqlType,
	name: string,
	run: (a: number, b: number, c: number) => number,
): Kernel {
	if (!isWhole(type)) return numbers(run);
	const [least, greatest] = LIMITS[type as 'int32' | 'int64'];
	return numbers((a, b, c) => {
		const result = run(a, b, c);
		if (result < least || result > greatest)
			throw new BenchtopError('expression.overflow', { function: name, type });
		// Whole numbers have no −0.
		return result + 0;
	});
}

const areNumbers = (operands: readonly Bound[]): boolean =>
	operands.length === 2 && operands.every(({ type }) => isQuantity(type) || type === 'null');

/** Both operands, and the type of the result, when both are numbers. */
const numeric = (operands: readonly Bound[], at: number): SqlType | null => {
	if (!areNumbers(operands)) return null;
	const type = typeOfAll(operands, at);
	return type === 'null' ? 'int32' : type;
};

const operator = (run: Numeric): Definition => ({
	takes: 'two numbers',
	match(operands, at, name) {
		const type = numeric(operands, at);
		return type && { type, kernel: inRange(type, name, run) };
	},
});

const remainder: Numeric = (a, b) => a % b;
/** Whole numbers are cut towards zero, and missing where they are divided by zero; others are divided as by /. */
const wholeQuotient: Definition = {
	takes: 'two numbers',
	match(operands, at, name) {
		const type = numeric(operands, at);
		if (!type) return null;
		return {
			type,
			kernel: isWhole(type)
				? inRange(type, name, (a, b) => (b === 0 ? NaN : Math.trunc(a / b)))
				: numbers((a, b) => (b === 0 ? NaN : a / b)),
		};
	},
};

const quotient: Definition = {
	takes: 'two numbers',
	match(operands, at) {
		const type = numeric(operands, at);
		return type && { type: type === 'float32' ? type : 'float64', kernel: numbers((a, b) => a / b) };
	},
};

/** a ^ b; missing where it is no number. */
export const power = numbers((a, b) => (a !== a || b !== b ? NaN : a === 1 ? 1 : a ** b));

/** The moment `sign` times a span later: months first, kept to the end of the month, then the rest. */
function later(moment: number, { months, milliseconds }: Interval, sign: number): number {
	if (moment !== moment) return NaN;
	const rest = sign * milliseconds;
	if (months === 0) return moment + rest;
	const days = Math.floor(moment / DAY);
	const { year, month, day } = calendarDay(days);
	const count = year * 12 + month - 1 + sign * months;
	const to = { year: Math.floor(count / 12), month: (((count % 12) + 12) % 12) + 1 };
	const at = daysOf(to.year, to.month, Math.min(day, daysInMonth(to.year, to.month)));
	return at * DAY + (moment - days * DAY) + rest;
}

/** A date and a span or a number of days; null when the operands are something else. */
function shifted(moment: Bound, by: Bound, sign: number): Match | null {
	if (!isMoment(moment.type)) return null;
	const span = constantOf(by);
	if (by.type === 'interval' && typeof span === 'object' && span !== null)
		return { type: 'timestamp', kernel: numbers((a) => later(a, span, sign)), operands: [moment] };
	if (moment.type === 'date' && isWhole(by.type))
		return { type: 'date', kernel: numbers((a, b) => a + sign * b * DAY), operands: [moment, by] };
	return null;
}

const plain = { sum: operator((a, b) => a + b), difference: operator((a, b) => a - b) };

const sum: Definition = {
	takes: 'two numbers, or a date and days or an INTERVAL',
	match(operands, at, name) {
		const [a, b] = operands;
		if (operands.length === 1)
			return a && isQuantity(a.type) ? { type: a.type, kernel: numbers((x) => x) } : null;
		if (!a || !b) return null;
		return plain.sum.match(operands, at, name) ?? shifted(a, b, 1) ?? shifted(b, a, 1);
	},
};

const difference: Definition = {
	takes:
		'two numbers, two dates, or a date and days or an INTERVAL; date_diff tells the time between timestamps',
	match(operands, at, name) {
		const [a, b] = operands;
		if (operands.length === 1 && a)
			return isQuantity(a.type) || a.type === 'null'
				? { type: a.type, kernel: inRange(a.type, name, (x) => -x) }
				: null;
		if (!a || !b) return null;
		if (a.type === 'date' && b.type === 'date')
			return { type: 'int64', kernel: numbers((x, y) => (x - y) / DAY) };
		return plain.difference.match(operands, at, name) ?? shifted(a, b, -1);
	},
};

export const ARITHMETIC: Readonly<Record<string, Definition>> = {
	'+': sum,
	'-': difference,
	'*': operator((a, b) => a * b),
	'/': quotient,
	'//': wholeQuotient,
	'%': operator(remainder),
	'^': {
		takes: 'two numbers',
		match: (operands) => (areNumbers(operands) ? { type: 'float64', kernel: power } : null),
	},
};

/** The sign of a number written down is part of it. */
export function negative(operand: Bound): Bound | null {
	if (operand.kind !== 'constant' || typeof operand.value !== 'number' || !isQuantity(operand.type))
		return null;
	const value = isWhole(operand.type) ? 0 - operand.value : -operand.value;
	return constant(operand.type, value, operand.at, operand.decimal);
}
