/**
 * Convolutions (correlations, as all libraries have them) in any number of axes: full, transposed, depthwise, separable.
 * Every one is a sum of products input · kernel, told once as a list of which meets which; the way back reads the same
 * list. Kernels hold channels last; samples as their shape says.
 */
import type { Shape } from '../../model/topology-layer';
import { affine } from './activation';
import { add, at, lanesOf, type Lanes, type Pass } from './passed';
import { extentsOf, meetings } from './window';

/** Visits every product of one sample: number of the input, of the kernel, and of the result it is added to. */
type Products = (visit: (x: number, w: number, y: number) => void) => void;

/** y = Σ x·w over the products, and its way back. */
function sumOfProducts(x: Float64Array, w: Float64Array, rows: number, units: number, products: Products) {
	const size = x.length / rows;
	const y = new Float64Array(rows * units);
	for (let row = 0; row < rows; row++)
		products((i, k, u) => add(y, row * units + u, at(x, row * size + i) * at(w, k)));
	return {
		y,
		back(dy: Float64Array) {
			const dx = new Float64Array(x.length);
			const dw = new Float64Array(w.length);
			for (let row = 0; row < rows; row++)
				products((i, k, u) => {
					const d = at(dy, row * units + u);
					add(dx, row * size + i, at(w, k) * d);
					add(dw, k, at(x, row * size + i) * d);
				});
			return { dx, dw };
		},
	};
}

const lanes = (given: readonly Shape[], result: Shape): [Lanes, Lanes] => [
	lanesOf(given[0] as Shape),
	lanesOf(result),
];

/** kernel [...kernel, channels, filters] */
export const conv: Pass<'conv'> = (layer, [kernel, bias], [x], rows) => {
	const { given, shape, channels, filters, units } = layer;
	const [from, to] = lanes(given, shape);
	const all = meetings(layer, extentsOf(given[0] as Shape), extentsOf(shape));
	const products: Products = (visit) => {
		for (const met of all)
			for (let c = 0; c < channels; c++)
				for (let f = 0; f < filters; f++)
					visit(from.place(met.from, c), (met.tap * channels + c) * filters + f, to.place(met.to, f));
	};
	const { y, back } = sumOfProducts(x as Float64Array, kernel as Float64Array, rows, units, products);
	return affine(layer, y, bias, rows, (dz) => {
		const { dx, dw } = back(dz);
		return { dx, gradients: [dw] };
	});
};

/** The way back of a convolution from `shape` to what is given; kernel [...kernel, filters, channels] */
export const convTranspose: Pass<'convTranspose'> = (layer, [kernel, bias], [x], rows) => {
	const { given, shape, channels, filters, units } = layer;
	const [from, to] = lanes(given, shape);
	const all = meetings(layer, extentsOf(shape), extentsOf(given[0] as Shape));
	const products: Products = (visit) => {
		for (const met of all)
			for (let c = 0; c < channels; c++)
				for (let f = 0; f < filters; f++)
					visit(from.place(met.to, c), (met.tap * filters + f) * channels + c, to.place(met.from, f));
	};
	const { y, back } = sumOfProducts(x as Float64Array, kernel as Float64Array, rows, units, products);
	return affine(layer, y, bias, rows, (dz) => {
		const { dx, dw } = back(dz);
		return { dx, gradients: [dw] };
	});
};

/** kernel [...kernel, channels, multiplier]; channel c gives channels c · multiplier … */
const depthwiseProducts =
	(
		layer: Parameters<Pass<'depthwise'>>[0] | Parameters<Pass<'separable'>>[0],
		to: Lanes,
		result: readonly number[],
	): Products =>
	(visit) => {
		const { given, channels, multiplier } = layer;
		const from = lanesOf(given[0] as Shape);
		for (const met of meetings(layer, extentsOf(given[0] as Shape), result))
			for (let c = 0; c < channels; c++)
				for (let m = 0; m < multiplier; m++) {
					const filter = c * multiplier + m;
					visit(from.place(met.from, c), met.tap * channels * multiplier + filter, to.place(met.to, filter));
				}
	};

export const depthwise: Pass<'depthwise'> = (layer, [kernel, bias], [x], rows) => {
	const products = depthwiseProducts(layer, lanesOf(layer.shape), extentsOf(layer.shape));
	const { y, back } = sumOfProducts(x as Float64Array, kernel as Float64Array, rows, layer.units, products);
	return affine(layer, y, bias, rows, (dz) => {
		const { dx, dw } = back(dz);
		return { dx, gradients: [dw] };
	});
};

/** A depthwise convolution, then a dense layer from its channels · multiplier to the filters at every position. */
export const separable: Pass<'separable'> = (layer, [depth, kernel, bias], [x], rows) => {
	const { channels, multiplier, filters, shape, units } = layer;
	const to = lanesOf(shape);
	const width = channels * multiplier;
	const between = lanesOf([to.positions, width]);
	const first = sumOfProducts(
		x as Float64Array,
		depth as Float64Array,
		rows,
		to.positions * width,
		depthwiseProducts(layer, between, extentsOf(shape)),
	);
	const second = sumOfProducts(first.y, kernel as Float64Array, rows, units, (visit) => {
		for (let position = 0; position < to.positions; position++)
			for (let c = 0; c < width; c++)
				for (let f = 0; f < filters; f++)
					visit(between.place(position, c), c * filters + f, to.place(position, f));
	});
	return affine(layer, second.y, bias, rows, (dz) => {
		const pointwise = second.back(dz);
		const { dx, dw } = first.back(pointwise.dx);
		return { dx, gradients: [dw, pointwise.dw] };
	});
};
