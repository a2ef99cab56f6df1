import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalizeText, type NormalizeTextOptions } from './normalize-text';

const EVERYTHING: NormalizeTextOptions = {
	case: 'lower',
	stripAccents: 'unicode',
	stripPunctuation: true,
	collapseSpaces: true,
	trim: true,
};

describe('normalizeText', () => {
	it.each<[string, NormalizeTextOptions, string, string | null]>([
		['leaves what it is not told to change', {}, ' É,  x ', ' É,  x '],
		['trims', { trim: true }, '\u00a0\tParis \n', 'Paris'],
		['collapses spaces without trimming', { collapseSpaces: true }, ' a \t\n b ', ' a b '],
		['lowers', { case: 'lower' }, 'ÉCOLE İ', 'école i\u0307'],
		['raises', { case: 'upper' }, 'straße', 'STRASSE'],
		['takes accents off', { stripAccents: 'unicode' }, 'Crème Brûlée ñ Łódź 北', 'Creme Brulee n Łodz 北'],
		['keeps ASCII alone', { stripAccents: 'ascii' }, 'Crème ñ Ł 北', 'Creme n  '],
		['takes punctuation out', { stripPunctuation: true }, "don't — «stop»! $5+1", 'dont  stop 51'],
		['keeps letters and digits beside it', { stripPunctuation: true }, 'a_b-c.d', 'abcd'],
		[
			'replaces in order, literally',
			{
				replace: [
					['.', '$&'],
					['$&', '-'],
					['', 'never'],
				],
			},
			'a.b.c',
			'a-b-c',
		],
		[
			'replaces before anything else',
			{ replace: [['N/A', '']], case: 'lower', emptyToMissing: true },
			'N/A',
			null,
		],
		['makes the empty missing', { trim: true, emptyToMissing: true }, '  ', null],
		['keeps the empty when not told', { trim: true }, '  ', ''],
		['merges nothing itself', EVERYTHING, ' PÁRIS! ', 'paris'],
	])('%s', (_, options, raw, expected) => {
		expect(normalizeText([raw], options)).toEqual([expected]);
	});

	it('gives a text for each of the dictionary, in its order', () => {
		expect(normalizeText(['b', 'A', 'B'], { case: 'lower' })).toEqual(['b', 'a', 'b']);
		expect(normalizeText([], EVERYTHING)).toEqual([]);
	});

	it('does nothing to spaces, accents and punctuation the second time', () => {
		fc.assert(
			fc.property(fc.array(fc.string({ unit: 'binary' })), (texts) => {
				const options: NormalizeTextOptions = {
					stripPunctuation: true,
					collapseSpaces: true,
					trim: true,
				};
				const once = normalizeText(texts, options) as string[];
				expect(normalizeText(once, options)).toEqual(once);
			}),
			{ numRuns: 40 },
		);
	});
});
