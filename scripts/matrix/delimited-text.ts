/** A small CSV and TSV reader for scripts: header, quotes, numbers and text; empty cells are missing. */
import { compareCodePoints } from '../../src/lib/engine/table/compare';
import type { Column, Dtype, Table } from '../../src/lib/engine/table/table';

/** @param dtype what the column is said to be; read from its cells when not given */
function columnFrom(name: string, cells: readonly string[], dtype?: Dtype): Column {
	const numbers = cells.map((cell) => (cell === '' ? NaN : Number(cell)));
	if (dtype !== 'string' && cells.every((cell, i) => cell === '' || Number.isFinite(numbers[i]))) {
		const whole = numbers.every((value) => Number.isNaN(value) || Number.isSafeInteger(value));
		return { name, dtype: dtype ?? (whole ? 'int64' : 'float64'), values: Float64Array.from(numbers) };
	}
	if (dtype !== undefined && dtype !== 'string') throw new Error(`column ${name} holds text`);
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

export const separatorOf = (file: string): string => (file.endsWith('.tsv') ? '\t' : ',');

/** The text of a file as a table. @param dtypes of columns that are said to be something; others are what they look like */
export function tableOfText(
	text: string,
	separator: string,
	dtypes: Readonly<Record<string, Dtype>> = {},
): Table {
	const [header = [], ...lines] = cellsOf(text.trimEnd(), separator);
	const columns = header.map((name, i) =>
		columnFrom(
			name,
			lines.map((cells) => cells[i] ?? ''),
			dtypes[name],
		),
	);
	return { rows: lines.length, columns };
}
