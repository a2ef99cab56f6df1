// dLoss/dOutput of the mean loss over the rows of a batch. Labels lie like the outputs; a class index stands alone in a
// row of four. Padding columns get zero. NaN stays NaN.
import { P, PANEL, all, at, fma, inside, least, leastLanes, maxLanes, padded, spread, sumLanes, zero } from './simd';
import { exp, log, log1p, sigmoid, tanh } from './function';
import { exponentials, topOf } from './softmax';

export const BINARY_CROSSENTROPY: i32 = 0;
export const CATEGORICAL_CROSSENTROPY: i32 = 1;
export const MEAN_SQUARED_ERROR: i32 = 2;
export const MEAN_ABSOLUTE_ERROR: i32 = 3;
export const HUBER: i32 = 4;
export const LOG_COSH: i32 = 5;
export const POISSON: i32 = 6;
export const BINARY_HINGE: i32 = 7;
export const BINARY_FOCAL: i32 = 8;
export const SMOOTH_CROSSENTROPY: i32 = 9;
export const CATEGORICAL_HINGE: i32 = 10;
export const CATEGORICAL_FOCAL: i32 = 11;

/** Nothing, but not a number where x is not finite. */
// @ts-ignore
@inline function trace(x: v128): v128 { return f32x4.mul(x, zero()); }

/** `a` is δ, γ or the share of a label that is smoothed. */
// @ts-ignore
@inline function difference(kind: i32, z: v128, y: v128, a: v128): v128 {
	if (kind == BINARY_CROSSENTROPY) return f32x4.sub(sigmoid(z), fma(f32x4.sub(all(0.5), y), a, y));
	const d = f32x4.sub(z, y);
	if (kind == MEAN_SQUARED_ERROR) return f32x4.add(d, d);
	if (kind == HUBER) return f32x4.pmax(f32x4.pmin(d, a), f32x4.neg(a));
	if (kind == LOG_COSH) return tanh(d);
	if (kind == POISSON) return f32x4.sub(exp(z), y);
	if (kind == MEAN_ABSOLUTE_ERROR) {
		const sign = f32x4.sub(v128.and(all(1), f32x4.gt(d, zero())), v128.and(all(1), f32x4.lt(d, zero())));
		return f32x4.add(sign, trace(d));
	}
	const side = f32x4.sub(f32x4.add(y, y), all(1)), t = f32x4.mul(side, z);
	if (kind == BINARY_HINGE) return f32x4.sub(trace(t), v128.and(side, f32x4.lt(t, all(1))));
	// Focal (Lin et al. 2017): p = σ(t), log p = −softplus(−t), (1 − p)^γ = e^(−γ · softplus(t)); all from e^−|t|.
	const e = exp(f32x4.neg(f32x4.abs(t))), low = log1p(e), near = f32x4.div(all(1), f32x4.add(e, all(1))), far = f32x4.mul(e, near);
	const right = f32x4.gt(t, zero()), p = v128.bitselect(near, far, right), q = v128.bitselect(far, near, right);
	const turn = exp(f32x4.neg(f32x4.mul(a, f32x4.add(f32x4.pmax(t, zero()), low))));
	const slope = fma(f32x4.mul(a, p), f32x4.add(f32x4.pmax(f32x4.neg(t), zero()), low), q);
	return f32x4.neg(f32x4.mul(side, f32x4.mul(turn, slope)));
}

// @ts-ignore
@inline function each(kind: i32, Z: P, D: P, Y: P, stride: i32, rows: i32, N: i32, scale: v128, a: v128): void {
	const Np = padded(N);
	for (let p = 0; p < Np; p += PANEL) {
		const w = least(PANEL, Np - p);
		let offset = <usize>(p * stride << 2);
		for (let i = 0; i < rows; i++) for (let j = 0; j < w; j += 4, offset += 16)
			v128.store(D + offset, v128.and(f32x4.mul(difference(kind, at(Z + offset), at(Y + offset), a), scale), inside(p + j, N)));
	}
}

/** Columns j … j + 3. */
// @ts-ignore
@inline function columns(j: i32): v128 { return i32x4.add(i32x4(0, 1, 2, 3), i32x4.splat(j)); }

