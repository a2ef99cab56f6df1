/**
 * A net on a tfjs backend: evaluation, the gradient of a batch, and the trainable state with its optimizer. Remembering
 * the best weights is holding on to them. What is allocated here is freed by `dispose`.
 */
import type { TrainingState } from '../checkpoint';
import * as tf from '@tensorflow/tfjs-core';
import type { Topology } from '../../model/topology';
import type { Batch, LossSpec, Program } from '../program';
import { evaluateGraph, trainGraph } from './graph';
import { lossGradient } from './loss';
import { Optimizer } from './optimizer';
import type { Matrix } from './pass';
import { Tables } from './tables';
import { cut, freeWeights, perWeight, trainedOf, upload, type Weights } from './weights';

type Vector = tf.Tensor1D;

/** Raw outputs in evaluation mode, rows × outputs; the caller disposes the result. */
export function evaluate(
	topology: Topology,
	weights: Weights,
	x: Float32Array,
	rows: number,
	tables: Tables,
): Matrix {
	return tf.tidy(() =>
		evaluateGraph(topology, cut(topology, weights), tf.tensor2d(x, [rows, topology.inputs]), tables),
	);
}

/** What penalties add to a gradient: l1·sign(w) + 2·l2·w. */
export class Penalty {
	readonly #l1: Vector | null;
	readonly #l2: Vector | null;

	constructor(topology: Topology) {
		this.#l1 = perWeight(topology, ({ l1 }) => l1);
		this.#l2 = perWeight(topology, ({ l2 }) => 2 * l2);
	}

	/** Inside the caller's tidy. */
	on(gradient: Vector, weights: Vector): Vector {
		let sum = gradient;
		if (this.#l1) sum = tf.add(sum, tf.mul(this.#l1, tf.sign(weights)));
		if (this.#l2) sum = tf.add(sum, tf.mul(this.#l2, weights));
		return sum;
	}

	dispose(): void {
		tf.dispose([this.#l1, this.#l2].filter((vector) => vector !== null));
	}
}

/** The flat gradient of a batch's loss, penalties with it, and the new running statistics; inside the caller's tidy. */
export function gradient(
	topology: Topology,
	loss: LossSpec,
	weights: Weights,
	batch: Batch,
	penalty: Penalty,
	tables: Tables,
): Weights {
	const tensors = cut(topology, weights);
	const found = trainGraph(topology, tensors, batch, (z) => lossGradient(loss, z, batch), tables);
	const next = new Map<number, number>();
	const parts = trainedOf(topology).map(({ layer, size }): Vector => {
		const index = next.get(layer) ?? 0;
		next.set(layer, index + 1);
		const part = found.gradients[layer]?.[index];
		return part ? tf.reshape(part, [size]) : tf.zeros([size]);
	});
	const running = topology.layers.flatMap(
		(_, layer) =>
			found.running[layer] ??
			(tensors[layer] ?? []).slice(next.get(layer) ?? 0).map((statistic) => tf.clone(statistic)),
	);
	return { flat: penalty.on(tf.concat1d(parts), weights.flat), running };
}

/** The trainable state: weights, the optimizer's moments, and what lies on the device beside them. */
export class TfjsNet {
	weights: Weights;
	readonly tables = new Tables();
	readonly #optimizer: Optimizer;
	readonly #penalty: Penalty;
	#shrink: Vector | null = null;
	#shrinkRate = NaN;
	#kept: Weights | null = null;

	constructor(
		readonly program: Program,
		initial: readonly Float32Array[],
	) {
		this.weights = upload(program.topology, initial);
		this.#optimizer = new Optimizer(program);
		this.#penalty = new Penalty(program.topology);
	}

	/** What decay leaves of each weight at a rate; null without decay. */
	#decayed(rate: number): Vector | null {
		const { topology, weightDecay } = this.program;
		if (weightDecay === 0) return null;
		if (rate === this.#shrinkRate) return this.#shrink;
		this.#shrink?.dispose();
		this.#shrinkRate = rate;
		this.#shrink = perWeight(topology, ({ decays }) => (decays ? 1 - rate * weightDecay : 1));
		return this.#shrink;
	}

	/** One forward, backward and optimizer step. */
	step(batch: Batch, rate: number): void {
		const { topology, loss } = this.program;
		const decay = this.#decayed(rate);
		const { flat, running, moments } = tf.tidy(() => {
			const found = gradient(topology, loss, this.weights, batch, this.#penalty, this.tables);
			const { change, moments } = this.#optimizer.next(found.flat, rate, batch.step);
			const shrunk = decay ? tf.mul(this.weights.flat, decay) : this.weights.flat;
			return { flat: tf.sub(shrunk, change) as Vector, running: [...found.running], moments };
		});
		if (this.weights !== this.#kept) freeWeights(this.weights);
		this.weights = { flat, running };
		this.#optimizer.take(moments);
	}

	/** Remembers the current weights. */
	keep(): void {
		if (this.#kept && this.#kept !== this.weights) freeWeights(this.#kept);
		this.#kept = this.weights;
	}

	/** Copies of all that training changes. */
	async save(): Promise<TrainingState> {
		const vectors = [this.weights, this.best].flatMap(({ flat, running }) => [flat, ...running]);
		const state: Float32Array[] = [];
		for (const vector of [...vectors, ...this.#optimizer.moments])
			state.push(Float32Array.from(await vector.data()));
		return state;
	}

	/** Stands where a net of the same program stood. */
	restore(state: TrainingState): void {
		const vectors = state.map((values) => tf.tensor1d(values as Float32Array));
		const count = 1 + this.weights.running.length;
		const weightsAt = (from: number): Weights => {
			const [flat, ...running] = vectors.slice(from, from + count);
			return { flat: flat as Vector, running };
		};
		freeWeights(this.weights);
		this.weights = weightsAt(0);
		this.#kept = weightsAt(count);
		this.#optimizer.take(vectors.slice(2 * count));
	}

	/** The weights last kept, or the current ones. */
	get best(): Weights {
		return this.#kept ?? this.weights;
	}

	dispose(): void {
		if (this.#kept && this.#kept !== this.weights) freeWeights(this.#kept);
		freeWeights(this.weights);
		this.#optimizer.dispose();
		this.#penalty.dispose();
		this.tables.dispose();
		this.#shrink?.dispose();
	}
}
