/**
 * What the cells of recurrent layers share where they walk in tfjs operations, one batch and one step at a time: values
 * lie step by step, [steps · rows, units], so that a step is a stretch of its own. Every operation is a dispatch on a
 * graphics device, so what needs no order is done for all steps at once. All tensors belong to the caller's tidy scope.
 */
import * as tf from '@tensorflow/tfjs-core';
import { stepAt, type Walk } from '../recurrent/cell';
import type { Matrix } from './pass';

export interface WalkedSteps {
	/** State after each step, by step. */
	readonly states: readonly Matrix[];
	/**
	 * The way back through time.
	 * @param dStates by step dLoss/dState by what used that state outside of the cell, or null
	 * @returns dLoss by the products of the inputs and by those of the states, both [steps · rows, gates · width]
	 */
	back(dStates: (step: number) => Matrix | null): { readonly inputs: Matrix; readonly states: Matrix };
}

/**
 * @param products x · kernel + bias, [steps · rows, gates · width]
 * @param bias of the products of the states; the GRU's alone
 */
export type StepsWalker = (
	walk: Walk,
	products: Matrix,
	recurrent: Matrix,
	bias: tf.Tensor1D | null,
) => WalkedSteps;

/** The rows of one step. */
export const stepOf = (values: Matrix, step: number, { rows }: Walk): Matrix =>
	tf.slice2d(values, [step * rows, 0], [rows, values.shape[1]]);

/** Columns [from, to). */
export const columnsOf = (values: Matrix, from: number, to: number): Matrix =>
	tf.slice2d(values, [0, from], [values.shape[0], to - from]);

/** All steps below one another. */
export const stacked = (steps: readonly Matrix[]): Matrix => tf.concat2d([...steps], 0);

/** What stood before each step: the same moved on by one, after zeros. */
export function earlier({ backward }: Walk, steps: readonly Matrix[]): Matrix {
	const zeros = tf.zerosLike(steps[0] as Matrix);
	return stacked(backward ? [...steps.slice(1), zeros] : [zeros, ...steps.slice(0, -1)]);
}

/** dLoss/dState of a step: by what used the state elsewhere, and by the step after it. */
export function sumOf({ rows, width }: Walk, elsewhere: Matrix | null, later: Matrix | null): Matrix {
	if (elsewhere && later) return tf.add(elsewhere, later);
	return elsewhere ?? later ?? tf.zeros([rows, width]);
}

/** v · (1 − v), the derivative of the logistic function by its value. */
export const logisticSlope = (value: Matrix): Matrix => tf.mul(value, tf.sub(1, value));

/** 1 − v², the derivative of tanh by its value. */
export const tanhSlope = (value: Matrix): Matrix => tf.sub(1, tf.square(value));

/** Goes over the steps in the cell's order, or against it; what a step leaves behind is freed but for its result. */
export function eachStep<T extends Record<string, Matrix>>(
	walk: Walk,
	against: boolean,
	step: (step: number) => T,
): T[] {
	const results: T[] = [];
	for (let n = 0; n < walk.steps; n++) {
		const at = stepAt(walk, against ? walk.steps - 1 - n : n);
		results[at] = tf.tidy(() => step(at));
	}
	return results;
}
