/** DuckDB's guess at the types of a delimited file, narrowed to those a dataset may have. */
import { type Database, literal } from './database';

/** Rows DuckDB looks at before it decides on types; when it decided wrongly, all rows. */
export const SAMPLE = 20_480;

export interface Guess {
	types: string[];
	/** read_csv options for the formats of dates that were found. */
	formats: string;
	/** Whether every row was looked at. */
	all: boolean;
}

/** Guesses the types from this many rows; all when negative. */
export async function sniff(
	db: Database,
	path: string,
	base: string,
	width: number,
	sample: number,
	signal?: AbortSignal,
): Promise<Guess> {
	const sql = `SELECT array_to_string([c.type FOR c IN Columns], '|') AS types, DateFormat AS d, TimestampFormat AS t
		FROM sniff_csv(${literal(path)}, ${base}, sample_size=${sample})`;
	const row = (await db.run(sql, signal)).get(0)?.toJSON() as {
		types: string;
		d: string | null;
		t: string | null;
	};
	const types = row.types.split('|').map((type) => {
		if (type.startsWith('TIMESTAMP')) return 'TIMESTAMP';
		return ['BOOLEAN', 'BIGINT', 'DOUBLE', 'DATE'].includes(type) ? type : 'VARCHAR';
	});
	if (types.length !== width) throw new Error(`Expected ${width} columns, found ${types.length}`);
	const formats =
		(row.d && types.includes('DATE') ? `, dateformat=${literal(row.d)}` : '') +
		(row.t && types.includes('TIMESTAMP') ? `, timestampformat=${literal(row.t)}` : '');
	return { types, formats, all: sample < 0 };
}
