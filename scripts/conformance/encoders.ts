/** The families of encoders: scikit-learn's names and settings in ours, then fit, apply, names and inverse. */
import * as v from 'valibot';
import { training } from '../../tests/fixtures/training';
import {
	bestLambda,
	boxCox,
	boxCoxLikelihood,
	yeoJohnson,
	yeoJohnsonLikelihood,
} from '../../src/lib/engine/prepare/power';
import { encoderOf } from '../../src/lib/engine/prepare/steps';
import { encodeStepSchema, type EncodeStep } from '../../src/lib/engine/schema/encode-step';
import type { Column } from '../../src/lib/engine/table/table';
import {
	alike,
	block,
	column,
	isRefusal,
	near,
	num,
	nums,
	refuses,
	same,
	type Case,
	type Json,
} from './case';

type Params = Record<string, Json>;

const TRANSLATED: Readonly<Record<string, (params: Params) => object>> = {
	StandardScaler: (p) => ({ withMean: p['with_mean'], withStd: p['with_std'] }),
	MinMaxScaler: (p) => ({ range: p['feature_range'], clip: p['clip'] }),
	MaxAbsScaler: () => ({}),
	RobustScaler: (p) => ({
		withCentering: p['with_centering'],
		withScaling: p['with_scaling'],
		percentiles: p['quantile_range'],
		unitVariance: p['unit_variance'],
	}),
	Normalizer: (p) => ({ norm: p['norm'] }),
	Binarizer: (p) => ({ threshold: p['threshold'] }),
	QuantileTransformer: (p) => ({ quantiles: p['n_quantiles'], output: p['output_distribution'] }),
	PowerTransformer: (p) => ({ method: p['method'], standardize: p['standardize'] }),
	KBinsDiscretizer: (p) => ({
		bins: p['n_bins'],
		strategy: p['strategy'],
		// Its sparse form has the same numbers; a document that asks for it is refused (EN-08).
		encode: p['encode'] === 'ordinal' ? 'ordinal' : 'onehot-dense',
	}),
	OneHotEncoder: (p) => ({
		handleUnknown:
			p['handle_unknown'] === 'infrequent_if_exist' ? 'infrequent' : (p['handle_unknown'] ?? 'error'),
		drop: p['drop'] === 'if_binary' ? 'binary' : (p['drop'] ?? undefined),
		minFrequency: p['min_frequency'] ?? undefined,
		maxCategories: p['max_categories'] ?? undefined,
	}),
	OrdinalEncoder: (p) => ({
		handleUnknown: p['handle_unknown'] === 'use_encoded_value' ? 'value' : 'error',
		unknownValue: p['unknown_value'],
	}),
	LabelEncoder: () => ({ encoder: 'OrdinalEncoder' }),
	LabelBinarizer: (p) => ({ low: p['neg_label'], high: p['pos_label'] }),
	MultiLabelBinarizer: () => ({ separator: LABELS }),
	PolynomialFeatures: (p) => ({
		degree: typeof p['degree'] === 'number' ? [0, p['degree']] : p['degree'],
		interactionOnly: p['interaction_only'],
		bias: p['include_bias'] ?? true,
	}),
	SplineTransformer: (p) => ({
		knots: p['n_knots'],
		degree: p['degree'],
		placed: p['knots'],
		outside: p['extrapolation'],
		bias: p['include_bias'],
	}),
	KernelCenterer: () => ({}),
	FunctionTransformer(p) {
		const by = /^x\s*\/\s*([\d.]+)$/.exec(String(p['func']))?.[1];
		if (by === undefined) throw new Error(`the function ${String(p['func'])} is not known`);
		return { encoder: 'Divide', by: Number(by) };
	},
};

/** Stands between the labels of a list that a fixture gives as a list. */
const LABELS = '\u001f';

/** A step of ours for an encoder of scikit-learn with its settings (snake case). */
export function stepFor(encoder: string, params: Params, filter: object = {}): EncodeStep {
	const translate = TRANSLATED[encoder];
	if (!translate) throw new Error(`the encoder ${encoder} is not known`);
	return v.parse(encodeStepSchema, { encoder, ...translate(params), ...filter });
}

/** Fits, sends the state through JSON, and binds it. */
function fitted(step: EncodeStep, source: readonly Column[]) {
	const state: unknown = JSON.parse(JSON.stringify(encoderOf(step).fit(training(source), step)));
	return encoderOf(step).bind(state);
}

