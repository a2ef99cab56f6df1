/**
 * The optimizers in float64, number by number. `t` counts steps from 1; what each remembers is at most two numbers per
 * weight. What they return is multiplied by the learning rate and taken from the weight.
 */
import type { TensorSpec } from '../../model/topology';
import { ADADELTA_KEPT, ADAGRAD_START, ADAM_EPSILON, BETA1, BETA2, RMSPROP_KEPT } from '../constants';
import type { Program } from '../program';
import { at } from './passed';

interface Memory {
	first: number;
	second: number;
}

type Rule = (g: number, memory: Memory, t: number, momentum: number) => number;

/** Kingma & Ba 2015; decay is decoupled for both names (Loshchilov & Hutter 2019). */
const adam: Rule = (g, memory, t) => {
	memory.first = BETA1 * memory.first + (1 - BETA1) * g;
	memory.second = BETA2 * memory.second + (1 - BETA2) * g * g;
	return memory.first / (1 - BETA1 ** t) / (Math.sqrt(memory.second / (1 - BETA2 ** t)) + ADAM_EPSILON);
};

const RULES: Record<Program['optimizer'], Rule> = {
	adam,
	adamW: adam,
	sgd: (g) => g,
	/** Polyak 1964. */
	momentum: (g, memory, _, momentum) => (memory.first = momentum * memory.first + g),
	/** Nesterov 1983, in the form of Sutskever et al. 2013. */
	nesterov(g, memory, _, momentum) {
		memory.first = momentum * memory.first + g;
		return g + momentum * memory.first;
	},
	/** Tieleman & Hinton 2012. */
	rmsprop(g, memory) {
		memory.second = RMSPROP_KEPT * memory.second + (1 - RMSPROP_KEPT) * g * g;
		return g / (Math.sqrt(memory.second) + ADAM_EPSILON);
	},
	/** Duchi et al. 2011. */
	adagrad(g, memory) {
		memory.second += g * g;
		return g / (Math.sqrt(memory.second) + ADAM_EPSILON);
	},
	/** Zeiler 2012; `first` are the squares of the changes. */
	adadelta(g, memory) {
		memory.second = ADADELTA_KEPT * memory.second + (1 - ADADELTA_KEPT) * g * g;
		const change = (g * Math.sqrt(memory.first + ADAM_EPSILON)) / Math.sqrt(memory.second + ADAM_EPSILON);
		memory.first = ADADELTA_KEPT * memory.first + (1 - ADADELTA_KEPT) * change * change;
		return change;
	},
	/** Kingma & Ba 2015, section 7.1. */
	adamax(g, memory, t) {
		memory.first = BETA1 * memory.first + (1 - BETA1) * g;
		memory.second = Math.max(BETA2 * memory.second, Math.abs(g));
		return memory.first / (1 - BETA1 ** t) / (memory.second + ADAM_EPSILON);
	},
};

/** Cuts every number to ± clipValue, then shortens all gradients together to clipNorm. */
export function clipped(
	gradients: readonly (Float64Array | null)[],
	{ clipValue, clipNorm }: Pick<Program, 'clipValue' | 'clipNorm'>,
): (Float64Array | null)[] {
	const cut = gradients.map(
		(gradient) => gradient?.map((g) => Math.min(clipValue, Math.max(-clipValue, g))) ?? null,
	);
	const norm = Math.sqrt(
		cut.reduce((sum, gradient) => sum + (gradient?.reduce((own, g) => own + g * g, 0) ?? 0), 0),
	);
	const scale = Math.min(1, clipNorm / norm);
	return norm > 0 ? cut.map((gradient) => gradient?.map((g) => g * scale) ?? null) : cut;
}

/** What an optimizer remembers of a model's weights from step to step. */
export class Optimizer {
	readonly #memory: Memory[][];

	constructor(
		readonly program: Pick<Program, 'optimizer' | 'momentum' | 'weightDecay' | 'clipValue' | 'clipNorm'>,
		tensors: readonly TensorSpec[],
	) {
		const second = program.optimizer === 'adagrad' ? ADAGRAD_START : 0;
		this.#memory = tensors.map(({ size }) => Array.from({ length: size }, () => ({ first: 0, second })));
	}

	/** Changes the weights in place by one step, 1-based `t`. */
	step(
		tensors: readonly TensorSpec[],
		weights: readonly Float64Array[],
		gradients: readonly (Float64Array | null)[],
		rate: number,
		t: number,
	): void {
		const { optimizer, momentum, weightDecay } = this.program;
		clipped(gradients, this.program).forEach((gradient, index) => {
			const values = weights[index] as Float64Array;
			const left = tensors[index]?.decays ? 1 - rate * weightDecay : 1;
			gradient?.forEach((g, i) => {
				const change = RULES[optimizer](g, this.#memory[index]?.[i] as Memory, t, momentum);
				values[i] = at(values, i) * left - rate * change;
			});
		});
	}
}
