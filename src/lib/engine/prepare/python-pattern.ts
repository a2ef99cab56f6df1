/**
 * Regular expressions as Python's re writes and understands them for text: \w, \d, \s and \b follow Unicode, `$` stands
 * before a last newline too, a brace that counts nothing is a brace. Translated to JavaScript part by part; what one of
 * the two does not have (possessive quantifiers, conditions, scoped flags, verbose form) is refused with its place.
 */
import { BenchtopError } from '../errors/error';
import { WHITE_SPACE } from './white-space';

export interface PythonPattern {
	/** Finds every match in a text (flag g). */
	readonly regex: RegExp;
	/** Capturing groups. */
	readonly groups: number;
}

interface Kinds {
	readonly word: string;
	readonly digit: string;
	readonly space: string;
}
/** Insides of character classes: str.isalnum and the underscore, str.isdecimal, str.isspace. */
const UNICODE: Kinds = { word: String.raw`\p{L}\p{N}_`, digit: String.raw`\p{Nd}`, space: WHITE_SPACE };
const ASCII: Kinds = { word: 'A-Za-z0-9_', digit: '0-9', space: String.raw`\t-\r\x20` };

const CONTROL: Readonly<Record<string, number>> = { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13 };
const ANY = String.raw`[\s\S]`;

/**
 * Reads a pattern of Python's re module, with or without global flags in front ("(?u)", "(?i)").
 * @throws `pipeline.token-pattern` naming the part that cannot be read.
 */
export function pythonPattern(pattern: string): PythonPattern {
	const flags = /^\(\?([aimsu]+)\)/.exec(pattern);
	const reader = new Reader(pattern, flags?.[0].length ?? 0, flags?.[1] ?? '');
	const source = reader.read();
	try {
		return { regex: new RegExp(source, flags?.[1]?.includes('i') ? 'giv' : 'gv'), groups: reader.groups };
	} catch {
		throw new BenchtopError('pipeline.token-pattern', { pattern, part: pattern });
	}
}

const literal = (character: string | number): string =>
	`\\u{${(typeof character === 'number' ? character : (character.codePointAt(0) as number)).toString(16)}}`;

class Reader {
	readonly #characters: readonly string[];
	readonly #kinds: Kinds;
	readonly #names = new Map<string, number>();
	#at: number;
	#depth = 0;
	groups = 0;

	constructor(
		readonly pattern: string,
		start: number,
		readonly flags: string,
	) {
		this.#characters = [...pattern];
		this.#kinds = flags.includes('a') ? ASCII : UNICODE;
		this.#at = start;
	}

