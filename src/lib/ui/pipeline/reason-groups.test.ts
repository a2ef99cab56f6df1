import { describe, expect, it } from 'vitest';
import type { Reason } from '$lib/engine/schema/proposal';
import { groupReasons } from './reason-groups';

const skewed = (column: string, by: string): Reason => ({
	column,
	verdict: 'info',
	text: `Skewed (${by}), a long tail of large values: made even by a power transform.`,
});

describe('groupReasons', () => {
	it('says once what four columns have in common, without their numbers', () => {
		const [group, ...others] = groupReasons(['a', 'b', 'c', 'd'].map((name, i) => skewed(name, `1.${i}`)));
		expect(others).toEqual([]);
		expect(group?.text).toBe('Skewed, a long tail of large values: made even by a power transform.');
		expect(group?.reasons.map(({ column }) => column)).toEqual(['a', 'b', 'c', 'd']);
	});

	it('leaves a few of a kind apart, and puts warnings first', () => {
		const warning: Reason = { column: 'x', verdict: 'warn', text: 'Gives the target away.' };
		const groups = groupReasons([skewed('a', '1.2'), skewed('b', '−3.4'), warning]);
		expect(groups.map(({ reasons }) => reasons[0]?.column)).toEqual(['x', 'a', 'b']);
		expect(groups[2]?.text).toContain('(−3.4)');
	});
});
