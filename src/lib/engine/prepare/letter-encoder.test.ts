import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { rowsOf, textColumn, textsOf } from '../../../../tests/fixtures/text-column';
import { training } from '../../../../tests/fixtures/training';
import { encodeStepSchema, type EncodeStep } from '../schema/encode-step';
import type { Column } from '../table/table';
import { complementPlaces } from './complement';
import { encoderOf } from './steps';

const letters = (more: object = {}): EncodeStep =>
	v.parse(encodeStepSchema, { encoder: 'LetterEncoder', ...more });
const fitted = (step: EncodeStep, block: readonly Column[]) =>
	encoderOf(step).bind(JSON.parse(JSON.stringify(encoderOf(step).fit(training(block), step))));

/** Rows as texts of digits, a group for each position: "1000 0100". */
function digits(step: EncodeStep, texts: readonly (string | null)[], fresh = texts): string[] {
	const alphabet = 'alphabet' in step ? [...(step.alphabet ?? 'ACGT')].length : 4;
	const rows = rowsOf(fitted(step, [textColumn('t', texts)]).apply([textColumn('t', fresh)]));
	return rows.map((row) =>
		row.join('').replace(new RegExp(`.{${alphabet}}(?!$)`, 'g'), (group) => `${group} `),
	);
}

describe('LetterEncoder', () => {
	it('gives a column per position and letter', () => {
		const source = [textColumn('dna', ['ACG', 'T'])];
		const bound = fitted(letters(), source);
		expect(bound.names(['dna'])).toEqual([
			...['dna[0]=A', 'dna[0]=C', 'dna[0]=G', 'dna[0]=T'],
			...['dna[1]=A', 'dna[1]=C', 'dna[1]=G', 'dna[1]=T'],
			...['dna[2]=A', 'dna[2]=C', 'dna[2]=G', 'dna[2]=T'],
		]);
		expect(bound.apply(source).map(({ name }) => name)).toEqual(bound.names(['dna']));
		expect(digits(letters(), ['ACG', 'T'])).toEqual(['1000 0100 0010', '0001 0000 0000']);
	});

	it.each<[string, object, (string | null)[], (string | null)[], string[]]>([
		[
			'takes its length from training texts, and cuts longer ones',
			{},
			['AC'],
			['GTA', null],
			['0010 0001', '0000 0000'],
		],
		['takes a length that is told', { length: 1 }, ['AC'], ['GTA', ''], ['0010', '0000']],
		['fills up and cuts at the start', { pad: 'start' }, ['AC'], ['G', 'GTA'], ['0000 0010', '0001 1000']],
		['reads small letters as capitals', {}, ['ac'], ['Gt'], ['0010 0001']],
		['keeps case when told', { case: 'keep' }, ['AC'], ['aC'], ['0000 0100']],
		['reads capitals as small letters', { case: 'lower', alphabet: 'ab' }, ['AB'], ['bA'], ['01 10']],
		['gives zeros for other letters', {}, ['ACG'], ['AXG'], ['1000 0000 0010']],
		['takes any alphabet, by code point', { alphabet: '😀é', case: 'keep' }, ['é😀'], ['😀é'], ['10 01']],
		[
			'reads the other strand in its place',
			{ reverseComplement: 'replace' },
			['AAC'],
			['AAC', 'G'],
			['0010 0001 0001', '0100 0000 0000'],
		],
		[
			'reads the other strand beside it',
			{ reverseComplement: 'append', length: 2 },
			['AC'],
			['AC', 'ACT'],
			['1000 0100 0010 0001', '1000 0100 0010 0001'],
		],
		[
			'fills the other strand up at the same side',
			{ reverseComplement: 'append', length: 2, pad: 'start' },
			['A'],
			['C'],
			['0000 0100 0000 0010'],
		],
	])('%s', (_, options, fit, fresh, expected) => {
		expect(digits(letters(options), fit, fresh)).toEqual(expected);
	});

	it('spreads a letter that stands for any evenly over the alphabet', () => {
		const source = [textColumn('t', ['nA'])];
		const rows = rowsOf(fitted(letters({ mask: 'N' }), source).apply(source));
		expect(rows).toEqual([[0.25, 0.25, 0.25, 0.25, 1, 0, 0, 0]]);
		const turned = rowsOf(fitted(letters({ mask: 'N', reverseComplement: 'replace' }), source).apply(source));
		expect(turned).toEqual([[0, 0, 0, 1, 0.25, 0.25, 0.25, 0.25]]);
	});

	it('names the columns of the other strand', () => {
		const step = letters({ reverseComplement: 'append', length: 1, alphabet: 'AT' });
		expect(fitted(step, [textColumn('t', ['A'])]).names(['t'])).toEqual([
			't[0]=A',
			't[0]=T',
			't.reverse[0]=A',
			't.reverse[0]=T',
		]);
	});

	it('takes the length of each column', () => {
		const block = [textColumn('a', ['A', null]), textColumn('b', ['CCC', 'C'])];
		expect(fitted(letters(), block).apply(block)).toHaveLength(4 + 12);
	});
});