	read(): string {
		let source = '';
		while (this.#at < this.#characters.length) source += this.#part();
		if (this.#depth > 0) this.#refuse('(');
		return source;
	}

	#part(): string {
		const from = this.#at;
		const character = this.#next();
		switch (character) {
			case '\\':
				return this.#escape();
			case '[':
				return this.#class();
			case '(':
				return this.#open();
			case ')':
				if (--this.#depth < 0) this.#refuse(')');
				return ')';
			case '.':
				return this.flags.includes('s') ? ANY : String.raw`[^\n]`;
			case '^':
				return this.flags.includes('m') ? String.raw`(?<![^\n])` : `(?<!${ANY})`;
			case '$':
				return this.flags.includes('m') ? String.raw`(?![^\n])` : String.raw`(?=\n?(?!${ANY}))`;
			case '|':
				return '|';
			case '*':
			case '+':
			case '?':
				return character + this.#lazy(from);
			case '{':
				return this.#count(from);
			default:
				return literal(character);
		}
	}

	/** "{2}", "{2,}", "{,3}" and "{2,3}" count; any other brace is a brace. */
	#count(from: number): string {
		const found = /^\{(\d*)(,?)(\d*)\}/.exec(this.#rest(from));
		if (!found || found[0] === '{}') return literal('{');
		this.#at = from + found[0].length;
		const [, low = '', comma = '', high = ''] = found;
		return `{${low || '0'}${comma}${high}}${this.#lazy(from)}`;
	}

	#lazy(from: number): string {
		if (this.#peek() === '+') this.#refuse(this.#rest(from).slice(0, this.#at - from + 1));
		if (this.#peek() !== '?') return '';
		this.#at++;
		return '?';
	}

	#open(): string {
		const rest = this.#rest(this.#at - 1);
		const comment = /^\(\?#[^)]*\)/.exec(rest);
		if (comment) return this.#skip([...comment[0]].length - 1, '');
		const again = /^\(\?P=(\w+)\)/.exec(rest);
		if (again) {
			const group = this.#names.get(again[1] ?? '') ?? this.#refuse(again[0]);
			return this.#skip([...again[0]].length - 1, `(?:\\${group})`);
		}
		this.#depth++;
		const around = /^\(\?(?::|=|!|<=|<!)/.exec(rest);
		if (around) return this.#skip(around[0].length - 1, around[0]);
		const named = /^\(\?P<(\w+)>/.exec(rest);
		if (!named && rest.startsWith('(?')) this.#refuse(rest.slice(0, 4));
		this.groups++;
		if (!named) return '(';
		this.#names.set(named[1] ?? '', this.groups);
		return this.#skip(named[0].length - 1, '(');
	}

	/** An escape outside of a class. */
	#escape(): string {
		const { word } = this.#kinds;
		const character = this.#peek();
		const boundary: Readonly<Record<string, string>> = {
			b: `(?:(?<=[${word}])(?![${word}])|(?<![${word}])(?=[${word}]))`,
			B: `(?:(?<=[${word}])(?=[${word}])|(?<![${word}])(?![${word}]))`,
			A: `(?<!${ANY})`,
			Z: `(?!${ANY})`,
		};
		const found = character === undefined ? undefined : boundary[character];
		if (found !== undefined) return this.#skip(1, found);
		const back = /^(?![1-7][0-7]{2})[1-9]\d?/.exec(this.#rest(this.#at))?.[0];
		if (back === undefined) return this.#single();
		if (Number(back) > this.groups) this.#refuse(`\\${back}`);
		return this.#skip(back.length, `(?:\\${back})`);
	}

	/** An escape that stands for one character or one kind of characters, in or out of a class. */
	#single(): string {
		const { word, digit, space } = this.#kinds;
		const kinds: Readonly<Record<string, string>> = {
			w: `[${word}]`,
			W: `[^${word}]`,
			d: `[${digit}]`,
			D: `[^${digit}]`,
			s: `[${space}]`,
			S: `[^${space}]`,
		};
		const from = this.#at;
		const character = this.#next();
		const kind = kinds[character];
		if (kind !== undefined) return kind;
		const code = /^(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8}))/.exec(this.#rest(from));
		if (code) {
			this.#at = from + code[0].length;
			return literal(parseInt(code[1] ?? code[2] ?? code[3] ?? '', 16));
		}
		const octal = /^(?:0[0-7]{0,2}|[1-3][0-7]{2})/.exec(this.#rest(from))?.[0];
		if (octal !== undefined) {
			this.#at = from + octal.length;
			return literal(parseInt(octal, 8));
		}
		const control = CONTROL[character];
		if (control !== undefined) return literal(control);
		// Python keeps letters and digits for escapes to come.
		if (/[A-Za-z0-9]/.test(character)) this.#refuse(`\\${character}`);
		return literal(character);
	}

	/** A class after its "[". A "]" in first place is a character. */
	#class(): string {
		const from = this.#at - 1;
		let source = '[';
		if (this.#peek() === '^') source += this.#next();
		let first = true;
		for (; first || this.#peek() !== ']'; first = false) {
			if (this.#at >= this.#characters.length) this.#refuse(this.#rest(from));
			const low = this.#member();
			if (this.#peek() !== '-' || this.#characters[this.#at + 1] === ']') {
				source += low;
				continue;
			}
			this.#at++;
			if (this.#at >= this.#characters.length) this.#refuse(this.#rest(from));
			const high = this.#member();
			if (low.startsWith('[') || high.startsWith('[')) this.#refuse(this.#rest(from));
			source += `${low}-${high}`;
		}
		this.#at++;
		return `${source}]`;
	}

	#member(): string {
		const character = this.#next();
		return character === '\\' ? this.#single() : literal(character);
	}

	#peek(): string | undefined {
		return this.#characters[this.#at];
	}

	#next(): string {
		const character = this.#characters[this.#at];
		if (character === undefined) this.#refuse(this.pattern);
		this.#at++;
		return character;
	}

	#rest(from: number): string {
		return this.#characters.slice(from).join('');
	}

	/** Moves on by so many characters and gives their translation. */
	#skip(count: number, source: string): string {
		this.#at += count;
		return source;
	}

	#refuse(part: string): never {
		throw new BenchtopError('pipeline.token-pattern', { pattern: this.pattern, part });
	}
}
