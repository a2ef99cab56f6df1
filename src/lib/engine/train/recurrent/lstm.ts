/**
 * The LSTM cell (Hochreiter & Schmidhuber 1997, with the forget gate of Gers et al. 2000), as Keras and PyTorch define it:
 * c = f·c₋₁ + i·g and h = o·tanh(c), where i, f, o are the sigmoids and g the tanh of x·kernel + h₋₁·recurrent + bias,
 * in the order i, f, g, o.
 */
import { after, before, stepAt, type Walk, type Walked } from './cell';
import { addProduct, transposed } from './products';
import { sigmoid, tanh } from './squash';

export function lstm(walk: Walk, gates: Float32Array, recurrent: Float32Array): Walked {
	const { rows, steps, width } = walk;
	const block = rows * width;
	const states = new Float32Array((steps + 1) * block);
	/** c, laid out as the states; and tanh(c) of every step. */
	const cells = new Float32Array((steps + 1) * block);
	const squashed = new Float32Array(steps * block);
	const kernel = transposed(recurrent, width, 4 * width);
	for (let n = 0; n < steps; n++) {
		const step = stepAt(walk, n);
		const from = before(walk, step) * block;
		const to = after(walk, step) * block;
		if (n) addProduct(states, from, kernel, gates, step * 4 * block, rows, 4 * width, width);
		for (let q = 0, p = step * 4 * block; q < block; q += width, p += 4 * width) {
			sigmoid(gates, p, p + 2 * width);
			tanh(gates, p + 2 * width, p + 3 * width);
			sigmoid(gates, p + 3 * width, p + 4 * width);
			for (let u = 0; u < width; u++) {
				const c =
					(gates[p + width + u] as number) * (cells[from + q + u] as number) +
					(gates[p + u] as number) * (gates[p + 2 * width + u] as number);
				cells[to + q + u] = c;
				squashed[step * block + q + u] = c;
			}
		}
		tanh(squashed, step * block, (step + 1) * block);
		for (let q = 0, p = step * 4 * block + 3 * width; q < block; q += width, p += 4 * width)
			for (let u = 0; u < width; u++)
				states[to + q + u] = (gates[p + u] as number) * (squashed[step * block + q + u] as number);
	}
	return {
		states,
		back(dStates) {
			const dCells = new Float32Array(block);
			for (let n = steps - 1; n >= 0; n--) {
				const step = stepAt(walk, n);
				const from = before(walk, step) * block;
				for (let q = 0, p = step * 4 * block; q < block; p += 3 * width)
					for (const end = q + width; q < end; q++, p++) {
						const i = gates[p] as number;
						const f = gates[p + width] as number;
						const g = gates[p + 2 * width] as number;
						const o = gates[p + 3 * width] as number;
						const t = squashed[step * block + q] as number;
						const dh = dStates[step * block + q] as number;
						const dc = (dCells[q] as number) + dh * o * (1 - t * t);
						gates[p] = dc * g * i * (1 - i);
						gates[p + width] = dc * (cells[from + q] as number) * f * (1 - f);
						gates[p + 2 * width] = dc * i * (1 - g * g);
						gates[p + 3 * width] = dh * t * o * (1 - o);
						dCells[q] = dc * f;
					}
				if (n)
					addProduct(
						gates,
						step * 4 * block,
						recurrent,
						dStates,
						stepAt(walk, n - 1) * block,
						rows,
						width,
						4 * width,
					);
			}
			return { inputs: gates, states: gates };
		},
	};
}
