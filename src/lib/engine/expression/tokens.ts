/**
 * The words of an expression: numbers, texts in single quotes, names, quoted names and signs, each with its place.
 * Comments and blanks are skipped.
 */
import { BenchtopError } from '../errors/error';

export interface Token {
	readonly kind: 'number' | 'text' | 'name' | 'quoted' | 'sign' | 'end';
	/** What it says: quotes and doubled quotes are taken off. */
	readonly text: string;
	/** Character where it begins, from 1. */
	readonly at: number;
}

const BLANK = /(?:\s|--[^\n]*|\/\*[^]*?\*\/)+/y;
const NUMBER = /(?:\d[\d_]*(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const TEXT = /'((?:[^']|'')*)'/y;
const QUOTED = /"((?:[^"]|"")+)"/y;
const NAME = /[\p{L}_][\p{L}\p{N}\p{M}_$]*/uy;
const SIGN = /::|<>|!=|<=|>=|==|\|\||\/\/|\*\*|[-+*/%^<>=(),.[\]{};:?!~@&|#$]/y;

const LIMIT = 20_000;

/** All tokens, an end last. @throws `expression.syntax` at an open quote or a character that means nothing. */
export function tokens(text: string): Token[] {
	if (text.length > LIMIT)
		throw new BenchtopError('expression.too-long', { limit: LIMIT, unit: 'characters' });
	const found: Token[] = [];
	let place = 0;
	const match = (pattern: RegExp): RegExpExecArray | null => {
		pattern.lastIndex = place;
		return pattern.exec(text);
	};
	for (;;) {
		place += match(BLANK)?.[0].length ?? 0;
		const at = place + 1;
		if (place >= text.length) return [...found, { kind: 'end', text: 'the end', at }];
		const add = (kind: Token['kind'], hit: RegExpExecArray, said = hit[0]): void => {
			found.push({ kind, text: said, at });
			place += hit[0].length;
		};
		let hit: RegExpExecArray | null;
		if ((hit = match(NUMBER))) {
			place += hit[0].length;
			const rest = match(NAME);
			if (rest) throw unreadable(hit[0] + rest[0], 'a number', at);
			found.push({ kind: 'number', text: hit[0].replaceAll('_', ''), at });
		} else if ((hit = match(TEXT))) add('text', hit, (hit[1] as string).replaceAll("''", "'"));
		else if ((hit = match(QUOTED))) add('quoted', hit, (hit[1] as string).replaceAll('""', '"'));
		else if ((hit = match(NAME))) add('name', hit);
		else if ((hit = match(SIGN))) add('sign', hit);
		else {
			const [character] = text.slice(place);
			const open = character === "'" || character === '"';
			throw unreadable(character as string, open ? `a closing ${character}` : 'a value or an operator', at);
		}
	}
}

/** What stands there, and what should. */
export const unreadable = (found: string, expected: string, at: number): BenchtopError =>
	new BenchtopError('expression.syntax', { found, expected, position: at });
