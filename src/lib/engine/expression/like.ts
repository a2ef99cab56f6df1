/** LIKE and ILIKE: % is any text, _ any one character, and whole texts are compared. */
import { BenchtopError } from '../errors/error';

/** @param escape the character that takes the next one as it is; none when absent */
export function likePattern(pattern: string, anyCase: boolean, escape?: string): RegExp {
	let source = '';
	const characters = [...pattern];
	for (let i = 0; i < characters.length; i++) {
		let character = characters[i] as string;
		if (character === escape) {
			const next = characters[++i];
			if (next === undefined)
				throw new BenchtopError('expression.pattern', { pattern, detail: `"${escape}" stands at its end` });
			character = next;
		} else if (character === '%' || character === '_') {
			source += character === '%' ? '[^]*' : '[^]';
			continue;
		}
		source += character.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
	}
	return new RegExp(`^${source.replace(/(?:\[\^\]\*){2,}/g, '[^]*')}$`, anyCase ? 'iu' : 'u');
}
