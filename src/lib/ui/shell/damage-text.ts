/** What the banner says about stored records that cannot be read: how many, which, and what to do. */
import type { BenchtopError } from '$lib/engine/errors/error';

const NAMED = 4;

export interface DamageText {
	readonly title: string;
	/** "runs 88fed261, projects broken-1 and 2 more". */
	readonly names: string;
	readonly fix: string;
	/** Every record with its reason. */
	readonly details: string;
}

/** "runs sha256:88fed261…" is known by its first digits elsewhere, so it is here. */
const named = (error: BenchtopError): string =>
	String(error.operands.record ?? error.message).replace(/sha256:([0-9a-f]{8})[0-9a-f]*/g, '$1');

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
		fix: 'Everything else is here. To have them back, import the project file that has them.',
		details: damage.map(({ message }) => message).join('\n'),
	};
}
