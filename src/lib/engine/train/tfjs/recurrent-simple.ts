/** The simple recurrent cell of recurrent/simple-rnn in tfjs operations: 4 a step forward, 5 back. */
import * as tf from '@tensorflow/tfjs-core';
import type { Walk } from '../recurrent/cell';
import type { Matrix } from './pass';
import { eachStep, stacked, stepOf, sumOf, tanhSlope, type WalkedSteps } from './recurrent-steps';

export function simpleRnnSteps(walk: Walk, products: Matrix, recurrent: Matrix): WalkedSteps {
	const { rows, width } = walk;
	let h: Matrix = tf.zeros([rows, width]);
	const states = eachStep(walk, false, (step) => {
		h = tf.tanh(tf.add(stepOf(products, step, walk), tf.matMul(h, recurrent)));
		return { h };
	}).map((step) => step.h);
	return {
		states,
		back(dStates) {
			const slopes = tanhSlope(stacked(states));
			const kernel: Matrix = tf.transpose(recurrent);
			let dh: Matrix | null = null;
			const back = eachStep(walk, true, (step) => {
				const dState = sumOf(walk, dStates(step), dh);
				const sums: Matrix = tf.mul(dState, stepOf(slopes, step, walk));
				dh = tf.matMul(sums, kernel);
				return { sums, dh };
			});
			const sums = stacked(back.map((step) => step.sums));
			return { inputs: sums, states: sums };
		},
	};
}
