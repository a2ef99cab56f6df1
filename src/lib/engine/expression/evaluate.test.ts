import { describe, expect, it } from 'vitest';
import { BenchtopError } from '../errors/error';
import { Stream } from '../random/stream';
import { isString, type Column, type Table } from '../table/table';
import type { ColumnKind } from '../prepare/step';
import { columnsOf, evaluate, evaluation, typeOf } from './evaluate';
import { generatedExpressions } from './generated-expressions';
import { generatedTable } from './generated-table';
import { parseExpression } from './parse';

const numbers = (
	name: string,
	dtype: 'int32' | 'float64' | 'bool' | 'date',
	...values: number[]
): Column => ({
	name,
	dtype,
	values: Float64Array.from(values),
});
const table: Table = {
	rows: 4,
	columns: [
		numbers('x', 'float64', 4, -1, 0, NaN),
		numbers('i', 'int32', 1, 2, 3, NaN),
		numbers('flag', 'bool', 1, 0, NaN, 1),
		{ name: 's', dtype: 'string', dictionary: ['a', 'b'], codes: Int32Array.of(0, 1, -1, 0) },
		numbers('Price', 'float64', 1, 2, 3, 4),
		numbers('PRICE', 'float64', 5, 6, 7, 8),
		numbers('odd "name"', 'float64', 9, 9, 9, 9),
		numbers('d', 'date', 0, 86_400_000, NaN, 0),
	],
};
const value = (text: string): (string | number | null)[] => {
	const column = evaluate(parseExpression(text), table);
	return isString(column)
		? Array.from(column.codes, (code) => column.dictionary[code] ?? null)
		: Array.from(column.values, (cell) => (Number.isNaN(cell) ? null : cell));
};
const type = (text: string, kinds: readonly ColumnKind[] = table.columns): string =>
	typeOf(parseExpression(text), kinds);
const refusal = (run: () => unknown): BenchtopError => {
	try {
		run();
	} catch (thrown) {
		if (thrown instanceof BenchtopError) return thrown;
		throw thrown;
	}
	throw new Error('It was not refused');
};

describe('names', () => {
	it('are found without regard to capitals, quoted ones exactly', () => {
		expect(value('X + I')).toEqual([5, 1, 3, null]);
		expect(value('PRICE + 0')).toEqual([5, 6, 7, 8]);
		expect(value('"Price" + "odd ""name"""')).toEqual([10, 11, 12, 13]);
		expect(refusal(() => type('"X"')).operands).toMatchObject({ column: 'X', suggestion: 'Did you mean x?' });
		expect(refusal(() => type('price')).code).toBe('expression.column-ambiguous');
	});

	it('that are unknown are answered with the nearest', () => {
		expect(refusal(() => type('1 + prce')).operands).toEqual({
			column: 'prce',
			suggestion: 'Did you mean Price?',
			position: 5,
		});
		expect(refusal(() => type('ads(x)')).operands).toMatchObject({ name: 'ads', suggestion: 'abs' });
		expect(refusal(() => type("date_part('mnth', d)")).operands).toMatchObject({ suggestion: 'month' });
	});

	it('that are read can be told, as written or as spelled', () => {
		const expression = parseExpression('CASE WHEN X > 1 THEN "Price" ELSE abs(x) + CAST(S AS INTEGER) END');
		expect(columnsOf(expression)).toEqual(['X', 'Price', 'x', 'S']);
		expect(columnsOf(expression, ['s', 'x', 'Price'])).toEqual(['x', 'Price', 's']);
	});
});

describe('types', () => {
	it.each([
		['i + 1', 'int32'],
		['i + 3000000000', 'int64'],
		['i * 1.5', 'float64'],
		['i / 2', 'float64'],
		['x > 1', 'bool'],
		['s || i', 'string'],
		['length(s)', 'int64'],
		['d + 1', 'date'],
		["d + INTERVAL '1 day'", 'timestamp'],
		["date_trunc('month', d)", 'date'],
		['x::FLOAT', 'float32'],
		['coalesce(i, x)', 'float64'],
		['NULL::DATE', 'date'],
	])('of %s is %s', (text, dtype) => expect(type(text)).toBe(dtype));

	it.each([
		['s + 1', 'expression.operands'],
		['upper(i)', 'expression.operands'],
		['abs()', 'expression.operands'],
		['flag + 1', 'expression.operands'],
		['NOT x', 'expression.operands'],
		['CAST(x AS DATE)', 'expression.operands'],
		['s = 1', 'expression.types-differ'],
		['d > 5', 'expression.types-differ'],
		['CASE WHEN flag THEN s ELSE i END', 'expression.types-differ'],
		["d > 'x'", 'expression.constant-conversion'],
		['NULL', 'expression.no-type'],
		["INTERVAL '1 day'", 'expression.no-type'],
		['regexp_matches(s, s)', 'expression.constant-needed'],
		["regexp_matches(s, '[')", 'expression.pattern'],
		["regexp_matches(s, '(?=a)')", 'expression.pattern'],
		["regexp_matches(s, '(a)\\1')", 'expression.pattern'],
	])('do not fit in %s: %s', (text, code) => expect(refusal(() => type(text)).code).toBe(code));
});

