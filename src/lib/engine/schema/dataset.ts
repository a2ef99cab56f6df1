/** A registered dataset: immutable, its id the hash of its content (columns, types, values, row order; not the name). */
import * as v from 'valibot';
import { dtypeSchema, idSchema, nameSchema } from './common';
import { datasetShapeSchema, innerOf } from './dataset-shape';
import { rowsPerSample } from '../table/table';

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

/** How the content came in: a file's format, that of pictures ("mixed" of several), or the folder they lay in. */
const FORMATS = [
	'csv',
	'tsv',
	'parquet',
	'paste',
	'sample',
	'npy',
	'png',
	'jpeg',
	'gif',
	'webp',
	'bmp',
	'mixed',
	'folder',
] as const;

const datasetFields = v.object({
	kind: v.literal('dataset'),
	id: idSchema,
	name: nameSchema,
	version: v.pipe(v.number(), v.integer(), v.minValue(1)),
	/** Table rows as stored: samples × rows of each, where there is a shape. */
	rows: v.pipe(v.number(), v.integer(), v.minValue(1)),
	/** Of sequences and pictures only. */
	shape: v.optional(datasetShapeSchema),
	columns: v.pipe(v.array(datasetColumnSchema), v.minLength(1)),
	source: v.object({
		format: v.picklist(FORMATS),
		file: v.string(),
		bytes: v.number(),
		/** What was put right on the way in, in words: "Read as windows-1252". */
		notes: v.array(v.string()),
	}),
	/** Size and hash of the Parquet blob that holds the content. */
	parquet: v.object({ bytes: v.number(), sha256: v.string() }),
	createdAt: v.number(),
});

export const datasetSchema = v.pipe(
	datasetFields,
	v.check(
		({ rows, shape }) => !shape || shape.samples * rowsPerSample(innerOf(shape)) === rows,
		'the shape must account for every row',
	),
);

export type ColumnStatistics = v.InferOutput<typeof columnStatisticsSchema>;
export type NumericStatistics = v.InferOutput<typeof numericStatisticsSchema>;
export type CategoricalStatistics = v.InferOutput<typeof categoricalStatisticsSchema>;
export type DatasetColumn = v.InferOutput<typeof datasetColumnSchema>;
export type Dataset = v.InferOutput<typeof datasetSchema>;
