import { describe as group, expect, it } from 'vitest';
import { describe } from './progress-text';

group('progress in words', () => {
	it('tells units and, once it is warm, the pace and what is left', () => {
		const progress = { done: 500, total: 2000, unit: 'rows', phase: 'Reading rows' };
		expect(describe(progress, 10)).toEqual({ done: 'Reading rows · 500 of 2,000 rows', rate: '' });
		expect(describe(progress, 2000).rate).toBe('250 rows/s · 6.0 s left');
	});

	it('writes fast rates in few digits', () => {
		const read = (done: number) => describe({ done, total: null, unit: 'rows', phase: '' }, 2000).rate;
		expect([read(24_400), read(4_200_000), read(44_000_000)]).toEqual([
			'12 k rows/s',
			'2.1 M rows/s',
			'22 M rows/s',
		]);
	});

	it('leaves out a rate of less than one a second', () => {
		const progress = { done: 1, total: 15, unit: 'rules', phase: 'Checking the split' };
		expect(describe(progress, 4500).rate).toBe('1 min 3 s left');
	});

	it('promises no end where the total is unknown', () => {
		expect(describe({ done: 1500, total: null, unit: 'bytes', phase: '' }, 5000)).toEqual({
			done: '1.5 kB',
			rate: '300 B/s',
		});
		expect(describe(null, 5000)).toEqual({ done: 'Starting', rate: '' });
	});
});
