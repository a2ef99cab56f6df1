/** What the banner says about stored records that cannot be read: how many, which, and what to do. */
import type { BenchtopError } from '$lib/engine/errors/error';

const NAMED = 4;

export interface DamageText {
	readonly title: string;
	/** "run 88fed261, project broken-1 and 2 more". */
	readonly names: string;
	readonly fix: string;
	/** Every record with its reason. */
	readonly details: string;
}

/** "runs sha256:88fed261…" of the store is the run known elsewhere by its first digits. */
const named = (error: BenchtopError): string =>
	String(error.operands.record ?? error.message)
		.replace(/^(\w+)s /, '$1 ')
		.replace(/sha256:([0-9a-f]{8})[0-9a-f]*/g, '$1');

export function damageText(damage: readonly BenchtopError[]): DamageText | null {
	const [first] = damage;
	if (!first) return null;
	const names = damage.slice(0, NAMED).map(named);
	const more = damage.length - names.length;
	return {
		title:
			damage.length === 1
				? 'A stored record cannot be read and is left out:'
				: `${damage.length} stored records cannot be read and are left out:`,
		names: names.join(', ') + (more ? ` and ${more} more` : ''),
		fix: `Everything else is here. An exported project file brings ${damage.length === 1 ? 'it' : 'them'} back.`,
		details: damage.map(({ message }) => message).join('\n'),
	};
}
