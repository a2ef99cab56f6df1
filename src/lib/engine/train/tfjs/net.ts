/**
 * A net on a tfjs backend. All trained tensors live in one flat vector, so the optimizer is a dozen operations however
 * many layers there are; running statistics stand beside it. Vectors are never written to: remembering the best weights
 * is holding on to them. What is allocated here is freed by `dispose`.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { TensorSpec, Topology } from '../../model/topology';
import type { Loss } from '../../schema/architecture';
import { ADAM_EPSILON, BETA1, BETA2 } from '../constants';
import type { Batch, Program } from '../program';
import { pass, type Matrix, type Passed, type TrainMode } from './layers';

export interface Weights {
	/** All trained numbers, in the order of the topology's tensors. */
	readonly flat: tf.Tensor1D;
	readonly running: readonly tf.Tensor[];
}

const trainedOf = (topology: Topology): TensorSpec[] => topology.tensors.filter(({ trained }) => trained);
const runningOf = (topology: Topology): TensorSpec[] => topology.tensors.filter(({ trained }) => !trained);

/** The same weights on the device; the caller disposes them. */
export function upload(topology: Topology, weights: readonly Float32Array[]): Weights {
	const flat = new Float32Array(topology.parameters);
	let offset = 0;
	topology.tensors.forEach((tensor, index) => {
		if (!tensor.trained) return;
		flat.set(weights[index] as Float32Array, offset);
		offset += tensor.size;
	});
	const running = topology.tensors.flatMap((tensor, index) =>
		tensor.trained ? [] : [tf.tensor1d(Float32Array.from(weights[index] as Float32Array))],
	);
	return { flat: tf.tensor1d(flat), running };
}

/** Back to one array per tensor. */
export async function download(topology: Topology, weights: Weights): Promise<Float32Array[]> {
	const flat = Float32Array.from(await weights.flat.data());
	const running: Float32Array[] = [];
	for (const tensor of weights.running) running.push(Float32Array.from(await tensor.data()));
	let offset = 0;
	let next = 0;
	return topology.tensors.map(({ trained, size }) =>
		trained ? flat.slice(offset, (offset += size)) : (running[next++] as Float32Array),
	);
}

export const freeWeights = (weights: Weights): void => tf.dispose([weights.flat, ...weights.running]);

/** Per layer its tensors, cut out of the flat vector; inside the caller's tidy. */
function cut(topology: Topology, weights: Weights): tf.Tensor[][] {
	const layers: tf.Tensor[][] = topology.layers.map(() => []);
	let offset = 0;
	for (const tensor of trainedOf(topology)) {
		const part = tf.slice1d(weights.flat, offset, tensor.size);
		layers[tensor.layer]?.push(tensor.shape.length === 1 ? part : tf.reshape(part, [...tensor.shape]));
		offset += tensor.size;
	}
	runningOf(topology).forEach((tensor, i) => layers[tensor.layer]?.push(weights.running[i] as tf.Tensor));
	return layers;
}

/** Raw outputs in evaluation mode, rows × outputs; the caller disposes the result. */
export function evaluate(topology: Topology, weights: Weights, x: Float32Array, rows: number): Matrix {
	return tf.tidy(() => {
		const tensors = cut(topology, weights);
		let values = tf.tensor2d(x, [rows, topology.inputs]);
		topology.layers.forEach((layer, index) => (values = pass(layer, tensors[index] ?? [], values, null).y));
		return values;
	});
}

/** dLoss/dOutput of the mean over the rows. */
function lossGradient(loss: Loss, outputs: Matrix, batch: Batch, width: number): Matrix {
	const { y, rows } = batch;
	const labels = new Float32Array(rows * width);
	if (loss === 'categoricalCrossentropy')
		for (let r = 0; r < rows; r++) labels[r * width + (y[r] as number)] = 1;
	else labels.set(y);
	const truth = tf.tensor2d(labels, [rows, width]);
	if (loss === 'meanAbsoluteError') return tf.mul(tf.sign(tf.sub(outputs, truth)), 1 / labels.length);
	if (loss === 'meanSquaredError') return tf.mul(tf.sub(outputs, truth), 2 / labels.length);
	const shares = loss === 'binaryCrossentropy' ? tf.sigmoid(outputs) : tf.softmax(outputs);
	return tf.mul(tf.sub(shares, truth), 1 / rows);
}

