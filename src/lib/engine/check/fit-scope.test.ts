/** What a fit may read: the type tests fail in `npm run check` when a line marked as an error compiles. */
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { defineStep } from '../prepare/step';
import { encoderOf } from '../prepare/steps';
import type { EncodeStep } from '../schema/encode-step';
import type { Column } from '../table/table';
import {
	after,
	overrideScope,
	trainingBlock,
	trainingRows,
	vocabularyOf,
	type ScopeOverride,
	type TrainingRows,
	type Vocabulary,
} from './fit-scope';

const float = (name: string, values: readonly number[]): Column => ({
	name,
	dtype: 'float64',
	values: Float64Array.from(values),
});
const column = float('a', [5, 1, 100, 3]);
const train = trainingRows(Uint32Array.of(1, 3));
const standard: EncodeStep = { encoder: 'StandardScaler' };
const scaler = encoderOf(standard);
const valuesOf = (found: Column | undefined) => (found && found.dtype !== 'string' ? [...found.values] : []);
const codesOf = (found: Column | undefined) => (found?.dtype === 'string' ? [...found.codes] : []);

describe('a block to fit on', () => {
	it('holds the training rows', () => {
		expect(valuesOf(trainingBlock([column], train)[0])).toEqual([1, 3]);
		expect(scaler.fit(trainingBlock([column], train), standard)).toEqual({ center: [2], scale: [1] });
	});

	it('stays one after steps that are fitted already', () => {
		const doubled = after(trainingBlock([column], train), (block) =>
			block.map((one) =>
				float(
					one.name,
					valuesOf(one).map((x) => 2 * x),
				),
			),
		);
		expect(scaler.fit(doubled, standard)).toEqual({ center: [4], scale: [2] });
	});

	it('holds every row after an override, which is written down', () => {
		const record: ScopeOverride[] = [];
		const rows = overrideScope(record, { step: 'StandardScaler', reason: 'The scale is a law of nature.' });
		expect(valuesOf(trainingBlock([column], rows)[0])).toEqual([5, 1, 100, 3]);
		expect(record).toEqual([{ step: 'StandardScaler', reason: 'The scale is a law of nature.' }]);
	});

	it('is refused to an override without a reason', () => {
		const record: ScopeOverride[] = [];
		expect(() => overrideScope(record, { step: 'StandardScaler', reason: ' ' })).toThrow(
			'StandardScaler would see evaluation rows',
		);
		expect(record).toEqual([]);
	});
});

describe('a vocabulary', () => {
	it('holds each value once, in an order that says nothing about the rows, missing last', () => {
		const text: Column = {
			name: 's',
			dtype: 'string',
			dictionary: ['a', 'b', 'c'],
			codes: Int32Array.of(2, -1, 0, 2, 2),
		};
		const [numbers, texts] = vocabularyOf([float('n', [3, 3, NaN, -1, 2]), text]);
		expect(valuesOf(numbers)).toEqual([-1, 2, 3, NaN]);
		expect(codesOf(texts)).toEqual([0, 2, -1, -1]);
	});

	it('is the same for rows in another order, and for rows that occur more often', () => {
		const value = fc.constantFrom(NaN, 0, 1, 2.5, -7);
		fc.assert(
			fc.property(fc.array(value, { maxLength: 20 }), fc.nat(), (values, by) => {
				const turned = values.map((_, i) => values[(i + by) % values.length] as number);
				const expected = vocabularyOf([float('n', values)]);
				expect(vocabularyOf([float('n', turned)])).toEqual(expected);
				expect(vocabularyOf([float('n', [...values, ...turned])])).toEqual(expected);
			}),
		);
	});

	it('teaches an encoder what the rows themselves would', () => {
		const step: EncodeStep = { encoder: 'OneHotEncoder', vocabulary: 'all', handleUnknown: 'ignore' };
		const every = trainingBlock([column], trainingRows(Uint32Array.of(0, 1, 2, 3)));
		expect(encoderOf(step).fitVocabulary?.(vocabularyOf([column]), step)).toEqual(
			encoderOf(step).fit(every, step),
		);
	});

	it('is for steps of that scope alone', () => {
		expect(scaler.fitVocabulary).toBeUndefined();
	});
});

describe('what does not compile', () => {
	const evaluation = Uint32Array.of(0, 2);
	const block = [column];
	const wrong = {
		// @ts-expect-error Rows that the split has not given as training rows.
		rows: () => trainingBlock(block, evaluation),
		// @ts-expect-error Columns of who knows which rows.
		block: () => scaler.fit(block, standard),
		// @ts-expect-error The values of every row, to a step that may be no vocabulary.
		vocabulary: () => scaler.fit(vocabularyOf(block), standard),
		// @ts-expect-error Columns in place of a vocabulary.
		columns: () => scaler.fitVocabulary?.(block, standard),
		// @ts-expect-error The complement of training rows, or any part of theirs, is nobody's to brand.
		part: (): TrainingRows => train.map((row) => row + 1),
	};
	const greedy = () =>
		// @ts-expect-error A step of scope "train" whose fit asks for the values of every row.
		defineStep({
			id: 'Greedy',
			scope: 'train',
			state: v.object({ n: v.number() }),
			accepts: () => true,
			fit: (columns: Vocabulary) => ({ n: columns.length }),
			apply: (block) => [...block],
			names: (columns) => [...columns],
		});

	it('has a line each above', () => {
		expect(Object.keys(wrong)).toHaveLength(5);
		expect(greedy().fitVocabulary).toBeUndefined();
	});
});
