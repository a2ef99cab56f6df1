import { afterAll, describe, expect, it } from 'vitest';
import type { BenchtopError } from '../engine/errors/error';
import type { Dataset } from '../engine/schema/dataset';
import type { ColumnChange, Registered } from './api';
import { createDataClient } from './data-client';

const client = createDataClient();
const second = createDataClient();
afterAll(() => {
	client.dispose();
	second.dispose();
});

const csv = (...parts: string[]): File => new File(parts, 'test.csv');
const kept = ({ dataset }: Registered): Dataset => ({ ...dataset, name: 'test', version: 1, createdAt: 0 });
const refusal = async (promise: Promise<unknown>): Promise<BenchtopError> => {
	const outcome = await promise.then(
		() => null,
		(error: BenchtopError) => error,
	);
	if (!outcome) throw new Error('It was not refused');
	return outcome;
};
const register = async (file: File, changes: readonly ColumnChange[] = []): Promise<Registered> => {
	const staged = await client.stage(file, 'auto');
	if (changes.length > 0) await client.change(staged.id, changes);
	return client.register(staged.id);
};
const MIXED =
	'a,b,c,d,e\n1,x,2020-01-01,true,2020-01-01 10:00:00.5\n2.5,NA,2020-01-02,false,\n,"y ""z"", ü",,true,1969-12-31 23:00:00\n';

describe('a CSV', () => {
	it('is staged with guessed types, registered, paged and read as columns', async () => {
		const staged = await client.stage(csv(MIXED), 'auto');
		expect(staged.columns.map(({ name, dtype, missing }) => [name, dtype, missing])).toEqual([
			['a', 'float64', 1],
			['b', 'string', 1],
			['c', 'date', 1],
			['d', 'bool', 0],
			['e', 'timestamp', 1],
		]);
		const { dataset } = await client.register(staged.id);
		expect((await client.page(dataset.id, 1, 5)).rows).toEqual([
			[2.5, null, '2020-01-02', false, null],
			[null, 'y "z", ü', null, true, '1969-12-31 23:00:00'],
		]);
		expect((await client.table(dataset.id)).columns).toEqual([
			{ name: 'a', dtype: 'float64', values: Float64Array.of(1, 2.5, NaN) },
			{ name: 'b', dtype: 'string', codes: Int32Array.of(0, -1, 1), dictionary: ['x', 'y "z", ü'] },
			{ name: 'c', dtype: 'date', values: Float64Array.of(Date.UTC(2020, 0, 1), Date.UTC(2020, 0, 2), NaN) },
			{ name: 'd', dtype: 'bool', values: Float64Array.of(1, 0, 1) },
			{
				name: 'e',
				dtype: 'timestamp',
				values: Float64Array.of(Date.UTC(2020, 0, 1, 10) + 500, NaN, -3_600_000),
			},
		]);
		expect((await refusal(client.change(staged.id, []))).code).toBe('data.not-staged');
	});
	it('has the same identity and content after Parquet, opened or added as a file', async () => {
		const registered = await register(csv(MIXED));
		const { id } = registered.dataset;
		const again = await register(new File([registered.parquet], 'copy.parquet'));
		expect(again.dataset.id).toBe(id);
		expect(again.dataset.columns).toEqual(registered.dataset.columns);
		await second.open(kept(registered), { parquet: async () => registered.parquet, cache: async () => null });
		expect(await second.table(id)).toEqual(await client.table(id));
		expect(await second.page(id, 0, 3)).toEqual(await client.page(id, 0, 3));
	});
	it('with another content under the promised hash is refused', async () => {
		const registered = await register(csv('q\n1\n2\n'));
		const other = await register(csv('q\n1\n3\n'));
		const opening = second.open(kept(registered), {
			parquet: async () => other.parquet,
			cache: async () => null,
		});
		expect((await refusal(opening)).code).toBe('data.damaged');
	});
});

