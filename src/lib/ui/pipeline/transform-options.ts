/**
 * The form of every transform as data: its name, what it does, which columns it takes and what it can be told. Where a
 * transform runs is the engine's word (its scope), said here for people.
 */
import type { TransformScope } from '$lib/engine/prepare/transform/transform';
import type { ColumnKind } from '$lib/engine/prepare/step';
import type { TransformStep } from '$lib/engine/schema/transform-step';
import { isNumeric } from '$lib/engine/table/table';
import { choice, column, flag, number, picks, text, where } from './options';
import type { StepForm } from './step-form';

export const SCOPE_WORDS: Readonly<Record<TransformScope, string>> = {
	stateless: 'runs before the split',
	train: 'learned from training rows',
	'training-rows': 'changes training rows only',
	series: 'inside each split alone',
};

const isTime = ({ dtype }: ColumnKind) => dtype === 'date' || dtype === 'timestamp';
const isQuantity = ({ dtype }: ColumnKind) =>
	isNumeric(dtype) && dtype !== 'bool' && dtype !== 'date' && dtype !== 'timestamp';
/** The first column a step could work on, where there is one. */
const first = (columns: readonly ColumnKind[], fits: (column: ColumnKind) => boolean): string =>
	(columns.find(fits) ?? columns[0])?.name ?? '';

const GROUP = column('group', 'Within', 'any', {
	none: 'the whole table',
	hint: 'rows of the same value are one series',
});
const ORDER = column('order', 'In order of', 'number', { none: 'the table' });
const METHODS = {
	iqr: 'quartile distance',
	zscore: 'deviations from the mean',
	percentile: 'percentiles',
};
const OUTLIERS: StepForm['options'] = [
	choice('method', 'Judged by', METHODS),
	where(
		text('factor', 'Usual within', 'number', '', '1.5 quartile distances, or 3 deviations'),
		({ method }) => method !== 'percentile',
	),
	where(
		text('limits', 'Usual between', 'pair', '1, 99', 'percentiles'),
		({ method }) => method === 'percentile',
	),
];
const outliers = {
	columns: { types: true, fits: isQuantity, none: 'Nothing chosen takes every number.' },
	options: OUTLIERS,
};

