/**
 * A run: one trained model, never edited. What people say about it (star, archive, note) is an annotation beside it.
 * Metrics that are undefined for a split (AUC with one class) are null, never a number.
 */
import * as v from 'valibot';
import { analysisSchema, idSchema } from './common';

const numbers = v.array(v.nullable(v.number()));
const metricsSchema = v.record(v.string(), v.nullable(v.number()));

/** Per epoch, index 0 is epoch 1; evaluated after the epoch, in evaluation mode, on all rows of the split. */
export const historySchema = v.object({
	train: v.record(v.string(), numbers),
	validation: v.record(v.string(), numbers),
});

export const environmentSchema = v.object({
	/** "tfjs-wasm", "tfjs-webgpu", … or "closed-form" for the baseline. */
	executor: v.string(),
	/** Executor, library versions, device and browser: equal fingerprints promise equal bytes. */
	fingerprint: v.string(),
	engineVersion: v.string(),
	userAgent: v.string(),
});

export const runSchema = v.object({
	kind: v.literal('run'),
	id: idSchema,
	jobKey: idSchema,
	experiment: idSchema,
	pipeline: idSchema,
	architecture: idSchema,
	dataset: idSchema,
	analysis: analysisSchema,
	target: v.string(),
	repeat: v.pipe(v.number(), v.integer(), v.minValue(0)),
	/** 0-based fold it was validated on; left out without folds. */
	fold: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
	seed: v.number(),
	startedAt: v.number(),
	seconds: v.number(),
	parameters: v.number(),
	/** 1-based epoch whose weights were kept; 0 for closed form. */
	bestEpoch: v.number(),
	/** Why training ended. */
	ended: v.picklist(['all epochs', 'early stop', 'cut-off', 'closed form']),
	history: historySchema,
	metrics: v.object({ train: metricsSchema, validation: metricsSchema, test: metricsSchema }),
	/** Sorted class names (classification), in the order of the score columns; empty for regression. */
	classes: v.array(v.string()),
	environment: environmentSchema,
});

export const annotationSchema = v.object({
	run: idSchema,
	starred: v.boolean(),
	archived: v.boolean(),
	note: v.string(),
});

export type History = v.InferOutput<typeof historySchema>;
export type Run = v.InferOutput<typeof runSchema>;
export type Annotation = v.InferOutput<typeof annotationSchema>;
export type SplitMetrics = Run['metrics'];

/** What a run says about the rows of one split; metrics and curves are functions of this alone. */
export interface SplitPrediction {
	/** Row numbers of the registered dataset, ascending. */
	readonly rows: Uint32Array;
	/**
	 * Class index, or the value in the target's own unit. Length n; without a target n × k, what was to be given back.
	 */
	readonly truth: Float64Array;
	/**
	 * n × k row-major. Binary: k = 1, probability of the second class. Multi-class: k classes, probabilities.
	 * Regression: k = 1, the predicted value in the target's own unit.
	 */
	readonly scores: Float64Array;
	readonly width: number;
}
export interface Prediction {
	readonly run: `sha256:${string}`;
	readonly train: SplitPrediction;
	readonly validation: SplitPrediction;
	readonly test: SplitPrediction;
}

/** Named weight arrays, row-major, float32. */
export interface WeightTensor {
	readonly name: string;
	readonly shape: readonly number[];
	readonly values: Float32Array;
}
