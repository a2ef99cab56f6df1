/**
 * Each layer kind forward and backward in float64, one row after the other: what all executors are judged by.
 * Written for being read; `back` takes dLoss/dOutput, gives dLoss/dInput and the gradient of each trained tensor.
 */
import type { Activation, TopologyLayer } from '../../model/topology';
import { NORM_EPSILON, normRate } from '../constants';
import { activate, slope } from './activation';

export interface Passed {
	readonly y: Float64Array;
	/** Running statistics after this batch, for layers that have them. */
	readonly running: Float64Array[];
	back(dy: Float64Array): { dx: Float64Array; gradients: Float64Array[] };
}

/** Training mode carries what a batch needs; null is evaluation mode. */
export type Mode = { readonly mask: Float32Array | null; readonly share: number } | null;

const at = (values: ArrayLike<number>, index: number): number => values[index] as number;
const add = (values: Float64Array, index: number, term: number): void => {
	values[index] = at(values, index) + term;
};

const of = (table: Partial<Record<Activation, (z: number) => number>>, name: Activation) => {
	const found = table[name];
	if (!found) throw new Error(`There is no ${name} here`);
	return found;
};

function dense(
	layer: Extract<TopologyLayer, { kind: 'dense' }>,
	weights: Float64Array[],
	x: Float64Array,
	rows: number,
): Passed {
	const { inputs, units } = layer;
	const [kernel, bias] = weights as [Float64Array, Float64Array];
	const z = new Float64Array(rows * units);
	for (let r = 0; r < rows; r++)
		for (let u = 0; u < units; u++) {
			let sum = at(bias, u);
			for (let i = 0; i < inputs; i++) sum += at(x, r * inputs + i) * at(kernel, i * units + u);
			z[r * units + u] = sum;
		}
	return {
		y: z.map(of(activate, layer.activation)),
		running: [],
		back(dy) {
			const dz = dy.map((value, i) => value * of(slope, layer.activation)(at(z, i)));
			const dx = new Float64Array(rows * inputs);
			const dKernel = new Float64Array(inputs * units);
			const dBias = new Float64Array(units);
			for (let r = 0; r < rows; r++)
				for (let u = 0; u < units; u++) {
					const d = at(dz, r * units + u);
					add(dBias, u, d);
					for (let i = 0; i < inputs; i++) {
						add(dKernel, i * units + u, at(x, r * inputs + i) * d);
						add(dx, r * inputs + i, at(kernel, i * units + u) * d);
					}
				}
			return { dx, gradients: [dKernel, dBias] };
		},
	};
}

function dropout(x: Float64Array, mode: Mode): Passed {
	const mask = mode?.mask;
	const through = (values: Float64Array) => (mask ? values.map((value, i) => value * at(mask, i)) : values);
	return { y: through(x), running: [], back: (dy) => ({ dx: through(dy), gradients: [] }) };
}

function batchNorm(
	units: number,
	weights: Float64Array[],
	x: Float64Array,
	rows: number,
	mode: Mode,
): Passed {
	const [scale, shift, runningMean, runningVariance] = weights as [
		Float64Array,
		Float64Array,
		Float64Array,
		Float64Array,
	];
	const columnMean = (term: (i: number) => number) =>
		new Float64Array(units).map((_, u) => {
			let sum = 0;
			for (let r = 0; r < rows; r++) sum += term(r * units + u);
			return sum / rows;
		});
	const mean = mode ? columnMean((i) => at(x, i)) : runningMean;
	const variance = mode ? columnMean((i) => (at(x, i) - at(mean, i % units)) ** 2) : runningVariance;
	const inverse = variance.map((value) => 1 / Math.sqrt(value + NORM_EPSILON));
	const normal = x.map((value, i) => (value - at(mean, i % units)) * at(inverse, i % units));
	const rate = mode ? normRate(mode.share) : 0;
	const toward = (running: Float64Array, batch: Float64Array) =>
		running.map((value, u) => value + rate * (at(batch, u) - value));
	return {
		y: normal.map((value, i) => value * at(scale, i % units) + at(shift, i % units)),
		running: [toward(runningMean, mean), toward(runningVariance, variance)],
		back(dy) {
			const meanDy = columnMean((i) => at(dy, i));
			const meanDyNormal = columnMean((i) => at(dy, i) * at(normal, i));
			const dx = dy.map((value, i) => {
				const u = i % units;
				return at(scale, u) * at(inverse, u) * (value - at(meanDy, u) - at(normal, i) * at(meanDyNormal, u));
			});
			return {
				dx,
				gradients: [meanDyNormal.map((value) => value * rows), meanDy.map((value) => value * rows)],
			};
		},
	};
}

/** Passes rows × inputs numbers through one layer; `weights` are the layer's tensors in the topology's order. */
export function pass(
	layer: TopologyLayer,
	weights: Float64Array[],
	x: Float64Array,
	rows: number,
	mode: Mode,
): Passed {
	if (layer.kind === 'dense') return dense(layer, weights, x, rows);
	if (layer.kind === 'dropout') return dropout(x, mode);
	if (layer.kind !== 'batchNorm') throw new Error(`There is no ${layer.kind} here`);
	return batchNorm(layer.units, weights, x, rows, mode);
}
