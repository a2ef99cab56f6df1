/**
 * Regular expressions of RE2, which DuckDB reads, as JavaScript's: what both have in common. Looking around and
 * back-references are refused, as RE2 refuses them. \d \w \s \b mean ASCII, a dot anything but a line feed.
 */
import { BenchtopError } from '../errors/error';

const CLASSES: Readonly<Record<string, string>> = {
	alpha: 'A-Za-z',
	digit: '0-9',
	alnum: 'A-Za-z0-9',
	upper: 'A-Z',
	lower: 'a-z',
	space: String.raw`\t\n\v\f\r\x20`,
	punct: String.raw`!-\/:-@\[-\`\{-~`,
	word: String.raw`\w`,
	xdigit: '0-9A-Fa-f',
	blank: String.raw`\t\x20`,
};
const SPACE = String.raw`\t\n\f\r\x20`;
const OPTIONS = 'cigslmnp';
const ESCAPES: Readonly<Record<string, string>> = {
	a: String.raw`\x07`,
	A: '(?<![^])',
	z: '(?![^])',
	...Object.fromEntries([...'dDwWbBntrfv'].map((letter) => [letter, `\\${letter}`])),
};

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

/**
 * @param options letters as DuckDB takes them: i (any capitals), s (a dot is anything), l (the text itself), g (all
 * matches), c (as it is)
 * @param whole the pattern must be the whole text
 * @throws `expression.pattern` with what cannot be read
 */
export function regularExpression(pattern: string, options: string, at: number, whole = false): RegExp {
	const refuse = (detail: string): BenchtopError =>
		new BenchtopError('expression.pattern', { pattern, detail, position: at });
	const unknown = [...options].find((letter) => !OPTIONS.includes(letter));
	if (unknown !== undefined) throw refuse(`there is no option "${unknown}"`);
	const plain = options.includes('l');
	const inline = plain ? null : /^\(\?([ims]+)\)/.exec(pattern);
	const letters = `${inline?.[1] ?? ''}${options.replace('m', '')}`;
	const source = plain
		? escaped(pattern)
		: new Reader(pattern.slice(inline?.[0].length ?? 0), letters.includes('s'), refuse).read();
	const flags = ['u', ...['i', 'g', 'm'].filter((letter) => letters.includes(letter))].join('');
	try {
		return new RegExp(whole ? `^(?:${source})$` : source, flags);
	} catch {
		throw refuse('it is not complete, or repeats nothing');
	}
}

class Reader {
	#at = 0;
	#inside = false;

	constructor(
		readonly pattern: string,
		readonly dotIsAnything: boolean,
		readonly refuse: (detail: string) => BenchtopError,
	) {}

	read(): string {
		let source = '';
		while (this.#at < this.pattern.length) source += this.#inside ? this.#member() : this.#part();
		if (this.#inside) throw this.refuse('a "[" is not closed');
		return source;
	}

	/** Takes what matches here. */
	#take(pattern: RegExp): RegExpExecArray | null {
		pattern.lastIndex = this.#at;
		const hit = pattern.exec(this.pattern);
		if (hit) this.#at = pattern.lastIndex;
		return hit;
	}

	#part(): string {
		const open = this.#take(/\[\^?\]?/y)?.[0];
		if (open !== undefined) {
			this.#inside = true;
			return open.replace(']', '\\]');
		}
		const group = this.#take(/\((?:\?P?(<\w+>)|\?:)/y);
		if (group) return group[1] === undefined ? '(?:' : `(?${group[1]}`;
		if (this.#take(/\(\?/y)) throw this.refuse('"(?" can only name a group, or give options in front');
		const count = this.#take(/\{\d+(?:,\d*)?\}/y)?.[0];
		if (count !== undefined) return count;
		const [character] = this.#take(/[^]/uy) as RegExpExecArray;
		if (character === '\\') return this.#escape();
		if (character === '.') return this.dotIsAnything ? '[^]' : '[^\\n]';
		return '{}]'.includes(character) ? `\\${character}` : character;
	}

	/** One part of a character class. */
	#member(): string {
		const named = this.#take(/\[:(\w+):\]/y)?.[1];
		if (named !== undefined) {
			if (!Object.hasOwn(CLASSES, named)) throw this.refuse(`there is no class "${named}"`);
			return CLASSES[named] as string;
		}
		const [character] = this.#take(/[^]/uy) as RegExpExecArray;
		if (character === '\\') return this.#escape();
		if (character === ']') this.#inside = false;
		return character === '[' ? '\\[' : character;
	}

	#escape(): string {
		const code = this.#take(/x(?:\{([0-9A-Fa-f]{1,6})\}|([0-9A-Fa-f]{2}))/y);
		if (code) return `\\u{${code[1] ?? code[2]}}`;
		const property = this.#take(/([pP])(?:(\p{L})|\{(\^?)(\w+)\})/uy);
		if (property) {
			const name = (property[2] ?? property[4]) as string;
			return `\\${property[3] ? 'P' : property[1]}{${name.length > 2 ? 'Script=' : ''}${name}}`;
		}
		const quoted = this.#take(/Q([^]*?)(?:\\E|$)/y);
		if (quoted) return escaped(quoted[1] as string);
		const character = this.#take(/[^]/uy)?.[0];
		if (character === undefined) throw this.refuse('a backslash stands at its end');
		if (character === 's') return this.#inside ? SPACE : `[${SPACE}]`;
		if (character === 'S' && !this.#inside) return `[^${SPACE}]`;
		if (Object.hasOwn(ESCAPES, character)) return ESCAPES[character] as string;
		if (/[\p{L}\p{N}]/u.test(character)) throw this.refuse(`"\\${character}" means nothing here`);
		return character === '-' && this.#inside ? '\\-' : escaped(character);
	}
}

/** What a replacement says, for a match: \0 is all of it, \1 its first group. */
export function replacement(text: string): (match: readonly (string | undefined)[]) => string {
	const parts = text.split(/\\([0-9\\])/);
	return (match) =>
		parts
			.map((part, i) => (i % 2 === 0 ? part : part === '\\' ? '\\' : (match[Number(part)] ?? '')))
			.join('');
}
