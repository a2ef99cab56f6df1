// Products that leave zeros out: half of what a rectifier gives is zero, and so is half of what goes back through it.
// Each row's numbers that are not zero are listed with their places, then 1 × 32 blocks run over the lists. The sums are
// those of product.as in the same order. 0 · ∞ is left out too: evaluation, which is dense, finds what is not finite.
import { P, PANEL, address, at, fma, least, lower, lower2, padded, spread, upper, upper2, zero } from './simd';
import { MASKED, PLAIN, RECTIFIED, finish } from './product';

/** Rows that are listed before they are used. */
export const LISTED: i32 = 32;
/** Share of numbers other than zero from which on the dense products are faster. */
const DENSE_FROM: f32 = 0.75;
/** Narrower layers are not worth a list. */
const WIDE: i32 = 32;

const LANES: P = memory.data(256, 16);
let ready = false;

/** For each of the 16 sets of lanes the bytes that bring them to the front. */
function prepare(): void {
	for (let set = 0; set < 16; set++) {
		let n = 0;
		for (let lane = 0; lane < 4; lane++) if (set >> lane & 1) {
			for (let byte = 0; byte < 4; byte++) store<u8>(LANES + set * 16 + n * 4 + byte, <u8>(lane * 4 + byte));
			n++;
		}
		for (; n < 4; n++) for (let byte = 0; byte < 4; byte++) store<u8>(LANES + set * 16 + n * 4 + byte, 0);
	}
	ready = true;
}

/** Appends the lanes of x that are not zero to a list of places and one of values; gives its new length. */
// @ts-ignore
@inline function push(x: v128, place: v128, places: P, values: P, n: i32): i32 {
	const set = i32x4.bitmask(f32x4.ne(x, zero())), front = at(LANES + (set << 4));
	v128.store(places + (n << 2), i8x16.swizzle(place, front));
	v128.store(values + (n << 2), i8x16.swizzle(x, front));
	return n + popcnt(set);
}

/** Lists `rows` rows of A from row `first` on. */
function listRows(A: P, first: i32, stride: i32, rows: i32, K: i32, places: P, values: P, counts: P, room: i32): void {
	const Kp = padded(K);
	for (let i = 0; i < rows; i++) {
		let n = 0, place = i32x4(0, 1, 2, 3);
		const l = places + (i * room << 2), f = values + (i * room << 2);
		for (let q = 0; q < Kp; q += PANEL) {
			const w = least(PANEL, Kp - q), a = A + (q * stride + (first + i) * w << 2), real = K - q;
			for (let k = 0; k < w; k += 4) {
				// Padding may hold anything: sigmoid makes a half of it.
				const x = k + 4 <= real ? at(a + (k << 2)) : v128.and(at(a + (k << 2)), i32x4.lt_s(i32x4.add(i32x4(0, 1, 2, 3), i32x4.splat(k)), i32x4.splat(real)));
				n = push(x, place, l, f, n);
				place = i32x4.add(place, i32x4.splat(4));
			}
		}
		store<i32>(counts + (i << 2), n);
	}
}

/** Lists the columns of one panel of A, `rows` a multiple of 4. */
function listColumns(A: P, q: i32, stride: i32, rows: i32, w: i32, places: P, values: P, counts: P, room: i32): void {
	const step: usize = w << 2, next: usize = room << 2;
	for (let k = 0; k < w; k += 4) {
		let a = A + (q * stride + k << 2), n0 = 0, n1 = 0, n2 = 0, n3 = 0, place = i32x4(0, 1, 2, 3);
		const l = places + (k * room << 2), f = values + (k * room << 2);
		for (let i = 0; i < rows; i += 4, a += 4 * step) {
			const r0 = at(a), r1 = at(a + step), r2 = at(a + 2 * step), r3 = at(a + 3 * step);
			const t0 = lower(r0, r1), t1 = lower(r2, r3), t2 = upper(r0, r1), t3 = upper(r2, r3);
			n0 = push(lower2(t0, t1), place, l, f, n0);
			n1 = push(upper2(t0, t1), place, l + next, f + next, n1);
			n2 = push(lower2(t2, t3), place, l + 2 * next, f + 2 * next, n2);
			n3 = push(upper2(t2, t3), place, l + 3 * next, f + 3 * next, n3);
			place = i32x4.add(place, i32x4.splat(4));
		}
		const c = counts + (k << 2);
		store<i32>(c, n0); store<i32>(c, n1, 4); store<i32>(c, n2, 8); store<i32>(c, n3, 12);
	}
}

