/**
 * Reads SQL expressions with DuckDB's precedence, weakest first: OR, AND, NOT, IS, comparisons, BETWEEN IN LIKE, ||,
 * + -, * / // %, ^, signs, ::. Types and names are left to bind.ts, what stands between operators to operand.ts.
 */
import '../errors/engine-words';
import { BenchtopError } from '../errors/error';
import { operand, typeName } from './operand';
import type { Call, Expression, Node } from './syntax';
import { TokenReader } from './token-reader';

/** @throws `expression.syntax`, `expression.unsupported`, `expression.too-long` with the character where it stops. */
export function parseExpression(text: string): Expression {
	const reader = new TokenReader(text, (inner) => joined(inner, 0));
	const root = reader.expression();
	if (reader.peek().kind !== 'end') throw reader.unexpected('an operator or the end');
	return { text, root };
}

const call = (name: string, at: number, ...operands: Node[]): Call => ({ kind: 'call', name, at, operands });
const negated = (node: Node, not: boolean): Node => (not ? call('not', node.at, node) : node);

const NOT = 3;
const IS = 4;
const COMPARED = 5;
const MEMBER = 6;
const SIGN = 12;

/** How strongly operators bind; the words of an operator stand in for its sign. */
const STRENGTH: Readonly<Record<string, number>> = {
	or: 1,
	and: 2,
	is: IS,
	isnull: IS,
	notnull: IS,
	'=': COMPARED,
	'==': COMPARED,
	'<>': COMPARED,
	'!=': COMPARED,
	'<': COMPARED,
	'<=': COMPARED,
	'>': COMPARED,
	'>=': COMPARED,
	not: MEMBER,
	between: MEMBER,
	in: MEMBER,
	like: MEMBER,
	ilike: MEMBER,
	'||': 8,
	'+': 9,
	'-': 9,
	'*': 10,
	'/': 10,
	'//': 10,
	'%': 10,
	'^': 11,
	'**': 11,
	'::': 13,
};
/** The same operator under DuckDB's other sign. */
const SAME: Readonly<Record<string, string>> = { '==': '=', '!=': '<>', '**': '^' };

/** How many operators may follow each other without brackets; IN takes any number of values. */
const CHAIN = 500;

/** AND and OR take as many operands as follow each other. */
const binary = (name: string, at: number, left: Node, right: Node): Call =>
	(name === 'and' || name === 'or') && left.kind === 'call' && left.name === name
		? call(name, at, ...left.operands, right)
		: call(name, at, left, right);

/** Operands joined by operators of at least this strength. */
function joined(reader: TokenReader, least: number): Node {
	let left = prefixed(reader);
	let compared = false;
	for (let length = 0; ; length++) {
		if (length > CHAIN)
			throw new BenchtopError('expression.too-long', { limit: CHAIN, unit: 'operators in a row' });
		const { kind, text } = reader.peek();
		const sign = kind === 'sign' ? text : kind === 'name' ? text.toLowerCase() : '';
		const strength = Object.hasOwn(STRENGTH, sign) ? (STRENGTH[sign] as number) : -1;
		if (strength <= least || (compared && strength === COMPARED)) return left;
		compared = strength === COMPARED;
		if (strength === IS) left = tested(reader, left);
		else if (strength === MEMBER) left = member(reader, left);
		else {
			const { at } = reader.take();
			left =
				sign === '::'
					? { kind: 'cast', at: left.at, operand: left, type: typeName(reader), forgiving: false }
					: binary(
							SAME[sign] ?? sign,
							at,
							left,
							reader.within(() => joined(reader, strength)),
						);
		}
	}
}

/** A sign binds closer than a power, as in PostgreSQL: -2 ^ 2 is 4. */
function prefixed(reader: TokenReader): Node {
	const { at } = reader.peek();
	for (const [word, strength] of [
		['not', NOT],
		['-', SIGN],
		['+', SIGN],
	] as const) {
		if (reader.accept(word))
			return call(
				word,
				at,
				reader.within(() => joined(reader, strength)),
			);
	}
	return operand(reader);
}

/** IS and its kin. */
function tested(reader: TokenReader, left: Node): Node {
	const { at } = reader.peek();
	if (reader.accept('isnull')) return call('is null', at, left);
	if (reader.accept('notnull')) return call('not', at, call('is null', at, left));
	reader.expect('is');
	const not = reader.accept('not');
	if (reader.accept('distinct')) {
		reader.expect('from');
		return negated(call('is distinct from', at, left, joined(reader, IS)), not);
	}
	if (reader.accept('null') || reader.accept('unknown')) return negated(call('is null', at, left), not);
	if (reader.accept('true')) return negated(call('is true', at, left), not);
	if (reader.accept('false')) return negated(call('is false', at, left), not);
	throw reader.unexpected('NULL, TRUE, FALSE or DISTINCT FROM');
}

/** BETWEEN, IN, LIKE and ILIKE, each with NOT. */
function member(reader: TokenReader, left: Node): Node {
	const { at } = reader.peek();
	const not = reader.accept('not');
	if (reader.accept('between')) {
		const low = joined(reader, MEMBER);
		reader.expect('and');
		return negated(call('between', at, left, low, joined(reader, MEMBER)), not);
	}
	if (reader.accept('in')) return negated(call('in', at, left, ...reader.list()), not);
	if (!reader.sees('like') && !reader.sees('ilike')) throw reader.unexpected('BETWEEN, IN, LIKE or ILIKE');
	const name = reader.take().text.toLowerCase();
	const operands = [left, joined(reader, MEMBER)];
	if (reader.accept('escape')) operands.push(joined(reader, MEMBER));
	return negated(call(name, at, ...operands), not);
}
