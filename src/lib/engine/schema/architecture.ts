/** The architecture document: layers, loss and optimizer as a declaration. `constant` is the honest baseline. */
import * as v from 'valibot';
import { analysisSchema, nameSchema } from './common';

const units = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(4096));

export const layerSchema = v.variant('layer', [
	v.strictObject({
		layer: v.literal('dense'),
		units,
		activation: v.optional(v.picklist(['linear', 'relu', 'tanh', 'sigmoid', 'elu', 'gelu']), 'relu'),
	}),
	v.strictObject({ layer: v.literal('dropout'), rate: v.pipe(v.number(), v.minValue(0), v.ltValue(1)) }),
	v.strictObject({ layer: v.literal('batchNorm') }),
	/** As many units as the target needs, linear; the loss works on logits. */
	v.strictObject({ layer: v.literal('output') }),
	/** Ignores the inputs: class shares, or the mean, of the training rows. */
	v.strictObject({ layer: v.literal('constant') }),
]);

export const lossSchema = v.picklist([
	'binaryCrossentropy',
	'categoricalCrossentropy',
	'meanSquaredError',
	'meanAbsoluteError',
]);

export const optimizerSchema = v.strictObject({
	optimizer: v.picklist(['adam', 'sgd']),
	learningRate: v.pipe(v.number(), v.gtValue(0), v.maxValue(10)),
	/** Decoupled (AdamW); 0 is none. */
	weightDecay: v.optional(v.pipe(v.number(), v.minValue(0)), 0),
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
	optimizer: optimizerSchema,
});

export type Architecture = v.InferOutput<typeof architectureSchema>;
export type Layer = v.InferOutput<typeof layerSchema>;
export type Loss = v.InferOutput<typeof lossSchema>;
export type OptimizerSpec = v.InferOutput<typeof optimizerSchema>;

export { isBaseline } from './is-baseline';
