/** The LSTM cell of recurrent/lstm in tfjs operations: 14 a step forward, 10 back. */
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

export function lstmSteps(walk: Walk, products: Matrix, recurrent: Matrix): WalkedSteps {
	const { rows, width } = walk;
	let h: Matrix = tf.zeros([rows, width]);
	let c: Matrix = tf.zeros([rows, width]);
	const kept = eachStep(walk, false, (step) => {
		const sums: Matrix = tf.add(stepOf(products, step, walk), tf.matMul(h, recurrent));
		const gates = tf.sigmoid(sums);
		const candidate = tf.tanh(columnsOf(sums, 2 * width, 3 * width));
		const forget = columnsOf(gates, width, 2 * width);
		c = tf.add(tf.mul(forget, c), tf.mul(columnsOf(gates, 0, width), candidate));
		const squashed = tf.tanh(c);
		h = tf.mul(columnsOf(gates, 3 * width, 4 * width), squashed);
		return { h, c, gates, candidate, forget, squashed };
	});
	return {
		states: kept.map((step) => step.h),
		back(dStates) {
			const gates = stacked(kept.map((step) => step.gates));
			const g = stacked(kept.map((step) => step.candidate));
			const t = stacked(kept.map((step) => step.squashed));
			const i = columnsOf(gates, 0, width);
			const f = columnsOf(gates, width, 2 * width);
			const o = columnsOf(gates, 3 * width, 4 * width);
			const before = earlier(
				walk,
				kept.map((step) => step.c),
			);
			const toCell: Matrix = tf.mul(o, tanhSlope(t));
			const slopes = tf.concat2d(
				[
					tf.mul(g, logisticSlope(i)),
					tf.mul(before, logisticSlope(f)),
					tf.mul(i, tanhSlope(g)),
					tf.mul(t, logisticSlope(o)),
				],
				1,
			);
			const kernel: Matrix = tf.transpose(recurrent);
			let dh: Matrix | null = null;
			let dc: Matrix | null = null;
			const back = eachStep(walk, true, (step) => {
				const dState = sumOf(walk, dStates(step), dh);
				const through: Matrix = tf.mul(dState, stepOf(toCell, step, walk));
				const dCell: Matrix = dc ? tf.add(through, dc) : through;
				const sums: Matrix = tf.mul(
					tf.concat2d([dCell, dCell, dCell, dState], 1),
					stepOf(slopes, step, walk),
				);
				dh = tf.matMul(sums, kernel);
				dc = tf.mul(dCell, (kept[step] as { forget: Matrix }).forget);
				return { sums, dh, dc };
			});
			const sums = stacked(back.map((step) => step.sums));
			return { inputs: sums, states: sums };
		},
	};
}
