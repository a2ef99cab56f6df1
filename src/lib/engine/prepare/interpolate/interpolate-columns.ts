/**
 * An interpolation step applied to columns of a table: tables by split, sequences and images sample by sample. Learns
 * nothing and keeps no state; which columns a step takes is resolved elsewhere.
 */
import { BenchtopError } from '../../errors/error';
import type { InterpolateStep } from '../../schema/interpolate-step';
import { columnOf, isFloat, isString, type NumericColumn, type Table } from '../../table/table';
import { stampColumn } from './accepts';
import { interpolateBlocks } from './blocks';
import { interpolateBySplit, planSplits, type InterpolationSplits } from './by-split';
import { interpolate } from './interpolate';

/**
 * The named columns with their gaps filled, in the order of `names`; rows as in the table.
 * @param splits row numbers of `table`; null takes each column whole, which leaks and is for `interpolateNewRows` and
 * `tryInterpolation`. Ignored where `table` has `inner`.
 * @throws `interpolate.*`, of them `interpolate.not-float` for a column that is not floating point (IN-03)
 */
export function interpolateColumns(
	table: Table,
	names: readonly string[],
	step: InterpolateStep,
	splits: InterpolationSplits | null,
): NumericColumn[] {
	const by = stampColumn(step);
	const index = by === null ? null : stampsOf(table, by, step);
	const { inner = [] } = table;
	const plan = splits && inner.length === 0 ? planSplits(table.rows, splits) : null;
	return names.map((name) => {
		const column = columnOf(table, name);
		if (!column) throw new BenchtopError('pipeline.column-unknown', { column: name });
		if (isString(column) || !isFloat(column.dtype))
			throw new BenchtopError('interpolate.not-float', { column: name, dtype: column.dtype });
		const where = `The column "${name}"`;
		const filled =
			inner.length > 0
				? interpolateBlocks(column.values, inner, step, index, where)
				: plan
					? interpolateBySplit(column.values, index, plan, step, where)
					: interpolate(column.values, step, index, where);
		// A 32-bit column keeps 32-bit values.
		return { ...column, values: column.dtype === 'float32' ? filled.map(Math.fround) : filled };
	});
}

/**
 * New data, for inference: its rows know no splits and are interpolated whole (SPEC §4.4), training rows unseen. What
 * a single row lacks stays missing, unless a method needs more known values and refuses.
 */
export const interpolateNewRows = (
	table: Table,
	names: readonly string[],
	step: InterpolateStep,
): NumericColumn[] => interpolateColumns(table, names, step, null);

/** IN-05, when a step is declared: throws what interpolating the whole columns throws. */
export function tryInterpolation(table: Table, names: readonly string[], step: InterpolateStep): void {
	interpolateColumns(table, names, step, null);
}

function stampsOf(table: Table, name: string, step: InterpolateStep): Float64Array {
	const refuse = (problem: string) =>
		new BenchtopError('interpolate.by', { method: step.method, column: name, problem });
	const column = columnOf(table, name);
	if (!column) throw refuse('the data does not have it');
	if (isString(column)) throw refuse(`its type is ${column.dtype}`);
	if (table.inner && table.inner.length > 1) throw refuse('an image has pixels, not stamps');
	return column.values;
}