/** The flat gradient of the mean loss and the new running statistics; inside the caller's tidy. */
export function gradient(topology: Topology, loss: Loss, weights: Weights, batch: Batch): Weights {
	const tensors = cut(topology, weights);
	const ones = tf.ones([1, batch.rows]) as Matrix;
	const mean = tf.mul(ones, 1 / batch.rows) as Matrix;
	let values = tf.tensor2d(batch.x, [batch.rows, topology.inputs]);
	const passes = topology.layers.map((layer, index): Passed => {
		const drawn = batch.masks[index];
		const mask = drawn ? tf.tensor2d(drawn, [batch.rows, layer.units]) : null;
		const mode: TrainMode = { mask, share: batch.share, ones, mean };
		const passed = pass(layer, tensors[index] ?? [], values, mode);
		values = passed.y;
		return passed;
	});
	const first = topology.layers.findIndex(({ kind }) => kind !== 'dropout');
	const flat: tf.Tensor[] = [];
	let d: Matrix | null = lossGradient(loss, values, batch, topology.outputs);
	for (let layer = passes.length - 1; layer >= first && d; layer--) {
		const back: ReturnType<Passed['back']> = (passes[layer] as Passed).back(d, layer > first);
		flat.unshift(...back.gradients.map((part) => tf.reshape(part, [part.size])));
		d = back.dx;
	}
	return { flat: tf.concat1d(flat as tf.Tensor1D[]), running: passes.flatMap(({ running }) => running) };
}

/** The trainable state: weights, moments of the gradient, and the decay of each number. */
export class TfjsNet {
	weights: Weights;
	#first: tf.Tensor1D | null = null;
	#second: tf.Tensor1D | null = null;
	readonly #decay: tf.Tensor1D | null = null;
	#kept: Weights | null = null;

	constructor(
		readonly program: Program,
		initial: readonly Float32Array[],
	) {
		const { topology, learningRate, weightDecay, optimizer } = program;
		this.weights = upload(topology, initial);
		if (optimizer === 'adam') {
			this.#first = tf.zeros([topology.parameters]);
			this.#second = tf.zeros([topology.parameters]);
		}
		if (weightDecay > 0) {
			const decay = new Float32Array(topology.parameters).fill(1);
			let offset = 0;
			for (const { role, size } of trainedOf(topology)) {
				if (role === 'kernel') decay.fill(1 - learningRate * weightDecay, offset, offset + size);
				offset += size;
			}
			this.#decay = tf.tensor1d(decay);
		}
	}

	/** One forward, backward and optimizer step. */
	step(batch: Batch, learningRate: number): void {
		const {
			topology,
			loss: { loss },
		} = this.program;
		const next = tf.tidy(() => {
			const { flat: g, running: statistics } = gradient(topology, loss, this.weights, batch);
			const running = [...statistics];
			const shrunk = this.#decay ? tf.mul(this.weights.flat, this.#decay) : this.weights.flat;
			if (!this.#first || !this.#second) return { flat: tf.sub(shrunk, tf.mul(g, learningRate)), running };
			const t = batch.step + 1;
			const lift = Math.sqrt(1 - BETA2 ** t);
			const first = tf.add(tf.mul(this.#first, BETA1), tf.mul(g, 1 - BETA1));
			const second = tf.add(tf.mul(this.#second, BETA2), tf.mul(tf.square(g), 1 - BETA2));
			const rate = (learningRate * lift) / (1 - BETA1 ** t);
			const change = tf.div(tf.mul(first, rate), tf.add(tf.sqrt(second), ADAM_EPSILON * lift));
			return { flat: tf.sub(shrunk, change), running, first, second };
		}) as { flat: tf.Tensor1D; running: tf.Tensor[]; first?: tf.Tensor1D; second?: tf.Tensor1D };
		if (this.weights !== this.#kept) freeWeights(this.weights);
		tf.dispose([this.#first, this.#second].filter((moment) => moment !== null));
		this.weights = { flat: next.flat, running: next.running };
		this.#first = next.first ?? null;
		this.#second = next.second ?? null;
	}

	/** Remembers the current weights. */
	keep(): void {
		if (this.#kept && this.#kept !== this.weights) freeWeights(this.#kept);
		this.#kept = this.weights;
	}

	/** The weights last kept, or the current ones. */
	get best(): Weights {
		return this.#kept ?? this.weights;
	}

	dispose(): void {
		if (this.#kept && this.#kept !== this.weights) freeWeights(this.#kept);
		freeWeights(this.weights);
		tf.dispose([this.#first, this.#second, this.#decay].filter((tensor) => tensor !== null));
	}
}
