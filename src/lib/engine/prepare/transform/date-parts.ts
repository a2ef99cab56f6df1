/**
 * dateParts: a date's year, month, weekday and so on as columns of their own, equal to pandas' `dt` (UTC; Monday is 0,
 * weeks are ISO weeks). `cyclic` gives each part that comes round again as a sine and a cosine, so that December lies
 * beside January; the cycle of a day is its month's or year's own length. A missing date has missing parts.
 */
import type { DATE_PARTS, TransformParams } from '../../schema/transform-step';
import { isString, type Column } from '../../table/table';
import type { ColumnKind } from '../step';
import {
	calendarDay,
	dayNumber,
	daysInMonth,
	daysInYear,
	hourOf,
	isoWeek,
	minuteOf,
	type CalendarDay,
} from './calendar';
import { columnNamed, kindNamed, sameRows, withKinds } from './columns';
import { defineTransform, unfitted } from './transform';

type Part = (typeof DATE_PARTS)[number];
type Params = TransformParams<'dateParts'>;

interface Moment {
	/** Milliseconds since 1970 UTC. */
	readonly at: number;
	/** Whole days since 1970-01-01. */
	readonly days: number;
	readonly date: CalendarDay;
}

interface PartInfo {
	readonly dtype: 'int32' | 'bool' | 'float64';
	value(moment: Moment): number;
	/** The first value of a cycle, and how many there are in this one. */
	readonly cycle?: { readonly first: 0 | 1; length(moment: Moment): number };
}

const PARTS: Record<Part, PartInfo> = {
	year: { dtype: 'int32', value: ({ date }) => date.year },
	quarter: {
		dtype: 'int32',
		value: ({ date }) => Math.ceil(date.month / 3),
		cycle: { first: 1, length: () => 4 },
	},
	month: { dtype: 'int32', value: ({ date }) => date.month, cycle: { first: 1, length: () => 12 } },
	weekOfYear: {
		dtype: 'int32',
		value: ({ days, date }) => isoWeek(days, date).week,
		cycle: { first: 1, length: ({ days, date }) => isoWeek(days, date).weeks },
	},
	day: {
		dtype: 'int32',
		value: ({ date }) => date.day,
		cycle: { first: 1, length: ({ date }) => daysInMonth(date.year, date.month) },
	},
	dayOfYear: {
		dtype: 'int32',
		value: ({ date }) => date.dayOfYear,
		cycle: { first: 1, length: ({ date }) => daysInYear(date.year) },
	},
	dayOfWeek: { dtype: 'int32', value: ({ date }) => date.dayOfWeek, cycle: { first: 0, length: () => 7 } },
	isWeekend: { dtype: 'bool', value: ({ date }) => (date.dayOfWeek >= 5 ? 1 : 0) },
	hour: { dtype: 'int32', value: ({ at }) => hourOf(at), cycle: { first: 0, length: () => 24 } },
	minute: { dtype: 'int32', value: ({ at }) => minuteOf(at), cycle: { first: 0, length: () => 60 } },
	/** Days since 1970-01-01, with the share of the day. */
	elapsedDays: { dtype: 'float64', value: ({ at }) => at / 86_400_000 },
};

interface Output extends ColumnKind {
	value(moment: Moment): number;
}

/** The columns a step gives, in the order of its parts. */
const outputs = ({ column, parts, cyclic }: Params): Output[] =>
	parts.flatMap((part): Output[] => {
		const { dtype, value, cycle } = PARTS[part];
		const name = `${column}_${part}`;
		if (!cyclic || !cycle) return [{ name, dtype, value }];
		const angle = (moment: Moment) => (2 * Math.PI * (value(moment) - cycle.first)) / cycle.length(moment);
		return [
			{ name: `${name}_sin`, dtype: 'float64', value: (moment) => Math.sin(angle(moment)) },
			{ name: `${name}_cos`, dtype: 'float64', value: (moment) => Math.cos(angle(moment)) },
		];
	});

export const dateParts = defineTransform<Params, Record<string, never>>({
	id: 'dateParts',
	scope: 'stateless',
	...unfitted,
	declares(kinds, params) {
		const isDate = ({ dtype }: ColumnKind) => dtype === 'date' || dtype === 'timestamp';
		const date = kindNamed(kinds, params.column, 'dateParts', isDate);
		const added = outputs(params).map(({ name, dtype }) => ({ name, dtype }));
		const all = withKinds(kinds, added, 'dateParts');
		return params.drop ? all.filter((kind) => kind !== date) : all;
	},
	lineage: (_kinds, params) =>
		outputs(params).map(({ name }) => ({ column: name, from: [params.column], past: false })),
	apply(table, _state, params) {
		const source = columnNamed(table, params.column);
		const kept = params.drop ? table.columns.filter((column) => column !== source) : table.columns;
		return sameRows(table, [...kept, ...partsOf(source, outputs(params))]);
	},
});

function partsOf(source: Column, wanted: readonly Output[]): Column[] {
	const moments = isString(source) ? new Float64Array() : source.values;
	const values = wanted.map(() => new Float64Array(moments.length).fill(NaN));
	for (let row = 0; row < moments.length; row++) {
		const at = moments[row] as number;
		if (!Number.isFinite(at)) continue;
		const days = dayNumber(at);
		const moment = { at, days, date: calendarDay(days) };
		wanted.forEach(({ value }, k) => ((values[k] as Float64Array)[row] = value(moment)));
	}
	return wanted.map(({ name, dtype }, k) => ({
		name,
		dtype: dtype as 'float64',
		values: values[k] as Float64Array,
	}));
}
