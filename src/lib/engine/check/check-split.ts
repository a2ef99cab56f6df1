/**
 * The leak guard: every rule asked about one split. Each rule always answers, a pass included, so that one sees what was
 * looked at. Costs a few passes over the table; what is compared in pairs is bounded, and says so where it looked at a sample.
 */
import type { Progress } from '../ports';
import { RULES, type RuleId } from './catalogue';
import { evidenceOf, type Breathe, type CheckInput, type Evidence } from './evidence';
import type { Finding, Verdict } from './finding';
import { absentClasses } from './rules/absent-classes';
import { constantColumns } from './rules/constant-columns';
import { fitScope, interpolation } from './rules/declared-scope';
import { equalRows } from './rules/equal-rows';
import { groups } from './rules/groups';
import { labelConflict } from './rules/label-conflict';
import { missingOneSide } from './rules/missing-one-side';
import { nearEqualRows } from './rules/near-equal-rows';
import { sharedRows } from './rules/shared-rows';
import { shift } from './rules/shift';
import { sizes } from './rules/sizes';
import { targetDerived } from './rules/target-derived';
import { timeOrder } from './rules/time-order';
import { windowOverlap } from './rules/window-overlap';

export type { CheckInput } from './evidence';
export type { Finding, Verdict } from './finding';

type RuleCheck = (evidence: Evidence, breathe: Breathe) => Finding | Promise<Finding>;

const CHECKS: Readonly<Record<RuleId, RuleCheck>> = {
	'shared-rows': sharedRows,
	'equal-rows': equalRows,
	'near-equal-rows': nearEqualRows,
	'label-conflict': labelConflict,
	groups,
	'time-order': timeOrder,
	'target-derived': targetDerived,
	sizes,
	'absent-classes': absentClasses,
	shift,
	'window-overlap': windowOverlap,
	'constant-columns': constantColumns,
	'missing-one-side': missingOneSide,
	interpolation,
	'fit-scope': fitScope,
};

export interface CheckCall {
	/** Stops between pieces with the signal's reason. */
	readonly signal?: AbortSignal | undefined;
	readonly onProgress?: ((progress: Progress) => void) | undefined;
	/** Asked between pieces: a promise when the thread wants to hear its messages, otherwise undefined. */
	readonly pause?: (() => Promise<void> | undefined) | undefined;
}

/**
 * One finding per rule: refusals first, then warnings, then passes, each in the order of the catalogue. A refusal that the
 * document overrides is a warning that says so.
 */
export async function checkSplit(input: CheckInput, call: CheckCall = {}): Promise<Finding[]> {
	const breathe: Breathe = async () => {
		const pause = call.pause?.();
		if (pause) await pause;
		call.signal?.throwIfAborted();
	};
	await breathe();
	const evidence = evidenceOf(input);
	const rules = Object.keys(RULES) as RuleId[];
	const findings: Finding[] = [];
	for (const [done, rule] of rules.entries()) {
		call.onProgress?.({ done, total: rules.length, unit: 'rules', phase: 'Checking the split' });
		await breathe();
		findings.push(allowed(await CHECKS[rule](evidence, breathe), input.allowed ?? []));
	}
	call.onProgress?.({ done: rules.length, total: rules.length, unit: 'rules', phase: 'Checking the split' });
	const order: readonly Verdict[] = ['refuse', 'warn', 'pass'];
	return findings.sort((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict));
}

/** The finding as it counts when the document names its override. */
function allowed(finding: Finding, names: readonly string[]): Finding {
	if (finding.verdict !== 'refuse' || finding.override === undefined) return finding;
	if (!names.includes(finding.override)) return finding;
	return { ...finding, verdict: 'warn', detail: `${finding.detail} The pipeline goes on in spite of it.` };
}
