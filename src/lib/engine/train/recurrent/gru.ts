/**
 * The GRU cell (Cho et al. 2014) with the reset after the product, as Keras (reset_after) and PyTorch define it:
 * h = z·h₋₁ + (1 − z)·c, where z and r are the sigmoids of x·kernel + h₋₁·recurrent with both biases, and
 * c = tanh(x·kernel + bias + r·(h₋₁·recurrent + second bias)), in the order z, r, c.
 */
import { after, before, stepAt, type Walk, type Walked } from './cell';
import { addProduct, transposed } from './products';
import { sigmoid, tanh } from './squash';

export function gru(walk: Walk, gates: Float32Array, recurrent: Float32Array, bias: Float32Array): Walked {
	const { rows, steps, width } = walk;
	const block = rows * width;
	const states = new Float32Array((steps + 1) * block);
	/** h₋₁·recurrent + second bias: of all gates in one step, of the candidate in every step. */
	const products = new Float32Array(3 * block);
	const candidates = new Float32Array(steps * block);
	const kernel = transposed(recurrent, width, 3 * width);
	for (let n = 0; n < steps; n++) {
		const step = stepAt(walk, n);
		const from = before(walk, step) * block;
		const to = after(walk, step) * block;
		for (let r = 0; r < rows; r++) products.set(bias, r * 3 * width);
		if (n) addProduct(states, from, kernel, products, 0, rows, 3 * width, width);
		const at = step * 3 * block;
		for (let q = 0, p = 0; q < block; q += width, p += 3 * width) {
			const g = at + p;
			for (let u = 0; u < 2 * width; u++)
				gates[g + u] = (gates[g + u] as number) + (products[p + u] as number);
			sigmoid(gates, g, g + 2 * width);
			for (let u = 0; u < width; u++) {
				const candidate = products[p + 2 * width + u] as number;
				candidates[step * block + q + u] = candidate;
				gates[g + 2 * width + u] =
					(gates[g + 2 * width + u] as number) + (gates[g + width + u] as number) * candidate;
			}
			tanh(gates, g + 2 * width, g + 3 * width);
			for (let u = 0; u < width; u++) {
				const z = gates[g + u] as number;
				states[to + q + u] =
					z * (states[from + q + u] as number) + (1 - z) * (gates[g + 2 * width + u] as number);
			}
		}
	}
	return {
		states,
		back(dStates) {
			const dProducts = new Float32Array(steps * 3 * block);
			for (let n = steps - 1; n >= 0; n--) {
				const step = stepAt(walk, n);
				const from = before(walk, step) * block;
				const earlier = n ? stepAt(walk, n - 1) * block : -1;
				for (let q = 0, p = step * 3 * block; q < block; p += 2 * width)
					for (const end = q + width; q < end; q++, p++) {
						const z = gates[p] as number;
						const r = gates[p + width] as number;
						const c = gates[p + 2 * width] as number;
						const dh = dStates[step * block + q] as number;
						const dc = dh * (1 - z) * (1 - c * c);
						const dz = dh * ((states[from + q] as number) - c) * z * (1 - z);
						const dr = dc * (candidates[step * block + q] as number) * r * (1 - r);
						gates[p] = dz;
						gates[p + width] = dr;
						gates[p + 2 * width] = dc;
						dProducts[p] = dz;
						dProducts[p + width] = dr;
						dProducts[p + 2 * width] = dc * r;
						if (n) dStates[earlier + q] = (dStates[earlier + q] as number) + dh * z;
					}
				if (n) addProduct(dProducts, step * 3 * block, recurrent, dStates, earlier, rows, width, 3 * width);
			}
			return { inputs: gates, states: dProducts };
		},
	};
}
