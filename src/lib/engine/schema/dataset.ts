/** A registered dataset: immutable, its id the hash of its content (columns, types, values, row order; not the name). */
import * as v from 'valibot';
import { dtypeSchema, idSchema, nameSchema } from './common';

const nullableNumber = v.nullable(v.number());

/** SPEC §2.2: quantities get moments and quartiles, everything else relative frequencies. */
export const numericStatisticsSchema = v.object({
	kind: v.literal('numeric'),
	missing: v.number(),
	distinct: v.number(),
	mean: nullableNumber,
	std: nullableNumber,
	min: nullableNumber,
	q1: nullableNumber,
	median: nullableNumber,
	q3: nullableNumber,
	max: nullableNumber,
	/** Equal-width counts between min and max, for the header's picture. */
	histogram: v.array(v.number()),
});
export const categoricalStatisticsSchema = v.object({
	kind: v.literal('categorical'),
	missing: v.number(),
	distinct: v.number(),
	/** Most frequent first, missing counted as the value null; at most 50 kept. */
	top: v.array(v.object({ value: v.nullable(v.string()), share: v.number() })),
});
export const columnStatisticsSchema = v.variant('kind', [
	numericStatisticsSchema,
	categoricalStatisticsSchema,
]);

export const datasetColumnSchema = v.object({
	name: v.string(),
	dtype: dtypeSchema,
	statistics: columnStatisticsSchema,
});

export const datasetSchema = v.object({
	kind: v.literal('dataset'),
	id: idSchema,
	name: nameSchema,
	version: v.pipe(v.number(), v.integer(), v.minValue(1)),
	rows: v.pipe(v.number(), v.integer(), v.minValue(1)),
	columns: v.pipe(v.array(datasetColumnSchema), v.minLength(1)),
	source: v.object({
		format: v.picklist(['csv', 'tsv', 'parquet', 'paste', 'sample']),
		file: v.string(),
		bytes: v.number(),
		/** What was put right on the way in, in words: "Read as windows-1252". */
		notes: v.array(v.string()),
	}),
	/** Size and hash of the Parquet blob that holds the content. */
	parquet: v.object({ bytes: v.number(), sha256: v.string() }),
	createdAt: v.number(),
});

export type ColumnStatistics = v.InferOutput<typeof columnStatisticsSchema>;
export type NumericStatistics = v.InferOutput<typeof numericStatisticsSchema>;
export type CategoricalStatistics = v.InferOutput<typeof categoricalStatisticsSchema>;
export type DatasetColumn = v.InferOutput<typeof datasetColumnSchema>;
export type Dataset = v.InferOutput<typeof datasetSchema>;
