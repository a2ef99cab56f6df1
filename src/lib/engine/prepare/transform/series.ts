/**
 * What transforms over neighbouring rows share: rows in the order of a column or of the table, one stretch per group, and
 * the way there and back. A stretch never leaves the rows it is given, so run on one split's rows nothing comes from
 * another split. As in pandas, rows without a group belong to none and rows without an order come last.
 */
import type { Column, Dtype, Table } from '../../table/table';
import { categoriesOf, placesOf } from '../categories';
import type { ColumnKind } from '../step';
import { columnNamed, everyRow, kindNamed, kindsTaken, numbersOf, withKinds } from './columns';
import type { Lineage } from './transform';

export interface SeriesParams {
	readonly transform: string;
	readonly columns: readonly string[];
	readonly group?: string | undefined;
	readonly order?: string | undefined;
}

/** A column that a series transform gives. */
export interface SeriesOutput {
	/** The column it is computed from. */
	readonly source: string;
	/** What is put behind the source's name. */
	readonly suffix: string;
	dtype(source: Dtype): Dtype;
}

const outputName = ({ source, suffix }: SeriesOutput): string => `${source}_${suffix}`;

/** The columns with those of a series transform behind them, in the order of the outputs. */
export function seriesKinds(
	kinds: readonly ColumnKind[],
	params: SeriesParams,
	outputs: readonly SeriesOutput[],
	accepts: (kind: ColumnKind) => boolean,
): ColumnKind[] {
	const { transform, group, order } = params;
	kindsTaken(kinds, params.columns, transform, accepts);
	if (group !== undefined) kindNamed(kinds, group, transform);
	if (order !== undefined) kindNamed(kinds, order, transform, ({ dtype }) => dtype !== 'string');
	const added = outputs.map((output) => {
		const source = kindNamed(kinds, output.source, transform);
		return { name: outputName(output), dtype: output.dtype(source.dtype) };
	});
	return withKinds(kinds, added, transform);
}

/** Which rows come before a row is told by its own group and order, whatever rows the values are taken from. */
export function seriesLineage(
	{ group, order }: SeriesParams,
	outputs: readonly SeriesOutput[],
	past: boolean,
): Lineage[] {
	const own = [group, order].filter((name) => name !== undefined);
	return outputs.flatMap((output): Lineage[] => {
		const column = outputName(output);
		const values = { column, from: [output.source], past };
		return own.length > 0 ? [values, { column, from: own, past: false }] : [values];
	});
}

/** The table with each output's column computed along the stretches. */
export function seriesColumns<O extends SeriesOutput>(
	table: Table,
	params: SeriesParams,
	outputs: readonly O[],
	compute: (output: O, source: Column, stretches: readonly Uint32Array[]) => Column,
): Table {
	const along = stretches(table, params);
	const added = outputs.map((output) => {
		const source = columnNamed(table, output.source);
		const column = compute(output, source, along);
		return { ...column, name: outputName(output) };
	});
	return { ...table, columns: [...table.columns, ...added] };
}

/** The rows of each group in order; all rows in one stretch when there is no group. */
export function stretches(table: Table, { transform, group, order }: SeriesParams): Uint32Array[] {
	const rows = everyRow(table.rows);
	if (order !== undefined) sortBy(rows, columnNamed(table, order), transform);
	if (group === undefined) return [rows];
	const column = columnNamed(table, group);
	const groups = categoriesOf(column).filter((category) => category !== null);
	const places = placesOf(column, groups);
	const counts = new Uint32Array(groups.length);
	for (const place of places) if (place >= 0) counts[place] = (counts[place] as number) + 1;
	const result = Array.from(counts, (count) => new Uint32Array(count));
	counts.fill(0);
	for (const row of rows) {
		const place = places[row] as number;
		if (place < 0) continue;
		const at = counts[place] as number;
		(result[place] as Uint32Array)[at] = row;
		counts[place] = at + 1;
	}
	return result;
}

function sortBy(rows: Uint32Array, column: Column, transform: string): void {
	const values = numbersOf(column, transform);
	const key = (row: number) => {
		const value = values[row] as number;
		return value === value ? value : Infinity;
	};
	const gap = (row: number) => (Number.isNaN(values[row]) ? 1 : 0);
	rows.sort((a, b) => {
		const x = key(a);
		const y = key(b);
		return x < y ? -1 : x > y ? 1 : gap(a) - gap(b) || a - b;
	});
}

/** A column of numbers computed stretch by stretch; rows of no stretch are missing. */
export function computed(
	transform: string,
	source: Column,
	dtype: Exclude<Dtype, 'string'>,
	along: readonly Uint32Array[],
	rule: (values: Float64Array) => Float64Array,
): Column {
	const given = numbersOf(source, transform);
	const values = new Float64Array(given.length).fill(NaN);
	for (const rows of along) {
		const results = rule(Float64Array.from(rows, (row) => given[row] as number));
		rows.forEach((row, i) => (values[row] = results[i] as number));
	}
	return { name: source.name, dtype, values };
}
