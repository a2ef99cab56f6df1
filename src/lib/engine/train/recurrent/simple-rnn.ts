/** The simple recurrent cell (Elman 1990): h = tanh(x·kernel + h₋₁·recurrent + bias). */
import { after, before, stepAt, type Walk, type Walked } from './cell';
import { addProduct, transposed } from './products';
import { tanh } from './squash';

export function simpleRnn(walk: Walk, products: Float32Array, recurrent: Float32Array): Walked {
	const { rows, steps, width } = walk;
	const block = rows * width;
	const states = new Float32Array((steps + 1) * block);
	const kernel = transposed(recurrent, width, width);
	for (let n = 0; n < steps; n++) {
		const step = stepAt(walk, n);
		const at = step * block;
		const to = after(walk, step) * block;
		if (n) addProduct(states, before(walk, step) * block, kernel, products, at, rows, width, width);
		tanh(products, at, at + block);
		states.set(products.subarray(at, at + block), to);
	}
	return {
		states,
		back(dStates) {
			for (let n = steps - 1; n >= 0; n--) {
				const step = stepAt(walk, n);
				const at = step * block;
				const to = after(walk, step) * block;
				for (let q = 0; q < block; q++) {
					const h = states[to + q] as number;
					products[at + q] = (dStates[at + q] as number) * (1 - h * h);
				}
				if (n) addProduct(products, at, recurrent, dStates, stepAt(walk, n - 1) * block, rows, width, width);
			}
			return { inputs: products, states: products };
		},
	};
}
