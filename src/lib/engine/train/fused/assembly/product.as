// The products of a dense layer: forward with bias and rectifier, towards the inputs, and the gradients of kernel and
// bias. Blocks of 4 rows × 8 columns stay in registers; the sum over k goes in order, so that a row gives the same bits
// alone as among others.
import { P, PANEL, at, fma, least, lower, lower2, padded, spread, upper, upper2, zero } from './simd';

export const PLAIN: i32 = 0;
/** max(x, 0); pmax gives NaN for NaN, so a rectifier hides none. */
export const RECTIFIED: i32 = 1;
/** Zero where the rectifier before gave zero. */
export const MASKED: i32 = 2;

// @ts-ignore
@inline export function finish(x: v128, mode: i32, h: P): v128 {
	if (mode == RECTIFIED) return f32x4.pmax(x, zero());
	if (mode == MASKED) return v128.and(x, f32x4.gt(at(h), zero()));
	return x;
}

/** C = A · W + b: A of `rows` of `stride` rows and K columns, W of K × N, C of N columns. */
// @ts-ignore
@inline function product(A: P, W: P, b: P, C: P, H: P, stride: i32, rows: i32, K: i32, N: i32, mode: i32): void {
	const Kp = padded(K), Np = padded(N);
	for (let p = 0; p < Np; p += PANEL) {
		const w = least(PANEL, Np - p), wb: usize = w << 2;
		const Wp = W + (p * K << 2), Cp = C + (p * stride << 2), Hp = H + (p * stride << 2);
		let i = 0;
		for (; i + 4 <= rows; i += 4) {
			let j = 0;
			for (; j + 8 <= w; j += 8) {
				let c00 = zero(), c01 = c00;
				if (b) { c00 = at(b + (p + j << 2)); c01 = at(b + (p + j << 2), 16); }
				let c10 = c00, c11 = c01, c20 = c00, c21 = c01, c30 = c00, c31 = c01;
				let wp = Wp + (j << 2);
				for (let q = 0; q < K; q += PANEL) {
					const aw: usize = least(PANEL, Kp - q) << 2;
					let a = A + (q * stride << 2) + i * aw;
					const end = a + (least(PANEL, K - q) << 2);
					for (; a < end; a += 4, wp += wb) {
						const w0 = at(wp), w1 = at(wp, 16);
						let x = spread(a); c00 = fma(x, w0, c00); c01 = fma(x, w1, c01);
						x = spread(a + aw); c10 = fma(x, w0, c10); c11 = fma(x, w1, c11);
						x = spread(a + 2 * aw); c20 = fma(x, w0, c20); c21 = fma(x, w1, c21);
						x = spread(a + 3 * aw); c30 = fma(x, w0, c30); c31 = fma(x, w1, c31);
					}
				}
				let o = Cp + (i * w + j << 2), h = Hp + (i * w + j << 2);
				v128.store(o, finish(c00, mode, h)); v128.store(o, finish(c01, mode, h + 16), 16); o += wb; h += wb;
				v128.store(o, finish(c10, mode, h)); v128.store(o, finish(c11, mode, h + 16), 16); o += wb; h += wb;
				v128.store(o, finish(c20, mode, h)); v128.store(o, finish(c21, mode, h + 16), 16); o += wb; h += wb;
				v128.store(o, finish(c30, mode, h)); v128.store(o, finish(c31, mode, h + 16), 16);
			}
			for (; j < w; j += 4) {
				let c0 = b ? at(b + (p + j << 2)) : zero(), c1 = c0, c2 = c0, c3 = c0;
				let wp = Wp + (j << 2);
				for (let q = 0; q < K; q += PANEL) {
					const aw: usize = least(PANEL, Kp - q) << 2;
					let a = A + (q * stride << 2) + i * aw;
					const end = a + (least(PANEL, K - q) << 2);
					for (; a < end; a += 4, wp += wb) {
						const w0 = at(wp);
						c0 = fma(spread(a), w0, c0); c1 = fma(spread(a + aw), w0, c1);
						c2 = fma(spread(a + 2 * aw), w0, c2); c3 = fma(spread(a + 3 * aw), w0, c3);
					}
				}
				let o = Cp + (i * w + j << 2), h = Hp + (i * w + j << 2);
				v128.store(o, finish(c0, mode, h)); o += wb; h += wb;
				v128.store(o, finish(c1, mode, h)); o += wb; h += wb;
				v128.store(o, finish(c2, mode, h)); o += wb; h += wb;
				v128.store(o, finish(c3, mode, h));
			}
		}
		for (; i < rows; i++) for (let j = 0; j < w; j += 4) {
			let c0 = b ? at(b + (p + j << 2)) : zero();
			let wp = Wp + (j << 2);
			for (let q = 0; q < K; q += PANEL) {
				const aw: usize = least(PANEL, Kp - q) << 2;
				let a = A + (q * stride << 2) + i * aw;
				const end = a + (least(PANEL, K - q) << 2);
				for (; a < end; a += 4, wp += wb) c0 = fma(spread(a), at(wp), c0);
			}
			v128.store(Cp + (i * w + j << 2), finish(c0, mode, Hp + (i * w + j << 2)));
		}
	}
}

