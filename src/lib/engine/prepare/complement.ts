/**
 * The complement of a letter of DNA or RNA, the codes for several bases among them (IUPAC: R is A or G, its complement
 * Y is T or C). Small letters have small complements.
 */
import { BenchtopError } from '../errors/error';

/** Where there are two, the first that the alphabet has. */
const PARTNERS: Readonly<Record<string, string>> = {
	A: 'TU',
	T: 'A',
	U: 'A',
	C: 'G',
	G: 'C',
	R: 'Y',
	Y: 'R',
	S: 'S',
	W: 'W',
	K: 'M',
	M: 'K',
	B: 'V',
	V: 'B',
	D: 'H',
	H: 'D',
	N: 'N',
	'-': '-',
};

/**
 * The place of each letter's complement in the alphabet.
 * @throws `pipeline.no-complement` naming a letter that has none, or shares one with another (T and U both have A).
 */
export function complementPlaces(alphabet: readonly string[]): number[] {
	const places = alphabet.map((letter) => {
		const small = letter !== letter.toUpperCase();
		const partners = [...(PARTNERS[letter.toUpperCase()] ?? '')];
		const found = partners.find((each) => alphabet.includes(small ? each.toLowerCase() : each));
		return found === undefined ? -1 : alphabet.indexOf(small ? found.toLowerCase() : found);
	});
	const odd = places.findIndex((place, i) => places[place] !== i);
	if (odd >= 0)
		throw new BenchtopError('pipeline.no-complement', {
			letter: alphabet[odd] as string,
			alphabet: alphabet.join(''),
		});
	return places;
}
