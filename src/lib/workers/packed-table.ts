/**
 * A table as it goes from thread to thread: each dictionary is one run of bytes, which moves. A list of a million texts
 * would be copied text by text on every thread it passes, and the page would stand still meanwhile.
 */
import { isString, type NumericColumn, type StringColumn, type Table } from '../engine/table/table';

interface PackedStrings extends Omit<StringColumn, 'dictionary'> {
	/** All texts one after the other, in UTF-8. */
	readonly text: Uint8Array<ArrayBuffer>;
	/** Length of each text, in UTF-16 code units. */
	readonly lengths: Uint32Array<ArrayBuffer>;
}

export interface PackedTable extends Omit<Table, 'columns'> {
	readonly packed: true;
	readonly columns: readonly (NumericColumn | PackedStrings)[];
}

/** Texts hold no half characters: they come from files in UTF-8. */
export function packTable(table: Table): PackedTable {
	const encoder = new TextEncoder();
	return {
		...table,
		packed: true,
		columns: table.columns.map((column) => {
			if (!isString(column)) return column;
			const { dictionary, ...rest } = column;
			const lengths = Uint32Array.from(dictionary, ({ length }) => length);
			return { ...rest, text: encoder.encode(dictionary.join('')), lengths };
		}),
	};
}

export function unpackTable({ packed: _, ...table }: PackedTable): Table {
	const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
	return {
		...table,
		columns: table.columns.map((column) => {
			if (!('text' in column)) return column;
			const { text, lengths, ...rest } = column;
			const all = decoder.decode(text);
			let at = 0;
			const dictionary = Array.from(lengths, (length) => all.slice(at, (at += length)));
			return { ...rest, dictionary };
		}),
	};
}

/** The buffers it moves with, each once; columns may be views of one. */
export function packedBuffers({ columns }: PackedTable): ArrayBuffer[] {
	const buffers = new Set<ArrayBufferLike>();
	for (const column of columns)
		if ('text' in column)
			for (const { buffer } of [column.codes, column.text, column.lengths]) buffers.add(buffer);
		else buffers.add(column.values.buffer);
	return [...buffers] as ArrayBuffer[];
}
