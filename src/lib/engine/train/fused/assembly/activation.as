// Activations of a whole layer and their derivatives, one pass each with the choice outside of the loop. Derivatives are
// taken from the result where it tells them, else from what went in.
import { P, PANEL, all, at, fma, least, padded, zero } from './simd';
import { expm1, sigmoid, softplus, tanh } from './function';
import { softmax, softmaxBack } from './softmax';

export const LINEAR: i32 = 0;
export const RELU: i32 = 1;
export const TANH: i32 = 2;
export const SIGMOID: i32 = 3;
export const ELU: i32 = 4;
export const GELU: i32 = 5;
export const LEAKY_RELU: i32 = 6;
export const SELU: i32 = 7;
export const HARD_SIGMOID: i32 = 8;
export const SOFTPLUS: i32 = 9;
export const SWISH: i32 = 10;
/** Not number by number, but over the columns of a row. */
export const SOFTMAX: i32 = 11;

const LEAK: f32 = 0.01;
const SELU_SCALE: f32 = 1.0507009873554805;
/** The scale times 1.6732632423543772. */
const SELU_DEPTH: f32 = 1.7580993408473766;

const GELU_SCALE: f32 = 0.7978845608028654;
const GELU_CUBIC: f32 = 0.044715;

/** tanh(√(2/π) · (z + 0.044715 z³)). */
// @ts-ignore
@inline function geluInner(z: v128): v128 { return tanh(f32x4.mul(f32x4.mul(z, all(GELU_SCALE)), fma(f32x4.mul(z, z), all(GELU_CUBIC), all(1)))); }

// @ts-ignore
@inline function value(kind: i32, z: v128): v128 {
	if (kind == RELU) return f32x4.pmax(z, zero());
	if (kind == TANH) return tanh(z);
	if (kind == SIGMOID) return sigmoid(z);
	if (kind == ELU) return v128.bitselect(z, expm1(f32x4.pmin(z, zero())), f32x4.gt(z, zero()));
	if (kind == GELU) return f32x4.mul(f32x4.mul(z, all(0.5)), f32x4.add(geluInner(z), all(1)));
	if (kind == LEAKY_RELU) return f32x4.pmax(z, f32x4.mul(z, all(LEAK)));
	if (kind == SELU) return v128.bitselect(f32x4.mul(z, all(SELU_SCALE)), f32x4.mul(expm1(f32x4.pmin(z, zero())), all(SELU_DEPTH)), f32x4.gt(z, zero()));
	if (kind == HARD_SIGMOID) return f32x4.pmin(f32x4.pmax(fma(z, all(1 / <f32>6), all(0.5)), zero()), all(1));
	if (kind == SOFTPLUS) return softplus(z);
	if (kind == SWISH) return f32x4.mul(z, sigmoid(z));
	return z;
}

/** Derivative from the result y, for GELU and swish from what went in. */
// @ts-ignore
@inline function slope(kind: i32, y: v128): v128 {
	if (kind == RELU) return v128.and(all(1), f32x4.gt(y, zero()));
	if (kind == TANH) return f32x4.sub(all(1), f32x4.mul(y, y));
	if (kind == SIGMOID) return f32x4.mul(y, f32x4.sub(all(1), y));
	if (kind == ELU) return f32x4.add(f32x4.pmin(y, zero()), all(1));
	if (kind == LEAKY_RELU) return v128.bitselect(all(1), all(LEAK), f32x4.gt(y, zero()));
	if (kind == SELU) return v128.bitselect(all(SELU_SCALE), f32x4.add(y, all(SELU_DEPTH)), f32x4.gt(y, zero()));
	if (kind == HARD_SIGMOID) return v128.and(all(1 / <f32>6), v128.and(f32x4.gt(y, zero()), f32x4.lt(y, all(1))));
	if (kind == SOFTPLUS) return f32x4.neg(expm1(f32x4.neg(y)));
	if (kind == SWISH) { const s = sigmoid(y); return f32x4.mul(s, fma(y, f32x4.sub(all(1), s), all(1))); }
	const t = geluInner(y), inner = f32x4.mul(all(GELU_SCALE), fma(f32x4.mul(y, y), all(3 * GELU_CUBIC), all(1)));
	return f32x4.mul(all(0.5), fma(f32x4.mul(y, f32x4.sub(all(1), f32x4.mul(t, t))), inner, f32x4.add(all(1), t)));
}

