import { describe, expect, it } from 'vitest';
import { brief, cellText, decimalsOf, iso, number, quantity, shortHash } from './cells';

describe('cells', () => {
	it.each([
		[0, 0, '0'],
		[2021, 0, '2021'],
		[265000, 0, '265,000'],
		[-1234567, 0, '−1,234,567'],
		[4, 1, '4.0'],
		[263358.03, 2, '263,358.03'],
		[0.1 + 0.2, 1, '0.3'],
		[1e15, 0, '1e15'],
		[0.0000125, 4, '1.25e−5'],
		[Infinity, 0, '∞'],
	])('writes %d at %d decimals as %s', (value, decimals, text) => expect(number(value, decimals)).toBe(text));

	it('counts the decimals a person would have typed', () => {
		expect([1, 1.5, 0.1 + 0.2, 2.25, 207408.93, 1 / 3].map(decimalsOf)).toEqual([0, 1, 1, 2, 2, 6]);
	});

	it('says nothing for a missing value, whatever the type', () => {
		expect(cellText(null, 'string')).toBeUndefined();
		expect(cellText(Number.NaN, 'float64')).toBeUndefined();
		expect(cellText(undefined, 'date')).toBeUndefined();
		expect(cellText('', 'string')).toBe('');
	});

	it('writes dates as ISO', () => {
		expect(iso(0, 'date')).toBe('1970-01-01');
		expect(iso(Date.UTC(2024, 1, 29, 13, 5), 'timestamp')).toBe('2024-02-29 13:05');
		expect(iso(Date.UTC(2024, 1, 29, 13, 5, 7, 250), 'timestamp')).toBe('2024-02-29 13:05:07.250');
		expect(cellText(86_400_000, 'date')).toBe('1970-01-02');
		expect(cellText('2020-05-06', 'date')).toBe('2020-05-06');
	});

	it('writes truth values as words', () => {
		expect([cellText(true, 'bool'), cellText(0, 'bool')]).toEqual(['true', 'false']);
	});

	it('shortens in headers', () => {
		const column = { dtype: 'float64' } as const;
		expect([850000, 25100, 7861, 0.5, 1_234_567, 999_999].map((value) => brief(value, column))).toEqual([
			'850k',
			'25.1k',
			'7861',
			'0.5',
			'1.23M',
			'1M',
		]);
		expect(quantity(null, column)).toBe('–');
	});

	it('keeps both ends of a hash', () => {
		expect(shortHash(`sha256:9f3c${'0'.repeat(58)}e1`)).toBe('sha256 9f3c…e1');
	});
});
