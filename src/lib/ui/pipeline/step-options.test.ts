import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { encoderOf } from '$lib/engine/prepare/steps';
import type { DatasetColumn } from '$lib/engine/schema/dataset';
import { encodeStepSchema, type EncodeStep } from '$lib/engine/schema/encode-step';
import { imputeStepSchema } from '$lib/engine/schema/impute-step';
import type { Column } from '$lib/engine/table/table';
import { textColumn } from '../../../../tests/fixtures/text-column';
import { training } from '../../../../tests/fixtures/training';
import { ENCODERS, IMPUTERS, encodeWith, imputeWith, type Step } from './edit';
import { meant, optionsOf, tell, told, written, type Option } from './step-options';
import { width } from './takes';
import { ENCODER_HINT, ENCODER_NAME, IMPUTER_NAME } from './words';

const accepts = (step: Step): boolean =>
	v.safeParse('imputer' in step ? imputeStepSchema : encodeStepSchema, step).success;
const steps: Step[] = [
	...IMPUTERS.map((imputer) => imputeWith({ imputer: 'median' }, imputer)),
	...ENCODERS.map((encoder) => encodeWith({ encoder: 'StandardScaler' }, encoder)),
];
const answers = (option: Option): unknown[] =>
	option.kind === 'flag'
		? [true, false]
		: option.kind === 'choice'
			? option.of.map(({ value }) => value)
			: option.kind === 'number'
				? [option.fallback]
				: [meant(option.as, option.fallback)];

describe('the form of every step', () => {
	it('offers every step of the schema, with its words', () => {
		expect([...IMPUTERS].sort()).toEqual(Object.keys(IMPUTER_NAME).sort());
		expect([...ENCODERS].sort()).toEqual(Object.keys(ENCODER_NAME).sort());
		expect(Object.values(ENCODER_HINT).every(Boolean)).toBe(true);
	});

	it.each(steps.map((step) => [JSON.stringify(step), step] as const))('%s', (_, step) => {
		expect(accepts(step)).toBe(true);
		const entries = ('imputer' in step ? imputeStepSchema : encodeStepSchema).options.find((option) =>
			'imputer' in step
				? 'imputer' in option.entries && option.entries.imputer.literal === step.imputer
				: 'encoder' in option.entries && option.entries.encoder.literal === step.encoder,
		)?.entries;
		const settings = Object.keys(entries ?? {}).filter(
			(key) => !['imputer', 'encoder', 'include', 'dtypes', 'columns'].includes(key),
		);
		expect(
			optionsOf(step)
				.map(({ key }) => key)
				.sort(),
		).toEqual(settings.sort());
		for (const option of optionsOf(step))
			for (const answer of answers(option)) {
				const next = tell(step, option.key, answer);
				expect(accepts(next), `${option.key} ${String(answer)}`).toBe(true);
				if (answer !== undefined && answer !== '') expect(told(next, option)).toEqual(answer);
			}
	});

	it('reads text fields, and leaves a setting out when one is emptied', () => {
		expect(meant('pair', '10, 90')).toEqual([10, 90]);
		expect(meant('list', 'low, mid,high')).toEqual(['low', 'mid', 'high']);
		expect(meant('words', 'the, 42,, to ')).toEqual(['the', '42', 'to']);
		expect(meant('words', ' ')).toBeUndefined();
		expect(meant('value', '3.5')).toBe(3.5);
		expect(meant('value', 'none')).toBe('none');
		expect(meant('number', ' ')).toBeUndefined();
		expect(written([25, 75])).toBe('25, 75');
		const step: EncodeStep = { encoder: 'RobustScaler', percentiles: [10, 90] };
		expect(tell(step, 'percentiles', undefined)).toEqual({ encoder: 'RobustScaler' });
		expect(accepts(tell(step, 'percentiles', meant('pair', '90, 10')))).toBe(false);
	});
});

describe('an empty choice', () => {
	it('is left unsaid, and an empty value is kept', () => {
		const step: EncodeStep = { encoder: 'CountVectorizer', stripAccents: 'ascii', stopList: 'short-english' };
		const plain = tell(tell(step, 'stripAccents', ''), 'stopList', '');
		expect(plain).toEqual({ encoder: 'CountVectorizer' });
		expect(tell({ imputer: 'constant', value: 0 }, 'value', '')).toEqual({ imputer: 'constant', value: '' });
	});
});

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
