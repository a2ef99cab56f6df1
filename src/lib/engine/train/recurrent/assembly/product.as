// Products of row-major matrices whose widths are multiples of 4. A right factor of K × N lies in panels of 8 columns
// (the last may have 4), each K rows of 8, so that inner loops walk memory forwards. Blocks of 4 rows × 8 columns stay
// in registers; sums go in order, so that a row gives the same bits alone as among others.
import { P, at, fma, least, spread, zero } from './simd';

const PANEL: i32 = 8;
/** Rows summed at a time, so that both factors stay in the first cache. */
const STRETCH: i32 = 64;

/** C = A · B + b where there is a bias b, otherwise C += A · B. Rows of A are `pitch` numbers apart, those of C are N. */
export function product(A: P, pitch: i32, B: P, b: P, C: P, rows: i32, K: i32, N: i32): void {
	const ab: usize = pitch << 2, cb: usize = N << 2, kb: usize = K << 2;
	for (let j = 0; j < N; j += PANEL) {
		const Bp = B + (j * K << 2);
		let a = A, c = C + (j << 2);
		const from = b + (j << 2);
		if (N - j >= PANEL) {
			let i = 0;
			for (; i + 4 <= rows; i += 4, a += 4 * ab, c += 4 * cb) {
				const c1 = c + cb, c2 = c1 + cb, c3 = c2 + cb;
				let s00: v128, s01: v128, s10: v128, s11: v128, s20: v128, s21: v128, s30: v128, s31: v128;
				if (b) {
					s00 = at(from); s01 = at(from, 16);
					s10 = s00; s11 = s01; s20 = s00; s21 = s01; s30 = s00; s31 = s01;
				} else {
					s00 = at(c); s01 = at(c, 16); s10 = at(c1); s11 = at(c1, 16);
					s20 = at(c2); s21 = at(c2, 16); s30 = at(c3); s31 = at(c3, 16);
				}
				let p = a, w = Bp;
				for (const end = a + kb; p < end; p += 4, w += 32) {
					const w0 = at(w), w1 = at(w, 16);
					let x = spread(p); s00 = fma(x, w0, s00); s01 = fma(x, w1, s01);
					x = spread(p + ab); s10 = fma(x, w0, s10); s11 = fma(x, w1, s11);
					x = spread(p + 2 * ab); s20 = fma(x, w0, s20); s21 = fma(x, w1, s21);
					x = spread(p + 3 * ab); s30 = fma(x, w0, s30); s31 = fma(x, w1, s31);
				}
				v128.store(c, s00); v128.store(c, s01, 16);
				v128.store(c1, s10); v128.store(c1, s11, 16);
				v128.store(c2, s20); v128.store(c2, s21, 16);
				v128.store(c3, s30); v128.store(c3, s31, 16);
			}
			for (; i < rows; i++, a += ab, c += cb) {
				const first = b ? from : c;
				let s0 = at(first), s1 = at(first, 16);
				let p = a, w = Bp;
				for (const end = a + kb; p < end; p += 4, w += 32) {
					const x = spread(p);
					s0 = fma(x, at(w), s0); s1 = fma(x, at(w, 16), s1);
				}
				v128.store(c, s0); v128.store(c, s1, 16);
			}
		} else {
			let i = 0;
			for (; i + 4 <= rows; i += 4, a += 4 * ab, c += 4 * cb) {
				const c1 = c + cb, c2 = c1 + cb, c3 = c2 + cb;
				let s0 = at(b ? from : c), s1 = at(b ? from : c1), s2 = at(b ? from : c2), s3 = at(b ? from : c3);
				let p = a, w = Bp;
				for (const end = a + kb; p < end; p += 4, w += 16) {
					const w0 = at(w);
					s0 = fma(spread(p), w0, s0); s1 = fma(spread(p + ab), w0, s1);
					s2 = fma(spread(p + 2 * ab), w0, s2); s3 = fma(spread(p + 3 * ab), w0, s3);
				}
				v128.store(c, s0); v128.store(c1, s1); v128.store(c2, s2); v128.store(c3, s3);
			}
			for (; i < rows; i++, a += ab, c += cb) {
				let s = at(b ? from : c);
				let p = a, w = Bp;
				for (const end = a + kb; p < end; p += 4, w += 16) s = fma(spread(p), at(w), s);
				v128.store(c, s);
			}
		}
	}
}

