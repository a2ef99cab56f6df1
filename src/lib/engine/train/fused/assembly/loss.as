// dLoss/dOutput of the mean loss over the rows of a batch. Labels lie like the outputs; a class index stands alone in a
// row of four. Padding columns get zero.
import { P, PANEL, all, at, inside, least, maxLanes, padded, spread, sumLanes, zero } from './simd';
import { exp, sigmoid } from './function';

export const BINARY_CROSSENTROPY: i32 = 0;
export const CATEGORICAL_CROSSENTROPY: i32 = 1;
export const MEAN_SQUARED_ERROR: i32 = 2;
export const MEAN_ABSOLUTE_ERROR: i32 = 3;

// @ts-ignore
@inline function difference(kind: i32, z: v128, y: v128): v128 {
	if (kind == BINARY_CROSSENTROPY) return f32x4.sub(sigmoid(z), y);
	const d = f32x4.sub(z, y);
	if (kind == MEAN_SQUARED_ERROR) return f32x4.add(d, d);
	// The sign; what is not finite stays so.
	const sign = f32x4.sub(v128.and(all(1), f32x4.gt(d, zero())), v128.and(all(1), f32x4.lt(d, zero())));
	return f32x4.add(sign, f32x4.mul(d, zero()));
}

// @ts-ignore
@inline function each(kind: i32, Z: P, D: P, Y: P, stride: i32, rows: i32, N: i32, scale: v128): void {
	const Np = padded(N);
	for (let p = 0; p < Np; p += PANEL) {
		const w = least(PANEL, Np - p);
		let offset = <usize>(p * stride << 2);
		for (let i = 0; i < rows; i++) for (let j = 0; j < w; j += 4, offset += 16)
			v128.store(D + offset, v128.and(f32x4.mul(difference(kind, at(Z + offset), at(Y + offset)), scale), inside(p + j, N)));
	}
}

/** Softmax minus the one-hot label. A label that is no class is none. */
function categorical(Z: P, D: P, Y: P, stride: i32, rows: i32, N: i32): void {
	const Np = padded(N), share: f32 = 1 / <f32>rows;
	for (let i = 0; i < rows; i++) {
		let top = all(-Infinity);
		for (let p = 0; p < Np; p += PANEL) {
			const w = least(PANEL, Np - p), z = Z + (p * stride + i * w << 2);
			for (let j = 0; j < w; j += 4) top = f32x4.pmax(top, v128.bitselect(at(z + (j << 2)), top, inside(p + j, N)));
		}
		top = maxLanes(top);
		let sum = zero();
		for (let p = 0; p < Np; p += PANEL) {
			const w = least(PANEL, Np - p), offset = <usize>(p * stride + i * w << 2);
			for (let j = 0; j < w; j += 4) {
				const e = v128.and(exp(f32x4.sub(at(Z + offset + (j << 2)), top)), inside(p + j, N));
				v128.store(D + offset + (j << 2), e);
				sum = f32x4.add(sum, e);
			}
		}
		const scale = f32x4.div(all(share), sumLanes(sum)), label = i32x4.trunc_sat_f32x4_s(spread(Y + (i << 4)));
		for (let p = 0; p < Np; p += PANEL) {
			const w = least(PANEL, Np - p), d = D + (p * stride + i * w << 2);
			for (let j = 0; j < w; j += 4) {
				const hit = v128.and(all(share), i32x4.eq(label, i32x4.add(i32x4(0, 1, 2, 3), i32x4.splat(p + j))));
				v128.store(d + (j << 2), f32x4.sub(f32x4.mul(at(d + (j << 2)), scale), hit));
			}
		}
	}
}

export function lossGradient(kind: i32, Z: P, D: P, Y: P, stride: i32, rows: i32, N: i32): void {
	switch (kind) {
		case BINARY_CROSSENTROPY: each(BINARY_CROSSENTROPY, Z, D, Y, stride, rows, N, all(1 / <f32>rows)); break;
		case CATEGORICAL_CROSSENTROPY: categorical(Z, D, Y, stride, rows, N); break;
		case MEAN_SQUARED_ERROR: each(MEAN_SQUARED_ERROR, Z, D, Y, stride, rows, N, all(1 / <f32>(rows * N))); break;
		case MEAN_ABSOLUTE_ERROR: each(MEAN_ABSOLUTE_ERROR, Z, D, Y, stride, rows, N, all(1 / <f32>(rows * N))); break;
	}
}
