import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { rowsOf, textColumn } from '../../../../tests/fixtures/text-column';
import { training } from '../../../../tests/fixtures/training';
import { trainingBlock, trainingRows } from '../check/fit-scope';
import { encodeStepSchema, type EncodeStep } from '../schema/encode-step';
import { gather } from '../table/select-rows';
import type { Column } from '../table/table';
import { SHORT_ENGLISH } from './short-english';
import { encoderOf } from './steps';

const read = (step: object): EncodeStep => v.parse(encodeStepSchema, step);
const count = (more: object = {}) => read({ encoder: 'CountVectorizer', ...more });
const weigh = (more: object = {}) => read({ encoder: 'TfidfVectorizer', ...more });
const fitted = (step: EncodeStep, block: readonly Column[]) =>
	encoderOf(step).bind(JSON.parse(JSON.stringify(encoderOf(step).fit(training(block), step))));
const terms = (step: EncodeStep, texts: readonly (string | null)[]) =>
	fitted(step, [textColumn('t', texts)])
		.names(['t'])
		.map((name) => name.slice(2));

const PETS = ['the cat sat', 'the cat and the dog', null, 'the dog', 'a bird'];

describe('the vocabulary', () => {
	it.each<[string, object, string[]]>([
		['is sorted, of words of two letters and more', {}, ['and', 'bird', 'cat', 'dog', 'sat', 'the']],
		['leaves out rare terms by number', { minDf: 2 }, ['cat', 'dog', 'the']],
		['leaves out rare terms by share of all rows, missing ones too', { minDf: 0.5 }, ['the']],
		['leaves out frequent terms by number', { maxDf: 2 }, ['and', 'bird', 'cat', 'dog', 'sat']],
		['leaves out frequent terms by share', { maxDf: 0.5 }, ['and', 'bird', 'cat', 'dog', 'sat']],
		['keeps all with a share of 1', { maxDf: 1 }, ['and', 'bird', 'cat', 'dog', 'sat', 'the']],
		['keeps the terms that occur most', { maxFeatures: 1 }, ['the']],
		['leaves out words that are named', { stopWords: ['the', 'and'] }, ['bird', 'cat', 'dog', 'sat']],
		['leaves out common words', { stopList: 'short-english' }, ['bird', 'cat', 'dog', 'sat']],
		['is what is given, in its order', { terms: ['dog', 'axolotl', 'cat'] }, ['dog', 'axolotl', 'cat']],
		[
			'joins what is left of neighbours',
			{ ngramRange: [2, 2], stopWords: ['cat', 'and'] },
			['the dog', 'the sat', 'the the'],
		],
		['is of characters', { analyzer: 'char', ngramRange: [3, 3], minDf: 3 }, ['the', 'he '].sort()],
		[
			'is of characters inside words',
			{ analyzer: 'char_wb', ngramRange: [3, 3], minDf: 3 },
			[' th', 'he ', 'the'],
		],
		['is of what a pattern finds', { tokenPattern: String.raw`\b\w\b` }, ['a']],
		['is of the group of a pattern', { tokenPattern: '(.)at' }, ['c', 's']],
	])('%s', (_, options, expected) => {
		expect(terms(count(options), PETS)).toEqual(expected);
		expect(terms(weigh(options), PETS)).toEqual(expected);
	});

	it('takes accents off after lower case, and keeps both when told', () => {
		expect(terms(count({ stripAccents: 'unicode' }), ['ÉCOLE école'])).toEqual(['ecole']);
		expect(terms(count({ stripAccents: 'ascii', lowercase: false }), ['ÉCOLE école'])).toEqual([
			'ECOLE',
			'ecole',
		]);
		expect(terms(count(), ['ÉCOLE école'])).toEqual(['école']);
	});

	it.each<[string, object, (string | null)[], string]>([
		['empty texts', {}, ['', null, 'a b'], 'pipeline.empty-vocabulary'],
		['nothing but stop words', { stopWords: ['the'] }, ['the', 'the the'], 'pipeline.empty-vocabulary'],
		['no training rows', {}, [], 'pipeline.empty-vocabulary'],
		['limits that leave nothing', { minDf: 3 }, ['cat', 'dog'], 'pipeline.document-frequency'],
		['limits that cross', { minDf: 0.9, maxDf: 0.5 }, ['cat', 'dog'], 'pipeline.document-frequency'],
	])('is refused of %s', (_, options, texts, code) => {
		for (const step of [count(options), weigh(options)])
			expect(() => fitted(step, [textColumn('t', texts)])).toThrow(expect.objectContaining({ code }));
	});

	it('is each column’s own', () => {
		const block = [textColumn('a', ['red', 'green']), textColumn('b', ['red', 'blue'])];
		for (const step of [count(), weigh()]) {
			const bound = fitted(step, block);
			expect(bound.names(['a', 'b'])).toEqual(['a=green', 'a=red', 'b=blue', 'b=red']);
			expect(rowsOf(bound.apply(block))).toEqual([
				[0, 1, 0, 1],
				[1, 0, 1, 0],
			]);
		}
	});

	it('has no word of our list twice, and each as it is looked up', () => {
		expect(new Set(SHORT_ENGLISH).size).toBe(SHORT_ENGLISH.length);
		expect(SHORT_ENGLISH.every((word) => /^[a-z]+$/.test(word))).toBe(true);
	});
});

