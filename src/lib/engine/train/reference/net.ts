/** A whole net in float64: outputs, gradients of the mean loss, and the optimizer's step. */
import type { Topology } from '../../model/topology';
import type { Loss } from '../../schema/architecture';
import { ADAM_EPSILON, BETA1, BETA2 } from '../constants';
import type { Batch, LossSpec, Program } from '../program';
import { pass, type Passed } from './layers';

/** dLoss/dOutput of the mean loss over the rows of a batch. */
function lossGradient(loss: Loss, outputs: Float64Array, y: Float32Array, width: number): Float64Array {
	const rows = y.length;
	return outputs.map((z, i) => {
		const row = Math.floor(i / width);
		const label = y[row] as number;
		if (loss === 'meanSquaredError') return (2 * (z - (y[i] as number))) / y.length;
		if (loss === 'meanAbsoluteError') return Math.sign(z - (y[i] as number)) / y.length;
		if (loss === 'binaryCrossentropy') return (1 / (1 + Math.exp(-z)) - label) / rows;
		const logits = outputs.subarray(row * width, (row + 1) * width);
		const top = Math.max(...logits);
		const sum = logits.reduce((total, logit) => total + Math.exp(logit - top), 0);
		return (Math.exp(z - top) / sum - (i % width === label ? 1 : 0)) / rows;
	});
}

export class ReferenceNet {
	readonly weights: Float64Array[];
	readonly #moments: { first: Float64Array; second: Float64Array }[];

	constructor(
		readonly topology: Topology,
		weights: readonly ArrayLike<number>[],
	) {
		this.weights = weights.map((values) => Float64Array.from(values));
		this.#moments = this.weights.map(({ length }) => ({
			first: new Float64Array(length),
			second: new Float64Array(length),
		}));
	}

	#own(layer: number): number[] {
		return this.topology.tensors.flatMap((tensor, index) => (tensor.layer === layer ? [index] : []));
	}

	#forward(x: ArrayLike<number>, rows: number, batch: Batch | null): Passed[] {
		let values = Float64Array.from(x);
		return this.topology.layers.map((layer, index) => {
			const weights = this.#own(index).map((own) => this.weights[own] as Float64Array);
			const mode = batch && { mask: batch.masks[index] ?? null, share: batch.share };
			const passed = pass(layer, weights, values, rows, mode);
			values = Float64Array.from(passed.y);
			return passed;
		});
	}

	/** Evaluation mode. */
	outputs(x: ArrayLike<number>, rows: number): Float64Array {
		return this.#forward(x, rows, null).at(-1)?.y ?? Float64Array.from(x);
	}

	/** Training-mode outputs, gradients per trained tensor (null for running statistics), and the new statistics. */
	pass(loss: LossSpec, batch: Batch) {
		const passes = this.#forward(batch.x, batch.rows, batch);
		const outputs = passes.at(-1)?.y ?? Float64Array.from(batch.x);
		const gradients = this.weights.map((): Float64Array | null => null);
		const running = this.weights.map((): Float64Array | null => null);
		let d = lossGradient(loss.loss, outputs, batch.y, this.topology.outputs);
		for (let layer = passes.length - 1; layer >= 0; layer--) {
			const passed = passes[layer] as Passed;
			const back = passed.back(d);
			const own = this.#own(layer);
			back.gradients.forEach((gradient, i) => (gradients[own[i] as number] = gradient));
			passed.running.forEach((values, i) => (running[own[back.gradients.length + i] as number] = values));
			d = Float64Array.from(back.dx);
		}
		return { outputs, gradients, running };
	}

	/** One optimizer step. */
	step(program: Program, batch: Batch): void {
		const { gradients, running } = this.pass(program.loss, batch);
		const t = batch.step + 1;
		this.topology.tensors.forEach((tensor, index) => {
			const weights = this.weights[index] as Float64Array;
			const moved = running[index];
			if (moved) weights.set(moved);
			const gradient = gradients[index];
			if (!gradient) return;
			const decay = tensor.role === 'kernel' ? 1 - program.learningRate * program.weightDecay : 1;
			const { first, second } = this.#moments[index] as { first: Float64Array; second: Float64Array };
			for (let i = 0; i < weights.length; i++) {
				const g = gradient[i] as number;
				let change = g;
				if (program.optimizer === 'adam') {
					const m = (first[i] = BETA1 * (first[i] as number) + (1 - BETA1) * g);
					const v = (second[i] = BETA2 * (second[i] as number) + (1 - BETA2) * g * g);
					change = m / (1 - BETA1 ** t) / (Math.sqrt(v / (1 - BETA2 ** t)) + ADAM_EPSILON);
				}
				weights[i] = (weights[i] as number) * decay - program.learningRate * change;
			}
		});
	}
}
