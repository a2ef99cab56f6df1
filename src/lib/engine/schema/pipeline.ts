/**
 * The pipeline document (DESIGN §4): how datasets become tensors. The order of steps is fixed: transform → split →
 * interpolate → impute → encode → window → reshape; augmentation last, on training samples. Fields that were not there
 * in the first version are optional and absent where unused, so that the id of an older document stays what it was.
 */
import * as v from 'valibot';
import { augmentSchema } from './augment-step';
import { analysisSchema, idSchema, listOf, nameSchema } from './common';
import { encodeStepSchema } from './encode-step';
import { imputeStepSchema } from './impute-step';
import { interpolateStepSchema } from './interpolate-step';
import { splitSchema } from './split';
import { transformStepSchema } from './transform-step';

const positive = v.pipe(v.number(), v.integer(), v.minValue(1));

/** Sliding windows over a dataset's samples: each holds `size` of them and starts `shift` after the one before. */
export const windowSchema = v.strictObject({ size: positive, shift: positive });

const axis = v.pipe(v.number(), v.integer(), v.minValue(0));
/** SPEC §8: a number names an axis of the incoming array, a text is a size, a list the product of its axes' sizes. */
export const reshapeSchema = listOf(
	v.union([axis, v.pipe(v.string(), v.regex(/^[1-9]\d*$/, 'must be a whole number above 0')), listOf(axis)]),
);

export const inputSchema = v.strictObject({
	dataset: idSchema,
	columns: v.union([
		v.strictObject({ include: listOf(v.string()) }),
		v.strictObject({ exclude: v.array(v.string()) }),
	]),
	interpolate: v.optional(listOf(interpolateStepSchema)),
	impute: v.array(imputeStepSchema),
	encode: v.array(encodeStepSchema),
	window: v.optional(windowSchema),
	reshape: v.optional(reshapeSchema),
	augment: v.optional(augmentSchema),
});

export const targetSchema = v.strictObject({
	/** The table that holds the target; transforms work on it. Without a target, the first input's dataset. */
	dataset: idSchema,
	/** One column, or one per class with a single 1 in every row. Empty when the inputs themselves are learned. */
	columns: v.array(v.string()),
	interpolate: v.optional(interpolateStepSchema),
	encode: v.nullable(encodeStepSchema),
	/** A column of the same table that says how much each row counts in training; rows count alike without one. */
	weights: v.optional(v.pipe(v.string(), v.minLength(1, 'must not be empty'))),
	/** Without a label: the next window of the inputs, or the inputs themselves. */
	unsupervised: v.optional(v.picklist(['forecast', 'autoencoder'])),
});

export const pipelineSchema = v.strictObject({
	kind: v.literal('pipeline'),
	name: nameSchema,
	analysis: analysisSchema,
	/** Of the target's table, still readable. */
	transform: v.optional(listOf(transformStepSchema)),
	inputs: listOf(inputSchema),
	target: v.pipe(
		targetSchema,
		v.check(
			({ columns, unsupervised }) => (columns.length === 0) === (unsupervised !== undefined),
			'needs a column to predict, or says what is learned without one',
		),
	),
	split: splitSchema,
	/** Refusals of the leak guard this pipeline goes on in spite of, by their name (check/catalogue.ts). */
	overrides: v.optional(
		v.pipe(
			listOf(v.pipe(v.string(), v.regex(/^[a-z-]+$/, 'must be the name of a check'))),
			v.check((names) => new Set(names).size === names.length, 'must not name anything twice'),
		),
	),
});

export type Pipeline = v.InferOutput<typeof pipelineSchema>;
export type PipelineInput = v.InferOutput<typeof inputSchema>;
export type PipelineTarget = v.InferOutput<typeof targetSchema>;
export type Window = v.InferOutput<typeof windowSchema>;
