/**
 * Matrix products over stretches of plain arrays, added to what stands in the result. Blocks of 2 × 4 sums stay in
 * registers, which makes these three times as fast as the three loops one writes first. Sums are taken in 64 bits and
 * rounded once, in an order that depends on the sizes alone.
 */

/**
 * c[r, j] += Σₖ a[r, k] · b[j, k] for r < rows, j < columns, k < inner: a times b transposed, so that the inner loop
 * runs along both.
 * @param a rows × inner from `fromA` on; @param b columns × inner; @param c rows × columns from `fromC` on
 */
export function addProduct(
	a: Float32Array,
	fromA: number,
	b: Float32Array,
	c: Float32Array,
	fromC: number,
	rows: number,
	columns: number,
	inner: number,
): void {
	let r = 0;
	for (; r + 2 <= rows; r += 2) {
		const a0 = fromA + r * inner;
		const a1 = a0 + inner;
		const c0 = fromC + r * columns;
		const c1 = c0 + columns;
		let j = 0;
		for (; j + 4 <= columns; j += 4) {
			const b0 = j * inner;
			const b1 = b0 + inner;
			const b2 = b1 + inner;
			const b3 = b2 + inner;
			let s00 = 0;
			let s01 = 0;
			let s02 = 0;
			let s03 = 0;
			let s10 = 0;
			let s11 = 0;
			let s12 = 0;
			let s13 = 0;
			for (let k = 0; k < inner; k++) {
				const x0 = a[a0 + k] as number;
				const x1 = a[a1 + k] as number;
				const y0 = b[b0 + k] as number;
				const y1 = b[b1 + k] as number;
				const y2 = b[b2 + k] as number;
				const y3 = b[b3 + k] as number;
				s00 += x0 * y0;
				s01 += x0 * y1;
				s02 += x0 * y2;
				s03 += x0 * y3;
				s10 += x1 * y0;
				s11 += x1 * y1;
				s12 += x1 * y2;
				s13 += x1 * y3;
			}
			c[c0 + j] = (c[c0 + j] as number) + s00;
			c[c0 + j + 1] = (c[c0 + j + 1] as number) + s01;
			c[c0 + j + 2] = (c[c0 + j + 2] as number) + s02;
			c[c0 + j + 3] = (c[c0 + j + 3] as number) + s03;
			c[c1 + j] = (c[c1 + j] as number) + s10;
			c[c1 + j + 1] = (c[c1 + j + 1] as number) + s11;
			c[c1 + j + 2] = (c[c1 + j + 2] as number) + s12;
			c[c1 + j + 3] = (c[c1 + j + 3] as number) + s13;
		}
		for (; j < columns; j++) {
			const b0 = j * inner;
			let s0 = 0;
			let s1 = 0;
			for (let k = 0; k < inner; k++) {
				const y = b[b0 + k] as number;
				s0 += (a[a0 + k] as number) * y;
				s1 += (a[a1 + k] as number) * y;
			}
			c[c0 + j] = (c[c0 + j] as number) + s0;
			c[c1 + j] = (c[c1 + j] as number) + s1;
		}
	}
	if (r < rows) {
		const a0 = fromA + r * inner;
		const c0 = fromC + r * columns;
		for (let j = 0; j < columns; j++) {
			const b0 = j * inner;
			let s = 0;
			for (let k = 0; k < inner; k++) s += (a[a0 + k] as number) * (b[b0 + k] as number);
			c[c0 + j] = (c[c0 + j] as number) + s;
		}
	}
}

/** Rows summed before a partial sum is rounded: few enough for both factors to stay in the first cache. */
const STRETCH = 64;

/**
 * c[i, j] += Σᵣ a[r, i] · b[r, j]: a transposed times b, what a kernel's gradient is.
 * @param a rows × height from `fromA` on; @param b rows × columns; @param c height × columns
 */
export function addOuter(
	a: Float32Array,
	fromA: number,
	b: Float32Array,
	c: Float32Array,
	rows: number,
	height: number,
	columns: number,
): void {
	for (let from = 0; from < rows; from += STRETCH) {
		const to = Math.min(rows, from + STRETCH);
		for (let i = 0; i < height; i += 2) {
			// The last of an odd number of rows is summed twice and written once.
			const next = i + 1 < height ? 1 : 0;
			let j = 0;
			for (; j + 4 <= columns; j += 4) {
				let s00 = 0;
				let s01 = 0;
				let s02 = 0;
				let s03 = 0;
				let s10 = 0;
				let s11 = 0;
				let s12 = 0;
				let s13 = 0;
				let p = fromA + from * height + i;
				let q = from * columns + j;
				for (let r = from; r < to; r++, p += height, q += columns) {
					const x0 = a[p] as number;
					const x1 = a[p + next] as number;
					const y0 = b[q] as number;
					const y1 = b[q + 1] as number;
					const y2 = b[q + 2] as number;
					const y3 = b[q + 3] as number;
					s00 += x0 * y0;
					s01 += x0 * y1;
					s02 += x0 * y2;
					s03 += x0 * y3;
					s10 += x1 * y0;
					s11 += x1 * y1;
					s12 += x1 * y2;
					s13 += x1 * y3;
				}
				const c0 = i * columns + j;
				c[c0] = (c[c0] as number) + s00;
				c[c0 + 1] = (c[c0 + 1] as number) + s01;
				c[c0 + 2] = (c[c0 + 2] as number) + s02;
				c[c0 + 3] = (c[c0 + 3] as number) + s03;
				if (!next) continue;
				const c1 = c0 + columns;
				c[c1] = (c[c1] as number) + s10;
				c[c1 + 1] = (c[c1 + 1] as number) + s11;
				c[c1 + 2] = (c[c1 + 2] as number) + s12;
				c[c1 + 3] = (c[c1 + 3] as number) + s13;
			}
			for (; j < columns; j++) {
				let s0 = 0;
				let s1 = 0;
				let p = fromA + from * height + i;
				let q = from * columns + j;
				for (let r = from; r < to; r++, p += height, q += columns) {
					const y = b[q] as number;
					s0 += (a[p] as number) * y;
					s1 += (a[p + next] as number) * y;
				}
				c[i * columns + j] = (c[i * columns + j] as number) + s0;
				if (next) c[(i + 1) * columns + j] = (c[(i + 1) * columns + j] as number) + s1;
			}
		}
	}
}

/** Sums over the rows, added to sums[from …]. */
export function addColumnSums(values: Float32Array, sums: Float32Array, from: number, columns: number): void {
	for (let j = 0; j < columns; j++) {
		let sum = 0;
		for (let p = j; p < values.length; p += columns) sum += values[p] as number;
		sums[from + j] = (sums[from + j] as number) + sum;
	}
}

/** rows × columns to columns × rows. */
export function transposed(values: Float32Array, rows: number, columns: number): Float32Array {
	const result = new Float32Array(values.length);
	for (let r = 0; r < rows; r++)
		for (let j = 0; j < columns; j++) result[j * rows + r] = values[r * columns + j] as number;
	return result;
}
