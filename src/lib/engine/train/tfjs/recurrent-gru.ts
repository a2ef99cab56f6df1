/** The GRU cell of recurrent/gru in tfjs operations: 15 a step forward, 8 back. */
import * as tf from '@tensorflow/tfjs-core';
import type { Walk } from '../recurrent/cell';
import type { Matrix } from './pass';
import {
	columnsOf,
	eachStep,
	earlier,
	logisticSlope,
	stacked,
	stepOf,
	sumOf,
	tanhSlope,
	type WalkedSteps,
} from './recurrent-steps';

export function gruSteps(
	walk: Walk,
	products: Matrix,
	recurrent: Matrix,
	bias: tf.Tensor1D | null,
): WalkedSteps {
	const { rows, width } = walk;
	const both = columnsOf(products, 0, 2 * width);
	const last = columnsOf(products, 2 * width, 3 * width);
	let h: Matrix = tf.zeros([rows, width]);
	const kept = eachStep(walk, false, (step) => {
		const own = tf.fused.matMul({ a: h, b: recurrent, ...(bias ? { bias } : {}) }) as Matrix;
		const gates = tf.sigmoid(tf.add(stepOf(both, step, walk), columnsOf(own, 0, 2 * width))) as Matrix;
		const update = columnsOf(gates, 0, width);
		const product = columnsOf(own, 2 * width, 3 * width);
		const reset = tf.mul(columnsOf(gates, width, 2 * width), product);
		const candidate = tf.tanh(tf.add(stepOf(last, step, walk), reset)) as Matrix;
		h = tf.add(candidate, tf.mul(update, tf.sub(h, candidate)));
		return { h, gates, update, product, candidate };
	});
	return {
		states: kept.map((step) => step.h),
		back(dStates) {
			const gates = stacked(kept.map((step) => step.gates));
			const c = stacked(kept.map((step) => step.candidate));
			const product = stacked(kept.map((step) => step.product));
			const z = columnsOf(gates, 0, width);
			const r = columnsOf(gates, width, 2 * width);
			const before = earlier(
				walk,
				kept.map((step) => step.h),
			);
			const toCandidate: Matrix = tf.mul(tf.sub(1, z), tanhSlope(c));
			const slopes = tf.concat2d(
				[
					tf.mul(tf.sub(before, c), logisticSlope(z)),
					tf.mul(tf.mul(toCandidate, product), logisticSlope(r)),
					tf.mul(toCandidate, r),
				],
				1,
			);
			const kernel: Matrix = tf.transpose(recurrent);
			let dh: Matrix | null = null;
			const back = eachStep(walk, true, (step) => {
				const dState = sumOf(walk, dStates(step), dh);
				const sums: Matrix = tf.mul(tf.concat2d([dState, dState, dState], 1), stepOf(slopes, step, walk));
				const held = tf.mul(dState, (kept[step] as { update: Matrix }).update);
				dh = tf.add(tf.matMul(sums, kernel), held);
				return { sums, dState, dh };
			});
			const states = stacked(back.map((step) => step.sums));
			const candidates: Matrix = tf.mul(stacked(back.map((step) => step.dState)), toCandidate);
			return { inputs: tf.concat2d([columnsOf(states, 0, 2 * width), candidates], 1), states };
		},
	};
}
