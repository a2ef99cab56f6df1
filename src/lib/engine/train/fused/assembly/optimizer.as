// The optimizer's step over n numbers. Moments that have faded below any effect are set to zero: as denormal numbers
// they would slow the processor down a hundredfold.
import { P, all, at, fma } from './simd';

const FADED: f32 = 1e-30;
const FADED_SQUARE: f32 = 1e-32;

/** Adam (Kingma & Ba 2015): `rate` and `epsilon` carry the correction of the bias, `decay` is what remains of a weight. */
export function adam(W: P, M: P, V: P, G: P, n: i32, rate: f32, epsilon: f32, decay: f32): void {
	const end: usize = n << 2;
	for (let o: usize = 0; o < end; o += 16) {
		const g = at(G + o);
		let m = fma(all(0.9), at(M + o), f32x4.mul(all(0.1), g));
		let v = fma(all(0.999), at(V + o), f32x4.mul(f32x4.mul(all(0.001), g), g));
		m = v128.andnot(m, f32x4.lt(f32x4.abs(m), all(FADED)));
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
