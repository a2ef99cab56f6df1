/** Why an error happens and what to do about it. The words are fetched when first asked for: most visits need none. */
import { fill, type BenchtopError } from './error';

export interface Explanation {
	readonly why: string;
	readonly fix: string;
}

export async function explain({ code, operands }: BenchtopError): Promise<Explanation> {
	const { HELP } = await import('./help');
	const { why, fix } = HELP[code];
	return { why: fill(why, operands), fix: fill(fix, operands) };
}
