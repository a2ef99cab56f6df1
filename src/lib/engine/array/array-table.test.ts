import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assemble, flatten } from '../prepare/tensor';
import { isString, samplesOf, type Table } from '../table/table';
import { looksChannelsLast, tableOfArray } from './array-table';
import type { NumericArray } from './npy';

const counted = (shape: readonly number[]): NumericArray => ({
	shape,
	dtype: 'float32',
	values: Float32Array.from({ length: shape.reduce((all, size) => all * size, 1) }, (_, i) => i),
});
const valuesOf = (table: Table, column: number): number[] => {
	const found = table.columns[column];
	return found && !isString(found) ? [...found.values] : [];
};
/** Table rows × columns, row-major. */
const encoded = (table: Table): Float32Array =>
	Float32Array.from({ length: table.rows * table.columns.length }, (_, i) => {
		const width = table.columns.length;
		return valuesOf(table, i % width)[Math.floor(i / width)] as number;
	});

describe('tableOfArray', () => {
	it('gives a plain table of samples and columns', () => {
		const table = tableOfArray(counted([2, 3]), ['a', 'b', 'c']);
		expect(table.inner).toBeUndefined();
		expect(table.columns.map(({ name, dtype }) => `${name} ${dtype}`)).toEqual([
			'a float32',
			'b float32',
			'c float32',
		]);
		expect([valuesOf(table, 0), valuesOf(table, 2)]).toEqual([
			[0, 3],
			[2, 5],
		]);
	});

	it('gives sequences as stretches of rows', () => {
		const table = tableOfArray(counted([2, 3, 2]));
		expect(table).toMatchObject({ rows: 6, inner: [3] });
		expect(table.columns.map(({ name }) => name)).toEqual(['0', '1']);
		expect(valuesOf(table, 1)).toEqual([1, 3, 5, 7, 9, 11]);
		expect(samplesOf(table)).toBe(2);
	});

	it('gives images as one row for each pixel and one column for each channel', () => {
		const table = tableOfArray(counted([2, 2, 2, 3]), ['near', 'far']);
		expect(table).toMatchObject({ rows: 12, inner: [2, 3] });
		expect(valuesOf(table, 0)).toEqual([0, 1, 2, 3, 4, 5, 12, 13, 14, 15, 16, 17]);
		expect(valuesOf(table, 1)).toEqual([6, 7, 8, 9, 10, 11, 18, 19, 20, 21, 22, 23]);
	});

	it('reads images whose channels come last', () => {
		const table = tableOfArray(counted([2, 2, 3, 2]), undefined, { channels: 'last' });
		expect(table).toMatchObject({ rows: 12, inner: [2, 3] });
		expect(valuesOf(table, 1).slice(0, 3)).toEqual([1, 3, 5]);
		expect(looksChannelsLast([80, 160, 120, 3])).toBe(true);
		expect(looksChannelsLast([80, 3, 160, 120])).toBe(false);
		expect(looksChannelsLast([80, 160, 3])).toBe(false);
		expect(looksChannelsLast([80, 2, 160, 3])).toBe(false);
		expect(looksChannelsLast([80, 8, 3, 4])).toBe(false);
	});

	it('and `assemble` gives the array back', () => {
		const sizes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 2, maxLength: 4 });
		fc.assert(
			fc.property(sizes, (shape) => {
				const array = counted(shape);
				const table = tableOfArray(array);
				const rows = encoded(table);
				const tensor = assemble(
					rows,
					table.columns.map(({ name }) => name),
					table.inner,
				);
				expect(tensor.shape).toEqual(shape);
				expect(tensor.x).toEqual(array.values);
				expect(flatten(tensor, table.inner)).toEqual(rows);
			}),
		);
	});

	const refused = (code: string) => expect.objectContaining({ code });

	it('DS-11: sequences have exactly three dimensions', () => {
		expect(tableOfArray(counted([2, 3, 4]), undefined, { kind: 'sequence' }).inner).toEqual([3]);
		for (const shape of [
			[2, 3],
			[2, 3, 4, 5],
		])
			expect(() => tableOfArray(counted(shape), undefined, { kind: 'sequence' })).toThrow('sequences have 3');
	});

	it('DS-12: images have exactly four dimensions', () => {
		expect(tableOfArray(counted([2, 1, 3, 4]), undefined, { kind: 'image' }).inner).toEqual([3, 4]);
		for (const shape of [
			[2, 3, 4],
			[2, 1, 3, 4, 5],
		])
			expect(() => tableOfArray(counted(shape), undefined, { kind: 'image' })).toThrow('images have 4');
		for (const shape of [[4], [2, 1, 3, 4, 5]])
			expect(() => tableOfArray(counted(shape))).toThrow(refused('data.array-dimensions'));
	});

	it('DS-14: an array is not empty', () => {
		expect(() => tableOfArray(counted([0, 3, 4]))).toThrow(refused('data.array-empty'));
		expect(() => tableOfArray(counted([3, 0]))).toThrow(refused('data.array-empty'));
		expect(tableOfArray(counted([1, 1])).rows).toBe(1);
	});

	it('DS-16: names are as many as columns, each once', () => {
		expect(() => tableOfArray(counted([2, 3, 2]), ['a'])).toThrow('1 names are given for 2 columns');
		expect(() => tableOfArray(counted([2, 3, 2]), ['a', 'a'])).toThrow(refused('data.duplicate-name'));
		expect(() => tableOfArray(counted([2, 1, 3, 2]), ['a', 'b'])).toThrow(refused('data.array-names'));
		expect(tableOfArray(counted([2, 1, 3, 2]), ['a']).columns[0]?.name).toBe('a');
	});
});
