/**
 * Rows of columns. `gather` gives a cheap view whose dictionary may hold values that no longer occur;
 * `selectRows` gives a table that keeps every promise of table.ts.
 */
import { isString, type Column, type NumericColumn, type StringColumn, type Table } from './table';
import { compareCodePoints } from './compare';

/** The rows `rows[start … end)` of a column, in that order; all rows [start, end) when `rows` is null. */
export function gather(
	column: Column,
	rows: Uint32Array | null,
	start = 0,
	end = rows ? rows.length : rowsOf(column),
): Column {
	if (isString(column)) {
		if (!rows) return { ...column, codes: column.codes.subarray(start, end) };
		const codes = new Int32Array(end - start);
		for (let i = start; i < end; i++) codes[i - start] = column.codes[rows[i] as number] as number;
		return { ...column, codes };
	}
	if (!rows) return { ...column, values: column.values.subarray(start, end) };
	const values = new Float64Array(end - start);
	for (let i = start; i < end; i++) values[i - start] = column.values[rows[i] as number] as number;
	return { ...column, values };
}

/** Number of rows of a column. */
const rowsOf = (column: Column): number => (isString(column) ? column.codes.length : column.values.length);

/** A table of these rows, in this order; dictionaries keep only what occurs. */
export function selectRows(table: Table, rows: Uint32Array): Table {
	return {
		rows: rows.length,
		columns: table.columns.map((column) => {
			const part = gather(column, rows);
			return isString(part) ? canonicalStrings(part) : part;
		}),
	};
}

/** The same text column with a sorted dictionary in which every entry occurs; itself when it is so already. */
export function canonicalStrings(column: StringColumn): StringColumn {
	const { codes, dictionary } = column;
	const used = new Uint8Array(dictionary.length);
	for (let i = 0; i < codes.length; i++) {
		const code = codes[i] as number;
		if (code >= 0) used[code] = 1;
	}
	let canonical = used.every((flag) => flag === 1);
	for (let i = 1; canonical && i < dictionary.length; i++)
		canonical = compareCodePoints(dictionary[i - 1] as string, dictionary[i] as string) < 0;
	if (canonical) return column;
	const sorted = [...new Set(dictionary.filter((_, code) => used[code]))].sort(compareCodePoints);
	const place = new Map(sorted.map((text, i) => [text, i]));
	const recode = Int32Array.from(dictionary, (text) => place.get(text) ?? -1);
	return {
		...column,
		dictionary: sorted,
		codes: codes.map((code) => (code < 0 ? -1 : (recode[code] as number))),
	};
}

/** A numeric column of float64 values. */
export const float64 = (name: string, values: Float64Array): NumericColumn => ({
	name,
	dtype: 'float64',
	values,
});
