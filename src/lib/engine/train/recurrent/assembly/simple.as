// The simple cell's walk forward and back: recurrent/simple-rnn says what it works out. Widths as in lstm.as.
import { product } from './product';
import { P, all, at } from './simd';
import { tanh } from './function';

export function simpleRnn(rows: i32, steps: i32, width: i32, W: i32, backward: bool, gates: P, kernel: P, bias: P, states: P, cells: P, kept: P): void {
	const block: usize = rows * W << 2;
	memory.fill(states + (backward ? steps * block : 0), 0, block);
	for (let n = 0; n < steps; n++) {
		const step = backward ? steps - 1 - n : n;
		let p = gates + step * block, h = states + (step + i32(!backward)) * block;
		if (n) product(states + (step + i32(backward)) * block, W, kernel, 0, p, rows, width, W);
		for (const end = p + block; p < end; p += 16, h += 16) v128.store(h, tanh(at(p)));
	}
}

/** `gates` become dLoss by the products. */
export function simpleRnnBack(rows: i32, steps: i32, W: i32, backward: bool, gates: P, transposed: P, dStates: P, states: P, cells: P, kept: P, extra: P): void {
	const block: usize = rows * W << 2;
	for (let n = steps - 1; n >= 0; n--) {
		const step = backward ? steps - 1 - n : n, first = gates + step * block;
		let p = first, h = states + (step + i32(!backward)) * block, d = dStates + step * block;
		for (const end = p + block; p < end; p += 16, h += 16, d += 16)
			v128.store(p, f32x4.mul(at(d), f32x4.sub(all(1), f32x4.mul(at(h), at(h)))));
		if (n) product(first, W, transposed, 0, dStates + (backward ? step + 1 : step - 1) * block, rows, W, W);
	}
}