describe('missing values', () => {
	it('make what is computed with them missing, but for three-valued logic', () => {
		expect(value('x + 1')).toEqual([5, 0, 1, null]);
		expect(value('x > 0')).toEqual([1, 0, 0, null]);
		expect(value('flag AND x > -5')).toEqual([1, 0, null, null]);
		expect(value('flag OR x > -5')).toEqual([1, 1, 1, 1]);
		expect(value('NOT flag')).toEqual([0, 1, null, 0]);
		expect(value("s <> 'a'")).toEqual([0, 1, null, 0]);
		expect(value('x IN (4, NULL)')).toEqual([1, null, null, null]);
		expect(value('x IS NULL')).toEqual([0, 0, 0, 1]);
		expect(value('x IS NOT DISTINCT FROM NULL')).toEqual([0, 0, 0, 1]);
		expect(value('coalesce(x, i, 7)')).toEqual([4, -1, 0, 7]);
		expect(value('concat(s, 1)')).toEqual(['a1', 'b1', '1', 'a1']);
	});

	it('are also results that are not a number, which DuckDB would keep apart', () => {
		expect(value('(x - x) / (x - x)')).toEqual([null, null, null, null]);
		expect(value('1 / (x - x)')).toEqual([Infinity, Infinity, Infinity, null]);
		expect(value("coalesce('nan'::DOUBLE, 1)")).toEqual([1, 1, 1, 1]);
		expect(value('isnan(x)')).toEqual([0, 0, 0, 1]);
	});
});

describe('what cannot be computed', () => {
	it('is refused with its row and its place', () => {
		expect(refusal(() => value('1 + ln(x)')).operands).toEqual({
			function: 'ln',
			value: -1,
			row: 2,
			position: 5,
		});
		expect(refusal(() => value('i * 2000000000')).operands).toMatchObject({ type: 'int32', row: 2 });
		expect(refusal(() => value('CAST(s AS INTEGER)')).operands).toMatchObject({ value: 'a', row: 1 });
		expect(refusal(() => value('9007199254740991 + i')).code).toBe('expression.overflow');
	});

	it('is not computed where it is guarded, and missing in TRY', () => {
		expect(value('CASE WHEN x > 0 THEN ln(x / 4) END')).toEqual([0, null, null, null]);
		expect(value('x > 0 AND ln(x / 4) = 0')).toEqual([1, 0, 0, null]);
		expect(value('coalesce(i, 5) > 0 OR CAST(s AS INTEGER) > 0')).toEqual([1, 1, 1, 1]);
		expect(value('TRY(ln(x / 4))')).toEqual([0, null, null, null]);
		expect(value('TRY(coalesce(ln(x), 5))')).toEqual([Math.log(4), null, null, 5]);
		expect(value("TRY_CAST(replace(s, 'a', '12') AS INTEGER)")).toEqual([12, null, null, 12]);
	});
});

describe('whole numbers', () => {
	it('have no negative zero', () => {
		for (const zero of ['-i % 1', '-0', 'CAST(-0.2e0 AS INTEGER)', 'sign(-0e0)', '-(i - i)', '-1 // 2'])
			expect(value(`1 / (${zero})`)[0], zero).toBe(Infinity);
		expect(value('1 / -0e0')[0]).toBe(-Infinity);
	});
});

