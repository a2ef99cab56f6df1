import { afterAll, describe, expect, it } from 'vitest';
import { writeNpy } from '../engine/array/npy';
import type { BenchtopError } from '../engine/errors/error';
import type { Dataset } from '../engine/schema/dataset';
import type { PictureFile, Registered } from './api';
import { createDataClient } from './data-client';
import { png } from './testing/png';

const client = createDataClient();
const second = createDataClient();
afterAll(() => {
	client.dispose();
	second.dispose();
});

const refusal = async (promise: Promise<unknown>): Promise<BenchtopError> => {
	const outcome = await promise.then(
		() => null,
		(error: BenchtopError) => error,
	);
	if (!outcome) throw new Error('It was not refused');
	return outcome;
};
const kept = ({ dataset }: Registered): Dataset => ({ ...dataset, name: 'test', version: 1, createdAt: 0 });
const numbers = (count: number) => Float64Array.from({ length: count }, (_, i) => i);
const npy = (shape: readonly number[], values = numbers(shape.reduce((all, size) => all * size, 1))): File =>
	new File([writeNpy(values, shape) as Uint8Array<ArrayBuffer>], 'array.npy');
const register = async (file: File): Promise<Registered> =>
	client.register((await client.stage(file, 'auto')).id);

const gray = (...levels: number[]) => levels.flatMap((level) => [level, level, level, 255]);
const picture = async (
	path: string,
	rgba: ArrayLike<number>,
	width = 2,
	height = 1,
): Promise<PictureFile> => {
	const name = path.split('/').at(-1) ?? path;
	return { path, file: new File([await png(width, height, rgba)], name) };
};

describe('a NumPy array', () => {
	it('of three dimensions is a dataset of sequences', async () => {
		const staged = await client.stage(npy([4, 3, 2]), 'auto');
		expect(staged).toMatchObject({
			format: 'npy',
			rows: 12,
			shape: { kind: 'sequence', samples: 4, rows: 3 },
		});
		expect(staged.columns.map(({ name, dtype }) => [name, dtype])).toEqual([
			['0', 'float64'],
			['1', 'float64'],
		]);
		const { dataset } = await client.register(staged.id);
		expect(dataset.shape).toEqual(staged.shape);
		const table = await client.table(dataset.id);
		expect(table).toMatchObject({ rows: 12, inner: [3] });
		expect(table.columns[1]).toMatchObject({
			values: Float64Array.from({ length: 12 }, (_, i) => 2 * i + 1),
		});
		const part = await client.samples(dataset.id, 1, 2, ['1']);
		expect(part).toEqual({
			rows: 6,
			inner: [3],
			columns: [{ name: '1', dtype: 'float64', values: Float64Array.of(7, 9, 11, 13, 15, 17) }],
		});
		expect((await client.samples(dataset.id, 3, 9)).rows).toBe(3);
		expect((await client.samples(dataset.id, 9, 9)).rows).toBe(0);
	});
	it('of four dimensions is pictures, channels first', async () => {
		const { dataset } = await register(npy([2, 3, 1, 2]));
		expect(dataset.shape).toEqual({ kind: 'image', samples: 2, rows: 1, columns: 2 });
		expect(
			(await client.table(dataset.id)).columns.map((column) => 'values' in column && [...column.values]),
		).toEqual([
			[0, 1, 6, 7],
			[2, 3, 8, 9],
			[4, 5, 10, 11],
		]);
		const { pixels } = await client.pictures(dataset.id, { from: 1, count: 5, edge: 9, low: 0, high: 255 });
		expect([...pixels]).toEqual([6, 8, 10, 255, 7, 9, 11, 255]);
	});
	it('of two dimensions is a table, and missing values stay missing', async () => {
		const { dataset } = await register(npy([2, 2], Float64Array.of(1, NaN, 3, 4)));
		expect(dataset.shape).toBeUndefined();
		expect((await client.page(dataset.id, 0, 9)).rows).toEqual([
			[1, null],
			[3, 4],
		]);
		expect(await client.table(dataset.id)).not.toHaveProperty('inner');
	});
	it('is refused with one or five dimensions, without values, cut off, or too large (DS-11 … DS-14)', async () => {
		const code = async (file: File) => (await refusal(client.stage(file, 'auto'))).code;
		expect(await code(npy([4]))).toBe('data.array-dimensions');
		expect(await code(npy([1, 1, 1, 1, 2]))).toBe('data.array-dimensions');
		expect(await code(npy([2, 0, 2]))).toBe('data.array-empty');
		expect(await code(new File([await npy([2, 2, 2]).slice(0, -1).arrayBuffer()], 'a.npy'))).toBe(
			'data.npy-length',
		);
		expect(await code(new File([], 'a.npy'))).toBe('data.empty-file');
		expect(await code(new File(['1,2\n3,4\n'], 'a.npy'))).toBe('data.not-npy');
		const lying = String.fromCharCode(...new Uint8Array(await npy([2, 2]).arrayBuffer()));
		const bytes = Uint8Array.from(lying.replace('(2, 2)', '(9999, 99999)'), (letter) => letter.charCodeAt(0));
		expect(await code(new File([bytes], 'a.npy'))).toBe('data.too-many-values');
	});
	it('has one type and may be renamed by column (DS-15, DS-16)', async () => {
		const staged = await client.stage(npy([2, 2, 2]), 'auto');
		const one = client.change(staged.id, [{ source: '0', dtype: 'int32' }]);
		expect((await refusal(one)).code).toBe('data.one-type');
		const text = client.change(
			staged.id,
			['0', '1'].map((source) => ({ source, dtype: 'string' as const })),
		);
		expect((await refusal(text)).code).toBe('data.number-type');
		const changed = await client.change(staged.id, [
			{ source: '0', name: 'left', dtype: 'int32' },
			{ source: '1', name: 'right', dtype: 'int32' },
		]);
		expect(changed.columns.map(({ name, dtype }) => [name, dtype])).toEqual([
			['left', 'int32'],
			['right', 'int32'],
		]);
		const { dataset } = await client.register(staged.id);
		expect(await client.table(dataset.id)).toMatchObject({ inner: [2], columns: [{ dtype: 'int32' }, {}] });
	});
	it('is another dataset in another shape, and comes back from Parquet as it was', async () => {
		const registered = await register(npy([2, 6, 2]));
		const other = await register(npy([6, 2, 2]));
		expect(other.dataset.id).not.toBe(registered.dataset.id);
		await second.open(kept(registered), { parquet: async () => registered.parquet, cache: async () => null });
		const { id } = registered.dataset;
		expect(await second.table(id)).toEqual(await client.table(id));
		expect(await second.samples(id, 1, 1)).toEqual(await client.samples(id, 1, 1));
	});
});

