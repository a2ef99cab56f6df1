/** What a declared split may say, whatever the data: SP-01 … SP-04, SP-14, and what goes with which method. */
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { splitSchema } from './split';

const base = { test: 0.2, validation: 0.2, folds: null, bins: null, stratify: null, seed: 7 };
const parse = (change: object) => v.safeParse(splitSchema, { ...base, ...change });
const accepted = (change: object) => parse(change).success;

describe('a split declared in the first version', () => {
	it('parses to the very same JSON, so that its id stays', () => {
		const older = { ...base, test: 0.15, validation: 0.15, bins: 5, stratify: 'target' };
		expect(JSON.stringify(v.parse(splitSchema, older))).toBe(JSON.stringify(older));
	});
});

describe('shares', () => {
	it.each([
		['SP-01', { test: 0.5 }, { test: 0 }],
		['SP-01', { test: 0.79 }, { test: 1 }],
		['SP-02', { test: null, validation: null }, { test: null }],
		['SP-02', { validation: null }, { test: null, validation: 0.1 }],
		['SP-03', { validation: 0.5 }, { validation: 0 }],
		['SP-03', { validation: 0.01 }, { validation: 1 }],
		['SP-04', { test: 0.5, validation: 0.49 }, { test: 0.5, validation: 0.5 }],
		['SP-14', { folds: 2 }, { folds: 1 }],
		['SP-14', { folds: 0 }, { folds: -1 }],
	])('%s', (_, good, bad) => {
		expect(accepted(good)).toBe(true);
		expect(accepted(bad)).toBe(false);
	});
});

describe('fields that go with a method', () => {
	it.each([
		['group', { method: 'group', group: 'patient' }, { method: 'group' }],
		['group', { method: 'group', group: 'patient' }, { group: 'patient' }],
		['time', { method: 'time', time: 'day' }, { method: 'time', time: null }],
		['gap', { method: 'time', time: 'day', gap: { rows: 3 } }, { gap: { rows: 3 } }],
		[
			'gap',
			{ method: 'time', time: 'day', gap: { milliseconds: 86_400_000 } },
			{ method: 'time', time: 'day', gap: { rows: 0 } },
		],
		['clusters', { method: 'cluster', clusters: 4 }, { clusters: 4 }],
		['repeats', { folds: 5, repeats: 3 }, { repeats: 3 }],
		['repeats', { folds: 5, repeats: 1 }, { method: 'time', time: 'day', folds: 5, repeats: 2 }],
		[
			'test',
			{ method: 'leave-one-group-out', group: 'patient', test: null, validation: null },
			{ method: 'leave-one-group-out', group: 'patient' },
		],
		['stratify', { stratify: { column: 'x' } }, { stratify: 'x' }],
	])('%s', (field, good, bad) => {
		expect(accepted(good)).toBe(true);
		const { issues } = parse(bad);
		expect(issues?.map((issue) => v.getDotPath(issue)?.split('.')[0])).toContain(field);
	});
	it('may be null where they are not used', () => {
		expect(accepted({ group: null, time: null, gap: null, clusters: null })).toBe(true);
	});
});
