/** No sample belongs to two splits, nor to both sides of a fold. */
import type { CheckInput, Evidence } from '../evidence';
import { Examples, counted, found, pass, type Finding } from '../finding';

const RULE = 'shared-rows';

export function sharedRows({ split, window, see, samples, origin }: Evidence): Finding {
	const examples = new Examples();
	const numbers = window ? window.count : samples;
	for (const sides of sidesOf(split)) {
		const placed = new Int8Array(numbers);
		sides.forEach(({ name, of }, s) => {
			for (const sample of of) {
				const before = sides[(placed[sample] as number) - 1];
				if (before)
					examples.add(() => ({
						label: `${before.name} ${sample + 1} ↔ ${name} ${sample + 1}`,
						rows: window ? [window.starts[sample] as number] : see(sample).rows,
					}));
				placed[sample] = s + 1;
			}
		});
	}
	const what = window ? 'window' : 'row';
	if (examples.count > 0)
		return found(RULE, 'twice', 'refuse', { rows: counted(examples.count, what) }, { examples });
	const note = origin ? ' Rows are those left by the transforms.' : '';
	return pass(RULE, `Train, validation, test and folds are disjoint, ${what} by ${what}.${note}`);
}

const sidesOf = ({ train, validation, test, folds }: CheckInput['split']) => [
	[
		{ name: 'train', of: train },
		{ name: 'validation', of: validation },
		{ name: 'test', of: test },
	],
	...(folds ?? []).map((fold, f) => [
		{ name: `training rows of fold ${f + 1}`, of: fold.train },
		{ name: `fold ${f + 1}`, of: fold.validation },
	]),
];