describe('pictures', () => {
	it('are one dataset in natural order, with their folders in a table beside it (DS-18)', async () => {
		const given = await Promise.all([
			picture('pets/dog/img10.png', gray(10, 11)),
			picture('pets/dog/img2.png', gray(2, 3)),
			picture('pets/cat/a.png', gray(0, 1)),
		]);
		const { pictures, files } = await client.stagePictures(given);
		expect(pictures).toMatchObject({
			file: 'pets',
			format: 'png',
			shape: { kind: 'image', samples: 3, rows: 1, columns: 2 },
		});
		const { dataset } = await client.register(pictures.id);
		const table = await client.table(dataset.id);
		expect(table.inner).toEqual([1, 2]);
		expect(table.columns).toEqual([
			{ name: 'gray', dtype: 'int32', values: Float64Array.of(0, 1, 2, 3, 10, 11) },
		]);
		expect(files).toMatchObject({ file: 'pets files', rows: 3 });
		const beside = await client.register(files?.id ?? '');
		expect((await client.page(beside.dataset.id, 0, 9)).rows).toEqual([
			['a.png', 'cat'],
			['img2.png', 'dog'],
			['img10.png', 'dog'],
		]);
	});
	it('keep every value, also under transparency', async () => {
		const faint = [10, 20, 30, 40, 200, 100, 50, 3];
		const { pictures, files } = await client.stagePictures([
			await picture('1.png', faint),
			await picture('2.png', gray(7, 8)),
		]);
		expect(files).toBeNull();
		const { dataset } = await client.register(pictures.id);
		const { columns } = await client.table(dataset.id);
		expect(columns.map((column) => [column.name, 'values' in column && [...column.values]])).toEqual([
			['red', [10, 200, 7, 8]],
			['green', [20, 100, 7, 8]],
			['blue', [30, 50, 7, 8]],
			['alpha', [40, 3, 255, 255]],
		]);
		const { pixels } = await client.pictures(dataset.id, { from: 0, count: 1, edge: 9, low: 0, high: 255 });
		expect([...pixels]).toEqual(faint);
	});
	it('of different sizes are refused with both names and sizes (DS-20)', async () => {
		const error = await refusal(
			client.stagePictures([
				await picture('a/1.png', gray(1, 2)),
				await picture('a/2.png', gray(1, 2), 1, 2),
			]),
		);
		expect(error.code).toBe('data.picture-sizes');
		expect(error.operands).toEqual({
			first: 'a/1.png',
			firstSize: '2 × 1',
			other: 'a/2.png',
			otherSize: '1 × 2',
		});
	});
	it('that cannot be read are named', async () => {
		const good = await picture('1.png', gray(1, 2));
		const text = { path: 'notes.png', file: new File(['no picture'], 'notes.png') };
		const cut = { path: 'cut.png', file: new File([good.file.slice(0, 40)], 'cut.png') };
		for (const bad of [text, cut]) {
			const error = await refusal(client.stagePictures([good, bad]));
			expect([error.code, error.operands.file]).toEqual(['data.unreadable-picture', bad.path]);
		}
	});
	it('are not asked of a table, nor of channels without colours (DS-22, DS-23)', async () => {
		const view = { from: 0, count: 1, edge: 9, low: 0, high: 1 };
		const table = await register(npy([2, 2]));
		expect((await refusal(client.pictures(table.dataset.id, view))).code).toBe('data.not-pictures');
		const two = await register(npy([1, 2, 2, 2]));
		expect((await refusal(client.pictures(two.dataset.id, view))).code).toBe('data.channels');
	});
	it('that are stopped while being read leave nothing behind', async () => {
		const stop = new AbortController();
		const given = await Promise.all(Array.from({ length: 40 }, (_, i) => picture(`${i}.png`, gray(i, i))));
		const staging = client.stagePictures(given, { signal: stop.signal, onProgress: () => stop.abort() });
		expect((await refusal(staging)).name).toBe('AbortError');
		const { pictures } = await client.stagePictures(given);
		expect(pictures.shape?.samples).toBe(40);
	});
});
