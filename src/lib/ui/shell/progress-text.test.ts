import { describe as group, expect, it } from 'vitest';
import { describe } from './progress-text';

group('progress in words', () => {
	it('tells units and, once it is warm, what is left', () => {
		const progress = { done: 500, total: 2000, unit: 'rows', phase: 'Reading rows' };
		expect(describe(progress, 10)).toEqual({ done: 'Reading rows · 500 of 2,000 rows', rate: '' });
		expect(describe(progress, 2000).rate).toBe('6.0 s left');
	});

	it('promises no end where the total is unknown', () => {
		expect(describe({ done: 1500, total: null, unit: 'bytes', phase: '' }, 5000)).toEqual({
			done: '1.5 kB',
			rate: '',
		});
		expect(describe(null, 5000)).toEqual({ done: 'Starting', rate: '' });
	});
});
