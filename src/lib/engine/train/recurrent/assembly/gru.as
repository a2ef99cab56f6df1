// The GRU's walk forward and back: recurrent/gru says what it works out. Widths as in lstm.as.
import { product } from './product';
import { P, all, at } from './simd';
import { sigmoid, tanh } from './function';

/** `cells` has room for the products of one step, rows × 3 W; the candidate's are kept. */
export function gru(rows: i32, steps: i32, width: i32, W: i32, backward: bool, gates: P, kernel: P, bias: P, states: P, cells: P, kept: P): void {
	const block: usize = rows * W << 2, wb: usize = W << 2;
	memory.fill(states + (backward ? steps * block : 0), 0, block);
	for (let n = 0; n < steps; n++) {
		const step = backward ? steps - 1 - n : n, from = (step + i32(backward)) * block, to = (step + i32(!backward)) * block;
		product(states + from, W, kernel, bias, cells, rows, width, 3 * W);
		let g = gates + step * 3 * block, p = cells;
		let before = states + from, h = states + to, k = kept + step * block;
		for (let r = 0; r < rows; r++, g += 2 * wb, p += 2 * wb)
			for (const end = g + wb; g < end; g += 16, p += 16, before += 16, h += 16, k += 16) {
				const z = sigmoid(f32x4.add(at(g), at(p))), r = sigmoid(f32x4.add(at(g + wb), at(p + wb)));
				const own = at(p + 2 * wb), c = tanh(f32x4.add(at(g + 2 * wb), f32x4.mul(r, own)));
				v128.store(g, z); v128.store(g + wb, r); v128.store(g + 2 * wb, c); v128.store(k, own);
				v128.store(h, f32x4.add(f32x4.mul(z, at(before)), f32x4.mul(f32x4.sub(all(1), z), c)));
			}
	}
}

/** `gates` become dLoss by the products of the inputs, `extra` dLoss by those of the states. */
export function gruBack(rows: i32, steps: i32, W: i32, backward: bool, gates: P, transposed: P, dStates: P, states: P, cells: P, kept: P, extra: P): void {
	const block: usize = rows * W << 2, wb: usize = W << 2, one = all(1);
	for (let n = steps - 1; n >= 0; n--) {
		const step = backward ? steps - 1 - n : n, from = (step + i32(backward)) * block, earlier = dStates + (backward ? step + 1 : step - 1) * block;
		const first = extra + step * 3 * block;
		let g = gates + step * 3 * block, q = first, before = states + from, dh = dStates + step * block, e = earlier, k = kept + step * block;
		for (let r = 0; r < rows; r++, g += 2 * wb, q += 2 * wb)
			for (const end = g + wb; g < end; g += 16, q += 16, before += 16, dh += 16, e += 16, k += 16) {
				const z = at(g), r = at(g + wb), c = at(g + 2 * wb), d = at(dh);
				const dCandidate = f32x4.mul(f32x4.mul(d, f32x4.sub(one, z)), f32x4.sub(one, f32x4.mul(c, c)));
				const dUpdate = f32x4.mul(f32x4.mul(d, f32x4.sub(at(before), c)), f32x4.mul(z, f32x4.sub(one, z)));
				const dReset = f32x4.mul(f32x4.mul(dCandidate, at(k)), f32x4.mul(r, f32x4.sub(one, r)));
				v128.store(g, dUpdate); v128.store(g + wb, dReset); v128.store(g + 2 * wb, dCandidate);
				v128.store(q, dUpdate); v128.store(q + wb, dReset); v128.store(q + 2 * wb, f32x4.mul(dCandidate, r));
				if (n) v128.store(e, f32x4.add(at(e), f32x4.mul(d, z)));
			}
		if (n) product(first, 3 * W, transposed, 0, earlier, rows, 3 * W, W);
	}
}
