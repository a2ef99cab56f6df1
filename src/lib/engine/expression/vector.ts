/**
 * Values of one part of an expression for some rows: numbers with NaN for missing, or codes into a pool of texts with −1
 * for missing. A pool belongs to the part that made it and grows while rows go by.
 */
import { type Column, isString } from '../table/table';
import type { Value } from './conversion';

/** Distinct texts by number. */
export class TextPool {
	readonly #codes = new Map<string, number>();
	constructor(readonly texts: string[] = []) {}

	/** The number of a text; it is added when it is new. */
	code(text: string): number {
		let code = this.#codes.get(text);
		if (code === undefined) {
			code = this.texts.push(text) - 1;
			this.#codes.set(text, code);
		}
		return code;
	}
}

export type Vector =
	| { readonly values: Float64Array; readonly codes?: undefined }
	| { readonly codes: Int32Array; readonly texts: readonly string[]; readonly values?: undefined };

/** Which rows of a table: `count` from `start`, or those of `index`. */
export interface Rows {
	readonly count: number;
	readonly start: number;
	readonly index: Uint32Array | null;
}

export const rowAt = ({ start, index }: Rows, at: number): number =>
	index ? (index[at] as number) : start + at;

/** Those of the rows that stand at these places. */
export function rowsOf(rows: Rows, places: Uint32Array): Rows {
	return { count: places.length, start: 0, index: places.map((at) => rowAt(rows, at)) };
}

/** A column's values for these rows. */
export function columnVector(column: Column, { count, start, index }: Rows): Vector {
	if (isString(column)) {
		const texts = column.dictionary;
		if (!index) return { codes: column.codes.subarray(start, start + count), texts };
		const codes = new Int32Array(count);
		for (let i = 0; i < count; i++) codes[i] = column.codes[index[i] as number] as number;
		return { codes, texts };
	}
	if (!index) return { values: column.values.subarray(start, start + count) };
	const values = new Float64Array(count);
	for (let i = 0; i < count; i++) values[i] = column.values[index[i] as number] as number;
	return { values };
}

/** One value of a vector; null for missing. */
export function valueAt(vector: Vector, at: number): Value | null {
	if (vector.values) {
		const value = vector.values[at] as number;
		return value !== value ? null : value;
	}
	const code = vector.codes[at] as number;
	return code < 0 ? null : (vector.texts[code] as string);
}
