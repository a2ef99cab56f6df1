/**
 * The pipeline document (DESIGN §4): how a dataset becomes tensors. Order is fixed:
 * split → impute → encode. Steps later issues add (transform, interpolate, window, reshape, augment) get a field each.
 */
import * as v from 'valibot';
import { analysisSchema, dtypeSchema, idSchema, listOf, nameSchema, seedSchema } from './common';

/** Which of the columns still available a step takes (SPEC §6.2). */
const filter = {
	include: v.optional(v.boolean()),
	dtypes: v.optional(listOf(dtypeSchema)),
	columns: v.optional(listOf(v.string())),
};
export interface ColumnFilter {
	include?: boolean | undefined;
	dtypes?: v.InferOutput<typeof dtypeSchema>[] | undefined;
	columns?: string[] | undefined;
}

/** What a step may be told; left out, the step's own file says what holds. */
const flag = v.optional(v.boolean());
const number = v.optional(v.number());
const whole = (least: number) => v.optional(v.pipe(v.number(), v.integer(), v.minValue(least)));
const choice = <const T extends readonly string[]>(of: T) => v.optional(v.picklist(of));
/** Two numbers, the second above (or, as a degree, not below) the first. */
const pair = (least: number, most: number, equal = false) =>
	v.optional(
		v.pipe(
			v.tuple([v.number(), v.number()]),
			v.check(
				([low, high]) => low >= least && high <= most && (low < high || (equal && low === high)),
				'must be two numbers, the lower first',
			),
		),
	);

const indicator = flag;

export const imputeStepSchema = v.variant('imputer', [
	v.strictObject({ imputer: v.literal('mean'), indicator, ...filter }),
	v.strictObject({ imputer: v.literal('median'), indicator, ...filter }),
	v.strictObject({ imputer: v.literal('mostFrequent'), indicator, ...filter }),
	v.strictObject({
		imputer: v.literal('constant'),
		value: v.union([v.number(), v.string()]),
		indicator,
		...filter,
	}),
	v.strictObject({
		imputer: v.literal('knn'),
		neighbors: whole(1),
		weights: choice(['uniform', 'distance']),
		indicator,
		...filter,
	}),
]);

