/**
 * Convolutions (correlations, as all libraries have them) in any number of axes: full, transposed, depthwise, separable.
 * Every one is a sum of products input · kernel, told once as a list of which meets which; the way back reads the same
 * list. Kernels hold channels last; samples as their shape says.
 */
import type { LayerOfKind, Shape } from '../../model/topology-layer';
import { affine } from './activation';
import { add, at, lanesOf, remembered, type Lanes, type Pass } from './passed';
import { extentsOf, meetings } from './window';

/** Every product of one sample: number of the input, of the kernel, and of the result it is added to. */
type Product = readonly [x: number, w: number, y: number];

/** y = Σ x·w over the products, and its way back. */
function sumOfProducts(
	x: Float64Array,
	w: Float64Array,
	rows: number,
	units: number,
	products: readonly Product[],
) {
	const size = x.length / rows;
	const y = new Float64Array(rows * units);
	for (let row = 0; row < rows; row++)
		for (const [i, k, u] of products) add(y, row * units + u, at(x, row * size + i) * at(w, k));
	return {
		y,
		back(dy: Float64Array) {
			const dx = new Float64Array(x.length);
			const dw = new Float64Array(w.length);
			for (let row = 0; row < rows; row++)
				for (const [i, k, u] of products) {
					const d = at(dy, row * units + u);
					add(dx, row * size + i, at(w, k) * d);
					add(dw, k, at(x, row * size + i) * d);
				}
			return { dx, gradients: [dw] };
		},
	};
}

/** A layer with one kernel. */
const convolving = <K extends 'conv' | 'convTranspose' | 'depthwise'>(
	productsOf: (layer: LayerOfKind<K>) => Product[],
): Pass<K> => {
	const known = remembered(productsOf);
	return (layer, [kernel, bias], [x], rows) => {
		const placed: LayerOfKind<'conv' | 'convTranspose' | 'depthwise'> = layer;
		const w = kernel as Float64Array;
		const { y, back } = sumOfProducts(x as Float64Array, w, rows, placed.units, known(layer));
		return affine(placed, y, bias, rows, back);
	};
};

/** kernel [...kernel, channels, filters] */
export const conv = convolving<'conv'>((layer) => {
	const { shape, channels, filters } = layer;
	const given = layer.given[0] as Shape;
	const [from, to] = [lanesOf(given), lanesOf(shape)];
	const products: Product[] = [];
	for (const met of meetings(layer, extentsOf(given), extentsOf(shape)))
		for (let c = 0; c < channels; c++)
			for (let f = 0; f < filters; f++)
				products.push([from.place(met.from, c), (met.tap * channels + c) * filters + f, to.place(met.to, f)]);
	return products;
});

/** The way back of a convolution from `shape` to what is given; kernel [...kernel, filters, channels] */
export const convTranspose = convolving<'convTranspose'>((layer) => {
	const { shape, channels, filters } = layer;
	const given = layer.given[0] as Shape;
	const [from, to] = [lanesOf(given), lanesOf(shape)];
	const products: Product[] = [];
	for (const met of meetings(layer, extentsOf(shape), extentsOf(given)))
		for (let c = 0; c < channels; c++)
			for (let f = 0; f < filters; f++)
				products.push([from.place(met.to, c), (met.tap * filters + f) * channels + c, to.place(met.from, f)]);
	return products;
});

/** kernel [...kernel, channels, multiplier]; channel c gives the channels c · multiplier … */
function depthwiseProducts(layer: LayerOfKind<'depthwise' | 'separable'>, to: Lanes): Product[] {
	const { channels, multiplier } = layer;
	const given = layer.given[0] as Shape;
	const from = lanesOf(given);
	const products: Product[] = [];
	for (const met of meetings(layer, extentsOf(given), extentsOf(layer.shape)))
		for (let c = 0; c < channels; c++)
			for (let m = 0; m < multiplier; m++) {
				const filter = c * multiplier + m;
				products.push([
					from.place(met.from, c),
					met.tap * channels * multiplier + filter,
					to.place(met.to, filter),
				]);
			}
	return products;
}

export const depthwise = convolving<'depthwise'>((layer) => depthwiseProducts(layer, lanesOf(layer.shape)));

/** Products of both halves of a separable convolution, whose channels in between lie last. */
const separableProducts = remembered((layer: LayerOfKind<'separable'>) => {
	const to = lanesOf(layer.shape);
	const width = layer.channels * layer.multiplier;
	const between = lanesOf([to.positions, width]);
	const pointwise: Product[] = [];
	for (let position = 0; position < to.positions; position++)
		for (let c = 0; c < width; c++)
			for (let f = 0; f < layer.filters; f++)
				pointwise.push([between.place(position, c), c * layer.filters + f, to.place(position, f)]);
	return { depth: depthwiseProducts(layer, between), pointwise, between: to.positions * width };
});

/** A depthwise convolution, then a dense layer from its channels · multiplier to the filters at every position. */
export const separable: Pass<'separable'> = (layer, [depth, kernel, bias], [x], rows) => {
	const products = separableProducts(layer);
	const { between } = products;
	const first = sumOfProducts(x as Float64Array, depth as Float64Array, rows, between, products.depth);
	const second = sumOfProducts(first.y, kernel as Float64Array, rows, layer.units, products.pointwise);
	return affine(layer, second.y, bias, rows, (dz) => {
		const pointwise = second.back(dz);
		const back = first.back(pointwise.dx);
		return { dx: back.dx, gradients: [...back.gradients, ...pointwise.gradients] };
	});
};