/** Softmax minus the label, of which the share `smooth` goes to all classes alike. A label that is no class is none. */
// @ts-ignore
@inline function categorical(smoothed: bool, Z: P, D: P, Y: P, stride: i32, rows: i32, N: i32, smooth: f32): void {
	const Np = padded(N), share: f32 = 1 / <f32>rows;
	const one: f32 = smoothed ? share * (1 - smooth) : share, rest = all(share * smooth / <f32>N);
	for (let i = 0; i < rows; i++) {
		const sum = exponentials(Z, D, topOf(Z, i, stride, N), i, stride, N);
		const scale = f32x4.div(all(share), sumLanes(sum)), label = i32x4.trunc_sat_f32x4_s(spread(Y + (i << 4)));
		for (let p = 0; p < Np; p += PANEL) {
			const w = least(PANEL, Np - p), d = D + (p * stride + i * w << 2);
			for (let j = 0; j < w; j += 4) {
				let hit = v128.and(all(one), i32x4.eq(label, columns(p + j)));
				if (smoothed) hit = f32x4.add(hit, v128.and(rest, inside(p + j, N)));
				v128.store(d + (j << 2), f32x4.sub(f32x4.mul(at(d + (j << 2)), scale), hit));
			}
		}
	}
}

/** With p of the label's class: (1 − p)^γ · (γ p log p ÷ (1 − p) − 1) times the derivative of z_y − log Σ eᶻ. */
function categoricalFocal(Z: P, D: P, Y: P, stride: i32, rows: i32, N: i32, gamma: f32): void {
	const Np = padded(N), share: f32 = 1 / <f32>rows;
	for (let i = 0; i < rows; i++) {
		const top = topOf(Z, i, stride, N), label = i32x4.trunc_sat_f32x4_s(spread(Y + (i << 4)));
		exponentials(Z, D, top, i, stride, N);
		// What the label's class has of the sum, and its output; the others apart, so that 1 − p keeps its digits.
		let mine = zero(), others = zero(), output = zero();
		for (let p = 0; p < Np; p += PANEL) {
			const w = least(PANEL, Np - p), offset = <usize>(p * stride + i * w << 2);
			for (let j = 0; j < w; j += 4) {
				const e = at(D + offset + (j << 2)), hit = i32x4.eq(label, columns(p + j));
				mine = f32x4.add(mine, v128.and(e, hit));
				others = f32x4.add(others, v128.andnot(e, hit));
				output = f32x4.add(output, v128.and(at(Z + offset + (j << 2)), hit));
			}
		}
		mine = sumLanes(mine); others = sumLanes(others); output = sumLanes(output);
		const sum = f32x4.add(mine, others), q = f32x4.div(others, sum);
		const beyond = v128.bitselect(others, f32x4.add(f32x4.sub(others, all(1)), mine), f32x4.eq(mine, all(1)));
		const logP = f32x4.sub(f32x4.sub(output, top), log1p(beyond));
		const turn = exp(f32x4.mul(all(gamma), log(q)));
		const steep = f32x4.sub(f32x4.div(f32x4.mul(all(gamma), f32x4.mul(f32x4.div(mine, sum), logP)), q), all(1));
		const factor = f32x4.mul(all(share), f32x4.mul(turn, steep)), own = f32x4.mul(factor, q), theirs = f32x4.neg(f32x4.div(factor, sum));
		for (let p = 0; p < Np; p += PANEL) {
			const w = least(PANEL, Np - p), d = D + (p * stride + i * w << 2);
			for (let j = 0; j < w; j += 4)
				v128.store(d + (j << 2), v128.bitselect(own, f32x4.mul(at(d + (j << 2)), theirs), i32x4.eq(label, columns(p + j))));
		}
	}
}

