/** The experiment document: a pipeline and an architecture, how they are trained, how often, from which seed. */
import * as v from 'valibot';
import { idSchema, nameSchema, seedSchema } from './common';

const positive = v.pipe(v.number(), v.integer(), v.minValue(1));

export const trainerSchema = v.strictObject({
	epochs: v.pipe(positive, v.maxValue(100_000)),
	batchSize: positive,
	/** Stop after this many epochs without a lower validation loss, and keep the best weights; null trains all epochs. */
	patience: v.nullable(positive),
});

export const experimentSchema = v.strictObject({
	kind: v.literal('experiment'),
	name: nameSchema,
	pipeline: idSchema,
	architecture: idSchema,
	trainer: trainerSchema,
	repeats: v.pipe(positive, v.maxValue(1000)),
	seed: seedSchema,
});

export type Trainer = v.InferOutput<typeof trainerSchema>;
export type Experiment = v.InferOutput<typeof experimentSchema>;
