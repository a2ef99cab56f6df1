import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BenchtopError } from '../errors/error';
import { columnsOf, typeOf } from './evaluate';
import { parseExpression } from './parse';

const refusal = (run: () => unknown): BenchtopError => {
	try {
		run();
	} catch (thrown) {
		if (thrown instanceof BenchtopError) return thrown;
		throw thrown;
	}
	throw new Error('It was not refused');
};
const reading = (text: string): BenchtopError => refusal(() => parseExpression(text));

describe('what is no expression is refused with its place', () => {
	it.each([
		['', 1, 'a value'],
		['a +', 4, 'a value'],
		['(a', 3, 'an operator or ")"'],
		['a b', 3, 'an operator or the end'],
		['a < b < c', 7, 'an operator or the end'],
		["'open", 1, "a closing '"],
		['"open', 1, 'a closing "'],
		['1x', 1, 'a number'],
		['a IN ()', 7, 'a value'],
		['CASE a END', 8, 'WHEN'],
		['CASE WHEN a THEN b', 19, 'WHEN, ELSE or END'],
		['a BETWEEN 1 OR 2', 13, 'AND'],
		['a::money', 4, 'a type such as DOUBLE, VARCHAR or DATE'],
		['a NOT b', 7, 'BETWEEN, IN, LIKE or ILIKE'],
		['a IS 5', 6, 'NULL, TRUE, FALSE or DISTINCT FROM'],
		['abs(a', 6, '"," or ")"'],
	])('%s', (text, position, expected) => {
		const { code, operands } = reading(text);
		expect([code, operands['position'], operands['expected']]).toEqual([
			'expression.syntax',
			position,
			expected,
		]);
	});

	it('and a constant that is none of its type', () => {
		expect(reading("DATE '2020-02-30'").code).toBe('expression.constant-conversion');
		expect(reading("INTERVAL '3 moons'").code).toBe('expression.constant-conversion');
		expect(parseExpression("DATE '2020-02-29'").root).toMatchObject({ value: Date.UTC(2020, 1, 29) });
	});
});

describe('what looks beyond the row is refused by name, with what to do instead', () => {
	it.each([
		['avg(a)', 'avg()', 'from training rows only'],
		['count(a) > 1', 'count()', 'from training rows only'],
		['lag(a)', 'lag()', 'without crossing a split'],
		['abs(a) OVER (ORDER BY a)', 'OVER', 'without crossing a split'],
		['a + random()', 'random()', 'draws from the seed'],
		['now()', 'now()', 'DATE'],
		['current_date', 'CURRENT_DATE', 'DATE'],
		['a IN (SELECT 1)', 'SELECT', 'join the data'],
		['(SELECT 1)', 'SELECT', 'join the data'],
		['[1, 2]', '"["', 'IN (1, 2, 3)'],
		['a::DECIMAL(3, 1)', 'the type DECIMAL', 'DOUBLE'],
		['a; b', '";"', 'one expression'],
		["a ~ 'x'", '"~"', 'regexp_matches'],
		['*', '"*"', 'Name the columns'],
	])('%s', (text, what, instead) => {
		const { code, operands } = reading(text);
		expect([code, operands['what']]).toEqual(['expression.unsupported', what]);
		expect(operands['instead']).toContain(instead);
	});

	it('but their names may be columns', () => {
		expect(columnsOf(parseExpression('count + "select" + values + date + "sum"'))).toEqual([
			'count',
			'select',
			'values',
			'date',
			'sum',
		]);
	});
});

describe('hostile expressions', () => {
	it.each([
		['long', 'a'.repeat(20_001)],
		['deep in brackets', '('.repeat(5000) + 'a' + ')'.repeat(5000)],
		['deep in signs', '-'.repeat(1) + '+-'.repeat(4000) + 'a'],
		['deep in NOT', 'NOT '.repeat(4000) + 'a'],
		['a long chain', `a${' + a'.repeat(3000)}`],
	])('%s are refused, not run into the ground', (_, text) => {
		expect(reading(text).code).toBe('expression.too-long');
	});

	it('many alternatives are fine', () => {
		const many = Array.from({ length: 500 }, (_, i) => `a = ${i}`).join(' OR ');
		expect(typeOf(parseExpression(many), [{ name: 'a', dtype: 'int64' }])).toBe('bool');
	});

	it('any text is read or refused, never a crash', () => {
		const words = fc.constantFrom(
			...'a b 1 2.5 + - * / ( ) , AND OR NOT IS NULL CASE WHEN THEN ELSE END IN BETWEEN LIKE :: INT CAST AS \' " || abs . ; [ INTERVAL DATE'.split(
				' ',
			),
		);
		fc.assert(
			fc.property(
				fc.oneof(
					fc.string(),
					fc.array(words).map((list) => list.join(' ')),
				),
				(text) => {
					try {
						typeOf(parseExpression(text), [{ name: 'a', dtype: 'int64' }]);
					} catch (thrown) {
						expect(thrown).toBeInstanceOf(BenchtopError);
					}
				},
			),
			{ numRuns: 2000 },
		);
	});
});
