/**
 * A recurrent layer over plain arrays, forward and back through time: products of all steps at once stand here, the
 * walk over the steps in the cells. It is for runtimes without SIMD, and says most plainly what is worked out.
 */
import type { Cell } from '../../model/topology-layer';
import {
	GATES,
	resultOrders,
	unitsOf,
	waysOf,
	type Passed,
	type Recurrent,
	type Walk,
	type Walked,
	type Walker,
} from './cell';
import { gru } from './gru';
import { lstm } from './lstm';
import { toSamples, toSteps } from './order';
import { addColumnSums, addOuter, addProduct, transposed } from './products';
import { simpleRnn } from './simple-rnn';

const WALKERS: Readonly<Record<Cell, Walker>> = { lstm, gru, simpleRnn };

interface Direction {
	readonly walk: Walk;
	readonly walked: Walked;
	readonly weights: readonly Float32Array[];
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
	return { walk, walked, weights: own };
}

/** @param weights kernel, recurrent, bias, and those of the way backward: see model/topology-layer */
export function passPlain(
	layer: Recurrent,
	weights: readonly Float32Array[],
	x: Float32Array,
	rows: number,
): Passed {
	const { cell, inputs, width, steps } = layer;
	const columns = GATES[cell] * width;
	const whole = { rows, steps, units: inputs, from: 0, pitch: inputs, stride: inputs, column: 0 };
	const xs = new Float32Array(x.length);
	toSteps(x, xs, whole);
	const directions = waysOf(layer, rows).map((walk) => walkOne(layer, weights, xs, walk));
	const y = new Float32Array(rows * unitsOf(layer));
	for (const { walk, walked } of directions)
		toSamples(walked.states, y, resultOrders(layer, walk, width, walk.backward ? 0 : 1));
	return {
		y,
		back(dy, wanted) {
			const dxs = wanted ? new Float32Array(xs.length) : null;
			const gradients = directions.flatMap(({ walk, walked, weights: own }) => {
				const [kernel, recurrent, bias] = own as [Float32Array, Float32Array, Float32Array];
				const dStates = new Float32Array(steps * rows * width);
				toSteps(dy, dStates, resultOrders(layer, walk, width, 0));
				const { inputs: dInputs, states: dProducts } = walked.back(dStates);
				const dKernel = new Float32Array(kernel.length);
				const dRecurrent = new Float32Array(recurrent.length);
				const dBias = new Float32Array(bias.length);
				addOuter(xs, 0, dInputs, dKernel, steps * rows, inputs, columns);
				const earlier = walk.backward ? rows * width : 0;
				addOuter(walked.states, earlier, dProducts, dRecurrent, steps * rows, width, columns);
				addColumnSums(dInputs, dBias, 0, columns);
				if (dBias.length > columns) addColumnSums(dProducts, dBias, columns, columns);
				if (dxs) addProduct(dInputs, 0, kernel, dxs, 0, steps * rows, inputs, columns);
				return [dKernel, dRecurrent, dBias];
			});
			if (!dxs) return { dx: null, gradients };
			const dx = new Float32Array(dxs.length);
			toSamples(dxs, dx, whole);
			return { dx, gradients };
		},
	};
}
