/**
 * How the kernel keeps a matrix (assembly/simd.as): columns padded to a multiple of 4 with zeros, in panels of 32
 * columns whose rows follow each other. Writes such matrices and reads them back; where they lie is the plan's.
 */
const PANEL = 32;

/** Columns with their padding. */
export const padded = (columns: number): number => (columns + 3) & ~3;

/** Calls back with every number's index in rows × columns and in panels of `stride` rows. */
function walk(rows: number, columns: number, stride: number, pair: (plain: number, panel: number) => void) {
	const width = padded(columns);
	for (let p = 0; p < columns; p += PANEL) {
		const wide = Math.min(PANEL, width - p);
		for (let row = 0; row < rows; row++)
			for (let j = 0; j < wide && p + j < columns; j++)
				pair(row * columns + p + j, p * stride + row * wide + j);
	}
}

/** Writes rows × columns into panels of `stride` rows, padding and all. */
export function toPanels(
	values: ArrayLike<number>,
	rows: number,
	columns: number,
	to: Float32Array,
	stride = rows,
): void {
	to.fill(0, 0, stride * padded(columns));
	walk(rows, columns, stride, (plain, panel) => (to[panel] = values[plain] as number));
}

/** The rows × columns numbers of panels. */
export function fromPanels(from: Float32Array, rows: number, columns: number): Float32Array {
	const values = new Float32Array(rows * columns);
	walk(rows, columns, rows, (plain, panel) => (values[plain] = from[panel] as number));
	return values;
}

/** Writes rows one after the other, each padded: what batches are gathered from. */
export function toPaddedRows(values: Float32Array, rows: number, columns: number, to: Float32Array): void {
	const width = padded(columns);
	if (width === columns) return to.set(values);
	to.fill(0, 0, rows * width);
	for (let row = 0; row < rows; row++)
		to.set(values.subarray(row * columns, (row + 1) * columns), row * width);
}
