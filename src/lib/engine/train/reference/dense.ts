/** Dense layers, activations of their own, and dropout. A dense layer over steps uses one kernel for all of them. */
import { activate, affine } from './activation';
import { add, at, lanesOf, type Pass } from './passed';

export const dense: Pass<'dense'> = (layer, [kernel, bias], [given], rows) => {
	const { inputs, steps } = layer;
	const width = layer.units / steps;
	const [w, x] = [kernel as Float64Array, given as Float64Array];
	const z = new Float64Array(rows * layer.units);
	for (let step = 0; step < rows * steps; step++)
		for (let unit = 0; unit < width; unit++) {
			let sum = 0;
			for (let i = 0; i < inputs; i++) sum += at(x, step * inputs + i) * at(w, i * width + unit);
			z[step * width + unit] = sum;
		}
	const back = (dz: Float64Array) => {
		const dx = new Float64Array(x.length);
		const dKernel = new Float64Array(w.length);
		for (let step = 0; step < rows * steps; step++)
			for (let unit = 0; unit < width; unit++) {
				const d = at(dz, step * width + unit);
				for (let i = 0; i < inputs; i++) {
					add(dKernel, i * width + unit, at(x, step * inputs + i) * d);
					add(dx, step * inputs + i, at(w, i * width + unit) * d);
				}
			}
		return { dx, gradients: [dKernel] };
	};
	return affine(layer, z, bias, rows, back, lanesOf([steps, width]));
};

export const activation: Pass<'activation'> = (layer, _, [x], rows) =>
	activate(layer.activation, x as Float64Array, layer.shape, rows);

export const dropout: Pass<'dropout'> = (_, __, [x], ___, mode) => {
	const mask = mode?.mask;
	const through = (values: Float64Array) =>
		mask ? values.map((value, i) => value * at(mask, i)) : values.slice();
	return { y: through(x as Float64Array), back: (dy) => ({ dxs: [through(dy)], gradients: [] }) };
};
