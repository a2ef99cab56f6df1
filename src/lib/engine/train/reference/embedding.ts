/** Embedding: a row of the kernel for every whole number; the numbers themselves have no slope. */
import { add, at, type Pass } from './passed';

export const embedding: Pass<'embedding'> = ({ vocabulary, width, units }, [kernel], [x], rows) => {
	const [w, given] = [kernel as Float64Array, x as Float64Array];
	const row = (i: number) =>
		Math.min(vocabulary - 1, Math.max(0, Math.round(at(given, Math.floor(i / width)))));
	const places = Int32Array.from({ length: rows * units }, (_, i) => row(i) * width + (i % width));
	return {
		y: Float64Array.from(places, (place) => at(w, place)),
		back(dy) {
			const dKernel = new Float64Array(w.length);
			dy.forEach((d, i) => add(dKernel, at(places, i), d));
			return { dxs: [new Float64Array(given.length)], gradients: [dKernel] };
		},
	};
};
