/**
 * The fitted state of a pipeline: a small JSON document that holds what was learned from the training rows, one per
 * pipeline or, with folds, one per fold. Training, evaluation, what-if, inference and export all apply this same object.
 */
import * as v from 'valibot';
import { idSchema } from '../schema/common';
import { encodeStepSchema } from '../schema/encode-step';
import { imputeStepSchema } from '../schema/impute-step';
import { fittedTransformSchema } from './transform/fitted-transform';

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

const inputFields = {
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
	/** Names of the tensor's columns (channels), in order. */
	features: v.array(v.string()),
};

export const fittedInputSchema = v.object({
	...inputFields,
	/** Shape of one sample of the input tensor; left out by the first version, which had rows of features only. */
	shape: v.optional(v.array(v.number())),
});

const targetSchema = v.object({
	/** The target's column; where there is one per class, all of them joined for people. */
	column: v.string(),
	/** One column per class with a single 1 in every row. */
	columns: v.optional(v.array(v.string())),
	encode: v.nullable(fittedStepSchema(encodeStepSchema)),
	/** Sorted class names; empty for regression. */
	classes: v.array(v.string()),
});

const current = v.object({
	kind: v.literal('fitted'),
	pipeline: idSchema,
	/** 0-based fold of the pipeline's split; left out without folds. */
	fold: v.optional(v.number()),
	/** Transforms behind the split, in their order, with what they learned; left out when there is none. */
	transform: v.optional(v.array(fittedTransformSchema)),
	/** One per input of the pipeline. */
	inputs: v.array(fittedInputSchema),
	target: targetSchema,
});

/** The first version held one input beside everything else. */
const first = v.pipe(
	v.object({ kind: v.literal('fitted'), pipeline: idSchema, ...inputFields, target: targetSchema }),
	v.transform(({ kind, pipeline, target, ...input }): v.InferOutput<typeof current> => ({
		kind,
		pipeline,
		inputs: [input],
		target,
	})),
);

export const fittedPipelineSchema = v.union([current, first]);
export type FittedPipeline = v.InferOutput<typeof current>;
export type FittedInput = FittedPipeline['inputs'][number];
export type FittedEncode = FittedInput['encode'][number];
export type FittedTarget = FittedPipeline['target'];
