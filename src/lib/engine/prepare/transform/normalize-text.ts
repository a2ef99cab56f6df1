/**
 * Texts written the same way: spaces, case, accents and punctuation made even, so that "Paris ", "PARIS" and "paris"
 * become one value. Works on a dictionary, each distinct text once; merging entries that become equal is the caller's.
 */
import { stripAccents, type AccentStripping } from '../accents';
import { collapseSpace, trimSpace } from '../white-space';

/** What is done, in this order; what is left out is not done. */
export interface NormalizeTextOptions {
	/** Pairs [what, by what], literally, one after the other, everywhere in the text as the data has it. */
	readonly replace?: readonly (readonly [string, string])[] | undefined;
	/** Unicode's full mapping: "ß" is "SS" in upper case. */
	readonly case?: 'lower' | 'upper' | undefined;
	readonly stripAccents?: AccentStripping | undefined;
	/** Takes Unicode's punctuation out, and the ASCII symbols that Python's string.punctuation has besides. */
	readonly stripPunctuation?: boolean | undefined;
	/** Runs of white space become one blank. */
	readonly collapseSpaces?: boolean | undefined;
	/** No white space at the ends. */
	readonly trim?: boolean | undefined;
	/** A text that is or becomes empty is missing. */
	readonly emptyToMissing?: boolean | undefined;
}

const PUNCTUATION = /[\p{P}$+<=>^`|~]/gu;

/** A new text for each of the dictionary's, in its order; null is missing. */
export function normalizeText(
	dictionary: readonly string[],
	options: NormalizeTextOptions,
): (string | null)[] {
	const { replace = [], stripAccents: accents, emptyToMissing = false } = options;
	return dictionary.map((raw) => {
		let text = raw;
		for (const [what, by] of replace) if (what !== '') text = text.replaceAll(what, () => by);
		if (options.case === 'lower') text = text.toLowerCase();
		else if (options.case === 'upper') text = text.toUpperCase();
		if (accents) text = stripAccents(text, accents);
		if (options.stripPunctuation) text = text.replace(PUNCTUATION, '');
		if (options.collapseSpaces) text = collapseSpace(text);
		if (options.trim) text = trimSpace(text);
		return emptyToMissing && text === '' ? null : text;
	});
}
