/**
 * Letters without their accents, as scikit-learn's strip_accents_unicode and strip_accents_ascii have them. Both break
 * letters up by NFKD, which also turns "ﬁ" into "fi" and "²" into "2".
 */

/** "unicode" takes combining characters off; "ascii" keeps nothing but ASCII of what is left. */
export type AccentStripping = 'ascii' | 'unicode';

/** Plain ASCII has nothing to take off. */
const BEYOND_ASCII = /[^\0-\x7f]/;
const ALL_BEYOND_ASCII = /[^\0-\x7f]/g;
const MARKS = /\p{M}/gu;

/** The combining class of no character is above this one's (240). */
const HIGHEST = '\u0345';

/**
 * Whether a mark's canonical combining class is above 0. Normalisation sorts neighbouring marks by class and never
 * moves one of class 0 (UAX #15), so a mark that passes in front of the highest class has one.
 */
const combines = (mark: string): boolean =>
	mark === HIGHEST || `a${HIGHEST}${mark}`.normalize('NFD') !== `a${HIGHEST}${mark}`;

const known = new Map<string, boolean>();

function isCombining(mark: string): boolean {
	let found = known.get(mark);
	if (found === undefined) known.set(mark, (found = combines(mark)));
	return found;
}

/** The text without accents. */
export function stripAccents(text: string, how: AccentStripping): string {
	if (!BEYOND_ASCII.test(text)) return text;
	const parts = text.normalize('NFKD');
	if (how === 'ascii') return parts.replace(ALL_BEYOND_ASCII, '');
	return parts.replace(MARKS, (mark) => (isCombining(mark) ? '' : mark));
}
