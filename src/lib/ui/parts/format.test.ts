import { describe, expect, it } from 'vitest';
import { bytes, count, datetime, difference, percent, plural, score, seconds, short } from './format';

describe('score', () => {
	it.each([
		[0.7734, '.773'],
		[-0.5, '−.500'],
		[1, '1.000'],
		[0, '.000'],
		[12.3456, '12.35'],
		[123.456, '123.5'],
		[12345.6, '12,346'],
		[1.234e9, '1.23e9'],
		[0.00001, '1e−5'],
		[-0.000454, '−.0005'],
		[-1.55e-15, '.000'],
		[-2e8, '−2e8'],
		[Infinity, '∞'],
		[null, '–'],
		[undefined, '–'],
		[NaN, '–'],
	])('writes %s as %s', (value, text) => expect(score(value)).toBe(text));

	it('keeps fewer decimals when asked', () => expect(score(0.7734, 2)).toBe('.77'));
});

describe('difference', () => {
	it.each([
		[0.044, '+.044'],
		[-0.012, '−.012'],
		[0, '0'],
		[null, '–'],
	])('writes %s as %s', (value, text) => expect(difference(value)).toBe(text));
});

describe('short', () => {
	it.each([
		[0.062, '.062'],
		[300, '300'],
		[1e-5, '1e−5'],
		[0, '0'],
		[12345, '12,350'],
	])('writes %s as %s', (value, text) => expect(short(value)).toBe(text));
});

describe('the rest', () => {
	it('counts with separators', () => expect(count(1234567)).toBe('1,234,567'));
	it('agrees in number', () => expect([plural(1, 'run'), plural(2, 'run')]).toEqual(['1 run', '2 runs']));
	it('gives durations a fitting unit', () =>
		expect([0.0242, 1.44, 42, 125, 3840].map(seconds)).toEqual([
			'24 ms',
			'1.4 s',
			'42 s',
			'2 min 5 s',
			'1 h 4 min',
		]));
	it('gives bytes a fitting unit', () =>
		expect([512, 4_100_000, 2e9, 999_999].map(bytes)).toEqual(['512 B', '4.1 MB', '2.0 GB', '1.0 MB']));
	it('writes a moment with its day', () =>
		expect(datetime(new Date(2026, 2, 4, 14, 2).getTime())).toBe('4 Mar 2026, 14:02'));
	it('does not round a small share to nothing', () =>
		expect([0, 0.001, 0.37, 0.999, 1].map(percent)).toEqual(['0%', '<1%', '37%', '>99%', '100%']));
});
