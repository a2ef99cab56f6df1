/** Every step a document may name has a form, whose words are there and whose defaults are the engine's. */
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { augmentSample } from '$lib/engine/prepare/augment/augment-tensor';
import { augmentationOf } from '$lib/engine/prepare/augment/augmentations';
import { interpolate } from '$lib/engine/prepare/interpolate/interpolate';
import { encoderOf, imputerOf } from '$lib/engine/prepare/steps';
import type { ColumnKind } from '$lib/engine/prepare/step';
import { transformOf } from '$lib/engine/prepare/transform/transforms';
import { Stream } from '$lib/engine/random/stream';
import { augmentStepSchema, type AugmentStep } from '$lib/engine/schema/augment-step';
import { encodeStepSchema, type EncodeStep } from '$lib/engine/schema/encode-step';
import { imputeStepSchema, type ImputeStep } from '$lib/engine/schema/impute-step';
import { interpolateStepSchema } from '$lib/engine/schema/interpolate-step';
import { transformStepSchema, type TransformStep } from '$lib/engine/schema/transform-step';
import type { Column, Table } from '$lib/engine/table/table';
import { textColumn } from '../../../../tests/fixtures/text-column';
import { training } from '../../../../tests/fixtures/training';
import { meant, tell, told, written, type Option } from './options';
import {
	FAMILIES,
	columnsOf,
	formOf,
	freshStep,
	optionsOf,
	withMethod,
	type Step,
	type StepList,
} from './step-family';

const SCHEMAS = {
	transform: transformStepSchema,
	interpolate: interpolateStepSchema,
	impute: imputeStepSchema,
	encode: encodeStepSchema,
	augment: augmentStepSchema,
} as const;
const LISTS = Object.keys(SCHEMAS) as StepList[];
const FILTERS = ['include', 'dtypes', 'columns'];

const columns: readonly ColumnKind[] = [
	{ name: 'a', dtype: 'float64' },
	{ name: 'n', dtype: 'int64' },
	{ name: 't', dtype: 'string' },
	{ name: 'd', dtype: 'timestamp' },
];
const accepts = (list: StepList, step: unknown): boolean => v.safeParse(SCHEMAS[list], step).success;
/** As the document keeps it: with what its schema fills in. */
const parsed = (list: StepList, step: Step): Step => v.parse(SCHEMAS[list] as v.GenericSchema<Step>, step);
const METHODS = LISTS.flatMap((list) =>
	Object.keys(FAMILIES[list].forms).map((method) => [list, method] as const),
);

/** The settings of a method that its schema knows, filters and what can only be one thing left out. */
function settings(list: StepList, method: string): string[] {
	const { key } = FAMILIES[list];
	const variant = SCHEMAS[list].options.find((option) => {
		const entries = option.entries as Record<string, unknown>;
		return (entries[key] as { literal: string }).literal === method;
	});
	const entries = Object.entries(variant?.entries ?? {}) as [
		string,
		{ type: string; wrapped?: { type: string } },
	][];
	return entries
		.filter(
			([name, { wrapped }]) =>
				name !== key && !(FILTERS.includes(name) && list !== 'augment') && wrapped?.type !== 'literal',
		)
		.map(([name]) => name);
}

const answers = (option: Option): unknown[] => {
	switch (option.kind) {
		case 'flag':
			return [true, false];
		case 'choice':
			return option.of.map(({ value }) => value);
		case 'number':
			return [option.fallback];
		case 'picks':
			return [option.of.map(({ value }) => value)];
		case 'column':
			return option.none === undefined ? ['a'] : ['', 'a'];
		case 'text':
			return option.as === 'sql' || option.as === 'text'
				? ['a']
				: [option.as === 'numbers' ? [1, 7] : meant(option.as, option.fallback)];
	}
};

