/**
 * Arrow record batches as the engine's columns, buffer by buffer: no cell is fetched one by one.
 * Types are those of SQL_TYPES; anything else is a fault of the query.
 */
import { DataType, type Data, type RecordBatch } from 'apache-arrow';
import type { Column, Dtype, NumericDtype, Table } from '../../engine/table/table';
import { DictionaryBuilder } from './dictionary';

const DAY = 86_400_000;
const HIGH = 4_294_967_296;

interface Builder {
	append(data: Data): void;
	finish(): Column;
	/** Of texts: whether values repeat, by those appended so far. */
	readonly repeats?: boolean;
}

class NumberBuilder implements Builder {
	readonly #values: Float64Array;
	#row = 0;

	constructor(
		readonly name: string,
		readonly dtype: NumericDtype,
		rows: number,
	) {
		this.#values = new Float64Array(rows);
	}

	append(data: Data): void {
		const target = this.#values.subarray(this.#row, this.#row + data.length);
		this.#row += data.length;
		if (DataType.isBool(data.type)) bits(data, target);
		else if (DataType.isInt(data.type) && data.type.bitWidth === 64)
			wide(data.values as BigInt64Array, target, 1);
		else if (DataType.isTimestamp(data.type)) wide(data.values as unknown as BigInt64Array, target, 1000);
		else if (DataType.isDate(data.type)) scaled(data.values as Int32Array, target, DAY);
		else target.set((data.values as Float64Array).subarray(0, data.length));
		if (data.nullCount > 0) blank(data, target);
	}

	finish(): Column {
		return { name: this.name, dtype: this.dtype, values: this.#values };
	}
}

class TextBuilder implements Builder {
	readonly #dictionary: DictionaryBuilder;

	constructor(
		readonly name: string,
		rows: number,
	) {
		this.#dictionary = new DictionaryBuilder(rows);
	}

	get repeats(): boolean {
		return this.#dictionary.repeats;
	}

	append(data: Data): void {
		const validity = data.nullCount > 0 ? data.nullBitmap : null;
		this.#dictionary.append(
			data.values as Uint8Array,
			data.valueOffsets as Int32Array,
			validity,
			data.offset,
			data.length,
		);
	}

	finish(): Column {
		return this.#dictionary.finish(this.name);
	}
}

/** 64-bit integers as float64, divided by `unit`; exact up to 2⁵³. */
function wide(values: BigInt64Array, target: Float64Array, unit: number): void {
	const words = new Int32Array(values.buffer, values.byteOffset, target.length * 2);
	for (let i = 0; i < target.length; i++) {
		target[i] = ((words[2 * i + 1] as number) * HIGH + ((words[2 * i] as number) >>> 0)) / unit;
	}
}

function scaled(values: Int32Array, target: Float64Array, factor: number): void {
	for (let i = 0; i < target.length; i++) target[i] = (values[i] as number) * factor;
}

function bits(data: Data, target: Float64Array): void {
	const bytes = data.values as Uint8Array;
	for (let i = 0; i < target.length; i++) {
		const at = data.offset + i;
		target[i] = ((bytes[at >> 3] as number) >> (at & 7)) & 1;
	}
}

function blank(data: Data, target: Float64Array): void {
	const valid = data.nullBitmap;
	for (let i = 0; i < target.length; i++) {
		const at = data.offset + i;
		if (!(((valid[at >> 3] as number) >> (at & 7)) & 1)) target[i] = NaN;
	}
}

/** Collects batches of known total length into a table. */
export class TableBuilder {
	readonly #builders: Builder[];

	constructor(
		readonly columns: readonly { name: string; dtype: Dtype }[],
		readonly rows: number,
	) {
		this.#builders = columns.map(({ name, dtype }) =>
			dtype === 'string' ? new TextBuilder(name, rows) : new NumberBuilder(name, dtype, rows),
		);
	}

	append(batch: RecordBatch): void {
		this.#builders.forEach((builder, i) => builder.append(batch.data.children[i] as Data));
	}

	/** Names of text columns whose values repeat, by those appended so far. */
	repeating(): string[] {
		return this.columns.filter((_, i) => this.#builders[i]?.repeats).map(({ name }) => name);
	}

	finish(): Table {
		return { rows: this.rows, columns: this.#builders.map((builder) => builder.finish()) };
	}
}

/** The buffers a table can be moved with. */
export const buffersOf = (table: Table): ArrayBuffer[] =>
	table.columns.map((column) => ('codes' in column ? column.codes : column.values).buffer as ArrayBuffer);
