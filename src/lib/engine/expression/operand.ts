/** What stands between operators: literals, names of columns, brackets, calls, CASE, CAST and EXTRACT. */
import { interval } from './interval';
import { readDate, readTimestamp } from './moment-text';
import { isReserved, refusedFunction, refusedType, refusedWord } from './refused';
import { typeNamed } from './sql-type';
import { constantConversion } from './conversion';
import type { Cast, Literal, Node } from './syntax';
import type { TokenReader } from './token-reader';

/** One operand. @throws `expression.syntax` and refusals by name */
export function operand(reader: TokenReader): Node {
	const { kind, text, at } = reader.peek();
	switch (kind) {
		case 'number':
			reader.take();
			return number(text, at);
		case 'text':
			reader.take();
			return { kind: 'literal', at, type: 'string', value: text };
		case 'quoted':
			reader.take();
			return { kind: 'name', at, name: text, quoted: true };
		case 'name':
			return word(reader);
		default:
			if (!reader.accept('(')) throw reader.unexpected('a value');
			if (reader.sees('select')) throw reader.unexpected('a value');
			return closed(reader, reader.expression());
	}
}

const closed = <T>(reader: TokenReader, node: T): T => {
	reader.expect(')', 'an operator or ")"');
	return node;
};

/** Whole numbers are int32, int64 where they need it, and float64 beyond what is exact. */
function number(text: string, at: number): Literal {
	const value = Number(text);
	if (!/^\d+$/.test(text) || value > Number.MAX_SAFE_INTEGER) {
		const decimal = !/[eE]/.test(text);
		return { kind: 'literal', at, type: 'float64', value, ...(decimal ? { decimal: true as const } : {}) };
	}
	return { kind: 'literal', at, type: value > 2_147_483_647 ? 'int64' : 'int32', value };
}

const CONSTANTS: Readonly<Record<string, Pick<Literal, 'type' | 'value'>>> = {
	true: { type: 'bool', value: 1 },
	false: { type: 'bool', value: 0 },
	null: { type: 'null', value: null },
};

/** Words that stand for something else than a column. */
const RESERVED = new Set(
	'and or not is in like ilike between when then else end as distinct isnull notnull escape'.split(' '),
);

function word(reader: TokenReader): Node {
	const { text, at } = reader.peek();
	const key = text.toLowerCase();
	const constant = Object.hasOwn(CONSTANTS, key) ? CONSTANTS[key] : undefined;
	if (constant) {
		reader.take();
		return { kind: 'literal', at, ...constant };
	}
	if (key === 'case') return cases(reader);
	if (key === 'interval') return span(reader) ?? name(reader);
	if ((key === 'date' || key === 'timestamp') && reader.peek(1).kind === 'text') {
		reader.take();
		const said = reader.take().text;
		const value = key === 'date' ? readDate(said) : readTimestamp(said);
		if (value === null) throw constantConversion(said, key, at);
		return { kind: 'literal', at, type: key, value };
	}
	if (reader.sees('(', 1)) return called(reader, key, at);
	if (RESERVED.has(key)) throw reader.unexpected('a value');
	const refused = isReserved(key) ? refusedWord(text, at) : null;
	if (refused) throw refused;
	return name(reader);
}

function name(reader: TokenReader): Node {
	const { text, at } = reader.take();
	return { kind: 'name', at, name: text, quoted: false };
}

/** INTERVAL '3 days', INTERVAL 3 DAYS, INTERVAL '3' DAY, INTERVAL (3) DAYS; null when it is a column's name. */
function span(reader: TokenReader): Node | null {
	const { at } = reader.peek();
	const next = reader.peek(1);
	if (next.kind !== 'text' && next.kind !== 'number' && !reader.sees('(', 1)) return null;
	reader.take();
	const bracket = reader.accept('(');
	const minus = bracket && reader.accept('-');
	const amount = reader.take();
	if (amount.kind !== 'text' && amount.kind !== 'number') throw reader.unexpected('a number');
	if (bracket) closed(reader, null);
	const unit = reader.peek().kind === 'name' ? interval(`1 ${reader.peek().text}`) : null;
	const text = `${minus ? '-' : ''}${amount.text}${unit ? ` ${reader.take().text}` : ''}`;
	const value = interval(text);
	if (!value) throw constantConversion(text, 'interval', at);
	return { kind: 'literal', at, type: 'interval', value };
}

function called(reader: TokenReader, key: string, at: number): Node {
	const refused = refusedFunction(key, at) ?? refusedWord(key, at);
	if (refused) throw refused;
	if (RESERVED.has(key)) throw reader.unexpected('a value');
	reader.take();
	if (key === 'cast' || key === 'try_cast') {
		reader.take();
		const value = reader.expression();
		reader.expect('as');
		const type = typeName(reader);
		return closed(reader, {
			kind: 'cast',
			at,
			operand: value,
			type,
			forgiving: key === 'try_cast',
		} satisfies Cast);
	}
	if (key === 'extract') {
		reader.take();
		const part = reader.take();
		reader.expect('from');
		const literal: Literal = { kind: 'literal', at: part.at, type: 'string', value: part.text };
		return closed(reader, { kind: 'call', at, name: 'date_part', operands: [literal, reader.expression()] });
	}
	if (reader.sees(')', 1)) {
		reader.take();
		return closed(reader, { kind: 'call', at, name: key, operands: [] });
	}
	const operands = reader.list();
	if (reader.sees('over') || reader.sees('filter')) throw reader.unexpected('an operator');
	return { kind: 'call', at, name: key, operands };
}

/** CASE WHEN c THEN v … and CASE x WHEN v THEN w …; without ELSE it gives NULL. */
function cases(reader: TokenReader): Node {
	const { at } = reader.take();
	const subject = reader.sees('when') ? null : reader.expression();
	const branches: { when: Node; then: Node }[] = [];
	while (reader.accept('when')) {
		const value = reader.expression();
		reader.expect('then');
		const when: Node = subject
			? { kind: 'call', at: value.at, name: '=', operands: [subject, value] }
			: value;
		branches.push({ when, then: reader.expression() });
	}
	if (branches.length === 0) throw reader.unexpected('WHEN');
	const otherwise: Node = reader.accept('else')
		? reader.expression()
		: { kind: 'literal', at, type: 'null', value: null };
	reader.expect('end', 'WHEN, ELSE or END');
	return { kind: 'case', at, branches, otherwise };
}

/** The name of a type. @throws `expression.unsupported` for types no column can have */
export function typeName(reader: TokenReader): Cast['type'] {
	const { kind, text, at } = reader.peek();
	const type = kind === 'name' || kind === 'quoted' ? typeNamed(text) : undefined;
	if (!type) throw refusedType(text, at) ?? reader.unexpected('a type such as DOUBLE, VARCHAR or DATE');
	reader.take();
	if (text.toLowerCase() === 'double') reader.accept('precision');
	if (type === 'string' && reader.sees('(') && reader.peek(1).kind === 'number') {
		reader.take();
		reader.take();
		closed(reader, null);
	}
	return type;
}