// @ts-ignore
@inline function activateAll(kind: i32, Z: P, Y: P, stride: i32, rows: i32, N: i32): void {
	const Np = padded(N);
	for (let p = 0; p < Np; p += PANEL) {
		const from = <usize>(p * stride << 2), end = Z + from + (rows * least(PANEL, Np - p) << 2);
		for (let z = Z + from, y = Y + from; z < end; z += 16, y += 16) v128.store(y, value(kind, at(z)));
	}
}

// @ts-ignore
@inline function deactivateAll(kind: i32, D: P, Y: P, stride: i32, rows: i32, N: i32): void {
	const Np = padded(N);
	for (let p = 0; p < Np; p += PANEL) {
		const from = <usize>(p * stride << 2), end = D + from + (rows * least(PANEL, Np - p) << 2);
		for (let d = D + from, y = Y + from; d < end; d += 16, y += 16) v128.store(d, f32x4.mul(at(d), slope(kind, at(y))));
	}
}

/** Y = f(Z); the two may be one. */
export function activate(kind: i32, Z: P, Y: P, stride: i32, rows: i32, N: i32): void {
	switch (kind) {
		case RELU: activateAll(RELU, Z, Y, stride, rows, N); break;
		case TANH: activateAll(TANH, Z, Y, stride, rows, N); break;
		case SIGMOID: activateAll(SIGMOID, Z, Y, stride, rows, N); break;
		case ELU: activateAll(ELU, Z, Y, stride, rows, N); break;
		case GELU: activateAll(GELU, Z, Y, stride, rows, N); break;
		case LEAKY_RELU: activateAll(LEAKY_RELU, Z, Y, stride, rows, N); break;
		case SELU: activateAll(SELU, Z, Y, stride, rows, N); break;
		case HARD_SIGMOID: activateAll(HARD_SIGMOID, Z, Y, stride, rows, N); break;
		case SOFTPLUS: activateAll(SOFTPLUS, Z, Y, stride, rows, N); break;
		case SWISH: activateAll(SWISH, Z, Y, stride, rows, N); break;
		case SOFTMAX: softmax(Z, Y, stride, rows, N); break;
	}
}

/** D = D · f′, in place. */
export function deactivate(kind: i32, D: P, Y: P, stride: i32, rows: i32, N: i32): void {
	switch (kind) {
		case RELU: deactivateAll(RELU, D, Y, stride, rows, N); break;
		case TANH: deactivateAll(TANH, D, Y, stride, rows, N); break;
		case SIGMOID: deactivateAll(SIGMOID, D, Y, stride, rows, N); break;
		case ELU: deactivateAll(ELU, D, Y, stride, rows, N); break;
		case GELU: deactivateAll(GELU, D, Y, stride, rows, N); break;
		case LEAKY_RELU: deactivateAll(LEAKY_RELU, D, Y, stride, rows, N); break;
		case SELU: deactivateAll(SELU, D, Y, stride, rows, N); break;
		case HARD_SIGMOID: deactivateAll(HARD_SIGMOID, D, Y, stride, rows, N); break;
		case SOFTPLUS: deactivateAll(SOFTPLUS, D, Y, stride, rows, N); break;
		case SWISH: deactivateAll(SWISH, D, Y, stride, rows, N); break;
		case SOFTMAX: softmaxBack(D, Y, stride, rows, N); break;
	}
}
