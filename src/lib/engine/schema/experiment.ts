/** The experiment document: a pipeline and an architecture, how they are trained, how often, from which seed. */
import * as v from 'valibot';
import { idSchema, listOf, nameSchema, seedSchema } from './common';

const positive = v.pipe(v.number(), v.integer(), v.minValue(1));
const factor = v.pipe(v.number(), v.gtValue(0), v.ltValue(1));

/** A number that is told after every epoch: "validation.loss", "train.accuracy". */
const monitorSchema = v.pipe(
	v.string(),
	v.regex(/^(train|validation)\.[a-zA-Z0-9]+$/, 'must be a split and a metric, such as validation.loss'),
);

/** Training ends when all conditions hold after an epoch: `above` is ≥ the cut-off, `below` is ≤. */
export const cutOffSchema = v.strictObject({
	monitor: monitorSchema,
	cutoff: v.pipe(v.number(), v.finite()),
	direction: v.picklist(['above', 'below']),
});

/** The learning rate over the epochs, as a share of the one declared. */
export const scheduleSchema = v.variant('schedule', [
	/** Times `factor` after every `every` epochs. */
	v.strictObject({ schedule: v.literal('step'), every: positive, factor }),
	/** Times `factor` after every epoch. */
	v.strictObject({ schedule: v.literal('exponential'), factor }),
	/** From all of it to none along half a cosine (Loshchilov & Hutter 2017). */
	v.strictObject({ schedule: v.literal('cosine') }),
]);

export const trainerSchema = v.strictObject({
	epochs: v.pipe(positive, v.maxValue(100_000)),
	batchSize: positive,
	/** Stop after this many epochs without a lower validation loss; null trains all epochs. */
	patience: v.nullable(positive),
	stop: v.optional(listOf(cutOffSchema)),
	schedule: v.optional(scheduleSchema),
	/** The rate is multiplied by `factor` after every `patience` epochs without a lower validation loss. */
	plateau: v.optional(v.strictObject({ patience: positive, factor })),
	/** Which weights stay: of the epoch with the lowest validation loss, or of the last; best when left out. */
	keep: v.optional(v.picklist(['best', 'last'])),
	/** Every class weighs alike, however many rows it has; rows weigh alike when left out. */
	classWeights: v.optional(v.literal('balanced')),
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

export type CutOff = v.InferOutput<typeof cutOffSchema>;
export type Schedule = v.InferOutput<typeof scheduleSchema>;
export type Trainer = v.InferOutput<typeof trainerSchema>;
export type Experiment = v.InferOutput<typeof experimentSchema>;
