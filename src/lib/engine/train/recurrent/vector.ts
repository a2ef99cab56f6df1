/**
 * A recurrent layer by the compiled kernel: four numbers at once in 32 bits, the walks over the steps within. This file
 * lays out memory, packs weights and brings results back; what is worked out is said in plain.ts and the cells.
 */
import type { Cell } from '../../model/topology-layer';
import { GATES, resultOrders, unitsOf, waysOf, type Passed, type Recurrent, type Walk } from './cell';
import { Tenant, type Machine } from './machine';
import { toSamples, toSteps } from './order';
import { gateColumns, pack, padded, rowStarts, unpack } from './packing';

/** Numbers a walk keeps beside gates and states, and for its way back. `block` is rows × padded width. */
const SPARE: Readonly<
	Record<Cell, (block: number, steps: number) => { cells: number; kept: number; extra: number }>
> = {
	lstm: (block, steps) => ({ cells: (steps + 1) * block, kept: steps * block, extra: block }),
	gru: (block, steps) => ({ cells: 3 * block, kept: steps * block, extra: 3 * steps * block }),
	simpleRnn: () => ({ cells: 0, kept: 0, extra: 0 }),
};

/** One walk of a layer over a batch, laid out in the machine's memory. */
class VectorWalk {
	readonly #wide: number;
	readonly #columns: Int32Array;
	readonly #gates: number;
	readonly #states: number;
	readonly #cells: number;
	readonly #kept: number;

	/** @param xs address of steps × rows × inputs */
	constructor(
		readonly machine: Machine,
		readonly tenant: Tenant,
		readonly layer: Recurrent,
		readonly walk: Walk,
		readonly weights: readonly Float32Array[],
		readonly xs: number,
	) {
		const { cell, inputs, width } = layer;
		const { rows, steps, backward } = walk;
		const wide = (this.#wide = padded(width));
		const columns = (this.#columns = gateColumns(GATES[cell], width));
		const stride = GATES[cell] * width;
		const [kernel, recurrent, bias] = weights as [Float32Array, Float32Array, Float32Array];
		const none = Int32Array.of(0);
		const kernelAt = this.#packed(kernel, rowStarts(inputs, stride), inputs, columns);
		const recurrentAt = this.#packed(recurrent, rowStarts(width, stride), width, columns);
		const biasAt = this.#packed(bias, none, 1, columns);
		const secondAt = bias.length > stride ? this.#packed(bias.subarray(stride), none, 1, columns) : 0;
		const block = rows * wide;
		const { cells, kept } = SPARE[cell](block, steps);
		this.#gates = this.#take(steps * rows * columns.length);
		this.#states = this.#take((steps + 1) * block);
		this.#cells = this.#take(cells);
		this.#kept = this.#take(kept);
		machine.kernel.product(xs, inputs, kernelAt, biasAt, this.#gates, steps * rows, inputs, columns.length);
		machine.kernel[cell](
			...([rows, steps, width, wide, backward] as const),
			...([this.#gates, recurrentAt, secondAt, this.#states, this.#cells, this.#kept] as const),
		);
	}

	#take(count: number): number {
		return this.machine.take(this.tenant, count);
	}

	#packed(source: Float32Array, down: Int32Array, k: number, across: Int32Array): number {
		const at = this.#take(k * across.length);
		pack(source, this.machine.floats(at, k * across.length), down, k, across);
		return at;
	}

	get #block(): number {
		return this.walk.rows * this.#wide;
	}

	/** Its part of the layer's result. */
	into(y: Float32Array): void {
		const states = this.machine.floats(this.#states, (this.walk.steps + 1) * this.#block);
		toSamples(states, y, resultOrders(this.layer, this.walk, this.#wide, this.walk.backward ? 0 : 1));
	}

	/** @param dxs address of steps × rows × padded inputs to add to, or null @returns gradients of its weights */
	back(dy: Float32Array, dxs: number | null): Float32Array[] {
		const { cell, inputs, width } = this.layer;
		const { rows, steps, backward } = this.walk;
		const { kernel } = this.machine;
		const [inputKernel, recurrent, bias] = this.weights as [Float32Array, Float32Array, Float32Array];
		const columns = this.#columns;
		const [stride, n, all] = [GATES[cell] * width, columns.length, steps * rows];
		const transposed = this.#packed(recurrent, columns, n, rowStarts(width, stride));
		const dStates = this.#take(steps * this.#block);
		const extra = this.#take(SPARE[cell](this.#block, steps).extra);
		const into = this.machine.floats(dStates, steps * this.#block).fill(0);
		toSteps(dy, into, resultOrders(this.layer, this.walk, this.#wide, 0));
		kernel[`${cell}Back`](
			...([rows, steps, this.#wide, backward, this.#gates, transposed] as const),
			...([dStates, this.#states, this.#cells, this.#kept, extra] as const),
		);
		const dProducts = cell === 'gru' ? extra : this.#gates;
		const gradients = this.#take(Math.max(inputs, width) * n);
		const gradient = (count: number): Float32Array =>
			unpack(this.machine.floats(gradients, count * n), columns, count, stride);
		kernel.outer(this.xs, inputs, this.#gates, gradients, all, inputs, n);
		const dKernel = gradient(inputs);
		const earlier = this.#states + (backward ? 4 * this.#block : 0);
		kernel.outer(earlier, this.#wide, dProducts, gradients, all, width, n);
		const dRecurrent = gradient(width);
		const dBias = new Float32Array(bias.length);
		kernel.columnSums(this.#gates, gradients, all, n);
		dBias.set(gradient(1));
		if (dBias.length > stride) {
			kernel.columnSums(dProducts, gradients, all, n);
			dBias.set(gradient(1), stride);
		}
		if (dxs !== null) {
			const turned = this.#packed(inputKernel, columns, n, rowStarts(inputs, stride));
			kernel.product(this.#gates, n, turned, 0, dxs, all, n, padded(inputs));
		}
		return [dKernel, dRecurrent, dBias];
	}
}

/**
 * @param weights kernel, recurrent, bias, and those of the way backward: see model/topology-layer
 * @param keep whether there will be a way back
 * @throws train.memory
 */
export function passVector(
	machine: Machine,
	layer: Recurrent,
	weights: readonly Float32Array[],
	x: Float32Array,
	rows: number,
	keep: boolean,
): Passed {
	const { cell, inputs, width, steps } = layer;
	const tenant = new Tenant(`${cell} of ${width} units`);
	machine.enter(tenant);
	const whole = { rows, steps, units: inputs, from: 0, pitch: inputs, stride: inputs, column: 0 };
	const xs = machine.take(tenant, x.length);
	toSteps(x, machine.floats(xs, x.length), whole);
	const walks = waysOf(layer, rows).map(
		(walk, way) => new VectorWalk(machine, tenant, layer, walk, weights.slice(3 * way, 3 * way + 3), xs),
	);
	const y = new Float32Array(rows * unitsOf(layer));
	for (const walk of walks) walk.into(y);
	if (!keep) machine.leave(tenant);
	return {
		y,
		back(dy, wanted) {
			machine.enter(tenant);
			const wide = padded(inputs);
			const count = steps * rows * wide;
			const dxs = wanted ? machine.take(tenant, count) : null;
			if (dxs !== null) machine.floats(dxs, count).fill(0);
			const gradients = walks.flatMap((walk) => walk.back(dy, dxs));
			const dx = dxs === null ? null : new Float32Array(x.length);
			if (dx && dxs !== null) toSamples(machine.floats(dxs, count), dx, { ...whole, pitch: wide });
			machine.leave(tenant);
			return { dx, gradients };
		},
	};
}