/** Rows first … first + rows of C = lists · W + b; W of K rows, C of `stride`, H laid out like C. */
// @ts-ignore
@inline function multiply(places: P, values: P, counts: P, room: i32, W: P, b: P, C: P, H: P, first: i32, stride: i32, rows: i32, K: i32, N: i32, mode: i32): void {
	const Np = padded(N);
	for (let p = 0; p < Np; p += PANEL) {
		const w = least(PANEL, Np - p), Wp = W + (p * K << 2), Cp = C + (p * stride << 2), Hp = H + (p * stride << 2);
		if (w == PANEL) for (let i = 0; i < rows; i++) {
			let l = places + (i * room << 2), f = values + (i * room << 2);
			const end = l + (load<i32>(counts + (i << 2)) << 2);
			let c0 = zero(), c1 = c0, c2 = c0, c3 = c0, c4 = c0, c5 = c0, c6 = c0, c7 = c0;
			if (b) { const bb = b + (p << 2); c0 = at(bb); c1 = at(bb, 16); c2 = at(bb, 32); c3 = at(bb, 48); c4 = at(bb, 64); c5 = at(bb, 80); c6 = at(bb, 96); c7 = at(bb, 112); }
			for (; l < end; l += 4, f += 4) {
				const y = Wp + (load<usize>(l) << 7), x = spread(f);
				c0 = fma(x, v128.load(y), c0); c1 = fma(x, v128.load(y, 16), c1); c2 = fma(x, v128.load(y, 32), c2); c3 = fma(x, v128.load(y, 48), c3);
				c4 = fma(x, v128.load(y, 64), c4); c5 = fma(x, v128.load(y, 80), c5); c6 = fma(x, v128.load(y, 96), c6); c7 = fma(x, v128.load(y, 112), c7);
			}
			const o = Cp + (first + i << 7), h = Hp + (first + i << 7);
			v128.store(o, finish(c0, mode, h)); v128.store(o, finish(c1, mode, h + 16), 16); v128.store(o, finish(c2, mode, h + 32), 32); v128.store(o, finish(c3, mode, h + 48), 48);
			v128.store(o, finish(c4, mode, h + 64), 64); v128.store(o, finish(c5, mode, h + 80), 80); v128.store(o, finish(c6, mode, h + 96), 96); v128.store(o, finish(c7, mode, h + 112), 112);
		}
		else for (let i = 0; i < rows; i++) {
			const l = places + (i * room << 2), f = values + (i * room << 2), end: usize = load<i32>(counts + (i << 2)) << 2;
			for (let j = 0; j < w; j += 4) {
				let c = b ? at(b + (p + j << 2)) : zero();
				const y = Wp + (j << 2);
				for (let t: usize = 0; t < end; t += 4) c = fma(spread(f + t), at(y + (load<i32>(l + t) * w << 2)), c);
				v128.store(Cp + ((first + i) * w + j << 2), finish(c, mode, Hp + ((first + i) * w + j << 2)));
			}
		}
	}
}

/** Whether enough of A, `rows` of `stride` rows and N columns, is zero for lists to pay. */
export function isSparse(A: P, stride: i32, rows: i32, N: i32, other: i32): bool {
	if (N < WIDE || other < WIDE || rows < 4) return false;
	const Np = padded(N);
	let found = i32x4.splat(0);
	for (let p = 0; p < Np; p += PANEL) {
		const from = A + (p * stride << 2), end = from + (rows * least(PANEL, Np - p) << 2);
		for (let a = from; a < end; a += 16) found = i32x4.sub(found, f32x4.ne(at(a), zero()));
	}
	const sum = i32x4.extract_lane(found, 0) + i32x4.extract_lane(found, 1) + i32x4.extract_lane(found, 2) + i32x4.extract_lane(found, 3);
	return <f32>sum < DENSE_FROM * <f32>(rows * Np);
}

/** A record of three addresses: places, values, counts; and the length of a list. */
// @ts-ignore
@inline function rowsTimes(lists: P, room: i32, A: P, W: P, b: P, C: P, H: P, stride: i32, rows: i32, K: i32, N: i32, mode: i32): void {
	const places = address(lists, 0), values = address(lists, 1), counts = address(lists, 2);
	if (!ready) prepare();
	for (let i = 0; i < rows; i += LISTED) {
		const n = least(LISTED, rows - i);
		listRows(A, i, stride, n, K, places, values, counts, room);
		multiply(places, values, counts, room, W, b, C, H, i, stride, n, K, N, mode);
	}
}

export function sparseForward(lists: P, room: i32, A: P, W: P, b: P, C: P, stride: i32, rows: i32, K: i32, N: i32): void { rowsTimes(lists, room, A, W, b, C, 0, stride, rows, K, N, PLAIN); }
export function sparseForwardRectified(lists: P, room: i32, A: P, W: P, b: P, C: P, stride: i32, rows: i32, K: i32, N: i32): void { rowsTimes(lists, room, A, W, b, C, 0, stride, rows, K, N, RECTIFIED); }
export function sparseBackwardMasked(lists: P, room: i32, D: P, T: P, H: P, X: P, stride: i32, rows: i32, K: i32, N: i32): void { rowsTimes(lists, room, D, T, 0, X, H, stride, rows, N, K, MASKED); }

/** G = Aᵀ · D from the columns of A; `rows` a multiple of 4. */
export function sparseKernelGradient(lists: P, room: i32, A: P, D: P, G: P, stride: i32, rows: i32, K: i32, N: i32): void {
	const places = address(lists, 0), values = address(lists, 1), counts = address(lists, 2), Kp = padded(K);
	if (!ready) prepare();
	for (let q = 0; q < Kp; q += PANEL) {
		const w = least(PANEL, Kp - q);
		listColumns(A, q, stride, rows, w, places, values, counts, room);
		multiplyColumns(places, values, counts, room, D, G, q, stride, least(w, K - q), K, N);
	}
}

/** As `multiply`, but the rows of W are the samples, of which there is room for `stride`, and those of C are K. */
function multiplyColumns(places: P, values: P, counts: P, room: i32, D: P, G: P, first: i32, stride: i32, rows: i32, K: i32, N: i32): void {
	multiply(places, values, counts, room, D, 0, G, 0, first, K, rows, stride, N, PLAIN);
}