describe('LetterEncoder refuses', () => {
	it.each<[string, object, (string | null)[], string]>([
		['texts without a letter', {}, ['', null], 'pipeline.no-letters'],
		['letters outside the alphabet, when told', { unknown: 'error' }, ['ACX'], 'pipeline.unknown-letter'],
		['an alphabet that case makes ambiguous', { alphabet: 'Aa' }, ['A'], 'pipeline.alphabet'],
		['a letter for any that is in the alphabet', { mask: 'A' }, ['A'], 'pipeline.alphabet'],
		[
			'the other strand of an alphabet without partners',
			{ alphabet: 'ACG', reverseComplement: 'append' },
			['A'],
			'pipeline.no-complement',
		],
		[
			'the other strand of DNA and RNA at once',
			{ alphabet: 'ACGTU', reverseComplement: 'replace' },
			['A'],
			'pipeline.no-complement',
		],
		[
			'the other strand of letters that are no bases',
			{ alphabet: 'XY', reverseComplement: 'replace' },
			['X'],
			'pipeline.no-complement',
		],
	])('%s', (_, options, texts, code) => {
		expect(() => fitted(letters(options), [textColumn('t', texts)])).toThrow(
			expect.objectContaining({ code }),
		);
	});

	it('other letters in fresh texts, naming the first', () => {
		const bound = fitted(letters({ unknown: 'error', mask: 'N' }), [textColumn('t', ['ACN'])]);
		expect(bound.apply([textColumn('t', ['NNA', null])])).toHaveLength(12);
		expect(() => bound.apply([textColumn('t', ['AQZ'])])).toThrow(
			expect.objectContaining({
				code: 'pipeline.unknown-letter',
				operands: { column: 't', letter: 'Q', alphabet: 'ACGT' },
			}),
		);
	});

	it.each([[{ alphabet: '' }], [{ alphabet: 'AA' }], [{ length: 0 }], [{ mask: 'NN' }], [{ pad: 'left' }]])(
		'a document that says %j',
		(options) => {
			expect(v.safeParse(encodeStepSchema, { encoder: 'LetterEncoder', ...options }).success).toBe(false);
		},
	);

	it('numbers', () => {
		expect(encoderOf(letters()).accepts({ name: 't', dtype: 'int64' }, letters())).toBe(false);
	});
});

describe('the inverse of LetterEncoder', () => {
	const strand = fc.string({ unit: fc.constantFrom('A', 'C', 'G', 'T', 'N'), minLength: 1, maxLength: 12 });
	const options = fc.record({
		pad: fc.constantFrom('end', 'start'),
		reverseComplement: fc.constantFrom('none', 'append', 'replace'),
	});
	it('gives texts of the alphabet back, shorter ones too', () => {
		fc.assert(
			fc.property(fc.array(strand, { minLength: 1, maxLength: 8 }), options, (texts, told) => {
				const source = [textColumn('t', texts)];
				const bound = fitted(letters({ mask: 'N', ...told }), source);
				expect(textsOf(bound.invert?.(bound.apply(source), source)[0])).toEqual(texts);
			}),
		);
	});

	it('gives what was read of other texts', () => {
		const bound = fitted(letters({ length: 3 }), [textColumn('t', ['A'])]);
		const source = [textColumn('t', ['ACGT', 'AXG', '', null, 'act'])];
		expect(textsOf(bound.invert?.(bound.apply(source), source)[0])).toEqual([
			'ACG',
			'A\ufffdG',
			null,
			null,
			'ACT',
		]);
	});

	it('is of every column', () => {
		const block = [textColumn('a', ['AC', 'G']), textColumn('b', ['T', null])];
		const bound = fitted(letters({ reverseComplement: 'append' }), block);
		expect(bound.invert?.(bound.apply(block), block).map(textsOf)).toEqual([
			['AC', 'G'],
			['T', null],
		]);
	});
});

describe('complements', () => {
	it.each([
		['ACGT', [3, 2, 1, 0]],
		['ACGU', [3, 2, 1, 0]],
		['acgtn', [3, 2, 1, 0, 4]],
		['ACGTRYSWKMBDHVN-', [3, 2, 1, 0, 5, 4, 6, 7, 9, 8, 13, 12, 11, 10, 14, 15]],
	])('of %s', (alphabet, places) => {
		expect(complementPlaces([...alphabet])).toEqual(places);
	});

	it('undo themselves', () => {
		fc.assert(
			fc.property(fc.string({ unit: fc.constantFrom(...'ACGTN'), maxLength: 20 }), (text) => {
				const once = letters({ reverseComplement: 'replace', mask: 'N', length: 20 });
				const read = (one: string) => {
					const bound = fitted(once, [textColumn('t', ['A'])]);
					const plain = fitted(letters({ mask: 'N', length: 20 }), [textColumn('t', ['A'])]);
					return (
						textsOf(plain.invert?.(bound.apply([textColumn('t', [one])]), [textColumn('t', [])])[0])[0] ?? ''
					);
				};
				expect(read(read(text))).toBe(text);
			}),
		);
	});
});
