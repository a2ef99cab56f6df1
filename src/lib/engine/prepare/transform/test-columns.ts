/** Columns and tables written down briefly, and read back, for the tests of transforms. */
import { overrideScope, trainingBlock, type TrainingBlock } from '../../check/fit-scope';
import { Stream } from '../../random/stream';
import { compareCodePoints } from '../../table/compare';
import { columnOf, isString, type Column, type NumericDtype, type Table } from '../../table/table';
import type { TransformStep } from '../../schema/transform-step';
import type { ApplyContext, Transformed } from './transform';
import { transformOf } from './transforms';

/** A column of numbers; null is missing. */
export const numbers = (
	name: string,
	values: readonly (number | null)[],
	dtype: NumericDtype = 'float64',
): Column => ({ name, dtype, values: Float64Array.from(values, (value) => value ?? NaN) });

/** A column of texts; null is missing. */
export function texts(name: string, values: readonly (string | null)[]): Column {
	const dictionary = [...new Set(values.filter((value) => value !== null))].sort(compareCodePoints);
	return {
		name,
		dtype: 'string',
		dictionary,
		codes: Int32Array.from(values, (value) => (value === null ? -1 : dictionary.indexOf(value))),
	};
}

/** Moments as people write them, as a column of timestamps. */
export const times = (name: string, values: readonly (string | null)[]): Column =>
	numbers(
		name,
		values.map((value) => (value === null ? null : Date.parse(value))),
		'timestamp',
	);

export const tableOf = (...columns: readonly Column[]): Table => ({
	rows: columns[0] ? valuesOf(columns[0]).length : 0,
	columns,
});

const valuesOf = (column: Column): (string | number | null)[] =>
	isString(column)
		? Array.from(column.codes, (code) => (code < 0 ? null : (column.dictionary[code] ?? null)))
		: Array.from(column.values, (value) => (Number.isNaN(value) ? null : value));

/** What a column holds; null is missing, and so is every value of a column that is not there. */
export function read(table: Table, name: string): (string | number | null)[] {
	const column = columnOf(table, name);
	return column ? valuesOf(column) : [];
}

export const context = (target: string | null = null, seed = 7): ApplyContext => ({
	target,
	stream: new Stream(seed, 'test'),
});

/** A table all of whose rows train. */
export const learned = (table: Table): TrainingBlock =>
	trainingBlock(
		table.columns,
		overrideScope([], { step: 'any', reason: 'no row of this table is evaluated' }),
	);

/** Declares, fits and applies one step on the same table. */
export function run(step: TransformStep, table: Table, target: string | null = null, seed = 7): Transformed {
	const transform = transformOf(step);
	transform.declares(table.columns, step, { target });
	const state = transform.fit(learned(table), step, { target });
	return transform.apply(table, JSON.parse(JSON.stringify(state)), step, context(target, seed));
}
