/**
 * One record batch out of many. DuckDB gives batches of 2,048 rows, and every reader pays per batch: joining them,
 * buffer by buffer, costs a copy of the bytes and saves more.
 */
import { DataType, makeData, RecordBatch, Struct, type Data, type Table } from 'apache-arrow';

type Buffer = Uint8Array | Int32Array | BigInt64Array | Float64Array;

/** All rows of a table of flat columns in one batch. */
export function joinBatches(table: Table): RecordBatch {
	const { schema, batches, numRows } = table;
	if (batches.length === 1) return batches[0] as RecordBatch;
	const children = schema.fields.map((field, i) => {
		const chunks = batches.map((batch) => batch.data.children[i] as Data);
		const nullCount = chunks.reduce((count, chunk) => count + chunk.nullCount, 0);
		const nullBitmap = nullCount > 0 ? joinBits(chunks, numRows, validity) : undefined;
		const common = { type: field.type, length: numRows, nullCount, nullBitmap };
		if (DataType.isUtf8(field.type))
			return makeData({ ...common, type: field.type, ...joinTexts(chunks, numRows) });
		const data = DataType.isBool(field.type)
			? joinBits(chunks, numRows, (chunk) => chunk.values as Uint8Array)
			: joinValues(chunks, numRows);
		return makeData({ ...common, data } as Parameters<typeof makeData>[0]);
	});
	const data = makeData({ type: new Struct(schema.fields), length: numRows, nullCount: 0, children });
	return new RecordBatch(schema, data);
}

const validity = (chunk: Data): Uint8Array | null => (chunk.nullCount > 0 ? chunk.nullBitmap : null);

/** Bits of the chunks in a row; a chunk without a bitmap is all ones. */
function joinBits(chunks: readonly Data[], rows: number, of: (chunk: Data) => Uint8Array | null): Uint8Array {
	const joined = new Uint8Array(Math.ceil(rows / 8));
	let at = 0;
	for (const chunk of chunks) {
		const bits = of(chunk);
		if (at % 8 === 0 && (chunk.offset % 8 === 0 || !bits)) {
			const bytes = Math.ceil(chunk.length / 8);
			if (bits) joined.set(bits.subarray(chunk.offset / 8, chunk.offset / 8 + bytes), at / 8);
			else joined.fill(255, at / 8, at / 8 + bytes);
		} else {
			for (let i = 0; i < chunk.length; i++) {
				const from = chunk.offset + i;
				const bit = bits ? ((bits[from >> 3] as number) >> (from & 7)) & 1 : 1;
				const to = at + i;
				joined[to >> 3] = ((joined[to >> 3] as number) & ~(1 << (to & 7))) | (bit << (to & 7));
			}
		}
		at += chunk.length;
	}
	return joined;
}

function joinValues(chunks: readonly Data[], rows: number): Buffer {
	const first = (chunks[0] as Data).values as Buffer;
	const stride = DataType.isFixedSizeBinary((chunks[0] as Data).type) ? (chunks[0] as Data).stride : 1;
	const joined = new (first.constructor as new (length: number) => Buffer)(rows * stride);
	let at = 0;
	for (const chunk of chunks) {
		joined.set((chunk.values as Buffer).subarray(0, chunk.length * stride) as never, at);
		at += chunk.length * stride;
	}
	return joined;
}

function joinTexts(chunks: readonly Data[], rows: number): { data: Uint8Array; valueOffsets: Int32Array } {
	const ends = chunks.map((chunk) => (chunk.valueOffsets as Int32Array)[chunk.length] as number);
	const starts = chunks.map((chunk) => (chunk.valueOffsets as Int32Array)[0] as number);
	const data = new Uint8Array(ends.reduce((total, end, i) => total + end - (starts[i] as number), 0));
	const valueOffsets = new Int32Array(rows + 1);
	let at = 0;
	let row = 0;
	chunks.forEach((chunk, i) => {
		const offsets = chunk.valueOffsets as Int32Array;
		const start = starts[i] as number;
		data.set((chunk.values as Uint8Array).subarray(start, ends[i]), at);
		for (let k = 1; k <= chunk.length; k++) valueOffsets[row + k] = at + (offsets[k] as number) - start;
		at += (ends[i] as number) - start;
		row += chunk.length;
	});
	return { data, valueOffsets };
}
