/**
 * Windows that slide over the axes of a sample: kernel, stride, dilation and pads per axis, and how many places there are.
 * `same` pads as TensorFlow does: ⌈extent ÷ stride⌉ places, the odd zero behind.
 */
import type { Pads, Sliding } from './topology-layer';

export interface Declared {
	readonly kernel: number | readonly number[];
	readonly stride?: number | readonly number[] | undefined;
	readonly dilation?: number | readonly number[] | undefined;
	readonly padding?: 'valid' | 'same' | 'causal' | undefined;
}

/** One number per axis; null when a list has another length. */
export function perAxis(value: number | readonly number[], axes: number): readonly number[] | null {
	if (typeof value === 'number') return new Array<number>(axes).fill(value);
	return value.length === axes ? value : null;
}

const at = (values: readonly number[], axis: number): number => values[axis] as number;

/** Cells a kernel spans with the gaps of its dilation. */
const span = (kernel: number, dilation: number): number => (kernel - 1) * dilation + 1;

/** Zeros so that a window has ⌈extent ÷ stride⌉ places. */
function samePads(extent: number, reach: number, stride: number): readonly [number, number] {
	const total = Math.max((Math.ceil(extent / stride) - 1) * stride + reach - extent, 0);
	return [Math.floor(total / 2), Math.ceil(total / 2)];
}

/** @param extents of the axes slid over. Null when a setting has another number of axes. */
export function slidingOver(declared: Declared, extents: readonly number[], stride = declared.stride ?? 1) {
	const axes = extents.length;
	const kernel = perAxis(declared.kernel, axes);
	const steps = perAxis(stride, axes);
	const dilation = perAxis(declared.dilation ?? 1, axes);
	if (!kernel || !steps || !dilation) return null;
	const pads: Pads = extents.map((extent, axis) => {
		const reach = span(at(kernel, axis), at(dilation, axis));
		if (declared.padding === 'same') return samePads(extent, reach, at(steps, axis));
		return declared.padding === 'causal' ? [reach - 1, 0] : [0, 0];
	});
	const sliding: Sliding = { kernel, stride: steps, dilation, pads };
	const places = extents.map((extent, axis) => {
		const [before, after] = pads[axis] as readonly [number, number];
		const room = extent + before + after - span(at(kernel, axis), at(dilation, axis));
		return room < 0 ? 0 : Math.floor(room / at(steps, axis)) + 1;
	});
	return { sliding, places };
}

/** The convolution whose way back this is: from the extents wanted to those given. */
export function slidingBack(declared: Declared, extents: readonly number[]) {
	const axes = extents.length;
	const kernel = perAxis(declared.kernel, axes);
	const stride = perAxis(declared.stride ?? 1, axes);
	if (!kernel || !stride) return null;
	const same = declared.padding === 'same';
	const places = extents.map((extent, axis) => {
		const step = at(stride, axis);
		return same ? extent * step : (extent - 1) * step + Math.max(at(kernel, axis), step);
	});
	const pads: Pads = places.map((extent, axis) =>
		same ? samePads(extent, at(kernel, axis), at(stride, axis)) : [0, 0],
	);
	const sliding: Sliding = { kernel, stride, dilation: kernel.map(() => 1), pads };
	return { sliding, places };
}
