/**
 * Which rows of a table are equal: the same value in every column. Two missing values are equal, and 0 equals −0, as in
 * pandas. Rows are hashed and then compared, so the answer is exact and takes one pass.
 */
import { isString, type Column } from '../../table/table';

/** For every row the first row equal to it, which is the row itself when none before it is. */
export function firstEqualRows(columns: readonly Column[], rows: number): Uint32Array {
	const hashes = rowHashes(columns, rows);
	const mask = 2 ** Math.ceil(Math.log2(Math.max(2, rows * 2))) - 1;
	const slots = new Int32Array(mask + 1).fill(-1);
	const first = new Uint32Array(rows);
	for (let row = 0; row < rows; row++) {
		const hash = hashes[row] as number;
		let slot = hash & mask;
		let held = slots[slot] as number;
		while (held >= 0 && !(hashes[held] === hash && rowsEqual(columns, held, row))) {
			slot = (slot + 1) & mask;
			held = slots[slot] as number;
		}
		if (held < 0) slots[slot] = held = row;
		first[row] = held;
	}
	return first;
}

function rowsEqual(columns: readonly Column[], a: number, b: number): boolean {
	for (const column of columns) {
		if (isString(column)) {
			if (column.codes[a] !== column.codes[b]) return false;
			continue;
		}
		const x = column.values[a] as number;
		const y = column.values[b] as number;
		if (x !== y && (x === x || y === y)) return false;
	}
	return true;
}

function rowHashes(columns: readonly Column[], rows: number): Uint32Array {
	const hashes = new Uint32Array(rows);
	const value = new Float64Array(1);
	const words = new Uint32Array(value.buffer);
	for (const column of columns) {
		for (let row = 0; row < rows; row++) {
			let hash = hashes[row] as number;
			if (isString(column)) hash = mixed(hash, column.codes[row] as number);
			else {
				const x = column.values[row] as number;
				// Adding 0 makes −0 a 0; every missing value is written with the same bits.
				value[0] = x === x ? x + 0 : NaN;
				hash = mixed(mixed(hash, words[0] as number), words[1] as number);
			}
			hashes[row] = hash;
		}
	}
	return hashes;
}

/** One round of 32-bit MurmurHash3 (Appleby) with its final scrambling of the upper bits. */
function mixed(hash: number, word: number): number {
	let k = Math.imul(word, 0xcc9e2d51);
	k = Math.imul((k << 15) | (k >>> 17), 0x1b873593);
	let h = hash ^ k;
	h = (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
	return (h ^ (h >>> 16)) >>> 0;
}
