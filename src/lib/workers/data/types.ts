/** DuckDB's column types as the dataset's dtypes, and the SQL that brings a column into its dtype. */
import type { Dtype } from '../../engine/table/table';

/** How a column of a DuckDB type becomes one of ours. */
export interface Reading {
	readonly dtype: Dtype;
	/** SQL for the value, given SQL for the column. */
	readonly sql: (column: string) => string;
	/** What is lost or changed, in words; null when nothing. */
	readonly note: string | null;
}

const as = (dtype: Dtype, type: string | null = null, note: string | null = null): Reading => ({
	dtype,
	sql: type === null ? (column) => column : (column) => `${column}::${type}`,
	note,
});

const PLAIN: Readonly<Record<string, Reading>> = {
	BOOLEAN: as('bool'),
	TINYINT: as('int32', 'INTEGER'),
	SMALLINT: as('int32', 'INTEGER'),
	INTEGER: as('int32'),
	UTINYINT: as('int32', 'INTEGER'),
	USMALLINT: as('int32', 'INTEGER'),
	UINTEGER: as('int64', 'BIGINT'),
	BIGINT: as('int64'),
	UBIGINT: as('float64', 'DOUBLE', 'unsigned 64-bit integers read as float64'),
	HUGEINT: as('float64', 'DOUBLE', '128-bit integers read as float64'),
	UHUGEINT: as('float64', 'DOUBLE', '128-bit integers read as float64'),
	FLOAT: as('float32'),
	DOUBLE: as('float64'),
	VARCHAR: as('string'),
	DATE: as('date'),
	TIMESTAMP: as('timestamp'),
	TIMESTAMP_S: as('timestamp', 'TIMESTAMP'),
	TIMESTAMP_MS: as('timestamp', 'TIMESTAMP'),
	TIMESTAMP_NS: as('timestamp', 'TIMESTAMP'),
	'TIMESTAMP WITH TIME ZONE': as('timestamp', 'TIMESTAMP', 'times read as UTC'),
	TIME: as('string', 'VARCHAR', 'times of day read as text'),
	'TIME WITH TIME ZONE': as('string', 'VARCHAR', 'times of day read as text'),
	INTERVAL: as('string', 'VARCHAR', 'intervals read as text'),
	UUID: as('string', 'VARCHAR'),
	BIT: as('string', 'VARCHAR', 'bits read as text'),
	'"NULL"': as('string', 'VARCHAR', 'a column without values read as text'),
};

/** How to read a DuckDB type; null for nested and binary ones, which a table cannot hold. */
export function reading(type: string): Reading | null {
	const plain = PLAIN[type];
	if (plain) return plain;
	if (type.startsWith('DECIMAL') && !type.endsWith(']'))
		return as('float64', 'DOUBLE', 'decimals read as float64');
	if (type.startsWith('ENUM') && !type.endsWith(']')) return as('string', 'VARCHAR');
	return null;
}

/** Rows of a row group: DuckDB's own size, so that both sides read in equal parts. */
export const GROUP = 122_880;

/** DuckDB's name of each dtype. */
export const SQL_TYPES: Readonly<Record<Dtype, string>> = {
	bool: 'BOOLEAN',
	int32: 'INTEGER',
	int64: 'BIGINT',
	float32: 'FLOAT',
	float64: 'DOUBLE',
	string: 'VARCHAR',
	date: 'DATE',
	timestamp: 'TIMESTAMP',
};

/** SQL giving a cell for people: text for dates, float64 for numbers. */
export function cellSql(column: string, dtype: Dtype): string {
	if (dtype === 'int64' || dtype === 'float32') return `${column}::DOUBLE`;
	if (dtype === 'date' || dtype === 'timestamp') return `${column}::VARCHAR`;
	return column;
}