/** Towards the label's class, away from the first of its strongest rivals, where it does not lead by 1. */
function categoricalHinge(Z: P, D: P, Y: P, stride: i32, rows: i32, N: i32): void {
	const Np = padded(N), share = all(1 / <f32>rows);
	for (let i = 0; i < rows; i++) {
		const label = i32x4.trunc_sat_f32x4_s(spread(Y + (i << 4)));
		let top = all(-Infinity), output = zero(), traces = zero();
		for (let p = 0; p < Np; p += PANEL) {
			const w = least(PANEL, Np - p), z = Z + (p * stride + i * w << 2);
			for (let j = 0; j < w; j += 4) {
				const x = v128.and(at(z + (j << 2)), inside(p + j, N)), hit = i32x4.eq(label, columns(p + j));
				output = f32x4.add(output, v128.and(x, hit));
				traces = f32x4.add(traces, trace(x));
				top = f32x4.pmax(top, v128.bitselect(top, x, v128.or(hit, v128.not(inside(p + j, N)))));
			}
		}
		top = maxLanes(top); output = sumLanes(output); traces = sumLanes(traces);
		let first = i32x4.splat(0x7fffffff);
		for (let p = 0; p < Np; p += PANEL) {
			const w = least(PANEL, Np - p), z = Z + (p * stride + i * w << 2);
			for (let j = 0; j < w; j += 4) {
				const rival = v128.andnot(v128.and(f32x4.eq(at(z + (j << 2)), top), inside(p + j, N)), i32x4.eq(label, columns(p + j)));
				first = i32x4.min_s(first, v128.bitselect(columns(p + j), first, rival));
			}
		}
		first = leastLanes(first);
		const step = v128.and(share, f32x4.gt(f32x4.sub(f32x4.add(top, all(1)), output), zero()));
		for (let p = 0; p < Np; p += PANEL) {
			const w = least(PANEL, Np - p), d = D + (p * stride + i * w << 2);
			for (let j = 0; j < w; j += 4) {
				const pull = f32x4.sub(v128.and(step, i32x4.eq(first, columns(p + j))), v128.and(step, i32x4.eq(label, columns(p + j))));
				v128.store(d + (j << 2), v128.and(f32x4.add(pull, traces), inside(p + j, N)));
			}
		}
	}
}

/** `a` as `difference` says. */
export function lossGradient(kind: i32, Z: P, D: P, Y: P, stride: i32, rows: i32, N: i32, a: f32): void {
	switch (kind) {
		case BINARY_CROSSENTROPY: each(BINARY_CROSSENTROPY, Z, D, Y, stride, rows, N, all(1 / <f32>rows), all(a)); break;
		case CATEGORICAL_CROSSENTROPY: categorical(false, Z, D, Y, stride, rows, N, 0); break;
		case MEAN_SQUARED_ERROR: each(MEAN_SQUARED_ERROR, Z, D, Y, stride, rows, N, all(1 / <f32>(rows * N)), all(a)); break;
		case MEAN_ABSOLUTE_ERROR: each(MEAN_ABSOLUTE_ERROR, Z, D, Y, stride, rows, N, all(1 / <f32>(rows * N)), all(a)); break;
		case HUBER: each(HUBER, Z, D, Y, stride, rows, N, all(1 / <f32>(rows * N)), all(a)); break;
		case LOG_COSH: each(LOG_COSH, Z, D, Y, stride, rows, N, all(1 / <f32>(rows * N)), all(a)); break;
		case POISSON: each(POISSON, Z, D, Y, stride, rows, N, all(1 / <f32>(rows * N)), all(a)); break;
		case BINARY_HINGE: each(BINARY_HINGE, Z, D, Y, stride, rows, N, all(1 / <f32>rows), all(a)); break;
		case BINARY_FOCAL: each(BINARY_FOCAL, Z, D, Y, stride, rows, N, all(1 / <f32>rows), all(a)); break;
		case SMOOTH_CROSSENTROPY: categorical(true, Z, D, Y, stride, rows, N, a); break;
		case CATEGORICAL_HINGE: categoricalHinge(Z, D, Y, stride, rows, N); break;
		case CATEGORICAL_FOCAL: categoricalFocal(Z, D, Y, stride, rows, N, a); break;
	}
}

/** D = D times the weight of its row, which stands alone in a row of four. */
export function weigh(D: P, weights: P, stride: i32, rows: i32, N: i32): void {
	const Np = padded(N);
	for (let p = 0; p < Np; p += PANEL) {
		const w = least(PANEL, Np - p);
		let d = D + (p * stride << 2);
		for (let i = 0; i < rows; i++) {
			const factor = spread(weights + (i << 4));
			for (let j = 0; j < w; j += 4, d += 16) v128.store(d, f32x4.mul(at(d), factor));
		}
	}
}
