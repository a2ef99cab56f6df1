/**
 * Which samples are equal: the same value in every column, and in every row of a sequence or image. Two missing values are
 * equal, and 0 equals −0, as in pandas. Samples are hashed and then compared, so the answer is exact and takes one pass.
 */
import { isString, rowsPerSample, samplesOf, type Column, type Table } from './table';

/** Samples looked up between two pauses. */
const PIECE = 100_000;

/** For every sample the first one equal to it, which is itself when none before it is, or no column is given. */
export function firstEqual(table: Pick<Table, 'rows' | 'inner'>, columns: readonly Column[]): Uint32Array {
	const work = findEqual(table, columns);
	let step = work.next();
	while (!step.done) step = work.next();
	return step.value;
}

/**
 * The work of `firstEqual` in pieces: whoever runs it may pause between them.
 * @param counts whether a sample is looked at; the others are left to themselves.
 */
export function* findEqual(
	table: Pick<Table, 'rows' | 'inner'>,
	columns: readonly Column[],
	counts: (sample: number) => boolean = () => true,
): Generator<undefined, Uint32Array> {
	const per = rowsPerSample(table);
	const count = samplesOf(table);
	const first = Uint32Array.from({ length: count }, (_, sample) => sample);
	if (columns.length === 0) return first;
	const hashes = new Uint32Array(count);
	for (const column of columns) {
		yield;
		addHashes(hashes, column, per);
	}
	const mask = 2 ** Math.ceil(Math.log2(Math.max(2, count * 2))) - 1;
	const slots = new Int32Array(mask + 1).fill(-1);
	for (let sample = 0; sample < count; sample++) {
		if (sample % PIECE === 0) yield;
		if (!counts(sample)) continue;
		const hash = hashes[sample] as number;
		let slot = hash & mask;
		let held = slots[slot] as number;
		while (held >= 0 && !(hashes[held] === hash && areEqual(columns, held, sample, per))) {
			slot = (slot + 1) & mask;
			held = slots[slot] as number;
		}
		if (held < 0) slots[slot] = held = sample;
		first[sample] = held;
	}
	return first;
}

/** Whether two samples of `per` rows have the same values in these columns. */
export function areEqual(columns: readonly Column[], a: number, b: number, per: number): boolean {
	for (const column of columns) {
		const values = isString(column) ? column.codes : column.values;
		for (let k = 0; k < per; k++) {
			const x = values[a * per + k] as number;
			const y = values[b * per + k] as number;
			if (x !== y && (x === x || y === y)) return false;
		}
	}
	return true;
}

function addHashes(hashes: Uint32Array, column: Column, per: number): void {
	const value = new Float64Array(1);
	const words = new Uint32Array(value.buffer);
	const text = isString(column);
	const values = text ? column.codes : column.values;
	for (let sample = 0, row = 0; sample < hashes.length; sample++) {
		let hash = hashes[sample] as number;
		for (let k = 0; k < per; k++, row++) {
			const x = values[row] as number;
			if (text) hash = mixed(hash, x);
			else {
				// Adding 0 makes −0 a 0; every missing value gets the same bits.
				value[0] = x === x ? x + 0 : NaN;
				hash = mixed(mixed(hash, words[0] as number), words[1] as number);
			}
		}
		hashes[sample] = hash;
	}
}

/** One round of 32-bit MurmurHash3 (Appleby), upper bits folded in. */
export function mixed(hash: number, word: number): number {
	let k = Math.imul(word, 0xcc9e2d51);
	k = Math.imul((k << 15) | (k >>> 17), 0x1b873593);
	let h = hash ^ k;
	h = (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
	return (h ^ (h >>> 16)) >>> 0;
}
