/**
 * A text as places in an alphabet, cut to a length, and back. Knows case, the letter that stands for any, and the
 * reverse complement; what numbers the places become is left to LetterEncoder.
 */
import * as v from 'valibot';
import { complementPlaces } from './complement';

export const lettersSchema = v.object({
	/** One letter each, in the case the texts are brought to. */
	alphabet: v.pipe(v.array(v.string()), v.minLength(1)),
	case: v.picklist(['upper', 'lower', 'keep']),
	/** The side a text is filled up and cut at. */
	pad: v.picklist(['end', 'start']),
	mask: v.nullable(v.string()),
	/** Texts are read from the other strand. */
	reversed: v.boolean(),
});
export type Letters = v.InferOutput<typeof lettersSchema>;

/** Places of what is no letter of the alphabet. */
export const UNKNOWN = -1;
export const MASK = -2;
/** Stands in a decoded text where the letter was not known. */
const REPLACEMENT = '\ufffd';

/** The text in the case asked for. */
export const cased = (text: string, how: Letters['case']): string =>
	how === 'upper' ? text.toUpperCase() : how === 'lower' ? text.toLowerCase() : text;

/** Letters a text has. */
export const lengthOf = (text: string, how: Letters['case']): number => [...cased(text, how)].length;

/** The function from a text to the places of at most `length` of its letters. */
export function reader(letters: Letters, length: number): (text: string) => Int32Array {
	const { alphabet, mask, pad } = letters;
	const place = new Map(alphabet.map((letter, i) => [letter, i]));
	if (mask !== null) place.set(mask, MASK);
	const turned = letters.reversed ? turner(alphabet) : null;
	return (text) => {
		const all = [...cased(text, letters.case)];
		const cut = pad === 'end' ? all.slice(0, length) : all.slice(Math.max(0, all.length - length));
		const places = Int32Array.from(cut, (letter) => place.get(letter) ?? UNKNOWN);
		return turned ? turned(places) : places;
	};
}

/** The reverse complement of places; what is no letter of the alphabet only changes its position. */
export function turner(alphabet: readonly string[]): (places: Int32Array) => Int32Array {
	const complement = complementPlaces(alphabet);
	return (places) =>
		places.map((_, i) => {
			const place = places[places.length - 1 - i] as number;
			return place < 0 ? place : (complement[place] as number);
		});
}

/** The text of these places, filled up on one side with UNKNOWN; null when nothing is left. */
export function written(places: Int32Array, letters: Letters): string | null {
	const { alphabet, mask, pad } = letters;
	let start = 0;
	let end = places.length;
	if (pad === 'end') while (end > 0 && places[end - 1] === UNKNOWN) end--;
	else while (start < end && places[start] === UNKNOWN) start++;
	const kept = places.subarray(start, end);
	const text = Array.from(letters.reversed ? turner(alphabet)(kept) : kept, (place) =>
		place === MASK ? (mask ?? REPLACEMENT) : (alphabet[place] ?? REPLACEMENT),
	).join('');
	return text === '' ? null : text;
}