/** An encoder's case: what it learns from `fit` and gives for `fit` and `new`. */
export function checkEncoder(found: Case): void {
	const { params, input, expected } = found;
	const name = String(params['encoder']);
	if (name === 'OrdinalEncoder' && Array.isArray(params['categories']))
		return checkOrders(found, params['categories']);
	const step = stepFor(name, params);
	const lists = name === 'MultiLabelBinarizer';
	const read = (value: Json | undefined) =>
		lists
			? [
					column(
						(value as string[][]).map((list) => list.join(LABELS) || null),
						'x0',
					),
				]
			: block(value);
	if (params['classes']) return checkSoft(found, step);
	const source = read(input['fit']);
	if (isRefusal(expected)) {
		if (input['encoded'])
			return refuses(() => fitted(step, source).invert?.(block(input['encoded']), source), 'inverse');
		return refuses(() => fitted(step, source).apply(source), 'fit');
	}
	const bound = fitted(step, source);
	const names = bound.names((params['columns'] as string[] | undefined) ?? source.map((one) => one.name));
	if (expected['equals_names']) same(names, expected['equals_names'], 'names');
	if (expected['names']) same(names, expected['names'], 'names');
	const encoded = input['encoded'] ? block(input['encoded']) : bound.apply(source);
	if (expected['transform']) {
		alike(encoded, expected['transform'], found, 'transform');
		same(
			names,
			encoded.map((one) => one.name),
			'names of the columns',
		);
	}
	if (isRefusal(expected['transform_new'])) refuses(() => bound.apply(block(input['new'])), 'transform_new');
	else if (expected['transform_new'])
		alike(bound.apply(block(input['new'])), expected['transform_new'], found, 'transform_new');
	const { inverse } = expected;
	if (inverse === undefined) return;
	const back = () => {
		if (!bound.invert) throw new Error('there is no inverse');
		return bound.invert(encoded, source);
	};
	if (isRefusal(inverse)) refuses(back, 'inverse');
	else if (lists)
		alike(
			back(),
			(inverse as string[][]).map((list) => list.join(LABELS) || null),
			found,
			'inverse',
		);
	else alike(back(), inverse, found, 'inverse');
}

/** Categories given column by column: a step for each, as each of ours has one order. */
function checkOrders(found: Case, orders: readonly Json[]): void {
	const source = block(found.input['fit']);
	const bound = source.map((one, c) => {
		const step = v.parse(encodeStepSchema, {
			...stepFor('OrdinalEncoder', found.params),
			order: orders[c],
		});
		return { one, bound: fitted(step, [one]) };
	});
	const encoded = bound.map(({ one, bound: each }) => each.apply([one])[0] as Column);
	alike(encoded, found.expected['transform'], found, 'transform');
	const back = bound.map(
		({ one, bound: each }, c) => each.invert?.([encoded[c] as Column], [one])[0] as Column,
	);
	alike(back, found.expected['inverse'], found, 'inverse');
	const fresh = found.expected['transform_new'];
	if (!fresh) return;
	const apply = () => block(found.input['new']).map((one, c) => bound[c]?.bound.apply([one])[0] as Column);
	if (isRefusal(fresh)) refuses(apply, 'transform_new');
	else alike(apply(), fresh, found, 'transform_new');
}

/** Probabilities back to classes. */
function checkSoft(found: Case, step: EncodeStep): void {
	const source = block(found.params['classes']);
	alike(
		fitted(step, source).invert?.(block(found.input['encoded']), source) ?? [],
		found.expected['inverse'],
		found,
		'inverse',
	);
}

/** A case of quantile_power: an encoder, a power at a given exponent, or the exponent of greatest likelihood. */
export function checkPower(found: Case): void {
	const written = found.params['function'];
	if (written === undefined) return checkEncoder(found);
	const values = nums(found.input['x']);
	const boxed = /^box-?cox/.test(String(written));
	if (found.expected['y']) {
		const lambda = num(found.params['lmbda']);
		return near(
			values.map((x) => (boxed ? boxCox : yeoJohnson)(x, lambda)),
			nums(found.expected['y']),
			found,
			'y',
		);
	}
	const numbers = Float64Array.from(values);
	near(
		[bestLambda(numbers, boxed ? 'box-cox' : 'yeo-johnson')],
		[num(found.expected['lmbda'])],
		found,
		'lambda',
	);
	const likelihood = (boxed ? boxCoxLikelihood : yeoJohnsonLikelihood)(numbers);
	const close: Case = { ...found, tolerance: { abs: 1e-9, rel: 1e-9 } };
	for (const [lambda, at] of found.expected['loglik_at'] as Json[][])
		near([likelihood(num(lambda))], [num(at)], close, 'likelihood');
}
