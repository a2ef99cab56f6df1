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

export const imputeStepSchema = v.variant('imputer', [
	v.strictObject({ imputer: v.literal('mean'), ...filter }),
	v.strictObject({ imputer: v.literal('median'), ...filter }),
	v.strictObject({ imputer: v.literal('mostFrequent'), ...filter }),
	v.strictObject({ imputer: v.literal('constant'), value: v.union([v.number(), v.string()]), ...filter }),
]);

export const encodeStepSchema = v.variant('encoder', [
	v.strictObject({ encoder: v.literal('StandardScaler'), ...filter }),
	v.strictObject({ encoder: v.literal('MinMaxScaler'), ...filter }),
	v.strictObject({ encoder: v.literal('RobustScaler'), ...filter }),
	v.strictObject({
		encoder: v.literal('PowerTransformer'),
		method: v.optional(v.picklist(['yeo-johnson', 'box-cox']), 'yeo-johnson'),
		standardize: v.optional(v.boolean(), true),
		...filter,
	}),
	v.strictObject({
		encoder: v.literal('OneHotEncoder'),
		handleUnknown: v.optional(v.picklist(['error', 'ignore']), 'ignore'),
		vocabulary: v.optional(v.picklist(['all', 'train']), 'all'),
		...filter,
	}),
	v.strictObject({
		encoder: v.literal('OrdinalEncoder'),
		vocabulary: v.optional(v.picklist(['all', 'train']), 'all'),
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
export type SplitSpec = v.InferOutput<typeof splitSchema>;
