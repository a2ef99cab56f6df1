/**
 * Inputs that are made from the target: the target itself, columns whose expression reads it, directly or through another
 * derived column (refused), and columns whose values follow it too well for a measurement (prepare/giveaway.ts; a warning).
 */
import { giveaway } from '../../prepare/giveaway';
import { gather } from '../../table/select-rows';
import { rowsPerSample } from '../../table/table';
import type { Lineage } from '../../prepare/transform/transform';
import type { Breathe, Evidence } from '../evidence';
import { found, listed, pass, type Finding } from '../finding';

const RULE = 'target-derived';

export async function targetDerived(evidence: Evidence, breathe: Breathe): Promise<Finding> {
	const { target, inputs, derived = [], table, targetColumn, inputColumns, analysis, cuts } = evidence;
	if (target === null) return pass(RULE, 'There is no target.');
	const { labels = [target] } = evidence;
	if (inputs.includes(target)) return found(RULE, 'target', 'refuse', { target }, { columns: [target] });
	const tainted = madeFrom(labels, derived);
	const readers = inputs.filter((name) => tainted.has(name));
	if (readers.length > 0)
		return found(RULE, 'reads', 'refuse', { columns: listed(readers), target }, { columns: readers });
	if (!targetColumn || rowsPerSample(table) > 1) return pass(RULE, 'No expression reads the target.');
	const train = cuts[0].train.samples;
	const truth = gather(targetColumn, train);
	const telling: string[] = [];
	const how: string[] = [];
	for (const column of inputColumns) {
		await breathe();
		const why = giveaway(gather(column, train), truth, analysis !== 'regression');
		if (why === null) continue;
		telling.push(column.name);
		how.push(`"${column.name}" ${why}.`);
	}
	return telling.length === 0
		? pass(RULE, 'No expression reads the target, and no input follows it too well for a measurement.')
		: found(
				RULE,
				'follows',
				'warn',
				{ columns: listed(telling) },
				{ columns: telling, note: how.slice(0, 4).join(' ') },
			);
}

/** Derived columns that read the target of their own row, or a column that does; its past is no answer. */
function madeFrom(labels: readonly string[], derived: readonly Lineage[]): Set<string> {
	const tainted = new Set(labels);
	for (let before = 0; before < tainted.size;) {
		before = tainted.size;
		for (const { column, from, past } of derived)
			if (!past && from.some((read) => tainted.has(read))) tainted.add(column);
	}
	for (const label of labels) tainted.delete(label);
	return tainted;
}
