/** The fixtures of qcut and splits, by the very checks of the conformance run. */
import { describe, expect, it } from 'vitest';
import { pick } from '../../../../tests/fixtures/fixture';
import { checkBins } from '../../../../scripts/conformance/bins';
import { checkSplit } from '../../../../scripts/conformance/splits';

describe('quantile bins are pandas’ qcut', () => {
	it.each(pick('qcut', () => true))('%s', (_, found) => {
		checkBins(found);
	});
});

describe('splits and folds have the sizes and counts of SPEC §9.2', () => {
	it.each(pick('splits', () => true))('%s', (_, found) => {
		checkSplit(found);
	});
	it('and the check notices what is off', () => {
		const [, found] = pick('splits', (name) => name.startsWith('kfold/'))[0] ?? [];
		expect(() => checkSplit({ ...found!, expected: { fold_sizes_in_order: [1] } })).toThrow(
			/sizes of the folds/,
		);
		expect(() => checkSplit({ ...found!, expected: { error: true } })).toThrow(/not refused/);
	});
});
