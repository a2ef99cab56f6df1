/**
 * Numbers with spaces around them, and gaps made of spaces, which DuckDB passes over as text. A column is taken only when
 * every value of it is such a number; whatever else is in it leaves it as it was read.
 */
import type { Dtype } from '../../engine/table/table';
import { type Database, literal } from './database';
import { MISSING_TOKENS } from './missing-tokens';

export interface PaddedNumber {
	readonly dtype: Dtype;
	/** SQL for the value in its dtype. */
	readonly sql: string;
}

/** Rows that must look like it before the whole column is read. */
const HEAD = 200;
const WIDTH = 500;

const bare = (column: string): string => {
	const tokens = MISSING_TOKENS.map(literal).join(', ');
	return `CASE WHEN trim(${column}) NOT IN (${tokens}) THEN trim(${column}) END`;
};

/**
 * How each of these text columns of the table, called t, is read as numbers, by its place among them; others are left out,
 * and so are whole numbers too long to be kept exactly.
 */
export async function paddedNumbers(
	db: Database,
	table: string,
	columns: readonly string[],
	decimal: '.' | ',',
): Promise<Map<number, PaddedNumber>> {
	const found = new Map<number, PaddedNumber>();
	const head = await look(db, `(SELECT * FROM ${table} LIMIT ${HEAD}) t`, columns, decimal);
	for (const [i, { numbers }] of head.entries()) {
		const column = columns[i] as string;
		if (!numbers) continue;
		const [whole] = await look(db, `${table} t`, [column], decimal);
		if (!whole?.numbers || !whole.padded || whole.long) continue;
		const number = numberSql(column, decimal);
		found.set(
			i,
			whole.whole ? { dtype: 'int64', sql: `(${number})::BIGINT` } : { dtype: 'float64', sql: number },
		);
	}
	return found;
}

/** NULL where the text is no number. A point beside a decimal comma would be one between thousands. */
const numberSql = (column: string, decimal: '.' | ','): string =>
	decimal === '.'
		? `TRY_CAST(${bare(column)} AS DOUBLE)`
		: `CASE WHEN NOT contains(${column}, '.') THEN TRY_CAST(replace(${bare(column)}, ',', '.') AS DOUBLE) END`;

interface Look {
	/** Every value is a number, and there is one. */
	readonly numbers: boolean;
	readonly padded: boolean;
	readonly whole: boolean;
	/** Some whole number is beyond 2⁵³. */
	readonly long: boolean;
}

async function look(
	db: Database,
	from: string,
	columns: readonly string[],
	decimal: '.' | ',',
): Promise<Look[]> {
	const looks: Look[] = [];
	for (let at = 0; at < columns.length; at += WIDTH) {
		const part = columns.slice(at, at + WIDTH);
		const asked = part.map((column, i) => {
			const digits = `regexp_full_match(trim(${column}), '[-+]?[0-9]+')`;
			const number = numberSql(column, decimal);
			return [
				`count(${number})::DOUBLE AS n${i}`,
				`count(${bare(column)})::DOUBLE AS t${i}`,
				`bool_or(length(${column}) <> length(trim(${column}))) AS p${i}`,
				`bool_and(CASE WHEN ${bare(column)} IS NOT NULL THEN ${digits} END) AS w${i}`,
				`bool_or(${digits} AND abs(${number}) > ${Number.MAX_SAFE_INTEGER}) AS l${i}`,
			].join(', ');
		});
		const row = await db.row(`SELECT ${asked.join(', ')} FROM ${from}`);
		part.forEach((_, i) => {
			const there = Number(row[`t${i}`]);
			looks.push({
				numbers: there > 0 && Number(row[`n${i}`]) === there,
				padded: row[`p${i}`] === true,
				whole: row[`w${i}`] === true,
				long: row[`l${i}`] === true,
			});
		});
	}
	return looks;
}
