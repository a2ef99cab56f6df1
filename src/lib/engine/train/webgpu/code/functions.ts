/**
 * What WGSL's own functions do not promise to a few units in the last place, written out for four numbers at once: exp,
 * tanh, logarithms. NaN stays NaN, since what is compared is chosen by `select` and never by min or max.
 * exp and ln are Cephes' (S. Moshier); the draws are those of dropout.ts and random/threefry.ts.
 */
export const FUNCTIONS = /* wgsl */ `
fn ex(value: vec4f) -> vec4f {
	let high = select(value, vec4f(88.3), value > vec4f(88.3));
	let x = select(high, vec4f(-87.3), high < vec4f(-87.3));
	let n = floor(x * 1.44269504 + 0.5);
	let r = (x - n * 0.693359375) - n * -2.12194440e-4;
	var p = 1.9875691500e-4 * r + 1.3981999507e-3;
	p = p * r + 8.3334519073e-3;
	p = p * r + 4.1665795894e-2;
	p = p * r + 1.6666665459e-1;
	p = p * r + 5.0000001201e-1;
	p = p * (r * r) + (r + 1.0);
	return p * bitcast<vec4f>((vec4i(n) + 127) << vec4u(23));
}

/** eˣ − 1 for x ≤ 0. */
fn exMinus1(x: vec4f) -> vec4f {
	var p = 2.7557319e-6 * x + 2.4801587e-5;
	p = p * x + 1.9841270e-4;
	p = p * x + 1.3888889e-3;
	p = p * x + 8.3333333e-3;
	p = p * x + 4.1666667e-2;
	p = p * x + 1.6666667e-1;
	p = p * x + 0.5;
	return select(ex(x) - 1.0, (p * x) * x + x, x > vec4f(-0.5));
}

fn logistic(x: vec4f) -> vec4f { return 1.0 / (1.0 + ex(-x)); }

fn hyperbolicTangent(x: vec4f) -> vec4f {
	let z = x * x;
	var p = -5.70498872745e-3 * z + 2.06390887954e-2;
	p = p * z - 5.37397155531e-2;
	p = p * z + 1.33314422036e-1;
	p = p * z - 3.33332819422e-1;
	let far = 1.0 - 2.0 / (ex(x + x) + 1.0);
	return select(far, (p * z) * x + x, abs(x) < vec4f(0.625));
}

/** ln(1 + u) for 0 ≤ u ≤ 1: twice the inverse hyperbolic tangent of u / (2 + u). */
fn ln1p(u: vec4f) -> vec4f {
	let s = u / (2.0 + u);
	let z = s * s;
	var p = z / 13.0 + 1.0 / 11.0;
	p = p * z + 1.0 / 9.0;
	p = p * z + 1.0 / 7.0;
	p = p * z + 0.2;
	p = p * z + 1.0 / 3.0;
	return 2.0 * ((p * z) * s + s);
}

/** Of normal numbers above 0. */
fn ln(value: vec4f) -> vec4f {
	let bits = bitcast<vec4u>(value);
	// The mantissa is taken from [√½, √2).
	let e = bitcast<vec4i>(bits - 0x3f3504f3u) >> vec4u(23);
	let x = bitcast<vec4f>(bits - (bitcast<vec4u>(e) << vec4u(23))) - 1.0;
	let z = x * x;
	var p = 7.0376836292e-2 * x - 1.1514610310e-1;
	p = p * x + 1.1676998740e-1;
	p = p * x - 1.2420140846e-1;
	p = p * x + 1.4249322787e-1;
	p = p * x - 1.6668057665e-1;
	p = p * x + 2.0000714765e-1;
	p = p * x - 2.4999993993e-1;
	p = p * x + 3.3333331174e-1;
	let y = (p * x) * z + vec4f(e) * -2.12194440e-4 - 0.5 * z;
	return (x + y) + vec4f(e) * 0.693359375;
}

fn rectify(x: vec4f) -> vec4f { return select(x, vec4f(0.0), x < vec4f(0.0)); }

/** ln(1 + eˣ). */
fn softPlus(x: vec4f) -> vec4f { return rectify(x) + ln1p(ex(-abs(x))); }

/** tanh(√(2/π) · (x + 0.044715 x³)). */
fn geluInner(x: vec4f) -> vec4f {
	return hyperbolicTangent((x * 0.7978845608028654) * ((x * x) * 0.044715 + 1.0));
}

/** x to the power of y, for 0 ≤ x ≤ 1. */
fn power(x: vec4f, y: f32) -> vec4f {
	let nothing = select(0.0, 1.0, y == 0.0);
	return select(ex(y * ln(max(x, vec4f(1e-37)))), vec4f(nothing), x < vec4f(1e-37));
}

fn mix1(value: u32) -> u32 {
	var x = (value ^ (value >> 16u)) * 0x7feb352du;
	x = (x ^ (x >> 15u)) * 0x846ca68bu;
	return x ^ (x >> 16u);
}
fn mix4(value: vec4u) -> vec4u {
	var x = (value ^ (value >> vec4u(16))) * 0x7feb352du;
	x = (x ^ (x >> vec4u(15))) * 0x846ca68bu;
	return x ^ (x >> vec4u(16));
}
`;
