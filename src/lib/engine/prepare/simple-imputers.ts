/**
 * Imputers that fill every gap of a column with one value: mean, median, most frequent (the smallest of equals),
 * or a constant. As scikit-learn's SimpleImputer: a column without any value is dropped, unless the value is given;
 * an indicator says where gaps were.
 */
import * as v from 'valibot';
import { compareCodePoints } from '../table/compare';
import { moments } from '../table/moments';
import { present, quantiles } from '../table/quantile';
import { isNumeric, isString, type Column, type NumericDtype } from '../table/table';
import { numbers, orNull } from './scaling';
import { columnsWithGaps, indicatorName, indicators } from './indicator';
import { defineStep, type Block, type Step } from './step';

/** Null: the column had no value and is dropped. */
const stateSchema = v.object({
	fill: v.array(v.nullable(v.union([v.number(), v.string()]))),
	/** Places of the columns that get an indicator. */
	indicator: v.optional(v.array(v.number())),
});
type FillState = v.InferOutput<typeof stateSchema>;
type Fill = FillState['fill'][number];

const shared = {
	state: stateSchema,
	apply: (block: readonly Column[], { fill, indicator = [] }: FillState): Column[] => [
		...block.flatMap((column, c) => {
			const value = fill[c] ?? null;
			return value === null ? [] : [filled(column, value)];
		}),
		...indicators(block, indicator),
	],
	names: (columns: readonly string[], { fill, indicator = [] }: FillState) => [
		...columns.filter((_, c) => (fill[c] ?? null) !== null),
		...indicator.map((c) => indicatorName(columns[c] ?? '')),
	],
};

interface FillParams {
	readonly indicator?: boolean | undefined;
}
const learned = (block: Block, fill: Fill[], { indicator = false }: FillParams): FillState =>
	indicator ? { fill, indicator: columnsWithGaps(block) } : { fill };

const numeric = (id: string, statistic: (values: Float64Array) => number): Step<FillParams> =>
	defineStep<FillParams, FillState>({
		id,
		scope: 'train',
		...shared,
		accepts: ({ dtype }) => isNumeric(dtype),
		fit: (block, params) =>
			learned(
				block,
				block.map((column) => orNull(statistic(numbers(column)))),
				params,
			),
	});

export const meanImputer = numeric('mean', (values) => moments(values).mean);
export const medianImputer = numeric('median', (values) => quantiles(present(values), [0.5])[0] ?? NaN);

export const mostFrequentImputer = defineStep<FillParams, FillState>({
	id: 'mostFrequent',
	scope: 'train',
	...shared,
	accepts: () => true,
	fit: (block, params) => learned(block, block.map(mode), params),
});

export const constantImputer = defineStep<{ value: number | string } & FillParams, FillState>({
	id: 'constant',
	scope: 'train',
	...shared,
	accepts: ({ dtype }, { value }) => (typeof value === 'string') === (dtype === 'string'),
	fit: (block, params) =>
		learned(
			block,
			block.map(() => params.value),
			params,
		),
});

/** The most frequent value, the least of equals (text by code point); null without any. */
function mode(column: Column): Fill {
	const counts = new Map<Fill, number>();
	const tally = (value: Fill, count: number) => counts.set(value, (counts.get(value) ?? 0) + count);
	if (isString(column)) {
		const byCode = new Uint32Array(column.dictionary.length);
		for (const code of column.codes) if (code >= 0) byCode[code] = (byCode[code] as number) + 1;
		byCode.forEach((count, code) => {
			if (count > 0) tally(column.dictionary[code] as string, count);
		});
	} else for (const value of column.values) if (!Number.isNaN(value)) tally(value, 1);
	let best: Fill = null;
	let most = 0;
	for (const [value, count] of counts) {
		if (count > most || (count === most && before(value, best))) [best, most] = [value, count];
	}
	return best;
}

const before = (a: Fill, b: Fill): boolean =>
	typeof a === 'string' && typeof b === 'string'
		? compareCodePoints(a, b) < 0
		: typeof a === 'number' && typeof b === 'number' && a < b;

/** The column with its gaps filled; itself when it has none. */
function filled(column: Column, value: number | string): Column {
	if (isString(column)) {
		if (!column.codes.includes(-1)) return column;
		const text = String(value);
		const known = column.dictionary.indexOf(text);
		const code = known < 0 ? column.dictionary.length : known;
		const dictionary = known < 0 ? [...column.dictionary, text] : column.dictionary;
		return { ...column, dictionary, codes: column.codes.map((old) => (old < 0 ? code : old)) };
	}
	const fill = Number(value);
	let values: Float64Array | null = null;
	for (let i = 0; i < column.values.length; i++) {
		if (!Number.isNaN(column.values[i])) continue;
		values ??= column.values.slice();
		values[i] = fill;
	}
	if (!values) return column;
	return { name: column.name, dtype: Number.isInteger(fill) ? column.dtype : widened(column.dtype), values };
}

/** A whole-number column filled with a fraction holds floats from then on. */
const widened = (dtype: NumericDtype): NumericDtype =>
	dtype === 'int32' || dtype === 'int64' || dtype === 'bool' ? 'float64' : dtype;
