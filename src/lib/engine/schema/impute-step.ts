/** The imputers a pipeline document may name, with their options (SPEC §5). */
import * as v from 'valibot';
import { choice, filter, flag, whole } from './step-fields';

const indicator = flag;

export const imputeStepSchema = v.variant('imputer', [
	v.strictObject({ imputer: v.literal('mean'), indicator, ...filter }),
	v.strictObject({ imputer: v.literal('median'), indicator, ...filter }),
	v.strictObject({ imputer: v.literal('mostFrequent'), indicator, ...filter }),
	v.strictObject({
		imputer: v.literal('constant'),
		value: v.union([v.number(), v.string()]),
		indicator,
		...filter,
	}),
	v.strictObject({
		imputer: v.literal('knn'),
		neighbors: whole(1),
		weights: choice(['uniform', 'distance']),
		indicator,
		...filter,
	}),
]);

export type ImputeStep = v.InferOutput<typeof imputeStepSchema>;
export type ImputeParams<K extends ImputeStep['imputer']> = Extract<ImputeStep, { imputer: K }>;