export const TRANSFORMS: Readonly<Record<TransformStep['transform'], StepForm>> = {
	filter: {
		name: 'Keep rows',
		hint: 'those a condition is true of',
		options: [text('where', 'Where', 'sql', '', "SQL: age >= 18 AND ward <> 'east'")],
		fresh: (columns) => ({ where: columns[0] ? `${quoted(columns[0].name)} IS NOT NULL` : 'TRUE' }),
	},
	derive: {
		name: 'New column',
		hint: 'worked out from others',
		options: [
			text('name', 'Name', 'text', '', 'of the new column'),
			text('expression', 'Is', 'sql', '', 'SQL: cost / visits'),
		],
		fresh: (columns) => ({ name: 'derived', expression: quoted(first(columns, isQuantity)) }),
	},
	dropDuplicates: {
		name: 'Drop duplicates',
		hint: 'rows that are the same',
		columns: { types: false, none: 'Nothing chosen compares whole rows.' },
		options: [choice('keep', 'Keep', { first: 'the first', last: 'the last', none: 'none of them' })],
	},
	dropMissing: {
		name: 'Drop rows with gaps',
		hint: 'values that are missing',
		columns: { types: false, none: 'Nothing chosen looks at every column.' },
		options: [choice('how', 'Where', { any: 'any is missing', all: 'all are missing' })],
	},
	normalizeText: {
		name: 'Tidy text',
		hint: 'one spelling for each value',
		columns: {
			types: false,
			fits: ({ dtype }) => dtype === 'string',
			none: 'Nothing chosen takes every text column.',
		},
		options: [
			text('replace', 'Replace', 'pairs', '', 'what => by what, a line each'),
			choice('case', 'Case', { '': 'kept', lower: 'all small', upper: 'all capitals' }),
			choice('stripAccents', 'Accents', { '': 'kept', unicode: 'taken off', ascii: 'ASCII alone kept' }),
			flag('stripPunctuation', 'No punctuation', false),
			flag('collapseSpaces', 'Single spaces', false),
			flag('trim', 'Trim ends', false),
			flag('emptyToMissing', 'Empty is a gap', false),
		],
		fresh: () => ({ trim: true, collapseSpaces: true }),
	},
	dateParts: {
		name: 'Date parts',
		hint: 'year, month, weekday …',
		options: [
			column('column', 'Date', 'time'),
			picks('parts', 'Parts', {
				year: 'year',
				quarter: 'quarter',
				month: 'month',
				weekOfYear: 'week of the year',
				day: 'day',
				dayOfYear: 'day of the year',
				dayOfWeek: 'day of the week',
				isWeekend: 'weekend or not',
				hour: 'hour',
				minute: 'minute',
				elapsedDays: 'days since 1970',
			}),
			flag('cyclic', 'As a circle', false, 'sine and cosine: December lies beside January'),
			flag('drop', 'Drop the date', false),
		],
		fresh: (columns) => ({ column: first(columns, isTime), parts: ['year', 'month', 'dayOfWeek'] }),
	},
	clipOutliers: {
		name: 'Clip outliers',
		hint: 'held at what is usual',
		...outliers,
		fresh: () => ({ method: 'iqr' }),
	},
	dropOutliers: {
		name: 'Drop outliers',
		hint: 'rows far from the others',
		...outliers,
		fresh: () => ({ method: 'iqr' }),
	},
	sample: {
		name: 'Balance classes',
		hint: 'as frequent as each other',
		columns: {
			types: false,
			none: 'Nothing chosen measures by every column.',
			when: ({ method }) => method === 'smote',
		},
		options: [
			choice('method', 'By', {
				up: 'repeating rare rows',
				down: 'leaving out frequent rows',
				smote: 'making rows (SMOTE)',
			}),
			column('by', 'Classes of', 'any', { none: 'the target' }),
			number('ratio', 'Up to', 1, { hint: 'rare rows per row of the largest class' }),
			number('neighbors', 'Neighbours', 5, { least: 1, when: ({ method }) => method === 'smote' }),
			text('seed', 'Seed', 'number', '', 'empty takes the split’s'),
		],
		fresh: () => ({ method: 'up' }),
	},
	rolling: {
		name: 'Rolling statistic',
		hint: 'over the rows before',
		columns: { types: false, fits: ({ dtype }) => dtype !== 'string', none: 'Choose one column or more.' },
		options: [
			GROUP,
			ORDER,
			number('window', 'Rows', 3, { least: 1, hint: 'the row itself and those before' }),
			choice('statistic', 'Statistic', {
				mean: 'mean',
				std: 'deviation',
				min: 'least',
				max: 'greatest',
				sum: 'sum',
				median: 'median',
			}),
			text('minPeriods', 'Needs', 'number', '', 'values; empty needs all of them'),
		],
		fresh: (columns) => ({ columns: [first(columns, isQuantity)], window: 3, statistic: 'mean' }),
	},
	lag: {
		name: 'Earlier values',
		hint: 'of rows before',
		columns: { types: false, none: 'Choose one column or more.' },
		options: [GROUP, ORDER, text('by', 'Rows back', 'numbers', '', '1, 7')],
		fresh: (columns) => ({ columns: [first(columns, isQuantity)], by: [1] }),
	},
	difference: {
		name: 'Difference',
		hint: 'to an earlier row',
		columns: { types: false, none: 'Choose one column or more.' },
		options: [GROUP, ORDER, number('periods', 'Rows back', 1, { least: 1 })],
		fresh: (columns) => ({ columns: [first(columns, isQuantity)] }),
	},
};

/** A column's name as SQL has it. */
function quoted(name: string): string {
	return /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}