describe('every step of the schemas has a form', () => {
	it.each(LISTS)('%s', (list) => {
		const { key, forms } = FAMILIES[list];
		const known = SCHEMAS[list].options.map(
			(option) => ((option.entries as Record<string, unknown>)[key] as { literal: string }).literal,
		);
		expect(Object.keys(forms).sort()).toEqual(known.sort());
	});

	it.each(METHODS)('%s %s', (list, method) => {
		const step: Step = freshStep(list, method, columns);
		expect(accepts(list, step), JSON.stringify(step)).toBe(true);
		const form = formOf(step);
		expect(form.name).toBeTruthy();
		expect(form.hint).toBeTruthy();
		const keys = form.options.map(({ key }) => key);
		expect(keys.toSorted()).toEqual(settings(list, method).toSorted());
		for (const option of form.options) {
			expect(option.label, option.key).toBeTruthy();
			for (const answer of answers(option)) {
				const next = tell(step, option, answer);
				expect(accepts(list, next), `${option.key} ${String(answer)}`).toBe(true);
				if (answer !== undefined && answer !== '') expect(told(next, option)).toEqual(answer);
			}
		}
	});

	it('offers columns where the schema takes them, and nowhere else', () => {
		for (const [list, method] of METHODS) {
			const variant = SCHEMAS[list].options.find(
				(option) =>
					((option.entries as Record<string, unknown>)[FAMILIES[list].key] as { literal: string }).literal ===
					method,
			);
			const takes = Object.keys(variant?.entries ?? {}).includes('columns') && list !== 'augment';
			expect(formOf(freshStep(list, method, columns)).columns !== undefined, `${list} ${method}`).toBe(takes);
		}
	});
});

describe('what the form shows as default is what the engine does when nothing is said', () => {
	/** The step as it says nothing that it need not, and with every default spelled out. */
	const pairs = (list: StepList) =>
		Object.keys(FAMILIES[list].forms).flatMap((method) => {
			const step: Step = freshStep(list, method, columns);
			return optionsOf(step).flatMap((option): [string, Step, Step][] => {
				const said = (step as unknown as Record<string, unknown>)[option.key];
				const bare = tell(step, option, undefined);
				if (said !== undefined && !accepts(list, bare)) return [];
				const fallback =
					option.kind === 'text'
						? meant(option.as, option.fallback)
						: option.kind === 'column'
							? undefined
							: option.fallback;
				return [[`${method} ${option.key}`, parsed(list, bare), parsed(list, tell(step, option, fallback))]];
			});
		});

	const numbers = (name: string, values: readonly number[]): Column => ({
		name,
		dtype: 'float64',
		values: Float64Array.from(values),
	});
	const gaps = Float64Array.from([NaN, 1, NaN, 4, 2, 8, NaN, NaN, 3, 7, 5, NaN]);
	const rows = 24;
	const table: Table = {
		rows,
		columns: [
			numbers(
				'a',
				Array.from({ length: rows }, (_, i) => ((i * 7) % 11) + (i === 5 ? 90 : 0)),
			),
			{ name: 'n', dtype: 'int64', values: Float64Array.from({ length: rows }, (_, i) => i % 5) },
			textColumn(
				't',
				Array.from({ length: rows }, (_, i) => [' Ab', 'ab ', 'cD'][i % 3] ?? ''),
			),
			{
				name: 'd',
				dtype: 'timestamp',
				values: Float64Array.from({ length: rows }, (_, i) => i * 86_400_000 * 13),
			},
			textColumn(
				'y',
				Array.from({ length: rows }, (_, i) => (i % 4 ? 'no' : 'yes')),
			),
		],
	};

	it.each(pairs('transform'))('transform: %s', (_, bare, whole) => {
		const run = (step: Step) => {
			const transform = transformOf(step as TransformStep);
			const context = { target: 'y' };
			const state = transform.fit(training(table.columns), step as TransformStep, context);
			return transform.apply(table, state, step as TransformStep, {
				...context,
				stream: new Stream(3, 'transform'),
			});
		};
		expect(run(whole)).toEqual(run(bare));
	});

	it.each(pairs('interpolate'))('interpolate: %s', (_, bare, whole) => {
		const stamps = Float64Array.from(gaps, (__, i) => i * 1000);
		const run = (step: Step) => interpolate(gaps, step as Parameters<typeof interpolate>[1], stamps);
		expect(run(whole)).toEqual(run(bare));
	});

	it.each(pairs('augment'))('augment: %s', (_, bare, whole) => {
		const kind = augmentationOf(bare as AugmentStep).kinds[0] ?? 'image';
		const shape = kind === 'image' ? [3, 8, 8] : [64, 3];
		const sample = Float32Array.from({ length: 192 }, (__, i) => Math.sin(i) / 2 + 0.5);
		const run = (step: Step, copy: number) =>
			augmentSample(sample, shape, [step as AugmentStep], { kind, seed: 5, sample: 0, copy });
		for (let copy = 1; copy <= 6; copy++) expect(run(whole, copy)).toEqual(run(bare, copy));
	});

	it.each([...pairs('impute'), ...pairs('encode')])('impute, encode: %s', (_, bare, whole) => {
		const run = (step: Step) => {
			const kind = 'imputer' in step ? imputerOf(step as ImputeStep) : encoderOf(step as EncodeStep);
			const text = table.columns.filter(({ dtype }) => dtype === 'string');
			const quantities = [
				numbers('g', [...gaps, ...gaps]),
				numbers(
					'h',
					[...gaps, ...gaps].map((x) => x * x + 1),
				),
			];
			const full = table.columns.filter(({ dtype }) => dtype === 'float64' || dtype === 'int64');
			const sorts: (readonly Column[])[] = 'imputer' in step ? [quantities, text] : [full, text];
			const block = sorts.find((sort) =>
				sort.every((column) => (kind as ReturnType<typeof encoderOf>).accepts(column, step as EncodeStep)),
			);
			const own = (block ?? full).slice(0, kind.single ? 1 : 2);
			if ('encoder' in step && step.encoder === 'KernelCenterer') return null;
			const state = (kind as ReturnType<typeof encoderOf>).fit(training(own), step as EncodeStep);
			return kind.bind(state).apply(own);
		};
		expect(run(whole)).toEqual(run(bare));
	});
});

