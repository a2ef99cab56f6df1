/**
 * The transforms a pipeline document may name, with their options. A transform works on the whole table while it is
 * still readable, before anything is encoded; what each one does is in prepare/transform, one file per transform.
 */
import * as v from 'valibot';
import { dtypeSchema, listOf, nameSchema, seedSchema } from './common';
import { choice, flag, pair, whole } from './step-fields';

/** A list in which nothing occurs twice. */
const distinct = <S extends v.GenericSchema>(item: S) =>
	v.pipe(
		listOf(item),
		v.check((list) => new Set(list).size === list.length, 'must not name anything twice'),
	);
const sentence = v.pipe(v.string(), v.trim(), v.minLength(1, 'must not be empty'));
const column = v.pipe(v.string(), v.minLength(1, 'must not be empty'));
const columns = v.optional(distinct(column));
const positive = v.optional(v.pipe(v.number(), v.gtValue(0, 'must be above 0')));
/** Neighbouring rows are those of the same `group`, in the order of `order`, or as they stand in the table. */
const series = { columns: distinct(column), group: v.optional(column), order: v.optional(column) };
const outliers = {
	method: v.picklist(['iqr', 'zscore', 'percentile']),
	/** How many interquartile ranges beyond the quartiles (1.5), or standard deviations from the mean (3). */
	factor: positive,
	/** The percentiles that bound what is usual (1 and 99). */
	limits: pair(0, 100),
	columns,
	dtypes: v.optional(distinct(dtypeSchema)),
};

export const DATE_PARTS = [
	'year',
	'quarter',
	'month',
	'weekOfYear',
	'day',
	'dayOfYear',
	'dayOfWeek',
	'isWeekend',
	'hour',
	'minute',
	'elapsedDays',
] as const;
export const STATISTICS = ['mean', 'std', 'min', 'max', 'sum', 'median'] as const;

export const transformStepSchema = v.variant('transform', [
	v.strictObject({ transform: v.literal('filter'), where: sentence }),
	v.strictObject({ transform: v.literal('derive'), name: nameSchema, expression: sentence }),
	v.strictObject({
		transform: v.literal('dropDuplicates'),
		columns,
		keep: choice(['first', 'last', 'none']),
	}),
	v.strictObject({ transform: v.literal('dropMissing'), columns, how: choice(['any', 'all']) }),
	v.strictObject({
		transform: v.literal('normalizeText'),
		columns,
		/** Pairs [what, by what], literally. */
		replace: v.optional(listOf(v.tuple([v.pipe(v.string(), v.minLength(1)), v.string()]))),
		case: choice(['lower', 'upper']),
		stripAccents: choice(['ascii', 'unicode']),
		stripPunctuation: flag,
		collapseSpaces: flag,
		trim: flag,
		emptyToMissing: flag,
	}),
	v.strictObject({
		transform: v.literal('dateParts'),
		column,
		parts: distinct(v.picklist(DATE_PARTS)),
		/** Parts that come round again as a sine and a cosine. */
		cyclic: flag,
		/** Leaves out the date itself. */
		drop: flag,
	}),
	v.strictObject({ transform: v.literal('clipOutliers'), ...outliers }),
	v.strictObject({ transform: v.literal('dropOutliers'), ...outliers }),
	v.strictObject({
		transform: v.literal('sample'),
		method: v.picklist(['up', 'down', 'smote']),
		/** The column whose classes are balanced; the target when left out. */
		by: v.optional(column),
		/** Rows of a small class for each row of the largest one; 1 makes them equal. */
		ratio: v.optional(
			v.pipe(v.number(), v.gtValue(0, 'must be above 0'), v.maxValue(1, 'must be at most 1')),
		),
		/** SMOTE: how many nearest rows of the class one is chosen from. */
		neighbors: whole(1),
		/** SMOTE: columns that say how near rows are, and that new rows mix; all inputs but `by` when left out. */
		columns,
		seed: v.optional(seedSchema),
	}),
	v.strictObject({
		transform: v.literal('rolling'),
		...series,
		window: v.pipe(v.number(), v.integer(), v.minValue(1)),
		statistic: v.picklist(STATISTICS),
		minPeriods: whole(0),
	}),
	v.strictObject({
		transform: v.literal('lag'),
		...series,
		by: distinct(v.pipe(v.number(), v.integer(), v.minValue(1))),
	}),
	v.strictObject({ transform: v.literal('difference'), ...series, periods: whole(1) }),
]);

export type TransformStep = v.InferOutput<typeof transformStepSchema>;
export type TransformParams<K extends TransformStep['transform']> = Extract<TransformStep, { transform: K }>;
