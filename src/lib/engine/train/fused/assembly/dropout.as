// Dropout masks from a counter: the draw of an element hangs on the layer's key, the step and row × units + unit alone,
// never on where it lies. The same integers as dropout.ts beside the executors.
import { P, PANEL, all, at, least, padded } from './simd';

/** lowbias32 (C. Wellons 2018). */
// @ts-ignore
@inline function mix(value: u32): u32 {
	let x = value;
	x = (x ^ (x >> 16)) * 0x7feb352d;
	x = (x ^ (x >> 15)) * 0x846ca68b;
	return x ^ (x >> 16);
}
// @ts-ignore
@inline function mixAll(value: v128): v128 {
	let x = value;
	x = i32x4.mul(v128.xor(x, i32x4.shr_u(x, 16)), i32x4.splat(0x7feb352d));
	x = i32x4.mul(v128.xor(x, i32x4.shr_u(x, 15)), i32x4.splat(0x846ca68b));
	return v128.xor(x, i32x4.shr_u(x, 16));
}

/** Fills a mask with 0 where the draw is at most `last`, and with `kept` elsewhere. */
export function draw(mask: P, first: u32, second: u32, last: u32, kept: f32, step: u32, stride: i32, rows: i32, N: i32): void {
	const Np = padded(N), key = i32x4.splat(mix(mix(first ^ step) + second)), limit = i32x4.splat(last);
	const factor = i32x4.splat(0x9e3779b1), stay = all(kept);
	for (let p = 0; p < Np; p += PANEL) {
		const w = least(PANEL, Np - p);
		let m = mask + (p * stride << 2);
		for (let i = 0; i < rows; i++) {
			let index = i32x4.add(i32x4.splat(i * N + p), i32x4(0, 1, 2, 3));
			for (let j = 0; j < w; j += 4, m += 16) {
				v128.store(m, v128.and(stay, i32x4.gt_u(mixAll(v128.xor(key, i32x4.mul(index, factor))), limit)));
				index = i32x4.add(index, i32x4.splat(4));
			}
		}
	}
}

/** Y = X · mask; X and Y may be one. */
export function scale(X: P, mask: P, Y: P, stride: i32, rows: i32, N: i32): void {
	const Np = padded(N);
	for (let p = 0; p < Np; p += PANEL) {
		const from = <usize>(p * stride << 2), end = from + (rows * least(PANEL, Np - p) << 2);
		for (let o = from; o < end; o += 16) v128.store(Y + o, f32x4.mul(at(X + o), at(mask + o)));
	}
}
