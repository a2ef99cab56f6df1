/** Samples with the same inputs and different targets, in whatever split: what no model can get right. */
import { isString } from '../../table/table';
import type { Breathe, Evidence } from '../evidence';
import { Examples, counted, found, pass, percent, type Finding } from '../finding';

const RULE = 'label-conflict';
/** Share of samples from which on quantities that differ are worth a word. */
const QUANTITIES = 0.01;

export async function labelConflict(evidence: Evidence, breathe: Breathe): Promise<Finding> {
	const { targetColumn, placeOf, analysis, see, inputColumns } = evidence;
	if (!targetColumn) return pass(RULE, 'There is no target, or not one per row.');
	if (inputColumns.length === 0) return pass(RULE, 'There are no input columns to compare.');
	const equal = await evidence.equal(breathe);
	const values = isString(targetColumn) ? targetColumn.codes : targetColumn.values;

	// Per set of equal samples that are more than one: how often each target occurs.
	const sets = new Map<number, Map<number, number>>();
	let of = 0;
	for (let sample = 0; sample < equal.length; sample++) {
		if ((placeOf[sample] as number) < 0) continue;
		of++;
		const first = equal[sample] as number;
		if (first === sample) continue;
		let counts = sets.get(first);
		if (!counts) sets.set(first, (counts = new Map([[values[first] as number, 1]])));
		const value = values[sample] as number;
		counts.set(value, (counts.get(value) ?? 0) + 1);
	}
	const examples = new Examples();
	const counterpart = new Map<number, number>();
	let wrong = 0;
	let rows = 0;
	for (const counts of sets.values()) {
		if (counts.size < 2) continue;
		let all = 0;
		let most = 0;
		for (const count of counts.values()) {
			all += count;
			most = Math.max(most, count);
		}
		rows += all;
		wrong += all - most;
	}
	for (let sample = 0; sample < equal.length && rows > 0; sample++) {
		const first = equal[sample] as number;
		if ((placeOf[sample] as number) < 0 || values[first] === values[sample]) continue;
		if (counterpart.has(first)) continue;
		counterpart.set(first, sample);
		examples.add(() => see(first, sample));
	}
	const compared = `${counted(of, 'row')} were compared on ${counted(inputColumns.length, 'input column')}.`;
	const operands = { rows: counted(rows, 'row'), share: percent(rows, of), best: percent(of - wrong, of) };
	if (rows === 0) return pass(RULE, compared);
	if (analysis !== 'regression') return found(RULE, 'classes', 'warn', operands, { examples });
	return rows >= QUANTITIES * of
		? found(RULE, 'quantities', 'warn', operands, { examples })
		: pass(RULE, `${compared} ${operands.rows} (${operands.share}) differ, too few to matter.`);
}
