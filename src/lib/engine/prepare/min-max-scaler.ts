/**
 * MinMaxScaler: the training range becomes [0, 1] (or another), values outside go beyond it unless clipped; missing
 * values ignored and kept.
 */
import * as v from 'valibot';
import type { EncodeParams } from '../schema/encode-step';
import { isNumeric } from '../table/table';
import { moments } from '../table/moments';
import { float64 } from '../table/select-rows';
import { affineSchema, applyAffine, invertAffine, map, numbers, orNull, scaleOf } from './scaling';
import { defineStep } from './step';

const stateSchema = v.object({
	...affineSchema.entries,
	clip: v.optional(v.tuple([v.number(), v.number()])),
});
type MinMaxState = v.InferOutput<typeof stateSchema>;

export const minMaxScaler = defineStep<EncodeParams<'MinMaxScaler'>, MinMaxState>({
	id: 'MinMaxScaler',
	scope: 'train',
	state: stateSchema,
	accepts: ({ dtype }) => isNumeric(dtype),
	fit(block, { range: [low, high] = [0, 1], clip = false }) {
		const fits = block.map((column) => {
			const { min, max } = moments(numbers(column));
			const scale = scaleOf(max - min) / (high - low);
			return { center: orNull(min - low * scale), scale: orNull(scale) };
		});
		return {
			center: fits.map(({ center }) => center),
			scale: fits.map(({ scale }) => scale),
			...(clip ? { clip: [low, high] as [number, number] } : {}),
		};
	},
	apply(block, state) {
		const { clip } = state;
		const scaled = applyAffine(block, state);
		if (!clip) return scaled;
		return scaled.map((column) =>
			float64(
				column.name,
				map(numbers(column), (x) => (x < clip[0] ? clip[0] : x > clip[1] ? clip[1] : x)),
			),
		);
	},
	invert: invertAffine,
	names: (columns) => [...columns],
});
