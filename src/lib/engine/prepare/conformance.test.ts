import { describe, expect, it } from 'vitest';
import { training } from '../../../../tests/fixtures/training';
import {
	columnsOf,
	expectClose,
	isError,
	num,
	nums,
	pick,
	type Case,
	type Json,
} from '../../../../tests/fixtures/fixture';
import { isString, type Column } from '../table/table';
import type { EncodeStep } from '../schema/encode-step';
import type { ImputeStep } from '../schema/impute-step';
import { compareCodePoints } from '../table/compare';
import { bestLambda, boxCox, boxCoxLikelihood, yeoJohnson, yeoJohnsonLikelihood } from './power';
import { encoderOf, imputerOf } from './steps';

/** A column of a fixture; `gap` says which text means missing. */
function column(values: readonly Json[], name: string, gap: Json = null): Column {
	const text = values.some(
		(value) => typeof value === 'string' && !['NaN', 'Infinity', '-Infinity'].includes(value),
	);
	if (text) {
		const dictionary = [
			...new Set(values.filter((value): value is string => typeof value === 'string' && value !== gap)),
		].sort(compareCodePoints);
		return {
			name,
			dtype: 'string',
			dictionary,
			codes: Int32Array.from(values, (value) => dictionary.indexOf(value as string)),
		};
	}
	const bool = values.every((value) => typeof value === 'boolean');
	return { name, dtype: bool ? 'bool' : 'float64', values: Float64Array.from(values.map(num)) };
}
const block = (value: Json | undefined, gap: Json = null) =>
	columnsOf(value).map((values, c) => column(values, `c${c}`, gap));

const texts = (one: Column): (string | null)[] =>
	isString(one)
		? Array.from(one.codes, (code) => one.dictionary[code] ?? null)
		: Array.from(one.values, String);

function expectBlock(
	actual: readonly Column[],
	expected: Json | undefined,
	{ tolerance }: Case,
	where: string,
): void {
	const columns = columnsOf(expected);
	expect(actual.length, where).toBe(columns.length);
	columns.forEach((values, c) => {
		const one = actual[c] as Column;
		if (isString(one)) expect(texts(one), where).toEqual(values);
		else expectClose(one.values, values.map(num), tolerance, `${where}.${c}`);
	});
}

function checkEncoder(step: EncodeStep, found: Case): void {
	const encoder = encoderOf(step);
	const source = block(found.input['fit']);
	if (isError(found.expected)) {
		expect(() => encoder.fit(training(source), step)).toThrow(/pipeline\.|box-cox/);
		return;
	}
	const state: unknown = JSON.parse(JSON.stringify(encoder.fit(training(source), step)));
	const bound = encoder.bind(state);
	const encoded = bound.apply(source);
	expectBlock(encoded, found.expected['transform'], found, 'transform');
	expect(bound.names(source.map(({ name }) => name))).toEqual(encoded.map(({ name }) => name));
	const fresh = found.expected['transform_new'];
	if (isError(fresh)) expect(() => bound.apply(block(found.input['new']))).toThrow();
	else if (fresh) expectBlock(bound.apply(block(found.input['new'])), fresh, found, 'transform_new');
	const inverse = found.expected['inverse'];
	if (inverse && !isError(inverse) && bound.invert)
		expectBlock(bound.invert(encoded, source), inverse, found, 'inverse');
}

describe('scalers give scikit-learn’s numbers', () => {
	const ours = (name: string) => /^(StandardScaler|MinMaxScaler|RobustScaler)\/.*\/\{\}$/.test(name);
	it.each(pick('scalers', ours))('%s', (_, found) => {
		checkEncoder({ encoder: found.params['encoder'] as 'StandardScaler' }, found);
	});
});

