/**
 * A text as a list of terms, as scikit-learn's CountVectorizer takes texts apart: lower case, accents, then words,
 * characters or characters inside of words, then n-grams of them. What is counted of the terms is left to others.
 */
import * as v from 'valibot';
import { BenchtopError } from '../errors/error';
import { stripAccents } from './accents';
import { termFields } from '../schema/text-encode-step';
import { pythonPattern } from './python-pattern';
import { SHORT_ENGLISH } from './short-english';
import type { ColumnKind } from './step';
import { WHITE_SPACE, splitAtSpace } from './white-space';

/** How texts are taken apart; what is left out is as scikit-learn has it by default. */
export const termOptionsSchema = v.object(termFields);
export type TermOptions = v.InferOutput<typeof termOptionsSchema>;

export const TOKEN_PATTERN = String.raw`(?u)\b\w\w+\b`;

/** Two word characters or more: what the default pattern finds, found faster. */
const WORDS = /[\p{L}\p{N}_]{2,}/gu;
const WIDE_SPACE = new RegExp(`[${WHITE_SPACE}]{2,}`, 'g');

/**
 * Whether a vectoriser with these options takes such a column; asked when a pipeline is declared.
 * @throws `pipeline.token-pattern` where no column could be taken.
 */
export function takesTerms({ dtype }: ColumnKind, options: TermOptions): boolean {
	termsOf(options);
	return dtype === 'string';
}

/**
 * The function from a text to its terms, in the order they occur, repeated as often as they do.
 * @throws `pipeline.token-pattern` when the pattern cannot be read or captures more than one group.
 */
export function termsOf(options: TermOptions): (text: string) => string[] {
	const { analyzer = 'word', lowercase = true, stripAccents: accents, ngramRange = [1, 1] } = options;
	const [low, high] = ngramRange;
	const prepared = (text: string): string => {
		const cased = lowercase ? text.toLowerCase() : text;
		return accents ? stripAccents(cased, accents) : cased;
	};
	if (analyzer === 'char') return (text) => charGrams(prepared(text), low, high);
	if (analyzer === 'char_wb') return (text) => insideGrams(prepared(text), low, high);
	const words = tokenizer(options.tokenPattern ?? TOKEN_PATTERN);
	const stop = new Set([
		...(options.stopWords ?? []),
		...(options.stopList === 'short-english' ? SHORT_ENGLISH : []),
	]);
	return (text) => {
		const found = words(prepared(text));
		return wordGrams(stop.size > 0 ? found.filter((word) => !stop.has(word)) : found, low, high);
	};
}

function tokenizer(pattern: string): (text: string) => string[] {
	if (pattern.replace('(?u)', '') === String.raw`\b\w\w+\b`) return (text) => text.match(WORDS) ?? [];
	const { regex, groups } = pythonPattern(pattern);
	if (groups > 1) throw new BenchtopError('pipeline.token-pattern', { pattern, part: '( … ) ( … )' });
	if (groups === 0) return (text) => text.match(regex) ?? [];
	return (text) => Array.from(text.matchAll(regex), (found) => found[1] ?? '');
}

function wordGrams(words: string[], low: number, high: number): string[] {
	if (high === 1) return words;
	const grams = low === 1 ? [...words] : [];
	for (let n = Math.max(2, low); n <= Math.min(high, words.length); n++)
		for (let i = 0; i + n <= words.length; i++) grams.push(words.slice(i, i + n).join(' '));
	return grams;
}

/** Runs of n characters (code points); of white space only runs of two or more become one blank. */
function charGrams(text: string, low: number, high: number): string[] {
	const characters = [...text.replace(WIDE_SPACE, ' ')];
	const grams: string[] = [];
	for (let n = low; n <= Math.min(high, characters.length); n++)
		for (let i = 0; i + n <= characters.length; i++) grams.push(characters.slice(i, i + n).join(''));
	return grams;
}

/** The same inside of each word with a blank on either side; a word shorter than n counts once, whole. */
function insideGrams(text: string, low: number, high: number): string[] {
	const grams: string[] = [];
	for (const word of splitAtSpace(text)) {
		const characters = [' ', ...word, ' '];
		for (let n = low; n <= high; n++) {
			const last = Math.max(0, characters.length - n);
			for (let i = 0; i <= last; i++) grams.push(characters.slice(i, i + n).join(''));
			if (last === 0) break;
		}
	}
	return grams;
}
