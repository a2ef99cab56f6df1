/**
 * Plain columns to Parquet and back, every float64 bit kept, null apart from NaN. Only the column types the project
 * file needs. The Parquet library must have been initialised.
 */
import {
	type Data,
	DataType,
	Field,
	Float64,
	makeData,
	Precision,
	RecordBatch,
	Schema,
	Struct,
	Table,
	tableFromIPC,
	tableToIPC,
	Uint32,
	Utf8,
} from 'apache-arrow';
import {
	Compression,
	readParquet,
	Table as WasmTable,
	WriterPropertiesBuilder,
	writeParquet,
} from 'parquet-wasm/esm';

/** `count` rows with the same text. */
export interface Stretch {
	readonly text: string;
	readonly count: number;
}
export type FileColumn =
	| {
			readonly name: string;
			readonly type: 'float64';
			readonly values: Float64Array | readonly (number | null)[];
	  }
	| { readonly name: string; readonly type: 'uint32'; readonly values: Uint32Array }
	| { readonly name: string; readonly type: 'text'; readonly stretches: readonly Stretch[] };

function textData(stretches: readonly Stretch[]): Data {
	const encoded = stretches.map(({ text, count }) => ({ bytes: new TextEncoder().encode(text), count }));
	const rows = encoded.reduce((sum, { count }) => sum + count, 0);
	const offsets = new Int32Array(rows + 1);
	const data = new Uint8Array(encoded.reduce((sum, { bytes, count }) => sum + bytes.length * count, 0));
	let row = 0;
	let at = 0;
	for (const { bytes, count } of encoded) {
		for (let i = 0; i < count; i++) {
			data.set(bytes, at);
			offsets[++row] = at += bytes.length;
		}
	}
	return makeData({ type: new Utf8(), length: rows, nullCount: 0, valueOffsets: offsets, data });
}

function floatData(values: Float64Array | readonly (number | null)[]): Data {
	if (values instanceof Float64Array)
		return makeData({ type: new Float64(), length: values.length, nullCount: 0, data: values });
	const valid = new Uint8Array(Math.ceil(values.length / 8));
	values.forEach((value, i) => {
		if (value !== null) valid[i >> 3] = (valid[i >> 3] ?? 0) | (1 << (i & 7));
	});
	const nullCount = values.filter((value) => value === null).length;
	const data = Float64Array.from(values, (value) => value ?? 0);
	return makeData({ type: new Float64(), length: values.length, nullCount, nullBitmap: valid, data });
}

function columnData(column: FileColumn): Data {
	if (column.type === 'text') return textData(column.stretches);
	if (column.type === 'float64') return floatData(column.values);
	return makeData({ type: new Uint32(), length: column.values.length, nullCount: 0, data: column.values });
}

/** Equal columns give equal bytes. */
export function columnsToParquet(columns: readonly FileColumn[]): Uint8Array<ArrayBuffer> {
	const children = columns.map(columnData);
	const fields = columns.map(
		({ name, type }, i) => new Field(name, children[i]?.type as DataType, type === 'float64'),
	);
	const length = children[0]?.length ?? 0;
	const schema = new Schema(fields);
	const batch = new RecordBatch(
		schema,
		makeData({ type: new Struct(fields), length, nullCount: 0, children }),
	);
	const properties = new WriterPropertiesBuilder()
		.setCompression(Compression.ZSTD)
		.setCreatedBy('benchtop')
		.build();
	const table = WasmTable.fromIPCStream(tableToIPC(new Table(schema, [batch]), 'stream'));
	return writeParquet(table, properties) as Uint8Array<ArrayBuffer>;
}

const isFloat64 = (type: DataType): boolean => DataType.isFloat(type) && type.precision === Precision.DOUBLE;
const isUint32 = (type: DataType): boolean => DataType.isInt(type) && type.bitWidth === 32 && !type.isSigned;

/** Columns read by name. Every reader throws an Error that names a column which is missing or of another type. */
export class ParquetColumns {
	readonly #table: Table;

	/** @throws Error when the bytes are not Parquet. */
	constructor(bytes: Uint8Array) {
		this.#table = tableFromIPC(readParquet(bytes).intoIPCStream());
	}

	get rows(): number {
		return this.#table.numRows;
	}

	get names(): string[] {
		return this.#table.schema.fields.map(({ name }) => name);
	}

	/** Values with null kept apart from NaN. */
	nullable(name: string): (number | null)[] {
		const column = this.#column(name, isFloat64);
		return Array.from({ length: this.rows }, (_, i) => column.get(i) as number | null);
	}

	floats(name: string): Float64Array {
		const column = this.#column(name, isFloat64);
		if (column.nullCount) throw new Error(`the column ${name} has gaps`);
		return Float64Array.from(column.toArray() as Float64Array);
	}

	integers(name: string): Uint32Array {
		const column = this.#column(name, isUint32);
		if (column.nullCount) throw new Error(`the column ${name} has gaps`);
		return Uint32Array.from(column.toArray() as Uint32Array);
	}

	text(name: string): string[] {
		const column = this.#column(name, (type) => DataType.isUtf8(type));
		if (column.nullCount) throw new Error(`the column ${name} has gaps`);
		return Array.from({ length: this.rows }, (_, i) => column.get(i) as string);
	}

	#column(name: string, fits: (type: DataType) => boolean) {
		const column = this.#table.getChild(name);
		if (!column) throw new Error(`the column ${name} is missing`);
		if (!fits(column.type as DataType)) throw new Error(`the column ${name} has the wrong type`);
		return column;
	}
}