/** G = Aᵀ · D, G of K rows of N columns. Four rows of G at a time: A's rows are read up to 3 numbers behind K. */
export function outer(A: P, pitch: i32, D: P, G: P, rows: i32, K: i32, N: i32): void {
	const ab: usize = pitch << 2, db: usize = N << 2;
	memory.fill(G, 0, K * db);
	for (let r = 0; r < rows; r += STRETCH) {
		const count = least(STRETCH, rows - r);
		const Ar = A + r * ab, Dr = D + r * db, De = Dr + count * db;
		for (let k = 0; k < K; k += 4) {
			const left = K - k;
			let j = 0;
			for (; j + 8 <= N; j += 8) {
				let s00 = zero(), s01 = zero(), s10 = zero(), s11 = zero(), s20 = zero(), s21 = zero(), s30 = zero(), s31 = zero();
				let a = Ar + (k << 2);
				for (let d = Dr + (j << 2); d < De; d += db, a += ab) {
					const d0 = at(d), d1 = at(d, 16);
					let x = spread(a); s00 = fma(x, d0, s00); s01 = fma(x, d1, s01);
					x = spread(a + 4); s10 = fma(x, d0, s10); s11 = fma(x, d1, s11);
					x = spread(a + 8); s20 = fma(x, d0, s20); s21 = fma(x, d1, s21);
					x = spread(a + 12); s30 = fma(x, d0, s30); s31 = fma(x, d1, s31);
				}
				let g = G + (k * N + j << 2);
				v128.store(g, f32x4.add(at(g), s00)); v128.store(g, f32x4.add(at(g, 16), s01), 16);
				if (left > 1) { g += db; v128.store(g, f32x4.add(at(g), s10)); v128.store(g, f32x4.add(at(g, 16), s11), 16); }
				if (left > 2) { g += db; v128.store(g, f32x4.add(at(g), s20)); v128.store(g, f32x4.add(at(g, 16), s21), 16); }
				if (left > 3) { g += db; v128.store(g, f32x4.add(at(g), s30)); v128.store(g, f32x4.add(at(g, 16), s31), 16); }
			}
			for (; j < N; j += 4) {
				let s0 = zero(), s1 = zero(), s2 = zero(), s3 = zero();
				let a = Ar + (k << 2);
				for (let d = Dr + (j << 2); d < De; d += db, a += ab) {
					const d0 = at(d);
					s0 = fma(spread(a), d0, s0); s1 = fma(spread(a + 4), d0, s1);
					s2 = fma(spread(a + 8), d0, s2); s3 = fma(spread(a + 12), d0, s3);
				}
				let g = G + (k * N + j << 2);
				v128.store(g, f32x4.add(at(g), s0));
				if (left > 1) { g += db; v128.store(g, f32x4.add(at(g), s1)); }
				if (left > 2) { g += db; v128.store(g, f32x4.add(at(g), s2)); }
				if (left > 3) { g += db; v128.store(g, f32x4.add(at(g), s3)); }
			}
		}
	}
}

/** g = column sums of D, in stretches, as a long sum of 32 bits loses digits. */
export function columnSums(D: P, g: P, rows: i32, N: i32): void {
	const db: usize = N << 2;
	for (let j = 0; j < N; j += 4) {
		let total = zero();
		for (let r = 0; r < rows; r += STRETCH) {
			let sum = zero(), d = D + (r * N + j << 2);
			for (const end = d + least(STRETCH, rows - r) * db; d < end; d += db) sum = f32x4.add(sum, at(d));
			total = f32x4.add(total, sum);
		}
		v128.store(g + (j << 2), total);
	}
}
