/** A small CSV and TSV reader for scripts: header, quotes, numbers and text; empty cells are missing. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { columnStatistics } from '../src/lib/engine/table/column-statistics';
import { compareCodePoints } from '../src/lib/engine/table/compare';
import { contentHash } from '../src/lib/engine/table/content-hash';
import type { Column, Table } from '../src/lib/engine/table/table';
import type { Dataset } from '../src/lib/engine/schema/dataset';

function columnFrom(name: string, cells: readonly string[]): Column {
	const numbers = cells.map((cell) => (cell === '' ? NaN : Number(cell)));
	if (cells.every((cell, i) => cell === '' || Number.isFinite(numbers[i]))) {
		const whole = numbers.every((value) => Number.isNaN(value) || Number.isSafeInteger(value));
		return { name, dtype: whole ? 'int64' : 'float64', values: Float64Array.from(numbers) };
	}
	const dictionary = [...new Set(cells.filter((cell) => cell !== ''))].sort(compareCodePoints);
	const places = new Map(dictionary.map((text, code) => [text, code]));
	const codes = Int32Array.from(cells, (cell) => places.get(cell) ?? -1);
	return { name, dtype: 'string', codes, dictionary };
}

/** Lines of cells (RFC 4180): a quoted cell may hold separators, line ends, and quotes, doubled. */
function cellsOf(text: string, separator: string): string[][] {
	const lines: string[][] = [[]];
	const cell = new RegExp(`(?:"((?:[^"]|"")*)"|([^${separator}\\r\\n]*))(${separator}|\\r?\\n|$)`, 'gy');
	for (;;) {
		const found = cell.exec(text);
		if (!found) throw new Error('a quote is not closed');
		lines.at(-1)?.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '');
		if (found[3] === '') return lines;
		if (found[3] !== separator) lines.push([]);
	}
}

/** The file as a table with the record that describes it. */
export async function readTable(path: string): Promise<{ table: Table; dataset: Dataset }> {
	const text = readFileSync(path, 'utf8').trimEnd();
	const separator = path.endsWith('.tsv') ? '\t' : ',';
	const [header = [], ...lines] = cellsOf(text, separator);
	const columns = header.map((name, i) =>
		columnFrom(
			name,
			lines.map((cells) => cells[i] ?? ''),
		),
	);
	const table = { rows: lines.length, columns };
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
