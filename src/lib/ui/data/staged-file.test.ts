import { describe, expect, it } from 'vitest';
import { BenchtopError } from '$lib/engine/errors/error';
import type { Staged } from '$lib/workers/api';
import { nameFor, nameOf, StagedFile } from './staged-file.svelte';

const staged = (over: Partial<Staged> = {}): Staged => ({
	id: 's1',
	file: 'Heart failure.csv',
	format: 'csv',
	bytes: 10,
	rows: 2,
	columns: [{ source: 'a', name: 'a', dtype: 'string', guess: 'string', examples: ['x', null], missing: 1 }],
	notes: [],
	...over,
});

describe('a staged file', () => {
	it.each([
		['heart_failure.csv', 'heart_failure'],
		['data/Trips 2025.PARQUET', 'Trips 2025'],
		['.csv', 'Untitled'],
		['notes.v2.txt', 'notes.v2'],
	])('%s is called %s', (file, name) => expect(nameOf(file)).toBe(name));

	it('is called otherwise where its name stands for another kind, since that is refused (DS-21)', () => {
		const shape = { kind: 'image', samples: 1, rows: 1, columns: 2 } as const;
		const [table, pictures] = [{ rows: 2 }, { rows: 2, shape }];
		expect(nameFor('pets.csv', table, [{ name: 'pets' }])).toBe('pets');
		expect(nameFor('pets.csv', table, [{ name: 'pets', shape }])).toBe('pets table');
		expect(nameFor('pets', pictures, [{ name: 'pets' }])).toBe('pets pictures');
		expect(nameFor('pets', pictures, [{ name: 'pets', shape }])).toBe('pets');
	});

	it('keeps the last good type when a change is refused, and forgets the refusal when one is taken', async () => {
		const file = new StagedFile(staged(), async (_, [change]) => {
			if (change?.dtype === 'int32')
				throw new BenchtopError('general.unexpected', { detail: 'x is no number' });
			return staged({ columns: [{ ...staged().columns[0]!, ...change }] });
		});
		expect(await file.change({ source: 'a', dtype: 'int32' })).toBe(false);
		expect(file.staged.columns[0]?.dtype).toBe('string');
		expect(file.refusals.get('a')?.code).toBe('general.unexpected');
		expect(await file.change({ source: 'a', name: 'b' })).toBe(true);
		expect([file.staged.columns[0]?.name, file.refusals.size, file.busy]).toEqual(['b', 0, 0]);
	});

	it('makes changes one after the other', async () => {
		const order: string[] = [];
		const file = new StagedFile(staged(), async (_, [change]) => {
			order.push(`+${change?.name}`);
			await Promise.resolve();
			order.push(`-${change?.name}`);
			return staged();
		});
		void file.change({ source: 'a', name: 'b' });
		void file.change({ source: 'a', name: 'c' });
		await file.settled();
		expect(order).toEqual(['+b', '-b', '+c', '-c']);
	});
});
