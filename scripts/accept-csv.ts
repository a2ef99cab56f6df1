/** Files of a folder as tables, with the records that describe them, for scripts that run in Node. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { columnStatistics } from '../src/lib/engine/table/column-statistics';
import { contentHash } from '../src/lib/engine/table/content-hash';
import type { Table } from '../src/lib/engine/table/table';
import type { Dataset } from '../src/lib/engine/schema/dataset';
import { separatorOf, tableOfText } from './matrix/delimited-text';

/** The file as a table with the record that describes it. */
export async function readTable(path: string): Promise<{ table: Table; dataset: Dataset }> {
	const text = readFileSync(path, 'utf8').trimEnd();
	const separator = separatorOf(path);
	const table = tableOfText(text, separator);
	const { columns } = table;
	const dataset: Dataset = {
		kind: 'dataset',
		id: await contentHash(table),
		name: basename(path),
		version: 1,
		rows: table.rows,
		columns: columns.map((column) => ({
			name: column.name,
			dtype: column.dtype,
			statistics: columnStatistics(column),
		})),
		source: {
			format: separator === ',' ? 'csv' : 'tsv',
			file: basename(path),
			bytes: text.length,
			notes: [],
		},
		parquet: { bytes: 0, sha256: '' },
		createdAt: 0,
	};
	return { table, dataset };
}
