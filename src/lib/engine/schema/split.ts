/**
 * How a pipeline document says which samples train, validate and test, and which folds cross-validate (SPEC §9).
 * Refuses what no data could make right; what only the data can show is refused by engine/split. A field that older
 * documents lack has no default here, so that they parse to the very same JSON and keep their id.
 */
import * as v from 'valibot';
import { seedSchema } from './common';

const share = v.pipe(v.number(), v.gtValue(0, 'must be above 0'), v.ltValue(1, 'must be below 1'));
const absent = <S extends v.GenericSchema>(schema: S) => v.optional(v.nullable(schema));
const columnName = v.pipe(v.string(), v.minLength(1, 'must not be empty'));

/**
 * random: by chance, stratified where asked. group: whole groups of a column. time: earlier trains, later tests.
 * leave-one-group-out: a fold for every group. cluster: the groups are clusters of the numeric inputs.
 */
const SPLIT_METHODS = ['random', 'group', 'time', 'leave-one-group-out', 'cluster'] as const;
export type SplitMethod = (typeof SPLIT_METHODS)[number];

/** What is left out before every boundary in time: so many samples, or all that are nearer than this. */
const gapSchema = v.union([
	v.strictObject({ rows: v.pipe(v.number(), v.safeInteger(), v.minValue(1)) }),
	v.strictObject({ milliseconds: v.pipe(v.number(), v.finite(), v.gtValue(0, 'must be above 0')) }),
]);

const fields = v.strictObject({
	/** Shares of all samples; null means no such split. */
	test: v.nullable(share),
	validation: v.nullable(share),
	method: v.optional(v.picklist(SPLIT_METHODS)),
	/** The column whose equal values stay together (group, leave-one-group-out). */
	group: absent(columnName),
	/** The column of dates or numbers that orders the samples (time). */
	time: absent(columnName),
	gap: absent(gapSchema),
	/** How many clusters (cluster); 8 when left out. */
	clusters: absent(v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(1000))),
	/** Folds of the train split; null or 0 means none (SP-14). */
	folds: v.optional(
		v.nullable(
			v.pipe(
				v.number(),
				v.integer(),
				v.check((folds) => folds === 0 || folds >= 2, 'must be 2 or more, or 0 for none'),
			),
		),
		null,
	),
	/** How often the folds are cut anew; once when left out. */
	repeats: absent(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100))),
	/** Quantile bins for a continuous label; null means classes. */
	bins: v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(2))), null),
	/** What keeps its shares: the target, or without one a column of the first input. */
	stratify: v.optional(
		v.nullable(v.union([v.literal('target'), v.strictObject({ column: columnName })])),
		null,
	),
	seed: seedSchema,
});
type Fields = v.InferOutput<typeof fields>;

const whole = ({ test, validation }: Fields): number => (test ?? 0) + (validation ?? 0);
const by = ({ method = 'random' }: Fields, ...methods: SplitMethod[]): boolean => methods.includes(method);
const given = (value: unknown): boolean => value !== null && value !== undefined;

export const splitSchema = v.pipe(
	fields,
	v.check((split) => whole(split) < 1, 'test and validation together must leave rows to train on'),
	v.forward(
		v.check((split) => split.test !== null || split.validation === null, 'needs a test split beside it'),
		['validation'],
	),
	v.forward(
		v.check(
			(split) => given(split.group) === by(split, 'group', 'leave-one-group-out'),
			'goes with the methods group and leave-one-group-out, which need it',
		),
		['group'],
	),
	v.forward(
		v.check(
			(split) => split.test === null || !by(split, 'leave-one-group-out'),
			'must be null where every group is held back once (leave-one-group-out)',
		),
		['test'],
	),
	v.forward(
		v.check((split) => given(split.time) === by(split, 'time'), 'goes with the method time, which needs it'),
		['time'],
	),
	v.forward(
		v.check((split) => !given(split.gap) || by(split, 'time'), 'goes with the method time'),
		['gap'],
	),
	v.forward(
		v.check((split) => !given(split.clusters) || by(split, 'cluster'), 'goes with the method cluster'),
		['clusters'],
	),
	v.forward(
		v.check(
			(split) =>
				(split.repeats ?? 1) === 1 || (Boolean(split.folds) && by(split, 'random', 'group', 'cluster')),
			'needs folds that are cut by chance',
		),
		['repeats'],
	),
);

export type SplitSpec = v.InferOutput<typeof splitSchema>;
