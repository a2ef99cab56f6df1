// The LSTM's walk forward and back: recurrent/lstm says what it works out. `width` counts the units, `W` those with
// the zeros that make it a multiple of 4; gates lie one behind the other, each W wide. All cells take the same arguments:
// `bias` of the products of the states, what a walk keeps in `cells` and `kept`, and `extra` for the way back.
import { product } from './product';
import { P, all, at } from './simd';
import { sigmoid, tanh } from './function';

// @ts-ignore
@inline function slope(v: v128): v128 { return f32x4.mul(v, f32x4.sub(all(1), v)); }

export function lstm(rows: i32, steps: i32, width: i32, W: i32, backward: bool, gates: P, kernel: P, bias: P, states: P, cells: P, kept: P): void {
	const block: usize = rows * W << 2, wb: usize = W << 2, begin = backward ? steps * block : 0;
	memory.fill(states + begin, 0, block);
	memory.fill(cells + begin, 0, block);
	for (let n = 0; n < steps; n++) {
		const step = backward ? steps - 1 - n : n, from = (step + i32(backward)) * block, to = (step + i32(!backward)) * block;
		let g = gates + step * 4 * block;
		if (n) product(states + from, W, kernel, 0, g, rows, width, 4 * W);
		let c = cells + from, next = cells + to, h = states + to, t = kept + step * block;
		for (let r = 0; r < rows; r++, g += 3 * wb)
			for (const end = g + wb; g < end; g += 16, c += 16, next += 16, h += 16, t += 16) {
				const i = sigmoid(at(g)), f = sigmoid(at(g + wb)), k = tanh(at(g + 2 * wb)), o = sigmoid(at(g + 3 * wb));
				const own = f32x4.add(f32x4.mul(f, at(c)), f32x4.mul(i, k)), small = tanh(own);
				v128.store(g, i); v128.store(g + wb, f); v128.store(g + 2 * wb, k); v128.store(g + 3 * wb, o);
				v128.store(next, own); v128.store(t, small); v128.store(h, f32x4.mul(o, small));
			}
	}
}

/** `gates` become dLoss by the products; `cells` hold c of every state, `kept` tanh(c) of every step. */
export function lstmBack(rows: i32, steps: i32, W: i32, backward: bool, gates: P, transposed: P, dStates: P, states: P, cells: P, kept: P, extra: P): void {
	const block: usize = rows * W << 2, wb: usize = W << 2;
	memory.fill(extra, 0, block);
	for (let n = steps - 1; n >= 0; n--) {
		const step = backward ? steps - 1 - n : n, from = (step + i32(backward)) * block;
		const first = gates + step * 4 * block;
		let g = first, c = cells + from, d = extra, dh = dStates + step * block, t = kept + step * block;
		for (let r = 0; r < rows; r++, g += 3 * wb)
			for (const end = g + wb; g < end; g += 16, c += 16, d += 16, dh += 16, t += 16) {
				const i = at(g), f = at(g + wb), k = at(g + 2 * wb), o = at(g + 3 * wb), small = at(t), dState = at(dh);
				const through = f32x4.mul(f32x4.mul(dState, o), f32x4.sub(all(1), f32x4.mul(small, small)));
				const dCell = f32x4.add(at(d), through);
				v128.store(g, f32x4.mul(f32x4.mul(dCell, k), slope(i)));
				v128.store(g + wb, f32x4.mul(f32x4.mul(dCell, at(c)), slope(f)));
				v128.store(g + 2 * wb, f32x4.mul(f32x4.mul(dCell, i), f32x4.sub(all(1), f32x4.mul(k, k))));
				v128.store(g + 3 * wb, f32x4.mul(f32x4.mul(dState, small), slope(o)));
				v128.store(d, f32x4.mul(dCell, f));
			}
		if (n) product(first, 4 * W, transposed, 0, dStates + (backward ? step + 1 : step - 1) * block, rows, 4 * W, W);
	}
}
