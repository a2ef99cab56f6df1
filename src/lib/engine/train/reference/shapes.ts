/** Layers that only move numbers: an input's own columns, reshape, permute, zero padding, up-sampling, joins. */
import { channelAxis, sizeOf, spatialAxes, type Shape, type TopologyLayer } from '../../model/topology-layer';
import { moving, type Pass } from './passed';

/** The coordinates of a row-major place. */
const coordinates = (place: number, shape: Shape): number[] =>
	shape.map((extent, axis) => Math.floor(place / sizeOf(shape.slice(axis + 1))) % extent);

const placeOf = (at: readonly number[], shape: Shape): number =>
	shape.reduce((before, extent, axis) => before * extent + (at[axis] as number), 0);

/** Each coordinate of the result names one of what is given, or none. */
function movedBy({ given, shape }: TopologyLayer, source: (to: number[]) => number[]): (i: number) => number {
	const from = given[0] as Shape;
	return (i) => {
		const found = source(coordinates(i, shape));
		return found.every((at, axis) => at >= 0 && at < (from[axis] as number)) ? placeOf(found, from) : -1;
	};
}

export const input = moving<'input'>(
	({ offset }) =>
		(i) =>
			offset + i,
);

export const reshape = moving<'reshape'>(() => (i) => i);

/** Axis `a` of the result is axis `axes[a]` of what is given. */
export const permute = moving<'permute'>((layer) =>
	movedBy(layer, (to) => {
		const from: number[] = [];
		layer.axes.forEach((axis, a) => (from[axis] = to[a] as number));
		return from;
	}),
);

export const padding = moving<'padding'>((layer) => {
	const axes = spatialAxes(layer.shape);
	return movedBy(layer, (to) =>
		to.map((at, axis) => {
			const pad = layer.pads[axes.indexOf(axis)];
			return axis === channelAxis(layer.shape) || !pad ? at : at - pad[0];
		}),
	);
});

export const upSampling = moving<'upSampling'>((layer) => {
	const axes = spatialAxes(layer.shape);
	return movedBy(layer, (to) => to.map((at, axis) => Math.floor(at / (layer.size[axes.indexOf(axis)] ?? 1))));
});

export const concatenate = moving<'concatenate'>(({ given, shape, axis }) => (i) => {
	const at = coordinates(i, shape);
	let before = 0;
	for (const part of given) {
		const extent = part[axis] as number;
		if ((at[axis] as number) < extent) return before + placeOf(at, part);
		at[axis] = (at[axis] as number) - extent;
		before += sizeOf(part);
	}
	return -1;
});

export const add: Pass<'add'> = (_, __, xs) => {
	const [first = new Float64Array(), ...others] = xs;
	return {
		y: first.map((value, i) => others.reduce((sum, x) => sum + (x[i] as number), value)),
		back: (dy) => ({ dxs: xs.map(() => dy.slice()), gradients: [] }),
	};
};
