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
	/**
	 * How many table rows one sample owns, axis by axis. Absent: one row is one sample. `[rows]`: sequences, sample i
	 * owns the rows [i·rows, (i+1)·rows). `[rows, columns]`: images, sample i owns rows·columns table rows, its pixels in
	 * row-major order, and every table column is a channel.
	 */
	readonly inner?: readonly number[];
}

/** Table rows that one sample owns. */
export const rowsPerSample = ({ inner = [] }: Pick<Table, 'inner'>): number =>
	inner.reduce((product, size) => product * size, 1);

/** Number of samples: rows of a plain table, sequences, or images. */
export const samplesOf = (table: Pick<Table, 'rows' | 'inner'>): number => table.rows / rowsPerSample(table);

/** The table rows of these samples, sample by sample; the same array where a row is a sample. */
export function rowsOfSamples(table: Pick<Table, 'inner'>, samples: Uint32Array): Uint32Array {
	const per = rowsPerSample(table);
	if (per === 1) return samples;
	const rows = new Uint32Array(samples.length * per);
	for (let i = 0, at = 0; i < samples.length; i++)
		for (let row = 0; row < per; row++) rows[at++] = (samples[i] as number) * per + row;
	return rows;
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
