import { describe, expect, it } from 'vitest';
import { BenchtopError } from '$lib/engine/errors/error';
import { conditionOn } from './condition';
import { FilterState } from './filter.svelte';
import { pieces, selectOf } from './sql';

describe('filter', () => {
	it('keeps the last good condition in force when one is refused', async () => {
		const filter = new FilterState(299, async (where) => {
			if (where.includes('agee')) throw new BenchtopError('general.unexpected', { detail: 'agee' });
			return 152;
		});
		expect(await filter.set('age > 60')).toBe(true);
		expect(await filter.set('agee > 60')).toBe(false);
		expect([filter.text, filter.applied, filter.matched]).toEqual(['agee > 60', 'age > 60', 152]);
		expect(filter.error?.code).toBe('general.unexpected');
		expect(await filter.set(' ')).toBe(true);
		expect([filter.applied, filter.matched, filter.error]).toEqual(['', 299, null]);
	});

	it('takes the newest answer, not the latest to come, and stops the older search', async () => {
		const answers: ((value: number) => void)[] = [];
		const signals: AbortSignal[] = [];
		const filter = new FilterState(
			10,
			(_, signal) => new Promise((resolve) => (signals.push(signal), answers.push(resolve))),
		);
		const slow = filter.set('a');
		const quick = filter.set('b');
		expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
		answers[1]?.(2);
		answers[0]?.(1);
		expect([await slow, await quick]).toEqual([false, true]);
		expect([filter.applied, filter.matched]).toEqual(['b', 2]);
	});
});

describe('sql', () => {
	it('is shown as it would be typed, piece by piece without losing any', () => {
		const sql = selectOf('Heart failure', `age between 60 and 80 and "a ""b" = 'it''s'`);
		const parts = pieces(sql);
		expect(parts.map(({ text }) => text).join('')).toBe(
			`SELECT * FROM "Heart failure" WHERE age BETWEEN 60 AND 80 AND "a ""b" = 'it''s'`,
		);
		expect(parts.filter(({ kind }) => kind === 'number').map(({ text }) => text)).toEqual(['60', '80']);
		expect(parts.filter(({ kind }) => kind === 'string').map(({ text }) => text)).toEqual([`'it''s'`]);
	});

	it('quotes what is clicked', () => {
		expect(conditionOn('a b', "it's")).toBe(`"a b" = 'it''s'`);
		expect(conditionOn('age', null)).toBe('age IS NULL');
	});
});
