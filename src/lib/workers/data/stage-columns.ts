/** Stages values that are already the engine's columns: arrays, pixels, lists of files. They are held as they come. */
import type { LongCall } from '../../engine/ports';
import type { Column, Dtype, Table } from '../../engine/table/table';
import { columnNames } from './column-names';
import type { Database } from './database';
import { insertColumns } from './insert-columns';
import { type ColumnPlan, physical, type Staging } from './staged-columns';
import { GROUP } from './types';

/** What the staging is called and made of. */
export interface About extends Pick<Staging, 'file' | 'format' | 'bytes' | 'notes' | 'shape'> {
	readonly rows: number;
	readonly columns: readonly { readonly name: string; readonly dtype: Dtype }[];
}

/**
 * Fills a staging table part by part; a part's columns come in order and its rows follow those of the part before.
 * Nothing of it is left when a part fails or the call is aborted.
 */
export async function stageColumns(
	db: Database,
	about: About,
	parts: Iterable<Pick<Table, 'rows' | 'columns'>>,
	{ signal, onProgress }: LongCall,
): Promise<Staging> {
	const { rows, columns, notes, ...rest } = about;
	const table = db.fresh('s');
	let done = 0;
	try {
		for (const part of parts) {
			await insertColumns(db, table, part.columns, part.rows, done === 0);
			signal?.throwIfAborted();
			done += part.rows;
			onProgress?.({ done, total: rows, unit: 'rows', phase: 'Reading values' });
		}
		const { names, notes: renamed } = columnNames(columns.map(({ name }) => name));
		const plans = columns.map(({ dtype }, i): ColumnPlan => {
			const name = names[i] as string;
			const sql = physical(`c${i}`);
			const textSql = `(${sql})::VARCHAR`;
			return { source: name, name, guess: dtype, dtype, sql, guessSql: sql, textSql };
		});
		const tables = [table];
		return {
			id: db.fresh('staged-'),
			...rest,
			rows,
			tables,
			plans,
			notes: [...notes, ...renamed],
			source: null,
		};
	} catch (thrown) {
		await db.query(`DROP TABLE IF EXISTS ${table}`);
		throw thrown;
	}
}

/** A table in parts of at most a row group. */
export function* partsOf({ rows, columns }: Table): Generator<Pick<Table, 'rows' | 'columns'>> {
	for (let from = 0; from < rows; from += GROUP) {
		const end = Math.min(rows, from + GROUP);
		yield { rows: end - from, columns: columns.map((column) => stretch(column, from, end)) };
	}
}

const stretch = (column: Column, from: number, end: number): Column =>
	'codes' in column
		? { ...column, codes: column.codes.subarray(from, end) }
		: { ...column, values: column.values.subarray(from, end) };
