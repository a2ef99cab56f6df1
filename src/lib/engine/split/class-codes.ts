/** Classes of a column as small integers, in sorted order of their values. */
import { isString, type Column } from '../table/table';

/** The class of every row, dense from 0 where every dictionary entry occurs; −1 is missing. */
export function classCodes(column: Column): Int32Array {
	if (isString(column)) return column.codes;
	const values = new Set<number>();
	for (const value of column.values) if (!Number.isNaN(value)) values.add(value);
	const place = new Map([...values].sort((a, b) => a - b).map((value, i) => [value, i]));
	return Int32Array.from(column.values, (value) => place.get(value) ?? -1);
}
