/** Functions of texts. Characters are Unicode code points, counted from 1, as in DuckDB. */
import { BenchtopError } from '../errors/error';
import type { Dtype } from '../table/table';
import { constantOf, lenient, strict, type Bound, type Kernel } from './bound';
import { define, type Definition } from './definition';
import { likeMatcher } from './like';
import { regularExpression, replacement } from './regular-expression';
import { implicit } from './unify';

/** Longest text a padding may give. */
const LONGEST = 1_000_000;
const SURROGATE = /[\ud800-\udfff]/;
/** A text as a list of characters. */
const points = (text: string): string | string[] => (SURROGATE.test(text) ? Array.from(text) : text);
const joined = (part: string | string[]): string => (typeof part === 'string' ? part : part.join(''));

/** Letter by letter: what would become two letters stays as it is. */
function letters(
	text: string,
	change: (text: string) => string,
	odd: Readonly<Record<string, string>>,
): string {
	let ascii = true;
	for (let i = 0; ascii && i < text.length; i++) ascii = text.charCodeAt(i) < 128;
	if (ascii) return change(text);
	return Array.from(text, (letter) => {
		const changed = odd[letter] ?? change(letter);
		return Array.from(changed).length === 1 ? changed : letter;
	}).join('');
}
const upper = (text: string): string => letters(text, (part) => part.toUpperCase(), { ß: 'ẞ' });
const lower = (text: string): string => letters(text, (part) => part.toLowerCase(), { İ: 'i' });

/** From a place of a text, so many characters; a negative place counts from the end, a negative count goes back. */
function substring(text: string, offset: number, count = Infinity): string {
	const characters = points(text);
	const { length } = characters;
	const start = offset < 0 ? length + offset : offset - 1;
	const [from, to] = count < 0 ? [start + count, start] : [start, start + count];
	return joined(characters.slice(Math.max(0, Math.min(from, length)), Math.max(0, Math.min(to, length))));
}

const left = (text: string, count: number): string => {
	const characters = points(text);
	return joined(characters.slice(0, count < 0 ? Math.max(0, characters.length + count) : count));
};
const right = (text: string, count: number): string => {
	const characters = points(text);
	const { length } = characters;
	return joined(characters.slice(count < 0 ? Math.min(length, -count) : Math.max(0, length - count)));
};

function stripped(text: string, characters: string, start: boolean, end: boolean): string {
	const gone = new Set(characters);
	const all = Array.from(text);
	let from = 0;
	let to = all.length;
	while (start && from < to && gone.has(all[from] as string)) from++;
	while (end && to > from && gone.has(all[to - 1] as string)) to--;
	return all.slice(from, to).join('');
}
const trim = (start: boolean, end: boolean): Definition =>
	define(
		['text', 'text?'],
		'string',
		strict((text: string, set = ' ') => stripped(text, set, start, end)),
	);

const pad = (atStart: boolean): Definition =>
	define(['text', 'whole', 'text'], 'string', (_operands, _at, name) =>
		strict((text: string, length: number, filling: string) => {
			const characters = Array.from(text);
			const lacking = length - characters.length;
			if (lacking <= 0) return characters.slice(0, Math.max(0, length)).join('');
			if (filling === '' || length > LONGEST)
				throw new BenchtopError('expression.domain', {
					function: name,
					value: filling === '' ? "''" : length,
				});
			const unit = Array.from(filling);
			const more = Array.from({ length: lacking }, (_, i) => unit[i % unit.length]).join('');
			return atStart ? more + text : text + more;
		}),
	);

/** Place of a text in another from 1, 0 when it is not there. */
function place(text: string, part: string): number {
	const at = text.indexOf(part);
	return at < 0 ? 0 : points(text.slice(0, at)).length + 1;
}

/** The n-th piece between separators; from the end when n is negative. */
function piece(text: string, separator: string, n: number): string {
	const pieces = separator === '' ? [text] : text.split(separator);
	return pieces.at(n > 0 ? n - 1 : n === 0 ? 0 : n) ?? '';
}

let segmenter: Intl.Segmenter | null = null;
/** Back to front; a letter and its accents stay together. */
function reversed(text: string): string {
	if (/^[\x20-\x7e]*$/.test(text)) return Array.from(text).reverse().join('');
	segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
	return Array.from(segmenter.segment(text), ({ segment }) => segment)
		.reverse()
		.join('');
}

const say = (test: (text: string, part: string) => boolean): Definition =>
	define(
		['text', 'text'],
		'bool',
		strict((text: string, part: string) => (test(text, part) ? 1 : 0)),
	);

/** A pattern read once; null when it is NULL. @throws `expression.constant-needed` */
function fixed(
	operands: readonly Bound[],
	at: number,
	name: string,
	index: number,
	what: string,
): string | null {
	const operand = operands[index];
	const value = operand && constantOf(operand);
	if (typeof value === 'string' || value === null) return value;
	throw new BenchtopError('expression.constant-needed', { function: name, operand: what, position: at });
}

