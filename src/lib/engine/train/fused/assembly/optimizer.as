// The optimizer's step over n numbers. Moments that have faded below any effect are set to zero: as denormal numbers
// they would slow the processor down a hundredfold. `decay` is what remains of a weight.
import { P, all, at, fma } from './simd';

export const MOMENTUM: i32 = 0;
export const NESTEROV: i32 = 1;
export const RMSPROP: i32 = 2;
export const ADAGRAD: i32 = 3;
export const ADADELTA: i32 = 4;
export const ADAMAX: i32 = 5;

const FADED: f32 = 1e-30;
const FADED_SQUARE: f32 = 1e-32;
const EPSILON: f32 = 1e-7;
/** What RMSprop and Adadelta keep of their means. */
const RMS_KEPT: f32 = 0.9;
const DELTA_KEPT: f32 = 0.95;

/** x, or 0 where it is closer to 0 than `faded`. */
// @ts-ignore
@inline function awake(x: v128, faded: f32): v128 { return v128.andnot(x, f32x4.lt(f32x4.abs(x), all(faded))); }

/** Adam (Kingma & Ba 2015): `rate` and `epsilon` carry the correction of the bias. */
export function adam(W: P, M: P, V: P, G: P, n: i32, rate: f32, epsilon: f32, decay: f32): void {
	const end: usize = n << 2;
	for (let o: usize = 0; o < end; o += 16) {
		const g = at(G + o);
		let m = fma(all(0.9), at(M + o), f32x4.mul(all(0.1), g));
		let v = fma(all(0.999), at(V + o), f32x4.mul(f32x4.mul(all(0.001), g), g));
		m = awake(m, FADED);
		v = v128.andnot(v, f32x4.lt(v, all(FADED_SQUARE)));
		v128.store(M + o, m);
		v128.store(V + o, v);
		const change = f32x4.div(f32x4.mul(all(rate), m), f32x4.add(f32x4.sqrt(v), all(epsilon)));
		v128.store(W + o, f32x4.sub(f32x4.mul(at(W + o), all(decay)), change));
	}
}

/** Plain gradient descent. */
export function descend(W: P, G: P, n: i32, rate: f32, decay: f32): void {
	const end: usize = n << 2;
	for (let o: usize = 0; o < end; o += 16)
		v128.store(W + o, f32x4.sub(f32x4.mul(at(W + o), all(decay)), f32x4.mul(at(G + o), all(rate))));
}

/** The change of a weight by the optimizers that keep one or two numbers for each; moves these on. */
// @ts-ignore
@inline function change(kind: i32, g: v128, m: P, v: P, rate: v128, momentum: v128): v128 {
	if (kind == MOMENTUM || kind == NESTEROV) {
		// Sutskever et al. 2013; Nesterov's looks one step ahead.
		const moved = awake(fma(momentum, at(m), g), FADED);
		v128.store(m, moved);
		return f32x4.mul(rate, kind == MOMENTUM ? moved : fma(momentum, moved, g));
	}
	if (kind == ADAMAX) {
		// Kingma & Ba 2015; `rate` carries the correction of the bias.
		const moved = awake(fma(all(0.9), at(m), f32x4.mul(all(0.1), g)), FADED);
		const top = awake(f32x4.max(f32x4.mul(all(0.999), at(v)), f32x4.abs(g)), FADED);
		v128.store(m, moved);
		v128.store(v, top);
		return f32x4.div(f32x4.mul(rate, moved), f32x4.add(top, all(EPSILON)));
	}
	const square = f32x4.mul(g, g);
	if (kind == ADAGRAD) {
		// Duchi et al. 2011.
		const sum = f32x4.add(at(m), square);
		v128.store(m, sum);
		return f32x4.div(f32x4.mul(rate, g), f32x4.add(f32x4.sqrt(sum), all(EPSILON)));
	}
	if (kind == RMSPROP) {
		// Tieleman & Hinton 2012.
		const mean = awake(fma(all(RMS_KEPT), at(m), f32x4.mul(all(1 - RMS_KEPT), square)), FADED_SQUARE);
		v128.store(m, mean);
		return f32x4.div(f32x4.mul(rate, g), f32x4.add(f32x4.sqrt(mean), all(EPSILON)));
	}
	// Adadelta (Zeiler 2012): the mean of the squares of gradients, then of changes.
	const mean = awake(fma(all(DELTA_KEPT), at(m), f32x4.mul(all(1 - DELTA_KEPT), square)), FADED_SQUARE), way = at(v);
	const step = f32x4.mul(g, f32x4.div(f32x4.sqrt(f32x4.add(way, all(EPSILON))), f32x4.sqrt(f32x4.add(mean, all(EPSILON)))));
	v128.store(m, mean);
	v128.store(v, awake(fma(all(DELTA_KEPT), way, f32x4.mul(all(1 - DELTA_KEPT), f32x4.mul(step, step))), FADED_SQUARE));
	return f32x4.mul(rate, step);
}

// @ts-ignore
@inline function updateAll(kind: i32, W: P, M: P, V: P, G: P, n: i32, rate: f32, momentum: f32, decay: f32): void {
	const end: usize = n << 2;
	for (let o: usize = 0; o < end; o += 16)
		v128.store(W + o, f32x4.sub(f32x4.mul(at(W + o), all(decay)), change(kind, at(G + o), M + o, V + o, all(rate), all(momentum))));
}

/** The other optimizers; M and V hold what they keep. */
export function update(kind: i32, W: P, M: P, V: P, G: P, n: i32, rate: f32, momentum: f32, decay: f32): void {
	switch (kind) {
		case MOMENTUM: updateAll(MOMENTUM, W, M, V, G, n, rate, momentum, decay); break;
		case NESTEROV: updateAll(NESTEROV, W, M, V, G, n, rate, momentum, decay); break;
		case RMSPROP: updateAll(RMSPROP, W, M, V, G, n, rate, momentum, decay); break;
		case ADAGRAD: updateAll(ADAGRAD, W, M, V, G, n, rate, momentum, decay); break;
		case ADADELTA: updateAll(ADADELTA, W, M, V, G, n, rate, momentum, decay); break;
		case ADAMAX: updateAll(ADAMAX, W, M, V, G, n, rate, momentum, decay); break;
	}
}
