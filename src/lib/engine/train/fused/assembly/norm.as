// Batch norm (Ioffe & Szegedy 2015), column by column: with the batch's own mean and variance in training, with the
// running ones in evaluation.
import { P, PANEL, all, at, fma, least, padded, zero } from './simd';

const EPSILON: f32 = 1e-3;

/** Y = normal · scale + shift; keeps `normal` and 1/σ for the way back and moves the running statistics by `rate`. */
export function normalise(X: P, NORMAL: P, Y: P, inverse: P, scale: P, shift: P, mean: P, variance: P, rate: f32, stride: i32, rows: i32, N: i32): void {
	const Np = padded(N), count = all(<f32>rows);
	for (let p = 0; p < Np; p += PANEL) {
		const w = least(PANEL, Np - p), wb: usize = w << 2, length: usize = rows * wb;
		for (let j = 0; j < w; j += 4) {
			const from = <usize>(p * stride + j << 2), column = <usize>(p + j << 2);
			let sum = zero();
			for (let o: usize = 0; o < length; o += wb) sum = f32x4.add(sum, at(X + from + o));
			const mu = f32x4.div(sum, count);
			let squares = zero();
			for (let o: usize = 0; o < length; o += wb) { const c = f32x4.sub(at(X + from + o), mu); squares = fma(c, c, squares); }
			const vary = f32x4.div(squares, count), inv = f32x4.div(all(1), f32x4.sqrt(f32x4.add(vary, all(EPSILON))));
			const s = at(scale + column), b = at(shift + column);
			for (let o: usize = 0; o < length; o += wb) {
				const n = f32x4.mul(f32x4.sub(at(X + from + o), mu), inv);
				v128.store(NORMAL + from + o, n);
				v128.store(Y + from + o, fma(n, s, b));
			}
			v128.store(inverse + column, inv);
			const m = at(mean + column), v = at(variance + column);
			v128.store(mean + column, fma(all(rate), f32x4.sub(mu, m), m));
			v128.store(variance + column, fma(all(rate), f32x4.sub(vary, v), v));
		}
	}
}

/** X = (X − mean) / σ · scale + shift by the running statistics, in place. */
export function normaliseRunning(X: P, scale: P, shift: P, mean: P, variance: P, stride: i32, rows: i32, N: i32): void {
	const Np = padded(N);
	for (let p = 0; p < Np; p += PANEL) {
		const w = least(PANEL, Np - p), wb: usize = w << 2;
		for (let j = 0; j < w; j += 4) {
			const column = <usize>(p + j << 2);
			const slope = f32x4.div(at(scale + column), f32x4.sqrt(f32x4.add(at(variance + column), all(EPSILON))));
			const mu = at(mean + column), b = at(shift + column);
			let x = X + (p * stride + j << 2);
			for (let i = 0; i < rows; i++, x += wb) v128.store(x, fma(f32x4.sub(at(x), mu), slope, b));
		}
	}
}

/** Gradients of scale and shift; D becomes dLoss/dInput where that is wanted. */
export function denormalise(D: P, NORMAL: P, inverse: P, scale: P, dScale: P, dShift: P, wanted: i32, stride: i32, rows: i32, N: i32): void {
	const Np = padded(N), count = all(<f32>rows);
	for (let p = 0; p < Np; p += PANEL) {
		const w = least(PANEL, Np - p), wb: usize = w << 2, length: usize = rows * wb;
		for (let j = 0; j < w; j += 4) {
			const from = <usize>(p * stride + j << 2), column = <usize>(p + j << 2);
			let sum = zero(), product = zero();
			for (let o: usize = 0; o < length; o += wb) {
				const d = at(D + from + o);
				sum = f32x4.add(sum, d);
				product = fma(d, at(NORMAL + from + o), product);
			}
			v128.store(dScale + column, product);
			v128.store(dShift + column, sum);
			if (!wanted) continue;
			const factor = f32x4.mul(at(scale + column), at(inverse + column)), level = f32x4.div(sum, count), tilt = f32x4.div(product, count);
			for (let o: usize = 0; o < length; o += wb) {
				const drift = fma(at(NORMAL + from + o), tilt, level);
				v128.store(D + from + o, f32x4.mul(factor, f32x4.sub(at(D + from + o), drift)));
			}
		}
	}
}