export const encodeStepSchema = v.variant('encoder', [
	v.strictObject({ encoder: v.literal('StandardScaler'), withMean: flag, withStd: flag, ...filter }),
	v.strictObject({
		encoder: v.literal('MinMaxScaler'),
		range: pair(-Infinity, Infinity),
		clip: flag,
		...filter,
	}),
	v.strictObject({ encoder: v.literal('MaxAbsScaler'), ...filter }),
	v.strictObject({
		encoder: v.literal('RobustScaler'),
		withCentering: flag,
		withScaling: flag,
		percentiles: pair(0, 100),
		unitVariance: flag,
		...filter,
	}),
	v.strictObject({
		encoder: v.literal('QuantileTransformer'),
		quantiles: whole(1),
		output: choice(['uniform', 'normal']),
		...filter,
	}),
	v.strictObject({
		encoder: v.literal('PowerTransformer'),
		method: v.optional(v.picklist(['yeo-johnson', 'box-cox']), 'yeo-johnson'),
		standardize: v.optional(v.boolean(), true),
		...filter,
	}),
	v.strictObject({
		encoder: v.literal('OneHotEncoder'),
		handleUnknown: v.optional(v.picklist(['error', 'ignore', 'infrequent']), 'ignore'),
		vocabulary: v.optional(v.picklist(['all', 'train']), 'all'),
		drop: choice(['first', 'binary']),
		/** Rarer categories share one column: fewer rows than this, or below 1 a share of them. Counted in train. */
		minFrequency: v.optional(v.pipe(v.number(), v.gtValue(0, 'must be above 0'))),
		maxCategories: whole(2),
		...filter,
	}),
	v.strictObject({
		encoder: v.literal('OrdinalEncoder'),
		vocabulary: v.optional(v.picklist(['all', 'train']), 'all'),
		/** The categories in their order; left out, sorted. */
		order: v.optional(listOf(v.union([v.string(), v.number()]))),
		handleUnknown: choice(['error', 'value']),
		unknownValue: number,
		...filter,
	}),
	v.strictObject({
		encoder: v.literal('LabelBinarizer'),
		low: number,
		high: number,
		vocabulary: v.optional(v.picklist(['all', 'train']), 'all'),
		...filter,
	}),
	v.strictObject({
		encoder: v.literal('MultiLabelBinarizer'),
		separator: v.optional(v.pipe(v.string(), v.minLength(1))),
		vocabulary: v.optional(v.picklist(['all', 'train']), 'all'),
		...filter,
	}),
	v.strictObject({ encoder: v.literal('Normalizer'), norm: choice(['l1', 'l2', 'max']), ...filter }),
	v.strictObject({ encoder: v.literal('Binarizer'), threshold: number, ...filter }),
	v.strictObject({
		encoder: v.literal('KBinsDiscretizer'),
		bins: whole(2),
		strategy: choice(['uniform', 'quantile', 'kmeans']),
		encode: choice(['onehot-dense', 'ordinal']),
		...filter,
	}),
	v.strictObject({
		encoder: v.literal('PolynomialFeatures'),
		degree: pair(0, 10, true),
		interactionOnly: flag,
		bias: flag,
		...filter,
	}),
	v.strictObject({
		encoder: v.literal('SplineTransformer'),
		knots: whole(2),
		degree: whole(1),
		placed: choice(['uniform', 'quantile']),
		outside: choice(['constant', 'linear', 'continue', 'periodic', 'error']),
		bias: flag,
		...filter,
	}),
	v.strictObject({ encoder: v.literal('KernelCenterer'), ...filter }),
	v.strictObject({
		encoder: v.literal('Divide'),
		by: v.optional(v.pipe(v.number(), v.notValue(0, 'must not be 0'))),
		...filter,
	}),
]);

const share = v.pipe(v.number(), v.gtValue(0, 'must be above 0'), v.ltValue(1, 'must be below 1'));

export const splitSchema = v.pipe(
	v.strictObject({
		test: share,
		validation: share,
		folds: v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(2))), null),
		/** Quantile bins for a continuous label; null means classes. */
		bins: v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(2))), null),
		stratify: v.optional(v.nullable(v.literal('target')), null),
		seed: seedSchema,
	}),
	v.check(
		(split) => split.test + split.validation < 1,
		'test and validation together must leave rows to train on',
	),
);

export const pipelineSchema = v.strictObject({
	kind: v.literal('pipeline'),
	name: nameSchema,
	analysis: analysisSchema,
	inputs: v.pipe(
		v.array(
			v.strictObject({
				dataset: idSchema,
				columns: v.union([
					v.strictObject({ include: listOf(v.string()) }),
					v.strictObject({ exclude: v.array(v.string()) }),
				]),
				impute: v.array(imputeStepSchema),
				encode: v.array(encodeStepSchema),
			}),
		),
		v.length(1, 'one input for now'),
	),
	target: v.strictObject({
		dataset: idSchema,
		columns: v.pipe(v.array(v.string()), v.length(1, 'one target column for now')),
		encode: v.nullable(encodeStepSchema),
	}),
	split: splitSchema,
});

export type Pipeline = v.InferOutput<typeof pipelineSchema>;
export type ImputeStep = v.InferOutput<typeof imputeStepSchema>;
export type EncodeStep = v.InferOutput<typeof encodeStepSchema>;
export type EncodeParams<K extends EncodeStep['encoder']> = Extract<EncodeStep, { encoder: K }>;
export type ImputeParams<K extends ImputeStep['imputer']> = Extract<ImputeStep, { imputer: K }>;
export type SplitSpec = v.InferOutput<typeof splitSchema>;
