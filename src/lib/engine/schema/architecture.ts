/**
 * The architecture document: layers, loss and optimizer as a declaration. `constant` is the honest baseline. What is left
 * out has no default here, so that an older document keeps its id.
 */
import * as v from 'valibot';
import { analysisSchema, nameSchema } from './common';
import { layerSchema } from './layer';

/** The loss works on raw outputs: logits in a classification, log rates for Poisson, encoded values elsewhere. */
export const LOSSES = [
	'binaryCrossentropy',
	'categoricalCrossentropy',
	'focal',
	'hinge',
	'klDivergence',
	'meanSquaredError',
	'meanAbsoluteError',
	'huber',
	'logCosh',
	'poisson',
] as const;
export const lossSchema = v.picklist(LOSSES);

export const OPTIMIZERS = [
	'sgd',
	'momentum',
	'nesterov',
	'rmsprop',
	'adagrad',
	'adadelta',
	'adam',
	'adamW',
	'adamax',
] as const;

const above0 = v.pipe(v.number(), v.gtValue(0));

export const optimizerSchema = v.strictObject({
	optimizer: v.picklist(OPTIMIZERS),
	learningRate: v.pipe(v.number(), v.gtValue(0), v.maxValue(10)),
	/** Decoupled from the gradient (AdamW), on kernels alone; 0 is none. */
	weightDecay: v.optional(v.pipe(v.number(), v.minValue(0)), 0),
	/** Of momentum and Nesterov; 0.9 when left out. */
	momentum: v.optional(v.pipe(v.number(), v.minValue(0), v.ltValue(1))),
	/** Gradients are scaled down to this length, all of a model's together. */
	clipNorm: v.optional(above0),
	/** Each number of a gradient is cut to ± this, before `clipNorm`. */
	clipValue: v.optional(above0),
});

export const architectureSchema = v.strictObject({
	kind: v.literal('architecture'),
	name: nameSchema,
	analysis: analysisSchema,
	layers: v.pipe(
		v.array(layerSchema),
		v.minLength(1),
		v.check(
			(layers) => ['output', 'constant'].includes(layers.at(-1)?.layer ?? ''),
			'must end with an output layer',
		),
		v.check(
			(layers) => layers.slice(0, -1).every(({ layer }) => layer !== 'output' && layer !== 'constant'),
			'has one output layer, the last',
		),
	),
	loss: lossSchema,
	/** Where Huber's loss turns from a parabola into a line, in units of the encoded target; 1 when left out. */
	delta: v.optional(above0),
	/** How much the focal loss turns away from what is already right; 2 when left out. */
	gamma: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(10))),
	/** Share of every label that is given to all classes alike; 0 when left out. */
	labelSmoothing: v.optional(v.pipe(v.number(), v.minValue(0), v.ltValue(1))),
	optimizer: optimizerSchema,
});

export type Architecture = v.InferOutput<typeof architectureSchema>;
export type Loss = v.InferOutput<typeof lossSchema>;
export type OptimizerSpec = v.InferOutput<typeof optimizerSchema>;

export type { Activation, Layer } from './layer';
export { isBaseline } from './is-baseline';