describe('columns of a staging', () => {
	it('are renamed and retyped, also back', async () => {
		const staged = await client.stage(
			csv('price,n,when,flag\n1.50,1,31.12.2020,1\n2.00,2,01.02.2021,0\n'),
			'auto',
		);
		expect(staged.columns[0]?.dtype).toBe('float64');
		const changed = await client.change(staged.id, [
			{ source: 'price', name: 'as text', dtype: 'string' },
			{ source: 'n', dtype: 'float32' },
			{ source: 'when', dtype: 'date' },
			{ source: 'flag', dtype: 'bool' },
		]);
		expect(changed.columns.map(({ name, dtype, examples }) => [name, dtype, ...examples])).toEqual([
			['as text', 'string', '1.50', '2.00'],
			['n', 'float32', 1, 2],
			['when', 'date', '2020-12-31', '2021-02-01'],
			['flag', 'bool', true, false],
		]);
		const back = await client.change(staged.id, [{ source: 'n', dtype: 'int64' }]);
		expect(back.columns.map(({ dtype }) => dtype)).toEqual(['string', 'int64', 'date', 'bool']);
		const { dataset } = await client.register(staged.id);
		expect((await client.page(dataset.id, 0, 1)).rows).toEqual([['1.50', 1, '2020-12-31', true]]);
	});
	it('that do not convert name the value and the row, and nothing changes', async () => {
		const staged = await client.stage(csv('a,b\nx,1.5\n,2\n7,3\n'), 'auto');
		const error = await refusal(
			client.change(staged.id, [
				{ source: 'b', name: 'c' },
				{ source: 'a', dtype: 'float64' },
			]),
		);
		expect(error.code).toBe('data.retype');
		expect(error.message).toContain('row 1 holds "x"');
		expect((await refusal(client.change(staged.id, [{ source: 'b', dtype: 'int32' }]))).message).toContain(
			'"1.5"',
		);
		expect((await refusal(client.change(staged.id, [{ source: 'b', name: 'a' }]))).code).toBe(
			'data.duplicate-name',
		);
		expect((await refusal(client.change(staged.id, [{ source: 'b', name: ' ' }]))).code).toBe(
			'data.empty-name',
		);
		expect((await refusal(client.change(staged.id, [{ source: 'z', name: 'q' }]))).code).toBe(
			'data.unknown-column',
		);
		const same = await client.change(staged.id, []);
		expect(same.columns.map(({ name, dtype }) => [name, dtype])).toEqual([
			['a', 'string'],
			['b', 'float64'],
		]);
		await client.discard(staged.id);
	});
});

describe('names and conditions', () => {
	const odd = ['we""ird, name', "'); DROP TABLE t; --", 'Größe 😀', 'A', 'a', 'rowid', 'select'];
	const quoted = odd.map((name) => `"${name.replaceAll('"', '""')}"`);
	it('hold anything and harm nothing', async () => {
		const { dataset, parquet } = await register(
			csv(`${quoted.join(',')}\n1,2,3,4,5,6,x\n7,8,9,10,11,12,y\n`),
		);
		expect(dataset.columns.map(({ name }) => name)).toEqual(odd);
		expect(await client.count(dataset.id, `${quoted[0]} > 1 AND "Größe 😀" = 9 AND "select" = 'y'`)).toBe(1);
		const again = await register(new File([parquet], 'odd.parquet'));
		expect(again.dataset.id).toBe(dataset.id);
	});
	it('a column called rowid is a column like any other', async () => {
		const { dataset } = await register(csv('RowId,b\n70,x\n60,y\n50,z\n'));
		const { rows, numbers } = await client.page(dataset.id, 1, 2);
		expect(rows).toEqual([
			[60, 'y'],
			[50, 'z'],
		]);
		expect(numbers).toEqual([1, 2]);
		expect((await client.table(dataset.id)).rows).toBe(3);
		expect(await client.count(dataset.id, '"RowId" > 55')).toBe(2);
	});
	it('a condition cannot leave its place', async () => {
		const { dataset } = await register(csv('a,b\n1,x\n2,y\n3,z\n'));
		const attempts = [
			'1=1); DROP TABLE s1; SELECT (1',
			'1=1) UNION ALL SELECT 5 WHERE (1=1',
			'true) THEN 1 END FROM range(3) UNION SELECT CASE WHEN (true',
			'true --',
			"a IN (SELECT a FROM read_csv('in/f1.csv'))",
			"b = (SELECT content FROM read_text('/etc/passwd'))",
			'nothing = 1',
			'a +',
		];
		for (const attempt of attempts.filter((text) => text !== 'true --'))
			expect((await refusal(client.count(dataset.id, attempt))).code, attempt).toBe('data.query');
		expect(await client.count(dataset.id, 'true --')).toBe(3);
		expect(await client.count(dataset.id)).toBe(3);
		expect((await refusal(client.count(dataset.id, 'nothing = 1'))).message).toContain('"nothing"');
	});
});

