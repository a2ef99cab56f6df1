/** Paths that may stand in a project file, names it gets, and numbers JSON has no word for. */
import { describe, expect, it } from 'vitest';
import { exactJson, parseExactJson } from './exact-json';
import { pathFault, slug } from './layout';

describe('paths', () => {
	it.each([
		'../x',
		'a/../b',
		'/a/b',
		'C:/a',
		'c:a/b',
		'a\\b/c',
		'a//b',
		'a/./b',
		'lonely',
		'',
		'a/b\u0000',
		`a/${'b'.repeat(400)}`,
	])('%j is refused', (path) => expect(pathFault(path)).not.toBeNull());
	it.each(['a/b', 'penguins/runs/12/weights.safetensors', 'a/..b', 'ä/b c'])('%j is accepted', (path) =>
		expect(pathFault(path)).toBeNull(),
	);
});

describe('file names', () => {
	it.each([
		['Palmer  Penguins!', 'palmer-penguins'],
		['Adélie & Söhne', 'adelie-sohne'],
		['../../etc', 'etc'],
		['企鹅', '企鹅'],
		['???', 'project'],
	])('%j is %j', (name, expected) => expect(slug(name)).toBe(expected));
});

describe('exact JSON', () => {
	it('keeps every number', () => {
		const value = { b: [Infinity, -Infinity, NaN, -0, 0, 5e-324, 0.1 + 0.2, null], a: 'text' };
		expect(parseExactJson(exactJson(value))).toEqual(value);
		expect(exactJson({ a: 1, b: 2 })).toBe(exactJson({ b: 2, a: 1 }));
		expect(parseExactJson('{"$number":"7"}')).toEqual({ $number: '7' });
	});
});