describe('a document may not', () => {
	it.each([
		[{ ngramRange: [2, 1] }],
		[{ ngramRange: [0, 1] }],
		[{ ngramRange: [1, 1.5] }],
		[{ minDf: 1.5 }],
		[{ maxDf: -0.1 }],
		[{ maxFeatures: 0 }],
		[{ terms: ['a', 'a'] }],
		[{ terms: [] }],
		[{ analyzer: 'sentence' }],
		[{ stopList: 'english' }],
	])('say %j', (options) => {
		expect(v.safeParse(encodeStepSchema, { encoder: 'CountVectorizer', ...options }).success).toBe(false);
		expect(v.safeParse(encodeStepSchema, { encoder: 'TfidfVectorizer', ...options }).success).toBe(false);
	});
});

describe('the rows', () => {
	it('count every occurrence, or whether there is one; a missing text has none', () => {
		const source = [textColumn('t', ['b1 b1 c1', null, ''])];
		expect(rowsOf(fitted(count(), source).apply(source))).toEqual([
			[2, 1],
			[0, 0],
			[0, 0],
		]);
		expect(rowsOf(fitted(count({ binary: true }), source).apply(source))).toEqual([
			[1, 1],
			[0, 0],
			[0, 0],
		]);
		expect(rowsOf(fitted(weigh(), source).apply(source)).slice(1)).toEqual([
			[0, 0],
			[0, 0],
		]);
	});

	it('leave out terms that training rows do not have', () => {
		const bound = fitted(count(), [textColumn('t', ['cat dog'])]);
		expect(rowsOf(bound.apply([textColumn('t', ['dog axolotl', 'axolotl'])]))).toEqual([
			[0, 1],
			[0, 0],
		]);
	});

	it('have length 1 where they hold a term', () => {
		fc.assert(
			fc.property(
				fc.array(fc.array(fc.constantFrom('aa', 'bb', 'cc', 'dd'), { maxLength: 6 }), {
					minLength: 1,
					maxLength: 12,
				}),
				fc.constantFrom('l1' as const, 'l2' as const),
				fc.boolean(),
				(lists, norm, sublinearTf) => {
					const texts = lists.map((list) => list.join(' '));
					fc.pre(texts.some(Boolean));
					const source = [textColumn('t', texts)];
					for (const row of rowsOf(fitted(weigh({ norm, sublinearTf }), source).apply(source))) {
						const length = row.reduce((sum, x) => sum + (norm === 'l1' ? x : x * x), 0);
						expect(length === 0 || Math.abs(length - 1) < 1e-12).toBe(true);
					}
				},
			),
		);
	});

	it('are the same in pieces, and with texts that come again', () => {
		const texts = fc.array(fc.option(fc.constantFrom('aa bb', 'bb', 'cc aa aa', '')), {
			minLength: 4,
			maxLength: 30,
		});
		fc.assert(
			fc.property(texts, fc.nat({ max: 30 }), (all, at) => {
				fc.pre(all.some((text) => text !== null && text !== ''));
				const column = textColumn('t', all);
				const bound = fitted(weigh(), [column]);
				const cut = Math.min(at, all.length);
				const pieces = [gather(column, null, 0, cut), gather(column, null, cut, all.length)];
				expect(pieces.flatMap((piece) => rowsOf(bound.apply([piece])))).toEqual(
					rowsOf(bound.apply([column])),
				);
			}),
		);
	});

	it('weigh a term of no training text only when smooth', () => {
		const source = [textColumn('t', ['cat'])];
		const fresh = [textColumn('t', ['dog'])];
		const given = { terms: ['cat', 'dog'] };
		expect(rowsOf(fitted(weigh(given), source).apply(fresh))).toEqual([[0, 1]]);
		const rough = fitted(weigh({ ...given, smoothIdf: false }), source);
		expect(rowsOf(rough.apply(source))).toEqual([[1, 0]]);
		expect(() => rough.apply(fresh)).toThrow(expect.objectContaining({ code: 'pipeline.term-weight' }));
		expect(rowsOf(fitted(weigh({ ...given, smoothIdf: false, norm: 'none' }), source).apply(fresh))).toEqual([
			[0, Infinity],
		]);
	});
});

