// exp, tanh, sigmoid and expm1 of four numbers at once, within 3 units in the last place of float32; NaN stays NaN.
// exp is Cephes' expf (S. Moshier): the argument is reduced by multiples of ln 2 in two parts, the rest is a polynomial.
import { all, fma } from './simd';

/** 1.5 · 2²³: adding it rounds to a whole number that stands in the low bits. */
const ROUND: f32 = 12582912;

// @ts-ignore
@inline export function exp(value: v128): v128 {
	const x = f32x4.pmin(f32x4.pmax(value, all(-87.3)), all(88.3));
	const shifted = f32x4.add(f32x4.mul(x, all(1.44269504)), all(ROUND));
	const n = f32x4.sub(shifted, all(ROUND));
	const r = f32x4.sub(f32x4.sub(x, f32x4.mul(n, all(0.693359375))), f32x4.mul(n, all(-2.12194440e-4)));
	let p = fma(all(1.9875691500e-4), r, all(1.3981999507e-3));
	p = fma(p, r, all(8.3334519073e-3));
	p = fma(p, r, all(4.1665795894e-2));
	p = fma(p, r, all(1.6666665459e-1));
	p = fma(p, r, all(5.0000001201e-1));
	p = fma(p, f32x4.mul(r, r), f32x4.add(r, all(1)));
	return f32x4.mul(p, i32x4.shl(i32x4.add(shifted, i32x4.splat(127)), 23));
}

// @ts-ignore
@inline export function sigmoid(x: v128): v128 { return f32x4.div(all(1), f32x4.add(all(1), exp(f32x4.neg(x)))); }

/** Cephes' tanhf: a polynomial below 0.625, 1 − 2 / (e²ˣ + 1) above. */
// @ts-ignore
@inline export function tanh(x: v128): v128 {
	const z = f32x4.mul(x, x);
	let p = fma(all(-5.70498872745e-3), z, all(2.06390887954e-2));
	p = fma(p, z, all(-5.37397155531e-2));
	p = fma(p, z, all(1.33314422036e-1));
	p = fma(p, z, all(-3.33332819422e-1));
	const near = fma(f32x4.mul(p, z), x, x);
	const far = f32x4.sub(all(1), f32x4.div(all(2), f32x4.add(exp(f32x4.add(x, x)), all(1))));
	return v128.bitselect(near, far, f32x4.lt(f32x4.abs(x), all(0.625)));
}

/** eˣ − 1 for x ≤ 0: its series (to x⁹) above −½, where the difference would cancel. */
// @ts-ignore
@inline export function expm1(x: v128): v128 {
	let p = fma(all(2.7557319e-6), x, all(2.4801587e-5));
	p = fma(p, x, all(1.9841270e-4));
	p = fma(p, x, all(1.3888889e-3));
	p = fma(p, x, all(8.3333333e-3));
	p = fma(p, x, all(4.1666667e-2));
	p = fma(p, x, all(1.6666667e-1));
	p = fma(p, x, all(0.5));
	const near = fma(f32x4.mul(p, x), x, x);
	return v128.bitselect(near, f32x4.sub(exp(x), all(1)), f32x4.gt(x, all(-0.5)));
}
