/** What is known about a file between reading it and registering it. Changes make a new list; the tables stay as read. */
import type { DatasetShape } from '../../engine/schema/dataset-shape';
import type { Dtype } from '../../engine/table/table';
import type { Cell, Staged, StagedColumn } from '../api';
import { type Database, identifier } from './database';
import { cellSql } from './types';

/** How one column is made from the staging tables. */
export interface ColumnPlan {
	readonly source: string;
	readonly name: string;
	readonly guess: Dtype;
	readonly dtype: Dtype;
	/** SQL over the staging tables giving the value in its dtype. */
	readonly sql: string;
	/** The SQL as it was guessed. */
	readonly guessSql: string;
	/** SQL giving the value as text, for other types; null when the file has to be read again for it. */
	readonly textSql: string | null;
}

/** Where a delimited file can be read again. */
export interface TextSource {
	readonly path: string;
	/** SQL options of read_csv but for the types. */
	readonly options: string;
	readonly decimal: '.' | ',';
}

export interface Staging {
	readonly id: string;
	readonly file: string;
	readonly format: Staged['format'];
	readonly bytes: number;
	readonly rows: number;
	/** Of sequences and pictures. */
	readonly shape?: DatasetShape | undefined;
	/** Staging tables, joined by position: the one as read, then those with texts read again. */
	tables: string[];
	plans: readonly ColumnPlan[];
	notes: readonly string[];
	readonly source: TextSource | null;
}

export const EXAMPLES = 5;

/** FROM clause of a staging: its first table is called t. */
export const fromSql = ({ tables }: Staging): string =>
	tables.map((table, i) => (i === 0 ? `${table} t` : table)).join(' POSITIONAL JOIN ');

/** A column of the first staging table. */
export const physical = (name: string): string => `t.${identifier(name)}`;

/** Values in SQL order of one result row, at most `width` columns a query so that very wide files stay within limits. */
const WIDTH = 500;

/** Columns whose numbers need care: not-a-number among floats, whole numbers that float64 cannot hold exactly. */
export async function oddColumns(
	db: Database,
	table: string,
	columns: readonly { sql: string; type: string }[],
): Promise<boolean[]> {
	const odd = columns.map(() => false);
	const asked = columns.flatMap(({ sql, type }, i) => {
		// One call on one column each: comparisons joined by OR cost the planner seconds for thousands of columns.
		if (type === 'BIGINT') return [{ i, aggregate: `max(abs(${sql}::DOUBLE))` }];
		return type === 'DOUBLE' || type === 'FLOAT' ? [{ i, aggregate: `bool_or(isnan(${sql}))` }] : [];
	});
	for (let at = 0; at < asked.length; at += WIDTH) {
		const part = asked.slice(at, at + WIDTH);
		const row = await db.row(
			`SELECT ${part.map(({ aggregate, i }) => `${aggregate} AS a${i}`).join(', ')} FROM ${table}`,
		);
		for (const { i } of part) {
			const found = row[`a${i}`];
			odd[i] = found === true || (typeof found === 'number' && found > Number.MAX_SAFE_INTEGER);
		}
	}
	return odd;
}

/** Not-a-number is missing, too. */
export const withoutNan = (sql: string, has: boolean): string =>
	has ? `nullif(${sql}, 'nan'::DOUBLE)` : sql;

/** Counts of missing values, one per SQL expression. */
export async function countMissing(
	db: Database,
	staging: Staging,
	expressions: readonly string[],
): Promise<number[]> {
	const missing: number[] = [];
	for (let at = 0; at < expressions.length; at += WIDTH) {
		const part = expressions
			.slice(at, at + WIDTH)
			.map((sql, i) => `(count(*) - count(${sql}))::DOUBLE AS m${i}`);
		const row = await db.row(`SELECT ${part.join(', ')} FROM ${fromSql(staging)}`);
		missing.push(...part.map((_, i) => Number(row[`m${i}`])));
	}
	return missing;
}

/** The staging as the page sees it. */
export async function describe(db: Database, staging: Staging): Promise<Staged> {
	const { plans } = staging;
	const missing = await countMissing(
		db,
		staging,
		plans.map(({ sql }) => sql),
	);
	const cells = plans.map(({ sql, dtype }, i) => `${cellSql(`(${sql})`, dtype)} AS e${i}`);
	const head = await db.query(`SELECT ${cells.join(', ')} FROM ${fromSql(staging)} LIMIT ${EXAMPLES}`);
	const columns = plans.map(({ source, name, dtype, guess }, i): StagedColumn => {
		const vector = head.getChildAt(i);
		const examples = Array.from({ length: head.numRows }, (_, row) => (vector?.get(row) ?? null) as Cell);
		return { source, name, dtype, guess, examples, missing: missing[i] ?? 0 };
	});
	const { id, file, format, bytes, rows, shape, notes } = staging;
	return { id, file, format, bytes, rows, shape, columns, notes };
}
