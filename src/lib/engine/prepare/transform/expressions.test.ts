import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseExpression } from '../../expression/parse';
import { deriveColumn } from './derive-column';
import { filterRows } from './filter-rows';
import { numbers, read, tableOf, texts } from './test-columns';

const table = tableOf(numbers('x', [1, -2, null, 4]), texts('s', ['a', null, 'b', 'a']));

describe('filterRows', () => {
	const kept = (condition: string): number[] => [...filterRows(table, parseExpression(condition))];
	it('keeps rows where the condition is true: neither false nor missing', () => {
		expect(kept('x > 0')).toEqual([0, 3]);
		expect(kept('NOT x > 0')).toEqual([1]);
		expect(kept("s = 'a' OR x IS NULL")).toEqual([0, 2, 3]);
		expect(kept('NULL::BOOLEAN')).toEqual([]);
	});
	it('refuses what is no condition', () => {
		expect(() => kept('x + 1')).toThrow(
			expect.objectContaining({ code: 'expression.not-condition', operands: { given: 'float64' } }),
		);
	});
	it('and its opposite and the missing share the rows', () => {
		fc.assert(
			fc.property(
				fc.array(fc.option(fc.double({ noNaN: true }))),
				fc.double({ noNaN: true }),
				(values, limit) => {
					const some = tableOf(numbers('x', values));
					const limits = tableOf(
						...some.columns,
						numbers(
							'l',
							values.map(() => limit),
						),
					);
					const rows = ['x > l', 'NOT x > l', 'x IS NULL'].flatMap((condition) => [
						...filterRows(limits, parseExpression(condition)),
					]);
					expect(rows.sort((a, b) => a - b)).toEqual(values.map((_, row) => row));
				},
			),
		);
	});
});

describe('deriveColumn', () => {
	it('puts the new column last, with the type of the expression', () => {
		const derived = deriveColumn(table, 'twice', parseExpression("x * 2 + if(s = 'a', 1, 0)"));
		expect(derived.columns.map(({ name, dtype }) => [name, dtype])).toEqual([
			['x', 'float64'],
			['s', 'string'],
			['twice', 'float64'],
		]);
		expect(read(derived, 'twice')).toEqual([3, -4, null, 9]);
	});
	it('keeps what makes rows a sequence or an image', () => {
		const sequences = { ...table, inner: [2] };
		expect(deriveColumn(sequences, 'y', parseExpression('-x'))).toMatchObject({ rows: 4, inner: [2] });
	});
	it('refuses a name that is taken, or none', () => {
		const derive = (name: string) => () => deriveColumn(table, name, parseExpression('x'));
		expect(derive('s')).toThrow(expect.objectContaining({ code: 'expression.name-taken' }));
		expect(derive(' ')).toThrow(expect.objectContaining({ code: 'expression.name-empty' }));
	});
	it('computes as float64 does', () => {
		fc.assert(
			fc.property(fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true })), (values) => {
				const some = tableOf(numbers('x', values));
				const derived = deriveColumn(some, 'y', parseExpression('ln(abs(x) + 1) * 2 - x / 3'));
				expect(read(derived, 'y')).toEqual(values.map((x) => Math.log(Math.abs(x) + 1) * 2 - x / 3));
			}),
		);
	});
});
