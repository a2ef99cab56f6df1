import { describe, expect, it } from 'vitest';
import { stripAccents } from './accents';
import { collapseSpace, splitAtSpace, trimSpace } from './white-space';

describe('stripAccents gives what scikit-learn 1.2.1 gives', () => {
	// strip_accents_unicode(s), strip_accents_ascii(s)
	it.each([
		['abc', 'abc', 'abc'],
		['naïve Ångström ÀÉÎÕÜ', 'naive Angstrom AEIOU', 'naive Angstrom AEIOU'],
		['ﬁ ² Ⅳ ﬀ', 'fi 2 IV ff', 'fi 2 IV ff'],
		['a\u0345\u0301', 'a', 'a'],
		['Łø ß æ', 'Łø ß æ', '  '],
		// Vowel signs of Devanagari are marks of combining class 0 and stay; the nukta (class 7) goes.
		['हिन्दी ज़', 'हिनदी ज', ' '],
		['Việt', 'Viet', 'Viet'],
		['ガ', 'カ', ''],
		['각', '각'.normalize('NFD'), ''],
		['𝒜', 'A', 'A'],
	])('%s', (text, unicode, ascii) => {
		expect(stripAccents(text, 'unicode')).toBe(unicode);
		expect(stripAccents(text, 'ascii')).toBe(ascii);
	});
});

describe('white space is Python’s', () => {
	it('has the information separators and not the byte-order mark', () => {
		expect(splitAtSpace('a\u001cb\u0085c\u00a0d\ufeffe')).toEqual(['a', 'b', 'c', 'd\ufeffe']);
		expect(trimSpace('\u001f a b\u3000')).toBe('a b');
		expect(collapseSpace('a \n\u2003b')).toBe('a b');
	});
});
