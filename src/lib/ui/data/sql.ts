/** The SQL of the view in pieces, for the eye: keywords, names, numbers, texts. It is shown, not run. */
import { quoted } from './alerts';

export interface Piece {
	readonly text: string;
	readonly kind: 'keyword' | 'number' | 'string' | 'plain';
}

const WORDS =
	/^(select|from|where|and|or|not|in|is|null|between|like|ilike|case|when|then|else|end|true|false|cast|as|glob|similar|to|any|all|exists|date|timestamp|interval)$/i;
const TOKENS =
	/('(?:[^']|'')*'?)|("(?:[^"]|"")*"?)|(\b\d+(?:\.\d+)?(?:e[+-]?\d+)?\b)|([a-z_]\w*)|([^'"\w]+|\w)/gi;

/** `SELECT * FROM name WHERE condition`, as it would be typed. */
export const selectOf = (name: string, where: string): string =>
	`SELECT * FROM ${quoted(name)}${where ? ` WHERE ${where}` : ''}`;

export function pieces(sql: string): Piece[] {
	return [...sql.matchAll(TOKENS)].map(([text, string, , number, word]) => ({
		text: word && WORDS.test(word) ? word.toUpperCase() : text,
		kind: string ? 'string' : number ? 'number' : word && WORDS.test(word) ? 'keyword' : 'plain',
	}));
}
