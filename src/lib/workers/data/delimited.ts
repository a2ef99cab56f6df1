/**
 * Reads the first lines of a delimited text and says how it is written: delimiter, header, decimal mark.
 * Pure; types of columns and the reading itself are DuckDB's.
 */

export interface Dialect {
	readonly delimiter: string;
	readonly header: boolean;
	readonly decimal: '.' | ',';
	/** Cells of the first line. */
	readonly first: readonly string[];
}

export const DELIMITERS = [',', '\t', ';', '|'] as const;
const NUMBER = /^\s*[-+]?(\d+([.,]\d*)?|[.,]\d+)([eE][-+]?\d+)?\s*$/;
const DECIMAL_COMMA = /^\s*[-+]?\d*,\d+([eE][-+]?\d+)?\s*$/;
const DECIMAL_POINT = /^\s*[-+]?\d*\.\d+([eE][-+]?\d+)?\s*$/;

export interface Record {
	/** 1-based line in the file where the record starts. */
	readonly line: number;
	readonly cells: string[];
}

/**
 * Splits text into records (RFC 4180: doubled quotes, quoted line breaks). Empty lines are left out, and so is a
 * last record cut short by the end of the text when `complete` is false.
 */
export function records(text: string, delimiter: string, limit = Infinity, complete = true): Record[] {
	const found: Record[] = [];
	let cells: string[] = [];
	let cell = '';
	let quoted = false;
	let line = 1;
	let start = 1;
	let any = false;
	const close = () => {
		if (any || cells.length > 0 || cell !== '') found.push({ line: start, cells: [...cells, cell] });
		cells = [];
		cell = '';
		any = false;
	};
	for (let i = 0; i < text.length && found.length < limit; i++) {
		const c = text[i] as string;
		if (quoted) {
			if (c !== '"') {
				if (c === '\n') line++;
				cell += c;
			} else if (text[i + 1] === '"') {
				cell += '"';
				i++;
			} else quoted = false;
		} else if (c === '"' && cell === '') {
			quoted = true;
			any = true;
		} else if (c === delimiter) {
			cells.push(cell);
			cell = '';
			any = true;
		} else if (c === '\n' || c === '\r') {
			if (c === '\r' && text[i + 1] === '\n') i++;
			close();
			line++;
			start = line;
		} else cell += c;
	}
	if (complete && found.length < limit) close();
	return found;
}

interface Candidate {
	delimiter: string;
	rows: string[][];
	width: number;
	/** Share of rows as wide as the first. */
	even: number;
}

/** How the text is written, from its first part; null when it holds no record. `fixed` overrules the delimiter. */
export function dialect(text: string, complete: boolean, fixed?: string): Dialect | null {
	if (complete && text.trim() === '') return null;
	const candidates = (fixed ? [fixed] : DELIMITERS).map((delimiter): Candidate => {
		const rows = records(text, delimiter, 200, complete).map((record) => record.cells);
		const width = rows[0]?.length ?? 0;
		const even = rows.filter((row) => row.length === width).length / Math.max(1, rows.length);
		return { delimiter, rows, width, even };
	});
	if (candidates.every(({ rows }) => rows.length === 0)) {
		const whole = records(text, fixed ?? ',', 1, true);
		return whole[0] ? { delimiter: fixed ?? ',', header: true, decimal: '.', first: whole[0].cells } : null;
	}
	const wide = candidates.filter(({ width }) => width > 1);
	const best = [...wide].sort((a, b) => score(b) - score(a))[0];
	if (!best) return oneColumn(candidates[0] as Candidate);
	const first = best.rows[0] as string[];
	const body = best.rows.slice(1);
	return {
		delimiter: best.delimiter,
		header: hasHeader(first, body),
		decimal: best.delimiter === ',' ? '.' : decimalMark(body),
		first,
	};
}

/** Even rows count most; among equally even ones the wider wins, unless its cells are the halves of comma decimals. */
function score({ rows, width, even, delimiter }: Candidate): number {
	const halves = delimiter === ',' && rows[0]?.every((cell) => !/[;\t|]/.test(cell)) === false ? 0.5 : 0;
	return even * 4 + Math.min(1, Math.log2(width) / 10) - halves;
}

function oneColumn({ rows }: Candidate): Dialect {
	const first = rows[0] as string[];
	const body = rows.slice(1).map((row) => row.join(','));
	const commas =
		body.length > 0 &&
		body.every((cell) => NUMBER.test(cell)) &&
		body.some((cell) => DECIMAL_COMMA.test(cell));
	return {
		delimiter: commas ? ';' : ',',
		header: hasHeader(first, rows.slice(1)),
		decimal: commas ? ',' : '.',
		first,
	};
}

function decimalMark(body: readonly string[][]): '.' | ',' {
	let commas = 0;
	let points = 0;
	for (const row of body)
		for (const cell of row) {
			if (DECIMAL_COMMA.test(cell)) commas++;
			else if (DECIMAL_POINT.test(cell)) points++;
		}
	return commas > points ? ',' : '.';
}

/** The first line is data when each of its cells fits its column and some column is numeric. */
function hasHeader(first: readonly string[], body: readonly string[][]): boolean {
	if (body.length === 0) return true;
	let numeric = 0;
	for (let i = 0; i < first.length; i++) {
		const below = body.map((row) => row[i] ?? '').filter((cell) => cell.trim() !== '');
		const column = below.length > 0 && below.every((cell) => NUMBER.test(cell));
		if (!column) continue;
		if (!NUMBER.test(first[i] as string) && (first[i] as string).trim() !== '') return true;
		numeric++;
	}
	if (numeric === 0) return true;
	// A row of distinct whole numbers over text columns or years over values would be read as data as well; the note says so.
	return false;
}
