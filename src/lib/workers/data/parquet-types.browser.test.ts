/** A Parquet file with every type other programs write, from tests/fixtures/parquet: what a table can hold is read, the rest is named. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import fixture from '../../../../tests/fixtures/parquet/types.parquet?url';
import type { Registered, Staged } from '../api';
import { createDataClient } from '../data-client';

const client = createDataClient();
let staged: Staged;
let registered: Registered;

beforeAll(async () => {
	const bytes = await (await fetch(fixture)).arrayBuffer();
	staged = await client.stage(new File([bytes], 'types.parquet'), 'auto');
	registered = await client.register(staged.id);
});
afterAll(() => client.dispose());

describe('Parquet of many types', () => {
	it('is read with the type that holds each value', () => {
		expect(staged.columns.map(({ name, dtype, missing }) => [name, dtype, missing])).toEqual([
			['id', 'int32', 0],
			['price', 'float64', 2],
			['wide', 'float64', 0],
			['key', 'string', 3],
			['at', 'timestamp', 0],
			['day', 'date', 0],
			['clock', 'string', 0],
			['grade', 'string', 0],
			['even', 'bool', 0],
			['small', 'int32', 0],
			['ratio', 'float32', 0],
		]);
	});

	it('says what was left out and what was changed', () => {
		const notes = staged.notes.join('\n');
		for (const left of ['pair', 'point', 'lookup', 'bytes'])
			expect(notes).toMatch(new RegExp(`Left out.*"${left}"`));
		expect(notes).toContain('"price": decimals read as float64');
		expect(notes).toContain('"at": times read as UTC');
		expect(notes).toContain('"clock": times of day read as text');
	});

	it('gives the values that were written', async () => {
		const { rows } = await client.page(registered.dataset.id, 2, 3);
		const key = (i: number) => `123e4567-e89b-12d3-a456-4266141740${String(i).padStart(2, '0')}`;
		expect(rows).toEqual([
			[2, -0.5, 2000000014, key(2), '2024-01-01 02:00:00', '2024-03-01', '08:32:00', 'high', true, 2, 0.5],
			[3, 0.75, 3000000021, null, '2024-01-01 03:00:00', '2024-03-02', '08:33:00', 'low', false, 3, 0.75],
			[4, null, 4000000028, key(4), '2024-01-01 04:00:00', '2024-03-03', '08:34:00', 'middle', true, 4, 1],
		]);
		const { columns } = await client.table(registered.dataset.id, ['at', 'price']);
		expect('values' in columns[0]! && columns[0].values[5]).toBe(Date.UTC(2024, 0, 1, 5));
		expect('values' in columns[1]! && columns[1].values[0]).toBe(-3);
	});

	it('has the same content when its own Parquet is read again', async () => {
		const again = await client.stage(new File([registered.parquet], 'again.parquet'), 'auto');
		expect((await client.register(again.id)).dataset.id).toBe(registered.dataset.id);
	});
});
