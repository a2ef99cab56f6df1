/**
 * Gives every name its column, every part its type and every call its kernel, from names and types of columns alone.
 * What does not fit is refused here, before any row is read.
 */
import { BenchtopError } from '../errors/error';
import { nearest } from '../nearest';
import type { ColumnKind } from '../prepare/step';
import { negative } from './arithmetic';
import { call, constant, lenient, sizeOf, type Bound } from './bound';
import { among } from './comparison';
import type { Value } from './conversion';
import { compareCodePoints } from '../table/compare';
import { listed } from './definition';
import { FUNCTION_NAMES, functionNamed } from './functions';
import { resolveName } from './resolve-name';
import type { Call, Case, Node } from './syntax';
import { cast, implicit, nameOf, unify } from './unify';

/** @throws `expression.*` with the character where it does not fit */
export function bind(node: Node, kinds: readonly ColumnKind[]): Bound {
	switch (node.kind) {
		case 'literal':
			return constant(node.type, node.value, node.at, node.decimal);
		case 'name': {
			const index = resolveName(node, kinds);
			const { name, dtype } = kinds[index]!;
			return { kind: 'column', type: dtype, name, index, at: node.at, size: 1 };
		}
		case 'cast':
			return cast(bind(node.operand, kinds), node.type, node.at, node.forgiving);
		case 'case':
			return bindCase(node, kinds);
		case 'call':
			return bindCall(
				node,
				node.operands.map((operand) => bind(operand, kinds)),
			);
	}
}

const operandsRefused = (
	name: string,
	expected: string,
	operands: readonly Bound[],
	at: number,
): BenchtopError =>
	new BenchtopError('expression.operands', {
		function: /^\W+$/.test(name) ? `"${name}"` : name,
		expected,
		given: listed(operands.map(({ type }) => nameOf(type))),
		position: at,
	});

/** A condition: NULL and whole numbers are none of FALSE and TRUE until they are converted. */
function condition(part: Bound, name: string): Bound {
	if (part.type === 'bool') return part;
	if (part.type === 'null') return implicit(part, 'bool');
	throw operandsRefused(name, 'conditions', [part], part.at);
}

function choice(when: readonly Bound[], values: readonly Bound[], at: number): Bound {
	const { type, parts } = unify(values, at);
	const branches = when.map((test, i) => ({ when: condition(test, 'CASE'), then: parts[i]! }));
	return { kind: 'case', type, branches, otherwise: parts.at(-1)!, at, size: sizeOf([...when, ...values]) };
}

function bindCase({ branches, otherwise, at }: Case, kinds: readonly ColumnKind[]): Bound {
	const values = [...branches.map(({ then }) => then), otherwise].map((node) => bind(node, kinds));
	return choice(
		branches.map(({ when }) => bind(when, kinds)),
		values,
		at,
	);
}

function bindCall({ name, at }: Call, operands: readonly Bound[]): Bound {
	const count = (least: number, most: number, takes: string): void => {
		if (operands.length < least || operands.length > most) throw operandsRefused(name, takes, operands, at);
	};
	const [first, second, third] = operands as [Bound, Bound, Bound];
	switch (name) {
		case 'and':
		case 'or':
			return {
				kind: name,
				type: 'bool',
				operands: operands.map((part) => condition(part, name.toUpperCase())),
				at,
				size: sizeOf(operands),
			};
		case 'in':
			return among(operands, at);
		case 'ifnull':
			count(2, 2, 'two values');
			return alternatives(operands, at);
		case 'coalesce':
			count(1, Infinity, 'one or more values');
			return alternatives(operands, at);
		case 'if':
			count(3, 3, 'a condition and two values');
			return choice([first], [second, third], at);
		case 'nullif': {
			count(2, 2, 'two values');
			const equal = bindCall({ kind: 'call', name: '=', operands: [], at }, operands);
			return choice([equal], [constant('null', null, at), first], at);
		}
		case 'greatest':
		case 'least':
			count(1, Infinity, 'one or more values');
			return extreme(operands, at, name === 'greatest' ? 1 : -1);
		case 'try':
			count(1, 1, 'one value');
			return { kind: 'try', type: first.type, operand: first, at, size: sizeOf(operands) };
	}
	const definition = functionNamed(name);
	if (!definition) {
		const suggestion = nearest(name, FUNCTION_NAMES);
		throw new BenchtopError('expression.function-unknown', { name, suggestion, position: at });
	}
	const signed = name === '-' && operands.length === 1 ? negative(first) : null;
	if (signed) return signed;
	const match = definition.match(operands, at, name);
	if (!match) throw operandsRefused(name, definition.takes, operands, at);
	return call(match.type, match.kernel, match.operands ?? operands, at);
}

function alternatives(operands: readonly Bound[], at: number): Bound {
	const { type, parts } = unify(operands, at);
	return { kind: 'coalesce', type, operands: parts, at, size: sizeOf(parts) };
}

/** The greatest or least of those that are there. */
function extreme(operands: readonly Bound[], at: number, sign: 1 | -1): Bound {
	const { type, parts } = unify(operands, at);
	const beats = (a: Value, b: Value): boolean =>
		sign * (typeof a === 'string' ? compareCodePoints(a, b as string) : Math.sign(a - (b as number))) > 0;
	const kernel = lenient((...values) =>
		values.reduce(
			(best, value) => (value === null || (best !== null && !beats(value, best)) ? best : value),
			null,
		),
	);
	return call(type, kernel, parts, at);
}