/** Files of ours in the private file system. */
async function scratch(): Promise<string[]> {
	const names: string[] = [];
	for await (const name of (await navigator.storage.getDirectory()).keys())
		if (name.startsWith('cache-')) names.push(name);
	return names;
}

describe('many rows', () => {
	const lines = Array.from({ length: 300_000 }, (_, i) => `${i},${i % 7},name ${i % 1000}\n`).join('');
	it('are paged at any depth, filtered or not, and kept in an attachable cache', async () => {
		const registered = await register(csv('id,m,s\n', lines));
		const { id } = registered.dataset;
		const deep = await client.page(id, 299_998, 100);
		expect(deep.rows).toEqual([
			[299_998, 299_998 % 7, 'name 998'],
			[299_999, 299_999 % 7, 'name 999'],
		]);
		expect(await client.count(id, 'm = 3 AND id >= 70')).toBe(Math.floor(300_000 / 7) - 10);
		const filtered = await client.page(id, 1000, 2, { where: 'm = 3 AND id >= 70', columns: ['s', 'id'] });
		expect(filtered.numbers).toEqual([7073, 7080]);
		expect(filtered.rows).toEqual([
			['name 73', 7073],
			['name 80', 7080],
		]);
		const cache = await client.buildCache(id);
		expect(cache?.size).toBeGreaterThan(1000);
		expect(await scratch()).toEqual([]);
		const parquet = async () => registered.parquet;
		const broken = new Blob([new Uint8Array(1 << 14)]);
		await second.open(kept(registered), { parquet, cache: async () => broken });
		expect(await second.page(id, 299_998, 100)).toEqual(deep);
		await second.close(id);
		const never = async () => Promise.reject(new Error('Parquet was read'));
		await second.open(kept(registered), { parquet: never, cache: async () => cache });
		expect(await second.page(id, 299_998, 100)).toEqual(deep);
		expect(await second.count(id, 'm = 3')).toBe(await client.count(id, 'm = 3'));
		expect(await second.table(id, ['s'])).toEqual(await client.table(id, ['s']));
	});
	it('stop being searched when asked, and only for those who ask', async () => {
		const { dataset } = await register(csv('id,m,s\n', lines));
		const slow = "regexp_matches(repeat(s, 400), '(a|b|c)+d{3}(x|y)') OR m = 3";
		const stop = new AbortController();
		const given = client.count(dataset.id, slow, { signal: stop.signal });
		const kept = client.count(dataset.id, slow);
		// Answered after both have begun.
		await client.count(dataset.id);
		stop.abort();
		expect((await refusal(given)).name).toBe('AbortError');
		expect(await kept).toBe(await client.count(dataset.id, 'm = 3'));
		const halt = new AbortController();
		const alone = client.count(dataset.id, `${slow} OR m = 4`, { signal: halt.signal });
		await client.count(dataset.id);
		halt.abort();
		expect((await refusal(alone)).name).toBe('AbortError');
		expect(await client.count(dataset.id, 'm = 5')).toBeGreaterThan(0);
	});
	it('of a dataset whose cache is given up leave no file behind', async () => {
		const { dataset } = await register(csv('id,m,s\n', lines));
		const stop = new AbortController();
		const building = client.buildCache(dataset.id, {
			signal: stop.signal,
			onProgress: () => stop.abort(),
		});
		expect((await refusal(building)).name).toBe('AbortError');
		expect(await scratch()).toEqual([]);
	});
	it('stop being read when asked, and leave nothing behind', async () => {
		const stop = new AbortController();
		const reading = client.stage(csv('id,m,s\n', lines, lines, lines), 'auto', {
			signal: stop.signal,
			onProgress: () => stop.abort(),
		});
		expect((await refusal(reading)).name).toBe('AbortError');
		const staged = await client.stage(csv('id,m,s\n', lines), 'auto');
		const halt = new AbortController();
		const registering = client.register(staged.id, { signal: halt.signal, onProgress: () => halt.abort() });
		expect((await refusal(registering)).name).toBe('AbortError');
		expect((await client.register(staged.id)).dataset.rows).toBe(300_000);
	});
});
