/** The encoders a pipeline document may name, with their options (SPEC §6.3). */
import * as v from 'valibot';
import { listOf } from './common';
import { choice, filter, flag, number, pair, whole } from './step-fields';
import { countVectorizerSchema, letterEncoderSchema, tfidfVectorizerSchema } from './text-encode-step';

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
	v.pipe(
		v.strictObject({
			encoder: v.literal('LabelBinarizer'),
			low: number,
			high: number,
			vocabulary: v.optional(v.picklist(['all', 'train']), 'all'),
			...filter,
		}),
		v.forward(
			v.check(({ low = 0, high = 1 }) => low < high, 'must be above low (0 and 1 when left out)'),
			['high'],
		),
	),
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
	countVectorizerSchema,
	tfidfVectorizerSchema,
	letterEncoderSchema,
]);

export type EncodeStep = v.InferOutput<typeof encodeStepSchema>;
export type EncodeParams<K extends EncodeStep['encoder']> = Extract<EncodeStep, { encoder: K }>;
