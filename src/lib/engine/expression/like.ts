/**
 * LIKE: % is any text, _ any one character, and whole texts are compared. The time is at most that of both lengths
 * multiplied, whatever the pattern.
 */
import { BenchtopError } from '../errors/error';

const ANY = Symbol('%');
const ONE = Symbol('_');
type Part = string | typeof ANY | typeof ONE;

/**
 * Whether a text is like a pattern.
 * @param escape the character that takes the next one as it is; none when absent
 * @throws `expression.pattern` where the pattern ends with it
 */
export function likeMatcher(pattern: string, escape?: string): (text: string) => boolean {
	const parts: Part[] = [];
	let taken = false;
	for (const character of pattern) {
		if (!taken && character === escape) {
			taken = true;
			continue;
		}
		parts.push(!taken && character === '%' ? ANY : !taken && character === '_' ? ONE : character);
		taken = false;
	}
	if (taken)
		throw new BenchtopError('expression.pattern', { pattern, detail: `"${escape}" stands at its end` });
	return (text) => matches(parts, Array.from(text));
}

/** Each % takes as little as it can; when it was too little the last one takes one character more. */
function matches(parts: readonly Part[], text: readonly string[]): boolean {
	let part = 0;
	let at = 0;
	let last = -1;
	let from = 0;
	while (at < text.length) {
		const wanted = parts[part];
		if (wanted === ANY) {
			last = part++;
			from = at;
		} else if (wanted === ONE || wanted === text[at]) {
			part++;
			at++;
		} else if (last >= 0) {
			part = last + 1;
			at = ++from;
		} else return false;
	}
	while (parts[part] === ANY) part++;
	return part === parts.length;
}
