/**
 * A whole net in float64: outputs, the training loss and its gradients, and the optimizer's step. Layers are evaluated in
 * order, each from those it names; gradients of a layer that several take are added up.
 */
import type { Topology, TopologyLayer } from '../../model/topology';
import { meanLoss } from '../loss';
import type { Batch, LossSpec, Program } from '../program';
import { pass } from './forward';
import { lossGradient } from './loss';
import { Optimizer } from './optimizer';
import { add, type Passed } from './passed';

export class ReferenceNet {
	readonly weights: Float64Array[];
	#optimizer: Optimizer | null = null;

	constructor(
		readonly topology: Topology,
		weights: readonly ArrayLike<number>[],
	) {
		this.weights = weights.map((values) => Float64Array.from(values));
	}

	/** Positions of a layer's tensors. */
	#own(layer: number): number[] {
		return this.topology.tensors.flatMap((tensor, index) => (tensor.layer === layer ? [index] : []));
	}

	#forward(x: ArrayLike<number>, rows: number, batch: Batch | null): Passed[] {
		const row = Float64Array.from(x);
		const passes: Passed[] = [];
		this.topology.layers.forEach((layer, index) => {
			const weights = this.#own(index).map((own) => this.weights[own] as Float64Array);
			const xs = layer.from.map((source) => passes[source]?.y ?? row);
			const mode = batch && { mask: batch.masks[index] ?? null, share: batch.share };
			passes.push(pass(layer, weights, xs, rows, mode));
		});
		return passes;
	}

	/** Raw outputs in evaluation mode, rows × outputs. */
	outputs(x: ArrayLike<number>, rows: number): Float64Array {
		return this.#forward(x, rows, null).at(-1)?.y ?? Float64Array.from(x);
	}

	/** l1·Σ|w| + l2·Σw² of the tensors that carry a penalty. */
	#penalty(): number {
		return this.topology.tensors.reduce((sum, { l1, l2 }, index) => {
			const values = this.weights[index] as Float64Array;
			return values.reduce((own, w) => own + l1 * Math.abs(w) + l2 * w * w, sum);
		}, 0);
	}

	/** What training makes small: the mean loss of a batch in training mode, and the penalties. */
	trainingLoss(loss: LossSpec, batch: Batch): number {
		const outputs = this.#forward(batch.x, batch.rows, batch).at(-1)?.y ?? Float64Array.from(batch.x);
		return meanLoss(loss, outputs, batch.y, this.topology.outputs, batch.weights) + this.#penalty();
	}

	/**
	 * Training-mode outputs, gradients of the training loss per trained tensor (null for running statistics), the new
	 * statistics (null for what is trained), and how near the nearest kink or tie of a layer is.
	 */
	pass(loss: LossSpec, batch: Batch) {
		const { topology, weights } = this;
		const passes = this.#forward(batch.x, batch.rows, batch);
		const outputs = passes.at(-1)?.y ?? Float64Array.from(batch.x);
		const gradients = topology.tensors.map(({ trained, size }) => (trained ? new Float64Array(size) : null));
		const running = topology.tensors.map((): Float64Array | null => null);
		/** dLoss/dResult of each layer; none where nothing hangs on it. */
		const slopes: (Float64Array | undefined)[] = [];
		slopes[passes.length - 1] = lossGradient(loss, outputs, batch, topology.outputs);
		for (let index = passes.length - 1; index >= 0; index--) {
			const own = this.#own(index);
			const passed = passes[index] as Passed;
			const statistics = passed.running ?? [];
			statistics.forEach((values, i) => (running[own.at(i - statistics.length) as number] = values));
			const dy = slopes[index];
			if (!dy) continue;
			const back = passed.back(dy);
			back.gradients.forEach((gradient, i) => gradients[own[i] as number]?.set(gradient));
			(topology.layers[index] as TopologyLayer).from.forEach((source, i) => {
				const dx = back.dxs[i] as Float64Array;
				const known = slopes[source];
				if (source >= 0 && known) dx.forEach((d, k) => add(known, k, d));
				else if (source >= 0) slopes[source] = dx.slice();
			});
		}
		topology.tensors.forEach(({ l1, l2 }, index) => {
			const gradient = gradients[index];
			if (gradient && (l1 > 0 || l2 > 0))
				weights[index]?.forEach((w, i) => add(gradient, i, l1 * Math.sign(w) + 2 * l2 * w));
		});
		const margin = Math.min(...passes.map((passed) => passed.margin ?? Infinity));
		return { outputs, gradients, running, margin };
	}

	/** One optimizer step. A net is trained by one program from its first step on. */
	step(program: Program, batch: Batch, rate = program.learningRate): void {
		const { tensors } = this.topology;
		this.#optimizer ??= new Optimizer(program, tensors);
		const { gradients, running } = this.pass(program.loss, batch);
		running.forEach((values, index) => values && this.weights[index]?.set(values));
		this.#optimizer.step(tensors, this.weights, gradients, rate, batch.step + 1);
	}
}
