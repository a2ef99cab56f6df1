/**
 * A recurrent layer over plain arrays, forward and back through time, without any library: rows × (steps × inputs) to
 * rows × (steps × units), or to rows × units of the last state. Products of all steps at once stand here, the walk over
 * the steps in the cells. Arithmetic is the same wherever it runs, to the last bit.
 */
import type { Cell, LayerOfKind } from '../../model/topology-layer';
import { after, GATES, lastOf, waysOf, type Walk, type Walked, type Walker } from './cell';
import { gru } from './gru';
import { lstm } from './lstm';
import { byStep, putSamples, takeSamples } from './order';
import { addColumnSums, addOuter, addProduct, transposed } from './products';
import { simpleRnn } from './simple-rnn';

export type Recurrent = Pick<
	LayerOfKind<'recurrent'>,
	'cell' | 'inputs' | 'width' | 'steps' | 'returnSequences' | 'bidirectional'
>;

export interface Passed {
	/** rows × units of the layer. */
	readonly y: Float32Array;
	/**
	 * To be called once, since it writes over what was kept.
	 * @param dy rows × units @returns rows × (steps × inputs) where wanted, and gradients in the order of the weights
	 */
	back(dy: Float32Array, wanted: boolean): { dx: Float32Array | null; gradients: Float32Array[] };
}

const WALKERS: Readonly<Record<Cell, Walker>> = { lstm, gru, simpleRnn };

/** Numbers kept while rows are evaluated together: 16 MB. */
export const ROOM = 4_194_304;

/** Numbers a row keeps within the layer, about. */
export const keptPerRow = ({ cell, inputs, width, steps }: Recurrent): number =>
	steps * (inputs + (GATES[cell] + 3) * width);

interface Direction {
	readonly walk: Walk;
	readonly walked: Walked;
	readonly weights: readonly Float32Array[];
	/** Which of each step's results is its first. */
	readonly column: number;
}

function walkOne(
	layer: Recurrent,
	weights: readonly Float32Array[],
	xs: Float32Array,
	walk: Walk,
): Direction {
	const { inputs, width } = layer;
	const { rows, steps, backward } = walk;
	const own = weights.slice(backward ? 3 : 0, backward ? 6 : 3);
	const [kernel, recurrent, bias] = own as [Float32Array, Float32Array, Float32Array];
	const columns = GATES[layer.cell] * width;
	const products = new Float32Array(steps * rows * columns);
	const first = bias.subarray(0, columns);
	for (let from = 0; from < products.length; from += columns) products.set(first, from);
	addProduct(xs, 0, transposed(kernel, inputs, columns), products, 0, steps * rows, columns, inputs);
	const walked = WALKERS[layer.cell](walk, products, recurrent, bias.subarray(columns));
	return { walk, walked, weights: own, column: backward ? width : 0 };
}

function resultOf(layer: Recurrent, directions: readonly Direction[], rows: number): Float32Array {
	const { width, steps, returnSequences } = layer;
	const stride = directions.length * width;
	const y = new Float32Array(rows * stride * (returnSequences ? steps : 1));
	for (const { walk, walked, column } of directions) {
		const first = after(walk, returnSequences ? 0 : lastOf(walk)) * rows * width;
		const shape = { rows, steps: returnSequences ? steps : 1, units: width };
		putSamples(walked.states, first, y, shape, stride, column);
	}
	return y;
}

/** @param weights kernel, recurrent, bias, and those of the way backward: see model/topology-layer */
export function pass(
	layer: Recurrent,
	weights: readonly Float32Array[],
	x: Float32Array,
	rows: number,
): Passed {
	const { cell, inputs, width, steps, returnSequences } = layer;
	const columns = GATES[cell] * width;
	const xs = byStep(x, rows, steps, inputs);
	const directions = waysOf(layer, rows).map((walk) => walkOne(layer, weights, xs, walk));
	return {
		y: resultOf(layer, directions, rows),
		back(dy, wanted) {
			const dxs = wanted ? new Float32Array(xs.length) : null;
			const gradients = directions.flatMap(({ walk, walked, weights: [kernel, recurrent, bias], column }) => {
				const dStates = new Float32Array(steps * rows * width);
				const from = returnSequences ? 0 : lastOf(walk) * rows * width;
				const shape = { rows, steps: returnSequences ? steps : 1, units: width };
				takeSamples(dy, dStates, from, shape, directions.length * width, column);
				const { inputs: dInputs, states: dProducts } = walked.back(dStates);
				const dKernel = new Float32Array((kernel as Float32Array).length);
				const dRecurrent = new Float32Array((recurrent as Float32Array).length);
				const dBias = new Float32Array((bias as Float32Array).length);
				addOuter(xs, 0, dInputs, dKernel, steps * rows, inputs, columns);
				const earlier = walk.backward ? rows * width : 0;
				addOuter(walked.states, earlier, dProducts, dRecurrent, steps * rows, width, columns);
				addColumnSums(dInputs, dBias, 0, columns);
				if (dBias.length > columns) addColumnSums(dProducts, dBias, columns, columns);
				if (dxs) addProduct(dInputs, 0, kernel as Float32Array, dxs, 0, steps * rows, inputs, columns);
				return [dKernel, dRecurrent, dBias];
			});
			if (!dxs) return { dx: null, gradients };
			const dx = new Float32Array(dxs.length);
			putSamples(dxs, 0, dx, { rows, steps, units: inputs }, inputs, 0);
			return { dx, gradients };
		},
	};
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
	const { inputs, width, steps, returnSequences, bidirectional } = layer;
	const given = steps * inputs;
	const units = width * (bidirectional ? 2 : 1) * (returnSequences ? steps : 1);
	const part = Math.max(1, Math.floor(room / keptPerRow(layer)));
	const y = new Float32Array(rows * units);
	for (let from = 0; from < rows; from += part) {
		const to = Math.min(rows, from + part);
		y.set(pass(layer, weights, x.subarray(from * given, to * given), to - from).y, from * units);
	}
	return y;
}
