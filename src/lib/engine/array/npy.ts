/**
 * Reading and writing NumPy's .npy files. Every type of whole and floating numbers and of truth values is read, in
 * either byte order and either memory order; values come out in C order, in the narrowest type that holds them all
 * exactly. What arrays mean as samples is array-table.ts's.
 */
import { BenchtopError } from '../errors/error';
import type { NumericDtype } from '../table/table';
import { half } from './half';
import { readNpyHeader } from './npy-header';

export type NumericValues =
	Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array | Float32Array | Float64Array;

export interface NumericArray {
	readonly shape: readonly number[];
	/** The narrowest type of a column that holds these values. */
	readonly dtype: Exclude<NumericDtype, 'date' | 'timestamp'>;
	/** In C order: the last axis varies fastest. */
	readonly values: NumericValues;
}

/** More values than this are refused before anything is allocated. */
export const MOST_VALUES = 2 ** 28;

interface Kind {
	readonly dtype: NumericArray['dtype'];
	/** Bytes per value in the file. */
	readonly bytes: 1 | 2 | 4 | 8;
	/** Values of little-endian bytes that belong to the caller; throws the value that cannot be kept. */
	read(buffer: ArrayBuffer): NumericValues;
}

const KINDS: Readonly<Record<string, Kind>> = {
	b1: { dtype: 'bool', bytes: 1, read: (buffer) => new Uint8Array(buffer).map((byte) => (byte ? 1 : 0)) },
	i1: { dtype: 'int32', bytes: 1, read: (buffer) => new Int8Array(buffer) },
	u1: { dtype: 'int32', bytes: 1, read: (buffer) => new Uint8Array(buffer) },
	i2: { dtype: 'int32', bytes: 2, read: (buffer) => new Int16Array(buffer) },
	u2: { dtype: 'int32', bytes: 2, read: (buffer) => new Uint16Array(buffer) },
	i4: { dtype: 'int32', bytes: 4, read: (buffer) => new Int32Array(buffer) },
	u4: { dtype: 'int64', bytes: 4, read: (buffer) => new Uint32Array(buffer) },
	i8: { dtype: 'int64', bytes: 8, read: (buffer) => wide(new BigInt64Array(buffer), new Int32Array(buffer)) },
	u8: {
		dtype: 'int64',
		bytes: 8,
		read: (buffer) => wide(new BigUint64Array(buffer), new Uint32Array(buffer)),
	},
	f2: { dtype: 'float32', bytes: 2, read: (buffer) => Float32Array.from(new Uint16Array(buffer), half) },
	f4: { dtype: 'float32', bytes: 4, read: (buffer) => new Float32Array(buffer) },
	f8: { dtype: 'float64', bytes: 8, read: (buffer) => new Float64Array(buffer) },
};

/** A 64-bit whole number that a number of ours would round. */
class TooWide {
	constructor(readonly value: bigint) {}
}

/** 64-bit whole numbers as exact numbers. @param words the same memory in 32-bit words; the upper ones give the sign */
function wide(values: BigInt64Array | BigUint64Array, words: Int32Array | Uint32Array): Float64Array {
	const result = new Float64Array(values.length);
	for (let i = 0; i < result.length; i++) {
		const value = (words[2 * i + 1] as number) * 2 ** 32 + ((words[2 * i] as number) >>> 0);
		if (!Number.isSafeInteger(value)) throw new TooWide(values[i] as bigint);
		result[i] = value;
	}
	return result;
}

/**
 * The array in an .npy file.
 * @param file its name, for messages
 * @throws data.not-npy, data.npy-version, data.npy-header, data.npy-type (objects, records, complex, texts, dates),
 * data.npy-length (cut off, or more than was promised), data.npy-whole, data.array-large
 */
export function readNpy(bytes: Uint8Array, file: string): NumericArray {
	const { descr, fortranOrder, shape, begin } = readNpyHeader(bytes, file);
	const [, order = '', code = ''] = /^([<>|=]?)(\w+)$/.exec(descr ?? '') ?? [];
	const kind = Object.hasOwn(KINDS, code) ? KINDS[code] : undefined;
	if (!kind) throw new BenchtopError('data.npy-type', { file, dtype: descr ?? 'record' });
	const count = shape.reduce((all, size) => all * size, 1);
	const expected = count * kind.bytes;
	const found = bytes.length - begin;
	if (expected !== found) throw new BenchtopError('data.npy-length', { file, expected, found });
	if (count > MOST_VALUES)
		throw new BenchtopError('data.array-large', { shape: `(${shape.join(', ')})`, limit: MOST_VALUES });
	const own = new Uint8Array(bytes.subarray(begin));
	if (order === '>') swapBytes(own, kind.bytes);
	const values = exactly(() => kind.read(own.buffer), file);
	return { shape, dtype: kind.dtype, values: fortranOrder ? fromFortran(values, shape) : values };
}

function exactly(read: () => NumericValues, file: string): NumericValues {
	try {
		return read();
	} catch (thrown) {
		if (!(thrown instanceof TooWide)) throw thrown;
		throw new BenchtopError('data.npy-whole', { file, value: String(thrown.value) });
	}
}

/** Turns every value's bytes around, in place. */
function swapBytes(bytes: Uint8Array, size: number): void {
	for (let start = 0; start < bytes.length; start += size)
		for (let low = start, high = start + size - 1; low < high; low++, high--) {
			const held = bytes[low] as number;
			bytes[low] = bytes[high] as number;
			bytes[high] = held;
		}
}

/** Values whose first axis varies fastest, put in C order. */
function fromFortran<V extends NumericValues>(values: V, shape: readonly number[]): V {
	if (shape.filter((size) => size > 1).length < 2) return values;
	const result = values.slice() as V;
	const steps = shape.map((_, axis) => shape.slice(0, axis).reduce((all, size) => all * size, 1));
	const place = new Uint32Array(shape.length);
	for (let i = 0, from = 0; i < values.length; i++) {
		result[i] = values[from] as number;
		for (let axis = shape.length - 1; axis >= 0; axis--) {
			const size = shape[axis] as number;
			const step = steps[axis] as number;
			from += step;
			if ((place[axis] = (place[axis] as number) + 1) < size) break;
			place[axis] = 0;
			from -= step * size;
		}
	}
	return result;
}

/** An array as an .npy file: version 1, little-endian, C order, float32 or float64 as the values are. */
export function writeNpy(values: Float32Array | Float64Array, shape: readonly number[]): Uint8Array {
	const count = shape.reduce((all, size) => all * size, 1);
	if (count !== values.length)
		throw new RangeError(`${values.length} values do not fill (${shape.join(', ')})`);
	const written = `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;
	const descr = values instanceof Float32Array ? '<f4' : '<f8';
	const head = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${written}, }`;
	const begin = Math.ceil((10 + head.length + 1) / 64) * 64;
	const bytes = new Uint8Array(begin + values.byteLength).fill(0x20, 10, begin);
	bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, (begin - 10) & 255, (begin - 10) >> 8]);
	bytes.set(new TextEncoder().encode(head), 10);
	bytes[begin - 1] = 0x0a;
	bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), begin);
	return bytes;
}
