// Softmax of every row of a matrix and its way back. Padding columns get zero.
import { P, PANEL, at, all, fma, inside, least, maxLanes, padded, sumLanes, zero } from './simd';
import { exp } from './function';

/** Largest of the first N numbers of row i, in every lane. */
// @ts-ignore
@inline export function topOf(Z: P, i: i32, stride: i32, N: i32): v128 {
	const Np = padded(N);
	let top = all(-Infinity);
	for (let p = 0; p < Np; p += PANEL) {
		const w = least(PANEL, Np - p), z = Z + (p * stride + i * w << 2);
		for (let j = 0; j < w; j += 4) top = f32x4.pmax(top, v128.bitselect(at(z + (j << 2)), top, inside(p + j, N)));
	}
	return maxLanes(top);
}

/** Row i of Y = e^(Z − top); gives the sum, lane by lane. */
// @ts-ignore
@inline export function exponentials(Z: P, Y: P, top: v128, i: i32, stride: i32, N: i32): v128 {
	const Np = padded(N);
	let sum = zero();
	for (let p = 0; p < Np; p += PANEL) {
		const w = least(PANEL, Np - p), offset = <usize>(p * stride + i * w << 2);
		for (let j = 0; j < w; j += 4) {
			const e = v128.and(exp(f32x4.sub(at(Z + offset + (j << 2)), top)), inside(p + j, N));
			v128.store(Y + offset + (j << 2), e);
			sum = f32x4.add(sum, e);
		}
	}
	return sum;
}

/** Y = softmax(Z), row by row; the two may be one. */
export function softmax(Z: P, Y: P, stride: i32, rows: i32, N: i32): void {
	const Np = padded(N);
	for (let i = 0; i < rows; i++) {
		const scale = f32x4.div(all(1), sumLanes(exponentials(Z, Y, topOf(Z, i, stride, N), i, stride, N)));
		for (let p = 0; p < Np; p += PANEL) {
			const w = least(PANEL, Np - p), y = Y + (p * stride + i * w << 2);
			for (let j = 0; j < w; j += 4) v128.store(y + (j << 2), f32x4.mul(at(y + (j << 2)), scale));
		}
	}
}

/** D = Y · (D − Σ D · Y), in place. */
export function softmaxBack(D: P, Y: P, stride: i32, rows: i32, N: i32): void {
	const Np = padded(N);
	for (let i = 0; i < rows; i++) {
		let sum = zero();
		for (let p = 0; p < Np; p += PANEL) {
			const w = least(PANEL, Np - p), offset = <usize>(p * stride + i * w << 2);
			for (let j = 0; j < w; j += 4) sum = fma(at(D + offset + (j << 2)), at(Y + offset + (j << 2)), sum);
		}
		const level = sumLanes(sum);
		for (let p = 0; p < Np; p += PANEL) {
			const w = least(PANEL, Np - p), offset = <usize>(p * stride + i * w << 2);
			for (let j = 0; j < w; j += 4) {
				const d = D + offset + (j << 2);
				v128.store(d, f32x4.mul(at(Y + offset + (j << 2)), f32x4.sub(at(d), level)));
			}
		}
	}
}
