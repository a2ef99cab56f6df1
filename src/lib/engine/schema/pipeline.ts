/**
 * The pipeline document (DESIGN §4): how a dataset becomes tensors. Order is fixed:
 * split → impute → encode. Steps later issues add (transform, interpolate, window, reshape, augment) get a field each.
 */
import * as v from 'valibot';
import { analysisSchema, idSchema, listOf, nameSchema } from './common';
import { encodeStepSchema } from './encode-step';
import { imputeStepSchema } from './impute-step';
import { splitSchema } from './split';

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
