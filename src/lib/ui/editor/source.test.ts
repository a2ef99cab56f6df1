import { describe, expect, it } from 'vitest';
import { experimentSchema } from '$lib/engine/schema/experiment';
import { splitSchema } from '$lib/engine/schema/split';
import { check } from './check';
import { lineOf, locate, syntaxOffset } from './locate';

const text = JSON.stringify(
	{
		name: 'a "b"',
		inputs: [{ columns: { exclude: ['x'] }, encode: [{ encoder: 'One' }] }],
		split: { test: 0.15 },
	},
	null,
	2,
);
const at = (path: string) => {
	const { from, to } = locate(text, path);
	return text.slice(from, to);
};

describe('locate', () => {
	it('finds members, items and the whole', () => {
		expect(at('name')).toBe('"a \\"b\\""');
		expect(at('inputs.0.encode.0.encoder')).toBe('"One"');
		expect(at('split.test')).toBe('0.15');
		expect(at('')).toBe(text);
	});

	it('points at the nearest ancestor of what is not there', () => {
		expect(JSON.parse(at('split.seed'))).toEqual({ test: 0.15 });
		expect(JSON.parse(at('inputs.0.columns.include.3'))).toEqual({ exclude: ['x'] });
	});

	it('gives the line people see', () => {
		expect(lineOf(text, locate(text, 'name').from)).toEqual({ line: 2, column: 11 });
	});
});

describe('syntaxOffset', () => {
	it('reads the position out of the message of the engine', () => {
		for (const broken of ['{"a": 1,}', '{\n "a": tru }']) {
			let message = '';
			try {
				JSON.parse(broken);
			} catch (thrown) {
				message = (thrown as Error).message;
			}
			const offset = syntaxOffset(broken, message);
			expect(offset).toBeGreaterThan(3);
			expect(offset).toBeLessThanOrEqual(broken.length);
		}
	});
});

describe('check', () => {
	const said = (result: ReturnType<typeof check>) =>
		result.ok ? [] : result.issues.map(({ path, message }) => `${path} ${message}`);
	const split = { test: 0.15, validation: 0.15, seed: 7 };

	it('says what a field must be, in words and at its path', () => {
		expect(said(check(experimentSchema.entries.repeats, 0))).toEqual([' must be 1 or more']);
		expect(said(check(experimentSchema.entries.repeats, 1.5))).toEqual([' must be a whole number']);
		expect(said(check(splitSchema, { ...split, test: 1 }))[0]).toBe('test must be below 1');
		expect(said(check(splitSchema, { ...split, test: '1' }))).toEqual(['test must be a number, not "1"']);
		expect(said(check(splitSchema, { ...split, colour: 1 }))).toEqual(['colour is no field here']);
		expect(said(check(splitSchema, { test: 0.1, validation: 0.1 }))).toEqual(['seed is missing']);
	});

	it('gives the document with its defaults when all is well', () => {
		expect(check(splitSchema, split)).toMatchObject({ ok: true, document: { folds: null, stratify: null } });
	});
});
