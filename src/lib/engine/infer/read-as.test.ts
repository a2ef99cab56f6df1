/** SPEC §17, IF-03: types may differ between training and new data; values that cannot be read are refused. */
import { describe, expect, it } from 'vitest';
import { numbers, read, tableOf, texts, times } from '../prepare/transform/test-columns';
import type { Column, Dtype } from '../table/table';
import { readAs } from './read-as';

const as = (column: Column, dtype: Dtype) => {
	const given = readAs(column, dtype);
	expect(given.dtype).toBe(dtype);
	return read(tableOf(given), column.name);
};

describe('readAs', () => {
	it('leaves a column of the type alone', () => {
		const column = numbers('a', [1, null]);
		expect(readAs(column, 'float64')).toBe(column);
	});
	it('reads a column that is missing throughout as anything', () => {
		for (const dtype of ['bool', 'int64', 'float32', 'string', 'date', 'timestamp'] as const) {
			expect(as(numbers('a', [null, null], 'int32'), dtype)).toEqual([null, null]);
			expect(as(texts('a', [null, null]), dtype)).toEqual([null, null]);
			expect(as(times('a', [null, null]), dtype)).toEqual([null, null]);
		}
	});
	it('writes whole numbers without decimals, since a missing value makes floats of them', () => {
		expect(as(numbers('a', [3, null, 10]), 'string')).toEqual(['3', null, '10']);
		expect(as(numbers('a', [3, null, 2.5], 'float64'), 'string')).toEqual(['3', null, '2.5']);
		expect(as(numbers('a', [1, 0], 'bool'), 'string')).toEqual(['true', 'false']);
	});
	it('keeps a dictionary sorted and without values that do not occur', () => {
		const column = readAs(numbers('a', [10, 9, 10]), 'string');
		expect(column).toMatchObject({ dictionary: ['10', '9'], codes: Int32Array.of(0, 1, 0) });
	});
	it('reads numbers, truths and moments from texts', () => {
		expect(as(texts('a', ['1.5', ' -2e3 ', '', null]), 'float64')).toEqual([1.5, -2000, null, null]);
		expect(as(texts('a', ['True', '0', 'false']), 'bool')).toEqual([1, 0, 0]);
		expect(as(texts('a', ['2024-02-29']), 'date')).toEqual([Date.UTC(2024, 1, 29)]);
		expect(as(texts('a', ['2024-02-29 12:30:00']), 'timestamp')).toEqual([Date.UTC(2024, 1, 29, 12, 30)]);
	});
	it('rounds to 32 bits where training had no more, and takes the day of a moment', () => {
		expect(as(numbers('a', [0.1]), 'float32')).toEqual([Math.fround(0.1)]);
		expect(as(times('a', ['2024-03-01T13:00:00Z']), 'date')).toEqual([Date.UTC(2024, 2, 1)]);
		expect(as(numbers('a', [2.5]), 'int64')).toEqual([2.5]);
	});
	it.each([
		['a word for a number', texts('a', ['1', 'two']), 'float64', '"two"'],
		['a word for a date', texts('a', ['soon']), 'date', '"soon"'],
		['two for a truth', numbers('a', [0, 2]), 'bool', '"2.0"'],
		['a date for a number', times('a', [null, '2024-03-01T00:00:00Z']), 'float64', '2024-03-01'],
		['a number for a date', numbers('a', [20240301], 'int64'), 'date', '"20240301"'],
	] as const)('refuses %s', (_, column, dtype, value) => {
		expect(() => readAs(column, dtype)).toThrow(value);
	});
});
