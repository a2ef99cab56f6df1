/** Tables as CSV text (RFC 4180) at full precision. Undefined cells are empty. */

export type CsvCell = string | number | boolean | null | undefined;

export interface CsvTable {
	/** File name without ending. */
	readonly name: string;
	readonly header: readonly string[];
	readonly rows: readonly (readonly CsvCell[])[];
}

function field(cell: CsvCell): string {
	if (cell === null || cell === undefined) return '';
	const text = String(cell);
	return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Header and rows, lines ended by CRLF. */
export const csvText = ({ header, rows }: CsvTable): string =>
	[header, ...rows].map((cells) => `${cells.map(field).join(',')}\r\n`).join('');

/** The table as a file named for the chart it belongs to. */
export const csvFile = (table: CsvTable): File =>
	new File([csvText(table)], `${fileName(table.name)}.csv`, { type: 'text/csv' });

/** A name any file system takes. */
export const fileName = (name: string): string =>
	name
		.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-')
		.replaceAll(/^-+|-+$/g, '')
		.slice(0, 100) || 'chart';