const NOTHING: Kernel = lenient(() => null);
type Maker = (regex: RegExp, operands: readonly Bound[]) => Kernel;

/** A function of a text and a pattern; options are its operand at `options`. */
const matching = (
	params: Parameters<typeof define>[0],
	type: Dtype,
	options: number,
	make: Maker,
	whole = false,
): Definition =>
	define(params, type, (operands, at, name) => {
		const pattern = fixed(operands, at, name, 1, 'pattern');
		const letters = options < operands.length ? fixed(operands, at, name, options, 'options') : '';
		if (pattern === null || letters === null) return NOTHING;
		return make(regularExpression(pattern, letters, operands[1]!.at, whole), operands);
	});

const finds: Maker = (regex) =>
	strict((text: string) => {
		regex.lastIndex = 0;
		return regex.test(text) ? 1 : 0;
	});

const like = (anyCase: boolean): Definition => ({
	takes: 'two texts, and maybe what escapes',
	match: define(['text', 'text', 'text?'], 'bool', () => {
		const known = new Map<string, (text: string) => boolean>();
		const form = anyCase ? lower : (text: string) => text;
		return strict((text: string, pattern: string, escape?: string) => {
			const key = `${escape ?? ''}\0${pattern}`;
			let like = known.get(key);
			if (!like) {
				if (known.size >= 1000) known.clear();
				known.set(key, (like = likeMatcher(form(pattern), escape && form(escape))));
			}
			return like(form(text)) ? 1 : 0;
		});
	}).match,
});

const asTexts = (operands: readonly Bound[]): Bound[] | null =>
	operands.every(({ type }) => type !== 'interval') ? operands.map((part) => implicit(part, 'string')) : null;

/** Turns everything into text first, unlike any other function. */
const gluing = (least: number, kernel: Kernel): Definition => ({
	takes: 'values of any type',
	match(operands) {
		const parts = operands.length >= least ? asTexts(operands) : null;
		return parts && { type: 'string', kernel, operands: parts };
	},
});

export const TEXT_FUNCTIONS: Readonly<Record<string, Definition>> = {
	length: define(
		['text'],
		'int64',
		strict((text: string) => points(text).length),
	),
	lower: define(['text'], 'string', strict(lower)),
	upper: define(['text'], 'string', strict(upper)),
	trim: trim(true, true),
	ltrim: trim(true, false),
	rtrim: trim(false, true),
	substring: define(['text', 'whole', 'whole?'], 'string', strict(substring)),
	left: define(['text', 'whole'], 'string', strict(left)),
	right: define(['text', 'whole'], 'string', strict(right)),
	replace: define(
		['text', 'text', 'text'],
		'string',
		strict((text: string, part: string, by: string) =>
			part === '' ? text : text.replaceAll(part, () => by),
		),
	),
	contains: say((text, part) => text.includes(part)),
	starts_with: say((text, part) => text.startsWith(part)),
	ends_with: say((text, part) => text.endsWith(part)),
	strpos: define(['text', 'text'], 'int64', strict(place)),
	reverse: define(['text'], 'string', strict(reversed)),
	lpad: pad(true),
	rpad: pad(false),
	split_part: define(['text', 'text', 'whole'], 'string', strict(piece)),
	'||': gluing(
		2,
		strict((a: string, b: string) => a + b),
	),
	concat: gluing(
		1,
		lenient((...parts) => parts.map((part) => part ?? '').join('')),
	),
	concat_ws: gluing(
		2,
		lenient((by, ...parts) => (by === null ? null : parts.filter((part) => part !== null).join(String(by)))),
	),
	like: like(false),
	ilike: like(true),
	regexp_matches: matching(['text', 'text', 'text?'], 'bool', 2, finds),
	regexp_full_match: matching(['text', 'text', 'text?'], 'bool', 2, finds, true),
	regexp_extract: matching(['text', 'text', 'whole?'], 'string', 3, (regex) =>
		strict((text: string, _pattern: string, group = 0) => regex.exec(text)?.[group as number] ?? ''),
	),
	regexp_replace: matching(['text', 'text', 'text', 'text?'], 'string', 3, (regex) => {
		const written = new Map<string, ReturnType<typeof replacement>>();
		return strict((text: string, _pattern: string, by: string) => {
			let put = written.get(by);
			if (!put) written.set(by, (put = replacement(by)));
			const replace = put;
			return text.replace(regex, (...found: unknown[]) => {
				const groups = found.slice(
					0,
					found.findIndex((part) => typeof part === 'number'),
				);
				return replace(groups as (string | undefined)[]);
			});
		});
	}),
};
