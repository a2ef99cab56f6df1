/** Classes that a split or fold does not have: never trained, or never scored. */
import type { Cut, Evidence } from '../evidence';
import { counted, found, listed, pass, type Finding } from '../finding';
import { countsOf } from './sizes';

const RULE = 'absent-classes';
const NAMED = 4;

export function absentClasses(evidence: Evidence): Finding {
	const counts = countsOf(evidence);
	if (!counts) return pass(RULE, 'The target has no classes to be absent.');
	const untrained = new Set<string>();
	const unscored = new Set<string>();
	const where = { untrained: [] as string[], unscored: [] as string[] };
	let classes = 0;
	for (const { train, scored } of evidence.cuts as readonly Cut[]) {
		const trained = counts(train);
		for (const side of scored) {
			const own = counts(side);
			const lost = own.filter(({ rows }, c) => rows > 0 && trained[c]?.rows === 0).map(({ name }) => name);
			const unseen = own
				.filter(({ rows }, c) => rows === 0 && (trained[c]?.rows ?? 0) > 0)
				.map(({ name }) => name);
			if (lost.length > 0) where.untrained.push(`${listed(lost)} in ${side.name} only`);
			if (unseen.length > 0) where.unscored.push(`${side.name} has no ${listed(unseen)}`);
			lost.forEach((name) => untrained.add(name));
			unseen.forEach((name) => unscored.add(name));
		}
		classes = Math.max(classes, trained.filter(({ rows }) => rows > 0).length);
	}
	const case_ = untrained.size > 0 ? 'untrained' : 'unscored';
	const names = [...(untrained.size > 0 ? untrained : unscored)];
	if (names.length === 0)
		return pass(RULE, `${counted(classes, 'class', 'classes')} of the target were looked for.`);
	const places = where[case_];
	const more = places.length > NAMED ? `; and ${places.length - NAMED} more` : '';
	const text = `${places.slice(0, NAMED).join('; ')}${more}.`;
	return found(RULE, case_, 'warn', {
		classes: listed(names),
		where: text.charAt(0).toUpperCase() + text.slice(1),
	});
}
