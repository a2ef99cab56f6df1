/**
 * Edits of how a pipeline splits its samples, each a pure function from document to document, and which columns each
 * method can go by. A method brings the fields it needs and takes those of the others away.
 */
import type { ErrorCode } from '$lib/engine/errors/error';
import type { DatasetColumn } from '$lib/engine/schema/dataset';
import type { Pipeline } from '$lib/engine/schema/pipeline';
import type { SplitMethod, SplitSpec } from '$lib/engine/schema/split';
import { isFloat } from '$lib/engine/table/table';
import { compact, setSplit } from './edit';

export const METHODS: Readonly<Record<SplitMethod, { readonly label: string; readonly hint: string }>> = {
	random: { label: 'By chance', hint: 'new rows are like these' },
	group: { label: 'By group', hint: 'equal values stay together' },
	time: { label: 'In time', hint: 'earlier trains, later tests' },
	'leave-one-group-out': { label: 'Leave one group out', hint: 'one fold for each group' },
	cluster: { label: 'By cluster', hint: 'similar rows stay together' },
};

/** Clusters when the document says nothing, as the engine has it. */
export const CLUSTERS = 8;
/** Rows of a table are groups where they share a value with others, and not all with each other. */
const LEAST_GROUPS = 2;
/** Fewer can rarely be shared out among three splits. */
const MANY_GROUPS = 4;

export const methodOf = ({ method = 'random' }: SplitSpec): SplitMethod => method;

/** Columns whose equal values could belong together: fractions do not, nor what is different in every row. */
export const groupColumns = (columns: readonly DatasetColumn[], rows: number): DatasetColumn[] =>
	columns.filter(
		({ dtype, statistics: { distinct } }) => !isFloat(dtype) && distinct >= LEAST_GROUPS && distinct < rows,
	);

/** The column one means most likely: not the label, words or whole numbers before dates, enough groups for three splits. */
function likelyGroup(
	document: Pipeline,
	columns: readonly DatasetColumn[],
	rows: number,
): string | undefined {
	const fitting = groupColumns(columns, rows);
	const likely = fitting.filter(
		({ name, dtype, statistics: { distinct } }) =>
			!document.target.columns.includes(name) &&
			dtype !== 'date' &&
			dtype !== 'timestamp' &&
			distinct >= MANY_GROUPS,
	);
	return (likely.find(({ dtype }) => dtype === 'string') ?? likely[0] ?? fitting[0])?.name;
}

/** Columns that can order rows in time, dates first; a column with gaps cannot. */
export function timeColumns(columns: readonly DatasetColumn[]): DatasetColumn[] {
	const dated = ({ dtype }: DatasetColumn) => dtype === 'date' || dtype === 'timestamp';
	const fitting = columns.filter(
		({ dtype, statistics: { distinct, missing } }) =>
			dtype !== 'string' && dtype !== 'bool' && missing === 0 && distinct >= LEAST_GROUPS,
	);
	return [...fitting.filter(dated), ...fitting.filter((column) => !dated(column))];
}

/** Whether a method can be chosen with these columns. */
export function offers(method: SplitMethod, columns: readonly DatasetColumn[], rows: number): boolean {
	if (method === 'group' || method === 'leave-one-group-out') return groupColumns(columns, rows).length > 0;
	return method !== 'time' || timeColumns(columns).length > 0;
}

/** Another method, with the first fitting column where it needs one and the shares it allows. */
export function setMethod(
	document: Pipeline,
	method: SplitMethod,
	columns: readonly DatasetColumn[],
	rows: number,
): Pipeline {
	const { split } = document;
	const grouped = method === 'group' || method === 'leave-one-group-out';
	const alone = method === 'leave-one-group-out';
	const byChance = !alone && method !== 'time';
	const next = {
		...split,
		method: method === 'random' ? undefined : method,
		test: alone ? null : (split.test ?? 0.15),
		validation: alone ? null : (split.validation ?? 0.15),
		group: grouped ? (split.group ?? likelyGroup(document, columns, rows)) : undefined,
		time: method === 'time' ? (split.time ?? timeColumns(columns)[0]?.name) : undefined,
		gap: method === 'time' ? split.gap : undefined,
		clusters: method === 'cluster' ? split.clusters : undefined,
		folds: alone ? null : split.folds,
		repeats: byChance ? split.repeats : undefined,
		stratify: method === 'time' || alone ? null : split.stratify,
		bins: method === 'time' || alone ? null : split.bins,
	};
	return { ...document, split: compact(next) as SplitSpec };
}

/** A share; none is null, and without a test split there is no validation split either. */
export function setShare(document: Pipeline, name: 'test' | 'validation', share: number): Pipeline {
	const value = share === 0 ? null : share;
	return setSplit(document, {
		[name]: value,
		...(name === 'test' && value === null ? { validation: null } : {}),
	});
}

/** Folds, 0 for none; repeats go with folds. */
export function setFolds(document: Pipeline, folds: number): Pipeline {
	const { repeats, ...split } = document.split;
	const next = { ...split, folds: folds === 0 ? null : folds };
	return { ...document, split: folds && repeats ? { ...next, repeats } : next };
}

/** How often folds are cut; once is not said. */
export function setRepeats(document: Pipeline, repeats: number): Pipeline {
	const { repeats: _repeats, ...split } = document.split;
	return { ...document, split: repeats === 1 ? split : { ...split, repeats } };
}

export type GapUnit = 'none' | 'rows' | 'minutes' | 'hours' | 'days';
const MILLISECONDS = { minutes: 60_000, hours: 3_600_000, days: 86_400_000 } as const;

/** The gap in the largest unit that gives a whole number. */
export function gapOf({ gap }: SplitSpec): { readonly unit: GapUnit; readonly size: number } {
	if (!gap) return { unit: 'none', size: 0 };
	if ('rows' in gap) return { unit: 'rows', size: gap.rows };
	const unit =
		(['days', 'hours'] as const).find((each) => gap.milliseconds % MILLISECONDS[each] === 0) ?? 'minutes';
	return { unit, size: gap.milliseconds / MILLISECONDS[unit] };
}

export function setGap(document: Pipeline, unit: GapUnit, size: number): Pipeline {
	const { gap: _gap, ...split } = document.split;
	if (unit === 'none') return { ...document, split };
	const gap = unit === 'rows' ? { rows: size } : { milliseconds: size * MILLISECONDS[unit] };
	return { ...document, split: { ...split, gap } };
}

/** What a field of the split is called; '' is the card as a whole. */
export type SplitField = keyof SplitSpec | '';

const FIELDS: readonly (readonly [RegExp, SplitField])[] = [
	[/^split\.(too-many-folds|folds-|too-many-groups)/, 'folds'],
	[/^split\.(group|too-few-groups)/, 'group'],
	[/^split\.(gap|time-too-short)/, 'gap'],
	[/^split\.time/, 'time'],
	[/^(split\.(stratify|class-too-small)|pipeline\.bins)/, 'stratify'],
	[/^split\.no-numeric/, 'method'],
	[/^split\.no-room/, 'test'],
	[/^(split\.|pipeline\.too-few-rows)/, ''],
];

/** The field a refusal of the split concerns; null when it is none of the split's. */
export const fieldOf = (code: ErrorCode): SplitField | null =>
	FIELDS.find(([pattern]) => pattern.test(code))?.[1] ?? null;