describe('fields', () => {
	it('are read as they are meant, and leave a setting out when emptied', () => {
		expect(meant('pair', '10, 90')).toEqual([10, 90]);
		expect(meant('list', 'low, mid,high')).toEqual(['low', 'mid', 'high']);
		expect(meant('words', 'the, 42,, to ')).toEqual(['the', '42', 'to']);
		expect(meant('words', ' ')).toBeUndefined();
		expect(meant('numbers', '1, 7,')).toEqual([1, 7]);
		expect(meant('value', '3.5')).toBe(3.5);
		expect(meant('value', 'none')).toBe('none');
		expect(meant('number', ' ')).toBeUndefined();
		expect(meant('sql', ' age > 3 ')).toBe('age > 3');
		expect(meant('pairs', 'St. => Street\n- => \n')).toEqual([
			['St.', 'Street'],
			['-', ''],
		]);
		expect(written([25, 75])).toBe('25, 75');
		expect(written([['a', 'b']], 'pairs')).toBe('a => b');
	});

	it('leave a choice unsaid when it is emptied, and keep an empty value', () => {
		const step: Step = { encoder: 'CountVectorizer', stripAccents: 'ascii' };
		const accents = formOf(step).options.find(({ key }) => key === 'stripAccents');
		expect(accents && tell(step, accents, '')).toEqual({ encoder: 'CountVectorizer' });
		const constant: Step = { imputer: 'constant', value: 0 };
		const value = formOf(constant).options.find(({ key }) => key === 'value');
		expect(value && tell(constant, value, '')).toEqual({ imputer: 'constant', value: '' });
	});

	it('are shown only where they matter', () => {
		const keys = (step: Step) => optionsOf(step).map(({ key }) => key);
		expect(keys({ transform: 'sample', method: 'up' })).not.toContain('neighbors');
		expect(keys({ transform: 'sample', method: 'smote' })).toContain('neighbors');
		expect(columnsOf({ transform: 'sample', method: 'up' })).toBeNull();
		expect(keys({ augment: 'rotate', fill: 'constant' })).toContain('value');
		expect(keys({ augment: 'rotate' })).not.toContain('value');
	});
});

describe('another method', () => {
	it('keeps columns and what both can be told', () => {
		expect(
			withMethod({ transform: 'clipOutliers', method: 'zscore', factor: 4, columns: ['a'] }, 'dropOutliers'),
		).toEqual({
			transform: 'dropOutliers',
			method: 'zscore',
			factor: 4,
			columns: ['a'],
		});
		expect(withMethod({ method: 'linear', limit: 2, columns: ['a'] }, 'cubic')).toEqual({
			method: 'cubic',
			limit: 2,
			columns: ['a'],
		});
	});

	it('drops what the new one does not know', () => {
		expect(withMethod({ encoder: 'PolynomialFeatures', degree: [1, 3] }, 'SplineTransformer')).toEqual({
			encoder: 'SplineTransformer',
		});
		expect(withMethod({ encoder: 'RobustScaler', percentiles: [10, 90] }, 'MinMaxScaler')).toEqual({
			encoder: 'MinMaxScaler',
		});
	});
});
