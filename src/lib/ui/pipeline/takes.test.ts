import { describe, expect, it } from 'vitest';
import { encoderOf } from '$lib/engine/prepare/steps';
import type { DatasetColumn } from '$lib/engine/schema/dataset';
import type { EncodeStep } from '$lib/engine/schema/encode-step';
import type { Column } from '$lib/engine/table/table';
import { textColumn } from '../../../../tests/fixtures/text-column';
import { training } from '../../../../tests/fixtures/training';
import { width } from './takes';

describe('the width a text step announces is the width it gives', () => {
	const source = textColumn('t', ['ACGT acg', 'ACG', 'TT tt']);
	const column: DatasetColumn = {
		name: 't',
		dtype: 'string',
		statistics: {
			kind: 'categorical',
			missing: 0,
			distinct: 3,
			top: source.dictionary.map((value) => ({ value, share: 1 / 3 })),
		},
	};
	const steps: EncodeStep[] = [
		{ encoder: 'CountVectorizer', terms: ['acg', 'zz'] },
		{ encoder: 'TfidfVectorizer', maxFeatures: 2 },
		{ encoder: 'LetterEncoder' },
		{ encoder: 'LetterEncoder', alphabet: 'ACGTN', length: 7, reverseComplement: 'append' },
	];
	it.each(steps.map((step) => [JSON.stringify(step), step] as const))('%s', (_, step) => {
		const state = encoderOf(step).fit(training([source]), step);
		expect(width(step, [column])).toBe(encoderOf(step).bind(state).names(['t']).length);
	});
});

describe('the width a step announces is the width it gives', () => {
	const values = Float64Array.from({ length: 40 }, (_, i) => (i * 7) % 40);
	const block: Column[] = ['a', 'b', 'c'].map((name, c) => ({
		name,
		dtype: 'int64',
		values: values.map((x) => (x * (c + 1)) % 40),
	}));
	const columns = block.map(({ name, ...column }): DatasetColumn => ({
		name,
		dtype: 'int64',
		statistics: {
			kind: 'categorical',
			missing: 0,
			distinct: 'values' in column ? new Set(column.values).size : 0,
			top: [],
		},
	}));
	const told: EncodeStep[] = [
		{ encoder: 'PolynomialFeatures' },
		{ encoder: 'PolynomialFeatures', degree: [2, 3], bias: true },
		{ encoder: 'PolynomialFeatures', degree: [0, 3], interactionOnly: true },
		{ encoder: 'SplineTransformer' },
		{ encoder: 'SplineTransformer', outside: 'periodic', bias: false },
		{ encoder: 'KBinsDiscretizer', bins: 4, strategy: 'uniform' },
		{ encoder: 'KBinsDiscretizer', encode: 'ordinal' },
		{ encoder: 'OneHotEncoder', handleUnknown: 'ignore', vocabulary: 'all', drop: 'first' },
		{ encoder: 'OneHotEncoder', handleUnknown: 'ignore', vocabulary: 'all', maxCategories: 5 },
		{ encoder: 'Normalizer' },
	];
	it.each(told.map((step) => [JSON.stringify(step), step] as const))('%s', (_, step) => {
		const state = encoderOf(step).fit(training(block), step);
		const names = encoderOf(step).bind(state).names(['a', 'b', 'c']);
		expect(width(step, columns)).toBe(names.length);
	});
});
