/**
 * Comparisons and tests with three-valued logic: missing where an operand is missing, but for IS and DISTINCT. Texts
 * compare by Unicode code point, dates by time, FALSE before TRUE.
 */
import { compareCodePoints } from '../table/compare';
import { call, constantOf, lenient, numbers, strict, type Bound, type Kernel } from './bound';
import type { Definition } from './definition';
import { implicit, unify } from './unify';

const numeric: Readonly<Record<string, (a: number, b: number) => number>> = {
	'=': (a, b) => (a === b ? 1 : a !== a || b !== b ? NaN : 0),
	'<>': (a, b) => (a === b ? 0 : a !== a || b !== b ? NaN : 1),
	'<': (a, b) => (a < b ? 1 : a >= b ? 0 : NaN),
	'<=': (a, b) => (a <= b ? 1 : a > b ? 0 : NaN),
	'>': (a, b) => (a > b ? 1 : a <= b ? 0 : NaN),
	'>=': (a, b) => (a >= b ? 1 : a < b ? 0 : NaN),
};

const ofText: Readonly<Record<string, (a: string, b: string) => boolean>> = {
	'=': (a, b) => a === b,
	'<>': (a, b) => a !== b,
	'<': (a, b) => compareCodePoints(a, b) < 0,
	'<=': (a, b) => compareCodePoints(a, b) <= 0,
	'>': (a, b) => compareCodePoints(a, b) > 0,
	'>=': (a, b) => compareCodePoints(a, b) >= 0,
};

/** Brings both sides to one type. @throws `expression.types-differ` */
const comparing = (sign: string): Definition => ({
	takes: 'two values of one type',
	match(operands, at) {
		const { type, parts } = unify(operands, at);
		const text = ofText[sign]!;
		const kernel =
			type === 'string' ? strict((a: string, b: string) => (text(a, b) ? 1 : 0)) : numbers(numeric[sign]!);
		return { type: 'bool', kernel, operands: parts };
	},
});

const and3 = (a: number, b: number): number => (a === 0 || b === 0 ? 0 : a + b === 2 ? 1 : NaN);
const atLeast = numeric['>=']!;
const atMost = numeric['<=']!;

const between: Definition = {
	takes: 'three values of one type',
	match(operands, at) {
		const { type, parts } = unify(operands, at);
		const inside = (value: string, low: string | null, high: string | null): number =>
			and3(
				low === null ? NaN : compareCodePoints(value, low) >= 0 ? 1 : 0,
				high === null ? NaN : compareCodePoints(value, high) <= 0 ? 1 : 0,
			);
		const kernel: Kernel =
			type === 'string'
				? lenient((value, low, high) =>
						value === null ? null : inside(value as string, low as string | null, high as string | null),
					)
				: numbers((value, low, high) => and3(atLeast(value, low), atMost(value, high)));
		return { type: 'bool', kernel, operands: parts };
	},
};

const distinct: Definition = {
	takes: 'two values of one type',
	match(operands, at) {
		const { parts } = unify(operands, at);
		return { type: 'bool', kernel: lenient((a, b) => (a === b ? 0 : 1)), operands: parts };
	},
};

const test = (kernel: Kernel): Definition => ({
	takes: 'one value',
	match: ([operand]) => (operand && operand.type !== 'interval' ? { type: 'bool', kernel } : null),
});
/** Of a truth value. */
const truth = (kernel: Kernel): Definition => ({
	takes: 'a condition',
	match: ([operand]) =>
		operand && (operand.type === 'bool' || operand.type === 'null') ? { type: 'bool', kernel } : null,
});

export const COMPARISON: Readonly<Record<string, Definition>> = {
	...Object.fromEntries(Object.keys(numeric).map((sign) => [sign, comparing(sign)])),
	between,
	'is distinct from': distinct,
	'is null': test(lenient((value) => (value === null ? 1 : 0))),
	'is true': truth(numbers((value) => (value === 1 ? 1 : 0))),
	'is false': truth(numbers((value) => (value === 0 ? 1 : 0))),
	not: truth(numbers((value) => 1 - value)),
};

/** x IN (…): one look-up where the list is constant, else one comparison after the other. */
export function among(operands: readonly Bound[], at: number): Bound {
	const { parts } = unify(operands, at);
	const [value, ...list] = parts as [Bound, ...Bound[]];
	if (list.every((item) => constantOf(item) !== undefined)) {
		const known = new Set<unknown>(list.map(constantOf));
		const absent = known.has(null) ? NaN : 0;
		const kernel =
			value.type === 'string'
				? strict((text: string) => (known.has(text) ? 1 : absent))
				: numbers((x) => (x !== x ? NaN : known.has(x) ? 1 : absent));
		return call('bool', kernel, [value], at);
	}
	const kernel = lenient((x, ...others) =>
		x === null ? null : others.includes(x) ? 1 : others.includes(null) ? null : 0,
	);
	return call('bool', kernel, [value, ...list.map((item) => implicit(item, value.type))], at);
}
