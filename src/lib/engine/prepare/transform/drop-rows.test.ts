import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstEqual } from '../../table/equal-samples';
import { context, numbers, read, run, tableOf, texts } from './test-columns';
import { transformOf } from './transforms';

const table = tableOf(
	numbers('a', [1, 2, 1, null, 1, null, 0, -0]),
	texts('s', ['x', 'y', 'x', null, 'z', null, 'x', 'x']),
);

describe('equal rows', () => {
	it('are found as comparing all with all finds them', () => {
		const value = fc.constantFrom(0, -0, 1, 1.5, -1, NaN, Infinity, 1e300);
		const word = fc.constantFrom(null, 'a', 'b', '');
		fc.assert(
			fc.property(fc.array(fc.tuple(value, word, value), { maxLength: 40 }), (rows) => {
				const columns = [
					numbers(
						'a',
						rows.map(([a]) => a),
					),
					texts(
						's',
						rows.map(([, s]) => s),
					),
					numbers(
						'b',
						rows.map(([, , b]) => b),
					),
				];
				const same = (x: unknown, y: unknown) => x === y || (Number.isNaN(x) && Number.isNaN(y));
				const naive = rows.map((row) =>
					rows.findIndex((other) => other.every((cell, c) => same(cell, row[c]))),
				);
				expect([...firstEqual({ rows: rows.length }, columns)]).toEqual(naive);
			}),
		);
	});

	it('are told apart among many', () => {
		const n = 50_000;
		const column = numbers(
			'a',
			Array.from({ length: n }, (_, i) => (i % 20_000) * 2 ** 20),
		);
		const first = firstEqual({ rows: n }, [column]);
		expect(first.every((row, i) => row === i % 20_000)).toBe(true);
	});
});

describe('dropDuplicates', () => {
	// pandas: df.drop_duplicates(keep=…).index
	it.each([
		['first', [0, 1, 3, 4, 6]],
		['last', [1, 2, 4, 5, 7]],
		['none', [1, 4]],
	] as const)('keeps the %s of equal rows', (keep, rows) => {
		expect([...run({ transform: 'dropDuplicates', keep }, table).origin]).toEqual(rows);
	});

	it('compares the named columns only, and keeps the first when not told', () => {
		const { table: left, origin } = run({ transform: 'dropDuplicates', columns: ['s'] }, table);
		expect([...origin]).toEqual([0, 1, 3, 4]);
		expect(read(left, 's')).toEqual(['x', 'y', null, 'z']);
		expect(read(left, 'a')).toEqual([1, 2, null, 1]);
	});

	it('refuses a column that is not there', () => {
		expect(() => run({ transform: 'dropDuplicates', columns: ['q'] }, table)).toThrow(
			expect.objectContaining({ code: 'pipeline.column-unknown' }),
		);
	});
});

describe('dropMissing', () => {
	const gappy = tableOf(
		numbers('a', [1, null, null, 4]),
		texts('s', ['x', 'y', null, 'z']),
		numbers('y', [null, 1, 0, 1]),
	);
	// pandas: df[["a", "s"]].dropna(how=…).index
	it.each([
		['any', [0, 3]],
		['all', [0, 1, 3]],
	] as const)('drops rows in which %s of the inputs are missing, whatever the target', (how, rows) => {
		expect([...run({ transform: 'dropMissing', how }, gappy, 'y').origin]).toEqual(rows);
	});

	it('does not look at columns that are no inputs', () => {
		const step = { transform: 'dropMissing' } as const;
		const asked = { ...context('y'), isInput: (name: string) => name === 's' };
		expect([...transformOf(step).apply(gappy, {}, step, asked).origin]).toEqual([0, 1, 3]);
	});

	it('looks at the named columns, the target too when it is named', () => {
		expect([...run({ transform: 'dropMissing', columns: ['y'] }, gappy, 'y').origin]).toEqual([1, 2, 3]);
	});

	it('refuses when there is no column to look at', () => {
		expect(() => run({ transform: 'dropMissing' }, tableOf(numbers('y', [1])), 'y')).toThrow(
			expect.objectContaining({ code: 'transform.no-columns' }),
		);
	});

	it('does not break up sequences', () => {
		expect(() => run({ transform: 'dropMissing' }, { ...gappy, inner: [2] })).toThrow(
			expect.objectContaining({ code: 'transform.inner' }),
		);
	});
});
