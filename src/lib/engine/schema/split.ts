/** How a pipeline document says which rows train, validate and test (SPEC §9). */
import * as v from 'valibot';
import { seedSchema } from './common';

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

export type SplitSpec = v.InferOutput<typeof splitSchema>;
