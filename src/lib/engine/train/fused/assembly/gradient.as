// What happens to gradients between the way back and the optimizer: penalties are added, large ones are cut.
import { P, all, at, fma, zero } from './simd';

/** G += l1 · sign(W) + 2 · l2 · W; `twice` is 2 · l2. */
export function penalise(W: P, G: P, n: i32, l1: f32, twice: f32): void {
	const end: usize = n << 2;
	for (let o: usize = 0; o < end; o += 16) {
		const w = at(W + o);
		const sign = f32x4.sub(v128.and(all(l1), f32x4.gt(w, zero())), v128.and(all(l1), f32x4.lt(w, zero())));
		v128.store(G + o, f32x4.add(at(G + o), fma(w, all(twice), sign)));
	}
}

/** Cuts every number to ± c. */
export function clip(G: P, n: i32, c: f32): void {
	const end: usize = n << 2, high = all(c), low = all(-c);
	for (let o: usize = 0; o < end; o += 16) v128.store(G + o, f32x4.pmax(f32x4.pmin(at(G + o), high), low));
}

/** Scales all numbers so that the root of the sum of their squares is at most c. The sum is of float64, in a fixed order. */
export function clipNorm(G: P, n: i32, c: f32): void {
	const end: usize = n << 2;
	let even = f64x2.splat(0), odd = f64x2.splat(0);
	for (let o: usize = 0; o < end; o += 16) {
		const g = at(G + o), a = f64x2.promote_low_f32x4(g), b = f64x2.promote_low_f32x4(v128.shuffle<i64>(g, g, 1, 0));
		even = f64x2.add(even, f64x2.mul(a, a));
		odd = f64x2.add(odd, f64x2.mul(b, b));
	}
	const sums = f64x2.add(even, odd), norm = sqrt<f64>(f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1));
	if (!(norm > <f64>c)) return;
	const factor = all(<f32>(<f64>c / norm));
	for (let o: usize = 0; o < end; o += 16) v128.store(G + o, f32x4.mul(at(G + o), factor));
}
