// exp, log, tanh, sigmoid, softplus and what goes with them of four numbers at once, within 3 units in the last place of
// float32; NaN stays NaN. exp and log are Cephes' expf and logf (S. Moshier): multiples of ln 2 are split off in two
// parts, the rest is a polynomial.
import { all, fma, zero } from './simd';

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

/** ln 2 · e + log(1 + r) for r between √½ − 1 and √2 − 1. */
// @ts-ignore
@inline function logOf(e: v128, r: v128): v128 {
	let p = fma(all(7.0376836292e-2), r, all(-1.1514610310e-1));
	p = fma(p, r, all(1.1676998740e-1));
	p = fma(p, r, all(-1.2420140846e-1));
	p = fma(p, r, all(1.4249322787e-1));
	p = fma(p, r, all(-1.6668057665e-1));
	p = fma(p, r, all(2.0000714765e-1));
	p = fma(p, r, all(-2.4999993993e-1));
	p = fma(p, r, all(3.3333331174e-1));
	const z = f32x4.mul(r, r);
	let y = f32x4.mul(f32x4.mul(p, r), z);
	y = fma(e, all(-2.12194440e-4), y);
	y = fma(z, all(-0.5), y);
	return fma(e, all(0.693359375), f32x4.add(r, y));
}

/** Multiples of 2 in x, counted from √½, as whole numbers. */
// @ts-ignore
@inline function exponent(x: v128): v128 { return i32x4.shr_s(i32x4.sub(x, i32x4.splat(0x3f3504f3)), 23); }

/** log(1 + x) for x ≥ 0, as exact for small x as for large. */
// @ts-ignore
@inline export function log1p(x: v128): v128 {
	const u = f32x4.add(x, all(1)), e = exponent(u);
	const r = v128.bitselect(x, f32x4.sub(i32x4.sub(u, i32x4.shl(e, 23)), all(1)), i32x4.eq(e, i32x4.splat(0)));
	return fma(x, zero(), logOf(f32x4.convert_i32x4_s(e), r));
}

/** log x for x > 0; smaller than any normal number counts as the smallest. */
// @ts-ignore
@inline export function log(value: v128): v128 {
	const x = f32x4.pmax(value, all(1.17549435e-38)), e = exponent(x);
	return fma(value, zero(), logOf(f32x4.convert_i32x4_s(e), f32x4.sub(i32x4.sub(x, i32x4.shl(e, 23)), all(1))));
}

/** log(1 + eˣ). */
// @ts-ignore
@inline export function softplus(x: v128): v128 { return f32x4.add(f32x4.pmax(x, zero()), log1p(exp(f32x4.neg(f32x4.abs(x))))); }
