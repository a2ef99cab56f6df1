/**
 * Finds the lines of a delimited UTF-8 text that hold more or fewer cells than the first one. Reads as a stream;
 * used only after DuckDB refused a file, to say where.
 */

export interface RaggedLine {
	/** 1-based, where the record starts. */
	readonly line: number;
	readonly cells: number;
}
export interface Raggedness {
	readonly expected: number;
	/** How many records differ, and the first of them. */
	readonly count: number;
	readonly first: readonly RaggedLine[];
}

const QUOTE = 34;
const LINE_FEED = 10;
const RETURN = 13;

/** `expected` is the width of the first record. Empty lines do not count. */
export async function raggedLines(file: Blob, delimiter: string, keep = 5): Promise<Raggedness> {
	const mark = delimiter.charCodeAt(0);
	const first: RaggedLine[] = [];
	let expected = 0;
	let count = 0;
	let line = 1;
	let start = 1;
	let cells = 1;
	let length = 0;
	let quoted = false;
	const close = () => {
		if (length > 0) {
			if (expected === 0) expected = cells;
			else if (cells !== expected) {
				count++;
				if (first.length < keep) first.push({ line: start, cells });
			}
		}
		cells = 1;
		length = 0;
	};
	const reader = file.stream().getReader();
	for (;;) {
		const { done, value } = await reader.read();
		if (done) break;
		for (const byte of value) {
			if (byte === QUOTE) {
				quoted = !quoted;
				length++;
			} else if (byte === LINE_FEED) {
				if (!quoted) close();
				line++;
				if (!quoted) start = line;
			} else if (!quoted && byte === mark) {
				cells++;
				length++;
			} else if (byte !== RETURN) length++;
		}
	}
	close();
	return { expected, count, first };
}

/** "line 3 (2 cells), line 8 (4 cells) and 12 more". */
export function describeRagged({ count, first }: Raggedness): string {
	const named = first.map(({ line, cells }) => `line ${line} (${cells})`).join(', ');
	return count > first.length ? `${named} and ${count - first.length} more` : named;
}
