/**
 * Every optimizer on one flat vector of all trained numbers, in tfjs operations; what precedes it, penalties and clipping,
 * is here as well. Definitions with their sources are in the architecture document's schema and `train/constants.ts`.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { OptimizerSpec } from '../../schema/architecture';
import { ADADELTA_KEPT, ADAGRAD_START, ADAM_EPSILON, BETA1, BETA2, RMSPROP_KEPT } from '../constants';
import type { Program } from '../program';

type Vector = tf.Tensor1D;

interface Setting {
	readonly rate: number;
	readonly momentum: number;
	/** 1-based number of the step. */
	readonly t: number;
}

interface Rule {
	/** What each moment begins with. */
	readonly starts: readonly number[];
	/** What is taken from the weights, and the moments after the step. */
	step(g: Vector, moments: Vector[], setting: Setting): { change: Vector; moments: Vector[] };
}

/** kept · old + (1 − kept) · now. */
const toward = (old: Vector, now: Vector, kept: number): Vector =>
	tf.add(tf.mul(old, kept), tf.mul(now, 1 - kept));

/** rate · g ÷ (√v + ε). */
const scaled = (g: Vector, v: Vector, rate: number, epsilon = ADAM_EPSILON): Vector =>
	tf.div(tf.mul(g, rate), tf.add(tf.sqrt(v), epsilon));

const adam: Rule = {
	starts: [0, 0],
	step(g, [m, v], { rate, t }) {
		const first = toward(m as Vector, g, BETA1);
		const second = toward(v as Vector, tf.square(g), BETA2);
		const lift = Math.sqrt(1 - BETA2 ** t);
		const lifted = (rate * lift) / (1 - BETA1 ** t);
		return { change: scaled(first, second, lifted, ADAM_EPSILON * lift), moments: [first, second] };
	},
};

const RULES: Record<OptimizerSpec['optimizer'], Rule> = {
	sgd: { starts: [], step: (g, _, { rate }) => ({ change: tf.mul(g, rate), moments: [] }) },
	momentum: {
		starts: [0],
		step(g, [m], { rate, momentum }) {
			const next: Vector = tf.add(tf.mul(m as Vector, momentum), g);
			return { change: tf.mul(next, rate), moments: [next] };
		},
	},
	nesterov: {
		starts: [0],
		step(g, [m], { rate, momentum }) {
			const next: Vector = tf.add(tf.mul(m as Vector, momentum), g);
			return { change: tf.mul(tf.add(g, tf.mul(next, momentum)), rate), moments: [next] };
		},
	},
	rmsprop: {
		starts: [0],
		step(g, [v], { rate }) {
			const next = toward(v as Vector, tf.square(g), RMSPROP_KEPT);
			return { change: scaled(g, next, rate), moments: [next] };
		},
	},
	adagrad: {
		starts: [ADAGRAD_START],
		step(g, [v], { rate }) {
			const next: Vector = tf.add(v as Vector, tf.square(g));
			return { change: scaled(g, next, rate), moments: [next] };
		},
	},
	adadelta: {
		starts: [0, 0],
		step(g, [v, u], { rate }) {
			const next = toward(v as Vector, tf.square(g), ADADELTA_KEPT);
			const root = (values: Vector): Vector => tf.sqrt(tf.add(values, ADAM_EPSILON));
			const change: Vector = tf.div(tf.mul(g, root(u as Vector)), root(next));
			return {
				change: tf.mul(change, rate),
				moments: [next, toward(u as Vector, tf.square(change), ADADELTA_KEPT)],
			};
		},
	},
	adam,
	adamW: adam,
	adamax: {
		starts: [0, 0],
		step(g, [m, u], { rate, t }) {
			const first = toward(m as Vector, g, BETA1);
			const most: Vector = tf.maximum(tf.mul(u as Vector, BETA2), tf.abs(g));
			const change: Vector = tf.div(tf.mul(first, rate / (1 - BETA1 ** t)), tf.add(most, ADAM_EPSILON));
			return { change, moments: [first, most] };
		},
	},
};

/** The length of a vector: sums of a square's columns, then theirs, since one sum of many float32 loses its end. */
function lengthOf(vector: Vector): tf.Tensor2D {
	const side = Math.ceil(Math.sqrt(vector.size));
	const square: tf.Tensor2D = tf.reshape(tf.pad1d(tf.square(vector), [0, side * side - vector.size]), [
		side,
		side,
	]);
	const columns = tf.matMul(tf.ones([1, side]) as tf.Tensor2D, square);
	return tf.sqrt(tf.matMul(columns, tf.ones([side, 1]) as tf.Tensor2D));
}

/** A gradient cut number by number, then scaled down to a length. */
export function clipped(g: Vector, { clipValue, clipNorm }: Pick<Program, 'clipValue' | 'clipNorm'>): Vector {
	const cut: Vector = clipValue < Infinity ? tf.clipByValue(g, -clipValue, clipValue) : g;
	if (clipNorm === Infinity) return cut;
	const share = tf.div(clipNorm, tf.maximum(lengthOf(cut), clipNorm));
	return tf.mul(cut, tf.reshape(share, [1]));
}

export class Optimizer {
	readonly #rule: Rule;
	readonly #program: Program;
	#moments: Vector[];

	constructor(program: Program) {
		this.#rule = RULES[program.optimizer];
		this.#program = program;
		const { parameters } = program.topology;
		this.#moments = this.#rule.starts.map((start) => tf.fill([parameters], start));
	}

	/**
	 * What a step takes from the weights, and the moments after it, which `take` makes the current ones; inside the
	 * caller's tidy. @param step 0-based.
	 */
	next(gradient: Vector, rate: number, step: number): { change: Vector; moments: Vector[] } {
		const { momentum } = this.#program;
		return this.#rule.step(clipped(gradient, this.#program), this.#moments, { rate, momentum, t: step + 1 });
	}

	/** What is remembered of the steps so far. */
	get moments(): readonly Vector[] {
		return this.#moments;
	}

	take(moments: Vector[]): void {
		tf.dispose(this.#moments);
		this.#moments = moments;
	}

	dispose(): void {
		tf.dispose(this.#moments);
	}
}
