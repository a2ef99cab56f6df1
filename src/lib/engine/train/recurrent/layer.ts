/**
 * A recurrent layer over plain arrays, forward and back through time, without any library: rows × (steps × inputs) to
 * rows × (steps × units), or to rows × units of the last state. It is carried out by the compiled kernel where the
 * runtime has SIMD, otherwise by plain loops; either gives the same bytes again and again.
 */
import { GATES, unitsOf, type Passed, type Recurrent } from './cell';
import { machine } from './machine';
import { passPlain } from './plain';
import { passVector } from './vector';

export type { Recurrent } from './cell';

/** Numbers kept while rows are evaluated together: 16 MB. */
export const ROOM = 4_194_304;

/** Numbers a row keeps within the layer, about. */
export const keptPerRow = ({ cell, inputs, width, steps }: Recurrent): number =>
	steps * (inputs + (GATES[cell] + 3) * width);

/**
 * @param weights kernel, recurrent, bias, and those of the way backward: see model/topology-layer
 * @param keep whether there will be a way back
 */
export function pass(
	layer: Recurrent,
	weights: readonly Float32Array[],
	x: Float32Array,
	rows: number,
	keep = true,
): Passed {
	const kernel = machine();
	return kernel ? passVector(kernel, layer, weights, x, rows, keep) : passPlain(layer, weights, x, rows);
}

/**
 * What the layer gives, a part of the rows at a time, so that what it keeps stays small however many rows there are.
 * @param room numbers that may be kept
 */
export function outputs(
	layer: Recurrent,
	weights: readonly Float32Array[],
	x: Float32Array,
	rows: number,
	room = ROOM,
): Float32Array {
	const given = layer.steps * layer.inputs;
	const units = unitsOf(layer);
	const part = Math.max(1, Math.floor(room / keptPerRow(layer)));
	const y = new Float32Array(rows * units);
	for (let from = 0; from < rows; from += part) {
		const to = Math.min(rows, from + part);
		y.set(pass(layer, weights, x.subarray(from * given, to * given), to - from, false).y, from * units);
	}
	return y;
}
