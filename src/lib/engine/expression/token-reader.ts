/** The tokens of an expression read one after the other: what comes next, what must come next, how deep we are. */
import { BenchtopError } from '../errors/error';
import type { Node } from './syntax';
import { refusedSign, refusedWord } from './refused';
import { tokens, unreadable, type Token } from './tokens';

/** How deep parts may stand in each other; beyond, the stack of the machine would decide. */
const DEPTH = 150;

export class TokenReader {
	readonly #tokens: readonly Token[];
	#next = 0;
	#depth = 0;

	/** @param read the grammar of a whole expression, for those that stand inside others */
	constructor(
		text: string,
		private readonly read: (reader: TokenReader) => Node,
	) {
		this.#tokens = tokens(text);
	}

	/** A whole expression. */
	expression(): Node {
		return this.within(() => this.read(this));
	}

	/** One or more expressions in brackets. */
	list(): Node[] {
		this.expect('(');
		const items = [this.expression()];
		while (this.accept(',')) items.push(this.expression());
		this.expect(')', '"," or ")"');
		return items;
	}

	/** The token that comes next, or one further on. */
	peek(ahead = 0): Token {
		return this.#tokens[Math.min(this.#next + ahead, this.#tokens.length - 1)] as Token;
	}

	take(): Token {
		const token = this.peek();
		if (token.kind !== 'end') this.#next++;
		return token;
	}

	/** Whether the next token is this sign or this word, in any capitals. */
	sees(word: string, ahead = 0): boolean {
		const { kind, text } = this.peek(ahead);
		return kind === 'sign' ? text === word : kind === 'name' && text.toLowerCase() === word;
	}

	/** Takes these words if all of them come next. */
	accept(...words: string[]): boolean {
		if (!words.every((word, ahead) => this.sees(word, ahead))) return false;
		this.#next += words.length;
		return true;
	}

	/** Takes this word. @throws `expression.syntax` when another comes. */
	expect(word: string, expected = /\w/.test(word) ? word.toUpperCase() : `"${word}"`): Token {
		const token = this.peek();
		if (!this.accept(word)) throw this.unexpected(expected);
		return token;
	}

	/** What is wrong with the next token: something known and not possible here, or not what was expected. */
	unexpected(expected: string): BenchtopError {
		const { kind, text, at } = this.peek();
		const refused = kind === 'sign' ? refusedSign(text, at) : kind === 'name' ? refusedWord(text, at) : null;
		return refused ?? unreadable(text, expected, at);
	}

	/** Reads a part one level deeper. @throws `expression.too-long` */
	within<T>(read: () => T): T {
		if (++this.#depth > DEPTH)
			throw new BenchtopError('expression.too-long', { limit: DEPTH, unit: 'levels of parts in parts' });
		const part = read();
		this.#depth--;
		return part;
	}
}