describe('PowerTransformer gives scikit-learn’s numbers', () => {
	it.each(pick('quantile_power', (name) => name.startsWith('PowerTransformer/')))(
		'%s',
		(_, { params, ...found }) => {
			const method = params['method'] as 'box-cox';
			checkEncoder(
				{ encoder: 'PowerTransformer', method, standardize: params['standardize'] !== false },
				{ params, ...found },
			);
		},
	);
	it.each(pick('quantile_power', (name) => name.includes('refuses')))('%s', (_, found) => {
		checkEncoder({ encoder: 'PowerTransformer', method: 'box-cox', standardize: true }, found);
	});
	it.each(pick('quantile_power', (name) => name.includes('_at_lambda/')))(
		'%s',
		(name, { input, params, expected, tolerance }) => {
			const lambda = num(params['lmbda'] ?? params['lambda'] ?? input['lmbda'] ?? name.split('/')[1] ?? null);
			const f = name.startsWith('box') ? boxCox : yeoJohnson;
			expectClose(
				nums(input['x']).map((x) => f(x, lambda)),
				nums(expected['y']),
				tolerance,
			);
		},
	);
	it.each(pick('quantile_power', (name) => name.includes('_mle/')))(
		'%s',
		(name, { input, expected, tolerance }) => {
			const values = Float64Array.from(nums(input['x']));
			const method = name.startsWith('box') ? 'box-cox' : 'yeo-johnson';
			const likelihood = (method === 'box-cox' ? boxCoxLikelihood : yeoJohnsonLikelihood)(values);
			expectClose([bestLambda(values, method)], [num(expected['lmbda'])], tolerance, 'lambda');
			for (const [lambda, at] of expected['loglik_at'] as Json[][]) {
				expectClose([likelihood(num(lambda))], [num(at)], { abs: 1e-9, rel: 1e-9 }, 'likelihood');
			}
		},
	);
});

describe('categorical encoders give scikit-learn’s numbers', () => {
	const oneHot = (name: string) =>
		/^OneHotEncoder\/(error|ignore)\/drop=None/.test(name) || /^OneHotEncoder\/(None|NaN)_is/.test(name);
	it.each(pick('categorical', oneHot))('%s', (_, found) => {
		const handleUnknown = found.params['handle_unknown'] === 'ignore' ? 'ignore' : 'error';
		checkEncoder({ encoder: 'OneHotEncoder', handleUnknown, vocabulary: 'all' }, found);
	});
	const ordinal = (name: string) => /^OrdinalEncoder\/(error\/|nan_passthrough)/.test(name);
	it.each(pick('categorical', ordinal))('%s', (_, found) => {
		checkEncoder({ encoder: 'OrdinalEncoder', vocabulary: 'all' }, found);
	});
	it.each(pick('categorical', (name) => name.includes('inverse_all_zero')))(
		'%s',
		(_, { input, params, expected }) => {
			const step = {
				encoder: 'OneHotEncoder',
				vocabulary: 'all',
				handleUnknown: params['handle_unknown'] as 'ignore',
			} as const;
			const source = block(input['fit']);
			const { invert } = encoderOf(step).bind(encoderOf(step).fit(training(source), step));
			const encoded = block(input['encoded']);
			if (isError(expected)) expect(() => invert?.(encoded, source)).toThrow(/cannot decode/);
			else expect(invert?.(encoded, source).map(texts)).toEqual(columnsOf(expected['inverse']));
		},
	);
	it('names one-hot columns column=category', () => {
		const [[, { input, params, expected }] = ['', null as never]] = pick(
			'categorical',
			(name) => name === 'OneHotEncoder/names',
		);
		const step = { encoder: 'OneHotEncoder', vocabulary: 'all', handleUnknown: 'ignore' } as const;
		const state = encoderOf(step).fit(training(block(input['fit'])), step);
		expect(
			encoderOf(step)
				.bind(state)
				.names(params['columns'] as string[]),
		).toEqual(expected['equals_names']);
	});
});

describe('imputers give scikit-learn’s numbers', () => {
	const simple = (name: string) =>
		name.startsWith('SimpleImputer/') && !name.includes('"add_indicator": true');
	it.each(pick('imputers', simple))('%s', (name, found) => {
		const strategy = String(found.params['strategy']).replace('most_frequent', 'mostFrequent');
		const value = (found.params['fill_value'] ?? 0) as number | string;
		const step = (
			strategy === 'constant' ? { imputer: strategy, value } : { imputer: strategy }
		) as ImputeStep;
		const gap = name.includes('strings') ? 'NaN' : null;
		const source = block(found.input['fit'], gap);
		const bound = imputerOf(step).bind(
			JSON.parse(JSON.stringify(imputerOf(step).fit(training(source), step))),
		);
		const result = bound.apply(source);
		expectBlock(result, found.expected['transform'], found, 'transform');
		expect(bound.names(source.map((one) => one.name))).toEqual(result.map((one) => one.name));
		if (found.input['new'])
			expectBlock(bound.apply(block(found.input['new'], gap)), found.expected['transform_new'], found, 'new');
	});
});
