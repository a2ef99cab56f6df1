/**
 * Weights as the compiled kernel reads them: units padded to a multiple of 4 with zeros, gate by gate, and right factors
 * in panels of 8 columns (assembly/product.as). Gradients come back in rows and are unpadded.
 */

const PANEL = 8;

export const padded = (count: number): number => (count + 3) & ~3;

/** For each padded column of the gates the column of the weights, −1 for padding. */
export function gateColumns(gates: number, width: number): Int32Array {
	const wide = padded(width);
	const columns = new Int32Array(gates * wide).fill(-1);
	for (let gate = 0; gate < gates; gate++)
		for (let unit = 0; unit < width; unit++) columns[gate * wide + unit] = gate * width + unit;
	return columns;
}

/** For each of `count` rows, padded, where it begins in a matrix of rows of `stride`; −1 for padding. */
export function rowStarts(count: number, stride: number): Int32Array {
	const rows = new Int32Array(padded(count)).fill(-1);
	for (let row = 0; row < count; row++) rows[row] = row * stride;
	return rows;
}

/**
 * Packs the K × N numbers source[down[k] + across[n]], zeros where either is −1. With rows and columns exchanged it
 * transposes.
 */
export function pack(
	source: Float32Array,
	target: Float32Array,
	down: Int32Array,
	k: number,
	across: Int32Array,
): void {
	const n = across.length;
	for (let first = 0, p = 0; first < n; first += PANEL) {
		const last = Math.min(n, first + PANEL);
		for (let row = 0; row < k; row++) {
			const from = down[row] as number;
			for (let j = first; j < last; j++, p++) {
				const column = across[j] as number;
				target[p] = from < 0 || column < 0 ? 0 : (source[from + column] as number);
			}
		}
	}
}

/** Rows of padded gates as rows of weights, `count` of them. */
export function unpack(
	source: Float32Array,
	columns: Int32Array,
	count: number,
	width: number,
): Float32Array {
	const result = new Float32Array(count * width);
	for (let row = 0; row < count; row++)
		columns.forEach((column, j) => {
			if (column >= 0) result[row * width + column] = source[row * columns.length + j] as number;
		});
	return result;
}
