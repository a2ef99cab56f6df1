/**
 * The fitted state of a pipeline: a small JSON document that holds what was learned from the training rows.
 * Training, evaluation, what-if, inference and export all apply this same object.
 */
import * as v from 'valibot';
import { idSchema } from '../schema/common';
import { encodeStepSchema } from '../schema/encode-step';
import { imputeStepSchema } from '../schema/impute-step';

/** What a step learned; each step's own file knows the shape and parses it. */
const stateSchema = v.record(v.string(), v.unknown());

export const fittedStepSchema = <S extends v.GenericSchema>(step: S) =>
	v.object({
		step,
		/** Columns the step took, in order. */
		columns: v.array(v.string()),
		/** Names of the columns it gives, in order. */
		names: v.array(v.string()),
		state: stateSchema,
	});

export const fittedPipelineSchema = v.object({
	kind: v.literal('fitted'),
	pipeline: idSchema,
	/** Input columns in dataset order, before any step. */
	columns: v.array(v.string()),
	impute: v.array(fittedStepSchema(imputeStepSchema)),
	encode: v.array(fittedStepSchema(encodeStepSchema)),
	/** Columns no encoder took; they follow the encoded ones in dataset order. */
	leftover: v.array(v.string()),
	/** Missing indicators of the imputers, last; left out when no imputer was told to give any. */
	indicators: v.optional(v.array(v.string())),
	/** Steps that were fitted on more than training rows, and why; left out when there is none. */
	overrides: v.optional(v.array(v.object({ step: v.string(), reason: v.string() }))),
	/** Names of the tensor's columns, in order. */
	features: v.array(v.string()),
	target: v.object({
		column: v.string(),
		encode: v.nullable(fittedStepSchema(encodeStepSchema)),
		/** Sorted class names; empty for regression. */
		classes: v.array(v.string()),
	}),
});
export type FittedPipeline = v.InferOutput<typeof fittedPipelineSchema>;
export type FittedEncode = FittedPipeline['encode'][number];
