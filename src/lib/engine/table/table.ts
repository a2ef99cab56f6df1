/**
 * Plain typed columns: what every step of the engine reads and writes. No library type crosses this line.
 * Missing is NaN in a numeric column and code −1 in a text column; nothing else means missing.
 */

/** Logical types of a dataset's columns. Dates and timestamps are milliseconds since 1970 UTC. */
export const DTYPES = [
	'bool',
	'int32',
	'int64',
	'float32',
	'float64',
	'string',
	'date',
	'timestamp',
] as const;
export type Dtype = (typeof DTYPES)[number];
export type NumericDtype = Exclude<Dtype, 'string'>;

export interface NumericColumn {
	readonly name: string;
	readonly dtype: NumericDtype;
	/** One value per row; NaN is missing. Integers are exact up to 2⁵³. */
	readonly values: Float64Array;
}

export interface StringColumn {
	readonly name: string;
	readonly dtype: 'string';
	/** Index into `dictionary` per row; −1 is missing. */
	readonly codes: Int32Array;
	/** Distinct values, sorted by Unicode code point. Every entry occurs at least once. */
	readonly dictionary: readonly string[];
}

export type Column = NumericColumn | StringColumn;

export interface Table {
	readonly rows: number;
	readonly columns: readonly Column[];
}

export const isString = (column: Column): column is StringColumn => column.dtype === 'string';
export const isFloat = (dtype: Dtype): boolean => dtype === 'float32' || dtype === 'float64';
export const isInteger = (dtype: Dtype): boolean => dtype === 'int32' || dtype === 'int64';
/** Types whose values can be scaled as quantities. */
export const isNumeric = (dtype: Dtype): boolean => dtype !== 'string';

/** The column of that name, or undefined. */
export function columnOf(table: Table, name: string): Column | undefined {
	return table.columns.find((column) => column.name === name);
}