describe('the fit', () => {
	const words = fc.array(fc.constantFrom('aa', 'bb', 'cc', 'dd', 'ee'), { maxLength: 5 });
	it('does not change with what evaluation rows hold', () => {
		fc.assert(
			fc.property(
				fc.array(words, { minLength: 3, maxLength: 10 }),
				fc.array(words, { minLength: 3, maxLength: 10 }),
				(seen, unseen) => {
					fc.pre(seen.some((list) => list.length > 0));
					const rows = trainingRows(Uint32Array.from(seen.keys()));
					const learned = (evaluation: string[][]) => {
						const column = textColumn(
							't',
							[...seen, ...evaluation].map((list) => list.join(' ')),
						);
						return [count({ minDf: 1 }), weigh()].map((step) =>
							encoderOf(step).fit(trainingBlock([column], rows), step),
						);
					};
					expect(learned(unseen)).toEqual(learned([['zz']]));
				},
			),
		);
	});

	it('refuses a token pattern it cannot read when the pipeline is declared', () => {
		for (const tokenPattern of ['(a', '(a)(b)', 'a++'])
			for (const step of [count({ tokenPattern }), weigh({ tokenPattern })])
				expect(() => encoderOf(step).accepts({ name: 't', dtype: 'string' }, step)).toThrow(
					expect.objectContaining({ code: 'pipeline.token-pattern' }),
				);
	});

	it('takes texts, and nothing else', () => {
		for (const step of [count(), weigh()]) {
			expect(encoderOf(step).scope).toBe('train');
			expect(encoderOf(step).accepts({ name: 't', dtype: 'string' }, step)).toBe(true);
			expect(encoderOf(step).accepts({ name: 't', dtype: 'float64' }, step)).toBe(false);
			expect(
				encoderOf(step).bind(encoderOf(step).fit(training([textColumn('t', ['cat'])]), step)).invert,
			).toBeNull();
		}
	});

	it('refuses a state that is none', () => {
		expect(() => encoderOf(count()).bind({ terms: 1 })).toThrow(
			expect.objectContaining({ code: 'pipeline.state' }),
		);
		expect(() => encoderOf(weigh()).bind({ columns: [] })).toThrow(
			expect.objectContaining({ code: 'pipeline.state' }),
		);
	});
});
