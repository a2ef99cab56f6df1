/**
 * The augmentations a pipeline document may name, with their options: how copies of training samples are changed. What
 * each one does, and what holds where an option is left out, is in prepare/augment, one file per augmentation.
 */
import * as v from 'valibot';
import { listOf } from './common';
import { choice, number, pair } from './step-fields';

const between = (least: number, most: number) =>
	v.optional(v.pipe(v.number(), v.minValue(least), v.maxValue(most)));
/** A part of a length, above 0; 1 is all of it. */
const part = v.optional(v.pipe(v.number(), v.gtValue(0, 'must be above 0'), v.maxValue(1)));
/** How far at most, in the unit of the encoded values or as a share of them. */
const spread = v.optional(v.pipe(v.number(), v.finite(), v.minValue(0)));
const common = {
	/** How likely a copy is changed by this step. */
	chance: between(0, 1),
};
/** What stands where the changed image shows nothing of the old one: its nearest edge, or a value. */
const fill = { fill: choice(['edge', 'constant']), value: number };

export const augmentStepSchema = v.variant('augment', [
	v.strictObject({ augment: v.literal('flip'), direction: choice(['horizontal', 'vertical']), ...common }),
	/** Turned by up to so many degrees either way. */
	v.strictObject({ augment: v.literal('rotate'), degrees: between(0, 180), ...fill, ...common }),
	/** Moved by up to these shares of height and width, in whole pixels. */
	v.strictObject({
		augment: v.literal('shift'),
		rows: between(0, 1),
		columns: between(0, 1),
		...fill,
		...common,
	}),
	/** Enlarged by a factor between these two; below 1 is made smaller. */
	v.strictObject({ augment: v.literal('zoom'), factor: pair(0.01, 100, true), ...fill, ...common }),
	/** A part of the image, or a stretch of the sequence, of at least this share, brought back to full size. */
	v.strictObject({ augment: v.literal('crop'), share: part, ...common }),
	v.strictObject({
		augment: v.literal('colour'),
		brightness: spread,
		contrast: between(0, 1),
		saturation: between(0, 1),
		...common,
	}),
	v.strictObject({ augment: v.literal('noise'), sigma: spread, ...common }),
	/** A rectangle of this share of height and width set to one value. */
	v.strictObject({ augment: v.literal('cutOut'), size: part, value: number, ...common }),
	v.strictObject({ augment: v.literal('jitter'), sigma: spread, ...common }),
	v.strictObject({ augment: v.literal('scale'), sigma: spread, ...common }),
]);

/** Of an input: how many changed copies of each training sample are added, and how they are changed, in order. */
export const augmentSchema = v.strictObject({
	copies: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100)),
	steps: listOf(augmentStepSchema),
});

export type AugmentStep = v.InferOutput<typeof augmentStepSchema>;
export type AugmentParams<K extends AugmentStep['augment']> = Extract<AugmentStep, { augment: K }>;
