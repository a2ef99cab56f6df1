/**
 * The engine's columns into a table of the database, part by part, as Arrow in each dtype's own type. The reverse of
 * arrow-columns.ts; every value arrives as it is, a missing one as NULL.
 */
import type { Data } from 'apache-arrow';
import {
	Bool,
	DateDay,
	Field,
	Float32,
	Float64,
	Int32,
	Int64,
	makeData,
	RecordBatch,
	Schema,
	Struct,
	tableToIPC,
	Table as ArrowTable,
	TimestampMicrosecond,
	Utf8,
} from 'apache-arrow';
import {
	type Column,
	isString,
	type NumericColumn,
	type NumericDtype,
	type StringColumn,
} from '../../engine/table/table';
import type { Database } from './database';

const DAY = 86_400_000;

const TYPES = {
	bool: () => new Bool(),
	int32: () => new Int32(),
	int64: () => new Int64(),
	float32: () => new Float32(),
	float64: () => new Float64(),
	date: () => new DateDay(),
	timestamp: () => new TimestampMicrosecond(),
} satisfies Record<NumericDtype, () => unknown>;

/** Bits of a column, least significant first. */
function bitmap(length: number, isSet: (i: number) => boolean): Uint8Array {
	const bits = new Uint8Array((length + 63) >> 3);
	for (let i = 0; i < length; i++) if (isSet(i)) bits[i >> 3] = (bits[i >> 3] as number) | (1 << (i & 7));
	return bits;
}

const whole = (values: Float64Array, unit: number): BigInt64Array =>
	BigInt64Array.from(values, (value) => (Number.isNaN(value) ? 0n : BigInt(Math.round(value * unit))));

function buffer({ dtype, values }: NumericColumn) {
	switch (dtype) {
		case 'bool':
			return bitmap(values.length, (i) => values[i] === 1);
		case 'int32':
			return new Int32Array(values);
		case 'date':
			return Int32Array.from(values, (value) => value / DAY);
		case 'int64':
			return whole(values, 1);
		case 'timestamp':
			return whole(values, 1000);
		case 'float32':
			return new Float32Array(values);
		case 'float64':
			return values;
	}
}

/** Texts laid out by hand: the library's builders write code while they run, which the page's policy forbids. */
function textData({ codes, dictionary }: StringColumn): Data {
	const encoder = new TextEncoder();
	const texts = dictionary.map((text) => encoder.encode(text));
	const textOf = (code: number) => (code < 0 ? undefined : texts[code]);
	const valueOffsets = new Int32Array(codes.length + 1);
	codes.forEach((code, i) => {
		valueOffsets[i + 1] = (valueOffsets[i] as number) + (textOf(code)?.length ?? 0);
	});
	const data = new Uint8Array(valueOffsets.at(-1) ?? 0);
	codes.forEach((code, i) => data.set(textOf(code) ?? [], valueOffsets[i]));
	const nullCount = codes.reduce((count, code) => count + (code < 0 ? 1 : 0), 0);
	const nullBitmap = bitmap(codes.length, (i) => (codes[i] as number) >= 0);
	return makeData({ type: new Utf8(), length: codes.length, nullCount, nullBitmap, valueOffsets, data });
}

function dataOf(column: Column): Data {
	if (isString(column)) return textData(column);
	const { values, dtype } = column;
	let missing = 0;
	for (const value of values) if (Number.isNaN(value)) missing++;
	return makeData({
		type: TYPES[dtype](),
		length: values.length,
		nullCount: missing,
		nullBitmap: missing > 0 ? bitmap(values.length, (i) => !Number.isNaN(values[i])) : undefined,
		data: buffer(column),
	} as Parameters<typeof makeData>[0]);
}

/** Adds rows to a table whose columns are c0, c1, …; makes it first when `create` is set. */
export async function insertColumns(
	db: Database,
	table: string,
	columns: readonly Column[],
	rows: number,
	create: boolean,
): Promise<void> {
	const children = columns.map(dataOf);
	const fields = children.map(({ type }, i) => new Field(`c${i}`, type, true));
	const schema = new Schema(fields);
	const struct = makeData({ type: new Struct(fields), length: rows, children, nullCount: 0 });
	const batch = new RecordBatch(schema, struct);
	await db.insert(table, tableToIPC(new ArrowTable(schema, [batch]), 'stream'), create);
}
