/**
 * The identity of a dataset (SPEC §2.3): a hash over column names, types, values and order, and of sequences and
 * pictures the shape of a sample. The dataset's own name, its file and its source format do not enter. Every missing value counts as the same, and −0 as 0:
 * neither survives a round trip through every file format.
 */
import { sha256 } from 'hash-wasm';
import { contentId, type Id } from '../canonical';
import { canonicalStrings } from './select-rows';
import { isString, type Column, type Table } from './table';

/** The same for the same content on every machine. Columns are hashed one by one, then their list. */
export async function contentHash(table: Table): Promise<Id> {
	const columns = [];
	for (const column of table.columns) {
		columns.push({ name: column.name, dtype: column.dtype, values: await columnHash(column) });
	}
	const { rows, inner } = table;
	return contentId({ kind: 'table', rows, columns, ...(inner ? { inner: [...inner] } : {}) });
}

async function columnHash(column: Column): Promise<string> {
	if (!isString(column)) return digest(bytesOf(canonicalNumbers(column.values)));
	const { codes, dictionary } = canonicalStrings(column);
	const encoder = new TextEncoder();
	const whole = dictionary.join('');
	const bytes = encoder.encode(whole);
	if (bytes.length === whole.length) {
		const lengths = Uint32Array.from(dictionary, (text) => text.length);
		return [await digest(bytesOf(lengths)), await digest(bytes), await digest(bytesOf(codes))].join(' ');
	}
	const texts = dictionary.map((text) => encoder.encode(text));
	const lengths = Uint32Array.from(texts, (text) => text.length);
	const joined = new Uint8Array(lengths.reduce((total, length) => total + length, 0));
	let at = 0;
	for (const text of texts) {
		joined.set(text, at);
		at += text.length;
	}
	return [await digest(bytesOf(lengths)), await digest(joined), await digest(bytesOf(codes))].join(' ');
}

/** One bit pattern for missing and one for zero; the array itself when it has no other. */
function canonicalNumbers(values: Float64Array): Float64Array {
	const words = new Uint32Array(values.buffer, values.byteOffset, values.length * 2);
	let copy: Float64Array | null = null;
	for (let i = 0; i < values.length; i++) {
		const value = values[i] as number;
		const odd =
			value === 0
				? words[2 * i + 1] !== 0
				: value !== value && (words[2 * i + 1] !== 0x7ff80000 || words[2 * i] !== 0);
		if (!odd) continue;
		copy ??= values.slice();
		// Written through words: a NaN stored as a number may keep any payload.
		const target = new Uint32Array(copy.buffer, copy.byteOffset + 8 * i, 2);
		target[0] = 0;
		target[1] = value === 0 ? 0 : 0x7ff80000;
	}
	return copy ?? values;
}

const bytesOf = (array: Float64Array | Int32Array | Uint32Array): Uint8Array =>
	new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

/** SHA-256 in hexadecimal; by the platform where it has one (a page served over plain HTTP has none). */
async function digest(bytes: Uint8Array): Promise<string> {
	if (!globalThis.crypto?.subtle) return sha256(bytes);
	const source = bytes.buffer instanceof ArrayBuffer ? (bytes as Uint8Array<ArrayBuffer>) : bytes.slice();
	const hash = new Uint8Array(await globalThis.crypto.subtle.digest('SHA-256', source));
	return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
