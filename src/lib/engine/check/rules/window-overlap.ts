/** Windows of different splits, or of a fold and its training rows, that cover the same rows; shifted twins count. */
import { overlaps } from '../../prepare/window';
import type { CheckInput, Evidence } from '../evidence';
import { Examples, counted, found, pass, type Finding } from '../finding';

const RULE = 'window-overlap';

export function windowOverlap({ window = null, split }: Evidence): Finding {
	if (!window) return pass(RULE, 'There are no windows.');
	const examples = new Examples();
	const shared = new Set<number>();
	const where: string[] = [];
	for (const { name, a, b } of pairsOf(split)) {
		if (a.length === 0 || b.length === 0) continue;
		const both = overlaps(window, a, b);
		if (both.rows.length === 0) continue;
		where.push(name);
		for (const row of both.rows) {
			if (shared.has(row)) continue;
			shared.add(row);
			examples.add(() => ({ label: `${name}: row ${row + 1}`, rows: [row] }));
		}
	}
	return where.length === 0
		? pass(
				RULE,
				`${counted(window.count, 'window')} of ${counted(window.size, 'row')} were compared across splits.`,
			)
		: found(
				RULE,
				'overlap',
				'refuse',
				{
					rows: counted(shared.size, 'row'),
					where: `Between ${where.slice(0, 4).join(', ')}${where.length > 4 ? ' and others' : ''}.`,
				},
				{ examples },
			);
}

function pairsOf({ train, validation, test, folds }: CheckInput['split']) {
	return [
		{ name: 'train and validation', a: train, b: validation },
		{ name: 'train and test', a: train, b: test },
		{ name: 'validation and test', a: validation, b: test },
		...(folds ?? []).map((fold, f) => ({
			name: `fold ${f + 1} and its training rows`,
			a: fold.train,
			b: fold.validation,
		})),
	];
}
