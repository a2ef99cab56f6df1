// The table the preparation bench works on, the same on every machine: 10 floats and 5 texts with gaps, 4 whole numbers
// and a truth value. Written as one file per column of plain numbers (float64, or int32 codes of a list of words), which
// both sides read without a library of their own; reading is not timed.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generator } from './mixed-table.mjs';

const CATEGORIES = [5, 8, 12, 20, 50];
/** One float in this many is missing; one text in twice as many. */
const GAP = 20;

/** @param {string} folder @param {number} rows */
export function writeTable(folder, rows) {
	mkdirSync(folder, { recursive: true });
	const next = generator(11);
	const uniform = () => next() / 2 ** 32;
	const columns = [];
	const keep = (name, dtype, values, dictionary = null) => {
		writeFileSync(join(folder, name), new Uint8Array(values.buffer));
		columns.push({ name, dtype, dictionary });
	};
	for (let f = 1; f <= 10; f++) {
		const values = new Float64Array(rows);
		for (let i = 0; i < rows; i++) {
			const bell = uniform() + uniform() + uniform() + uniform() - 2;
			values[i] = next() % GAP === 0 ? NaN : f % 3 === 0 ? Math.exp(2 * bell) : 10 * f * bell + f;
		}
		keep(`f${f}`, 'float64', values);
	}
	for (let n = 1; n <= 4; n++)
		keep(
			`i${n}`,
			'int64',
			Float64Array.from({ length: rows }, () => next() % 10 ** n),
		);
	CATEGORIES.forEach((count, t) => {
		const words = Array.from(
			{ length: count },
			(_, k) => `kind ${String.fromCharCode(97 + (k % 26))}${k}`,
		).sort();
		const codes = new Int32Array(rows);
		// The lower a code, the more often: two draws, the lesser counts.
		for (let i = 0; i < rows; i++)
			codes[i] = next() % (2 * GAP) === 0 ? -1 : Math.min(next() % count, next() % count);
		keep(`t${t + 1}`, 'string', codes, words);
	});
	keep(
		'target',
		'bool',
		Float64Array.from({ length: rows }, () => next() % 2),
	);
	writeFileSync(join(folder, 'table.json'), JSON.stringify({ rows, columns }));
}