export function forward(A: P, W: P, b: P, C: P, stride: i32, rows: i32, K: i32, N: i32): void { product(A, W, b, C, 0, stride, rows, K, N, PLAIN); }
export function forwardRectified(A: P, W: P, b: P, C: P, stride: i32, rows: i32, K: i32, N: i32): void { product(A, W, b, C, 0, stride, rows, K, N, RECTIFIED); }
/** Towards the inputs, by the transposed kernel T of N × K. */
export function backward(D: P, T: P, X: P, stride: i32, rows: i32, K: i32, N: i32): void { product(D, T, 0, X, 0, stride, rows, N, K, PLAIN); }
export function backwardMasked(D: P, T: P, H: P, X: P, stride: i32, rows: i32, K: i32, N: i32): void { product(D, T, 0, X, H, stride, rows, N, K, MASKED); }

/** G = Aᵀ · D, K × N, summed over the rows in order. */
export function kernelGradient(A: P, D: P, G: P, stride: i32, rows: i32, K: i32, N: i32): void {
	const Kp = padded(K), Np = padded(N);
	for (let p = 0; p < Np; p += PANEL) {
		const w = least(PANEL, Np - p), wb: usize = w << 2;
		const Dp = D + (p * stride << 2), Gp = G + (p * K << 2);
		for (let k = 0; k < K; k += 4) {
			const q = k & ~31, aw: usize = least(PANEL, Kp - q) << 2, kr = K - k;
			const Ap = A + (q * stride + (k & 31) << 2), Ae = Ap + rows * aw;
			let j = 0;
			for (; j + 8 <= w; j += 8) {
				let c00 = zero(), c01 = zero(), c10 = zero(), c11 = zero(), c20 = zero(), c21 = zero(), c30 = zero(), c31 = zero();
				let a = Ap, d = Dp + (j << 2);
				for (; a < Ae; a += aw, d += wb) {
					const d0 = at(d), d1 = at(d, 16);
					let x = spread(a); c00 = fma(x, d0, c00); c01 = fma(x, d1, c01);
					x = spread(a + 4); c10 = fma(x, d0, c10); c11 = fma(x, d1, c11);
					x = spread(a + 8); c20 = fma(x, d0, c20); c21 = fma(x, d1, c21);
					x = spread(a + 12); c30 = fma(x, d0, c30); c31 = fma(x, d1, c31);
				}
				let o = Gp + (k * w + j << 2);
				v128.store(o, c00); v128.store(o, c01, 16);
				if (kr > 1) { o += wb; v128.store(o, c10); v128.store(o, c11, 16); }
				if (kr > 2) { o += wb; v128.store(o, c20); v128.store(o, c21, 16); }
				if (kr > 3) { o += wb; v128.store(o, c30); v128.store(o, c31, 16); }
			}
			for (; j < w; j += 4) {
				let c0 = zero(), c1 = zero(), c2 = zero(), c3 = zero();
				let a = Ap, d = Dp + (j << 2);
				for (; a < Ae; a += aw, d += wb) {
					const d0 = at(d);
					c0 = fma(spread(a), d0, c0); c1 = fma(spread(a + 4), d0, c1);
					c2 = fma(spread(a + 8), d0, c2); c3 = fma(spread(a + 12), d0, c3);
				}
				const o = Gp + (k * w + j << 2);
				v128.store(o, c0);
				if (kr > 1) v128.store(o + wb, c1);
				if (kr > 2) v128.store(o + 2 * wb, c2);
				if (kr > 3) v128.store(o + 3 * wb, c3);
			}
		}
	}
}

/** g = column sums of D. */
export function columnSums(D: P, g: P, stride: i32, rows: i32, N: i32): void {
	const Np = padded(N);
	for (let p = 0; p < Np; p += PANEL) {
		const w = least(PANEL, Np - p), wb: usize = w << 2;
		const Dp = D + (p * stride << 2);
		for (let j = 0; j < w; j += 4) {
			let sum = zero(), d = Dp + (j << 2);
			for (let i = 0; i < rows; i++, d += wb) sum = f32x4.add(sum, at(d));
			v128.store(g + (p + j << 2), sum);
		}
	}
}

/** T = Wᵀ: K × N becomes N × K, both in panels. */
export function transpose(W: P, T: P, K: i32, N: i32): void {
	const Kp = padded(K), Np = padded(N);
	for (let p = 0; p < Np; p += PANEL) {
		const w = least(PANEL, Np - p), wb: usize = w << 2;
		for (let k = 0; k < K; k += 4) {
			const q = k & ~31, tw = least(PANEL, Kp - q), tb: usize = tw << 2;
			const s = W + (p * K + k * w << 2), t = T + (q * N + p * tw + (k & 31) << 2), kr = K - k;
			for (let j = 0; j < w; j += 4) {
				const sp = s + (j << 2);
				const a = at(sp), b = kr > 1 ? at(sp + wb) : zero(), c = kr > 2 ? at(sp + 2 * wb) : zero(), d = kr > 3 ? at(sp + 3 * wb) : zero();
				const t0 = lower(a, b), t1 = lower(c, d), t2 = upper(a, b), t3 = upper(c, d);
				const nr = N - p - j, o = t + j * tb;
				v128.store(o, lower2(t0, t1));
				if (nr > 1) v128.store(o + tb, upper2(t0, t1));
				if (nr > 2) v128.store(o + 2 * tb, lower2(t2, t3));
				if (nr > 3) v128.store(o + 3 * tb, upper2(t2, t3));
			}
		}
	}
}
