/**
 * White space as Python's str.isspace has it, for texts that must be cut where pandas and scikit-learn cut them.
 * JavaScript's \s has the byte-order mark in place of the separators U+001C to U+001F and U+0085.
 */

/** The characters, for the inside of a character class. */
export const WHITE_SPACE = String.raw`\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000`;

const RUNS = new RegExp(`[${WHITE_SPACE}]+`, 'g');
const ENDS = new RegExp(`^[${WHITE_SPACE}]+|[${WHITE_SPACE}]+$`, 'g');

/** The text without white space at its ends. */
export const trimSpace = (text: string): string => text.replace(ENDS, '');

/** Every run of white space as one blank. */
export const collapseSpace = (text: string): string => text.replace(RUNS, ' ');

/** What stands between runs of white space; never an empty text. */
export const splitAtSpace = (text: string): string[] => text.split(RUNS).filter(Boolean);
