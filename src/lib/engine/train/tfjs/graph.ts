/**
 * A net as a graph of layers, forward and back. Only what the output hangs on is computed, gradients only where something
 * before learns; those of a value used several times are added. What a layer leaves on its way back, and in an evaluation
 * what no later layer takes, is let go at once. All tensors belong to the caller's tidy scope.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Topology } from '../../model/topology';
import type { TopologyLayer } from '../../model/topology-layer';
import type { Batch } from '../program';
import { pass } from './layers';
import { layoutOf, ordered, type Layout } from './layout';
import type { Gradients, Matrix, Passed, TrainMode } from './pass';
import type { Tables } from './tables';

interface Plan extends Layout {
	/** Whether the output hangs on the layer. */
	readonly live: readonly boolean[];
	/** Whether the layer, or one before it, learns. */
	readonly learns: readonly boolean[];
	/** Position of the last layer that takes each result. */
	readonly until: readonly number[];
}

const plans = new WeakMap<Topology, Plan>();

function planOf(topology: Topology): Plan {
	const found = plans.get(topology);
	if (found) return found;
	const { layers, tensors } = topology;
	const live = layers.map((_, index) => index === layers.length - 1);
	const until = layers.map((_, index) => index);
	for (let index = layers.length - 1; index >= 0; index--)
		if (live[index])
			for (const source of layers[index]?.from ?? []) {
				if (source < 0) continue;
				live[source] = true;
				until[source] = Math.max(until[source] as number, index);
			}
	const learns: boolean[] = [];
	layers.forEach(({ from }, index) => {
		const own = tensors.some(({ layer, trained }) => trained && layer === index);
		learns.push(own || from.some((source) => learns[source]));
	});
	const plan = { ...layoutOf(topology), live, learns, until };
	plans.set(topology, plan);
	return plan;
}

/** What a layer takes, in the order it wants; −1 is the input row. */
function taken(
	plan: Plan,
	layer: TopologyLayer,
	index: number,
	values: readonly Matrix[],
	x: Matrix,
): Matrix[] {
	return layer.from.map((source, i) =>
		ordered(
			source < 0 ? x : (values[source] as Matrix),
			layer.given[i] ?? [],
			plan.gives[source] ?? false,
			plan.takes[index] as boolean,
		),
	);
}

/** Raw outputs in evaluation mode, rows × outputs. @param tensors per layer. */
export function evaluateGraph(
	topology: Topology,
	tensors: readonly tf.Tensor[][],
	x: Matrix,
	tables: Tables,
): Matrix {
	const plan = planOf(topology);
	const values: Matrix[] = [];
	topology.layers.forEach((layer, index) => {
		if (!plan.live[index]) return;
		values[index] = tf.tidy(() => {
			const xs = taken(plan, layer, index, values, x);
			return tf.clone(pass(layer, tensors[index] ?? [], xs, null, tables).y);
		});
		plan.until.forEach((last, source) => {
			if (last === index && source < index) values[source]?.dispose();
		});
	});
	return values.at(-1) as Matrix;
}

function modeOf(layer: TopologyLayer, index: number, batch: Batch, plan: Plan): TrainMode {
	const { rows, share, masks } = batch;
	const drawn = masks[index];
	if (!drawn) return { mask: null, share };
	const mask = tf.tensor2d(drawn, [rows, layer.units]);
	return { mask: ordered(mask, layer.shape, false, plan.gives[index] as boolean), share };
}

export interface GraphGradients {
	/** Per layer, of its trained tensors; null where the output does not hang on them. */
	readonly gradients: readonly (tf.Tensor[] | null)[];
	/** Per layer, running statistics after the batch; null where the layer was not computed. */
	readonly running: readonly (tf.Tensor[] | null)[];
}

/** A layer's way back, with gradients in the order in which the layers before give their values. */
function back(passed: Passed, layer: TopologyLayer, index: number, dy: Matrix, plan: Plan): Gradients {
	const wanted = layer.from.map((source) => plan.learns[source] ?? false);
	const { dxs, gradients } = passed.back(dy, wanted);
	const own = dxs.map((dx, i) => {
		if (!dx) return null;
		const from = plan.takes[index] as boolean;
		return tf.clone(ordered(dx, layer.given[i] ?? [], from, plan.gives[layer.from[i] as number] ?? false));
	});
	return { dxs: own, gradients };
}

/** @param dOutput gives dLoss/dOutputs. */
export function trainGraph(
	topology: Topology,
	tensors: readonly tf.Tensor[][],
	batch: Batch,
	dOutput: (outputs: Matrix) => Matrix,
	tables: Tables,
): GraphGradients {
	const plan = planOf(topology);
	const { layers } = topology;
	const x = tf.tensor2d(batch.x, [batch.rows, topology.inputs]);
	const values: Matrix[] = [];
	const passes = layers.map((layer, index): Passed | null => {
		if (!plan.live[index]) return null;
		const xs = taken(plan, layer, index, values, x);
		const passed = pass(layer, tensors[index] ?? [], xs, modeOf(layer, index, batch, plan), tables);
		values[index] = passed.y;
		return passed;
	});
	const dys: (Matrix | undefined)[] = [];
	dys[layers.length - 1] = dOutput(values.at(-1) as Matrix);
	const gradients = layers.map((): tf.Tensor[] | null => null);
	for (let index = layers.length - 1; index >= 0; index--) {
		const [layer, passed, dy] = [layers[index], passes[index], dys[index]];
		if (!layer || !passed || !dy || !plan.learns[index]) continue;
		const found = tf.tidy(
			() => back(passed, layer, index, dy, plan) as unknown as tf.TensorContainer,
		) as unknown as Gradients;
		gradients[index] = found.gradients;
		found.dxs.forEach((dx, i) => {
			const source = layer.from[i] as number;
			const before = dys[source];
			if (!dx) return;
			dys[source] = before ? tf.add(before, dx) : dx;
			if (before) tf.dispose([before, dx]);
		});
		dy.dispose();
	}
	return { gradients, running: passes.map((passed) => passed && passed.running) };
}
