import { afterAll, describe, expect, it } from 'vitest';
import { createDataClient } from './data-client';
import type { DataClient, Registered } from './api';
import type { Dataset } from '../engine/schema/dataset';

const client = createDataClient();
afterAll(() => client.dispose());

export const csv = (text: string | BlobPart[], name = 'test.csv'): File =>
	new File(typeof text === 'string' ? [text] : text, name);

export const named = ({ dataset }: Registered, name = 'test'): Dataset => ({
	...dataset,
	name,
	version: 1,
	createdAt: 0,
});

describe('a plain CSV', () => {
	it('is staged with guessed types, registered, paged and read as columns', async () => {
		const staged = await client.stage(
			csv('a,b,c,d\n1,x,2020-01-01,true\n2.5,NA,2020-01-02,false\n,y,,true\n'),
			'auto',
		);
		expect(staged.rows).toBe(3);
		expect(staged.columns.map(({ name, dtype, missing }) => [name, dtype, missing])).toEqual([
			['a', 'float64', 1],
			['b', 'string', 1],
			['c', 'date', 1],
			['d', 'bool', 0],
		]);
		const registered = await client.register(staged.id);
		const { id } = registered.dataset;
		expect((await client.page(id, 1, 5)).rows).toEqual([
			[2.5, null, '2020-01-02', false],
			[null, 'y', null, true],
		]);
		const table = await client.table(id);
		expect(table.columns).toEqual([
			{ name: 'a', dtype: 'float64', values: Float64Array.of(1, 2.5, NaN) },
			{ name: 'b', dtype: 'string', codes: Int32Array.of(0, -1, 1), dictionary: ['x', 'y'] },
			{ name: 'c', dtype: 'date', values: Float64Array.of(Date.UTC(2020, 0, 1), Date.UTC(2020, 0, 2), NaN) },
			{ name: 'd', dtype: 'bool', values: Float64Array.of(1, 0, 1) },
		]);
		const other: DataClient = createDataClient();
		await other.open(named(registered), { parquet: async () => registered.parquet, cache: async () => null });
		expect((await other.table(id)).columns).toEqual(table.columns);
		other.dispose();
	});
});