describe('texts', () => {
	it('become a column whose dictionary is sorted and without a text that does not occur', () => {
		const column = evaluate(parseExpression("CASE WHEN x > 0 THEN upper(s) ELSE s || 'z' END"), table);
		expect(column).toMatchObject({ dictionary: ['A', 'az', 'bz'], codes: Int32Array.of(0, 2, -1, 1) });
	});

	it('match patterns as RE2 reads them', () => {
		const one = (text: string) => value(text)[0];
		expect(one("regexp_matches('a{b', '{')")).toBe(1);
		expect(one("regexp_matches('ä', '\\w')")).toBe(0);
		expect(one("regexp_matches('a\nb', 'a.b')")).toBe(0);
		expect(one("regexp_matches('a\nb', 'a.b', 's')")).toBe(1);
		expect(one("regexp_matches('x-1', '^[[:alpha:]]\\-\\d$')")).toBe(1);
		expect(one("regexp_matches('α', '^\\p{Greek}\\z')")).toBe(1);
		expect(one("regexp_full_match('abc', 'b')")).toBe(0);
		expect(one("regexp_replace('abcabc', '(?P<first>b)', '[\\1]', 'g')")).toBe('a[b]ca[b]c');
		expect(one("regexp_replace('ac', 'a(b)?', '<\\1>')")).toBe('<>c');
		expect(one("regexp_matches('a.c', '\\Qa.\\E')")).toBe(1);
		expect(one("'a%c' LIKE 'a!%c' ESCAPE '!'")).toBe(1);
		expect(one("'abc' LIKE 'a!%c' ESCAPE '!'")).toBe(0);
	});

	it('are compared with LIKE in a time that does not explode', () => {
		const one = (text: string) => value(text)[0];
		const long = 'a'.repeat(5000);
		expect(one(`'${long}' LIKE '${'%a'.repeat(30)}%b'`)).toBe(0);
		expect(one(`'${long}b' LIKE '${'%a'.repeat(30)}%b'`)).toBe(1);
		expect(one("'😀äB' ILIKE '_Ä%b'")).toBe(1);
		expect(one("'' LIKE '%%'")).toBe(1);
		expect(one("'ab' LIKE 'a'")).toBe(0);
		expect(refusal(() => value("s LIKE 'a!' ESCAPE '!'")).code).toBe('expression.pattern');
	});

	it('with a time of another zone are no timestamp', () => {
		expect(value("TRY_CAST('2020-01-05 10:00:00+02' AS TIMESTAMP)")[0]).toBeNull();
		expect(value("TRY_CAST('2020-01-05 10:00:00Z' AS TIMESTAMP)")[0]).toBe(Date.UTC(2020, 0, 5, 10));
	});
});

describe('many rows', () => {
	const rows = 70_000;
	const many = generatedTable(new Stream(3, 'table'), rows);

	it('give in pieces what each row gives alone', () => {
		for (const text of generatedExpressions(new Stream(4, 'pieces'), 21)) {
			const expression = parseExpression(text);
			let whole: Column;
			try {
				whole = evaluate(expression, many);
			} catch (thrown) {
				expect(thrown).toBeInstanceOf(BenchtopError);
				continue;
			}
			for (const row of [0, 32_767, 32_768, rows - 1]) {
				const alone = evaluate(expression, single(many, row));
				expect(cell(alone, 0), `${text} in row ${row}`).toEqual(cell(whole, row));
			}
		}
	});

	it('can be stopped between pieces', () => {
		const pieces = evaluation(parseExpression('x * 2 + ln(abs(y) + 1)'), many);
		const done: number[] = [];
		let step = pieces.next();
		for (; !step.done; step = pieces.next()) done.push(step.value);
		expect(done).toEqual([32_768, 65_536, rows]);
		expect(isString(step.value) ? 0 : step.value.values.length).toBe(rows);
		expect(() => evaluate(parseExpression('x'), many, { signal: AbortSignal.abort() })).toThrow(
			expect.objectContaining({ name: 'AbortError' }),
		);
	});

	it('and none at all', () => {
		const none = { ...many, rows: 0, columns: many.columns.map((column) => empty(column)) };
		expect(evaluate(parseExpression('x + 1'), none)).toMatchObject({
			dtype: 'float64',
			values: new Float64Array(),
		});
		expect(evaluate(parseExpression('upper(s)'), none)).toMatchObject({
			dictionary: [],
			codes: new Int32Array(),
		});
	});
});

const cell = (column: Column, row: number): string | number | null | undefined =>
	isString(column) ? (column.dictionary[column.codes[row] as number] ?? null) : column.values[row];
const part = (column: Column, from: number, to: number): Column =>
	isString(column)
		? { ...column, codes: column.codes.slice(from, to) }
		: { ...column, values: column.values.slice(from, to) };
const single = (whole: Table, row: number): Table => ({
	rows: 1,
	columns: whole.columns.map((column) => part(column, row, row + 1)),
});
const empty = (column: Column): Column => part(column, 0, 0);
