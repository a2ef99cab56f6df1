import '@tensorflow/tfjs-backend-cpu';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { GATES } from '../recurrent/cell';
import { keptPerRow, pass, type Recurrent } from '../recurrent/layer';
import { CELLS, distance, draws, KINDS, placed, titleOf, weightsFor } from '../recurrent/testing';
import { recurrent } from './recurrent';
import { byArrays } from './recurrent-arrays';
import { byOperations } from './recurrent-operations';
import { Tables } from './tables';

setWasmPaths('node_modules/@tensorflow/tfjs-backend-wasm/dist/');
const ROWS = 6;
const WAYS = { 'plain arrays': byArrays, operations: byOperations };

const small = KINDS[0] as Recurrent;

/** In the shapes the topology gives them. */
const tensorsOf = ({ cell, inputs, width }: Recurrent, weights: readonly Float32Array[]): tf.Tensor[] =>
	weights.map((values, i) => {
		if (i % 3 < 2) return tf.tensor2d(values, [i % 3 ? width : inputs, GATES[cell] * width]);
		return cell === 'gru' ? tf.tensor2d(values, [2, 3 * width]) : tf.tensor1d(values);
	});

describe.each(['cpu', 'wasm'])('on %s', (backend) => {
	beforeEach(async () => void (await tf.setBackend(backend)));

	describe.each(KINDS.map((layer) => [titleOf(layer), layer] as const))('%s', (_, layer) => {
		const weights = weightsFor(layer);
		const x = draws('x', ROWS * layer.steps * layer.inputs);
		const right = pass(layer, weights, x, ROWS);
		const dy = draws('dy', right.y.length);
		const gradients = right.back(dy, true);

		const run = (way: typeof byArrays) => {
			const numbers = tf.tidy(() => {
				const passed = way(layer, tensorsOf(layer, weights), tf.tensor2d(x, [ROWS, x.length / ROWS]), true);
				const back = passed.back(tf.tensor2d(dy, [ROWS, dy.length / ROWS]), true);
				return [passed.y, back.dx, ...back.gradients].map(
					(tensor) => tensor?.dataSync() ?? new Float32Array(),
				);
			});
			return numbers as Float32Array[];
		};

		it.each(Object.entries(WAYS))('gives the numbers of the plain kernel by %s', (name, way) => {
			const before = tf.memory().numTensors;
			const numbers = run(way);
			const expected = [right.y, gradients.dx ?? [], ...gradients.gradients];
			const limit = name === 'operations' ? 2e-6 : 1e-12;
			numbers.forEach((values, i) => expect(distance(values, expected[i] ?? [])).toBeLessThan(limit));
			expect(numbers).toHaveLength(expected.length);
			expect(run(way)).toEqual(numbers);
			expect(tf.memory().numTensors).toBe(before);
		});
	});

	it.each(CELLS)('evaluates many rows of %s part by part', (cell) => {
		const layer = { ...small, cell };
		const x = draws('x', 9 * layer.steps * layer.inputs);
		const weights = weightsFor(layer);
		const right = pass(layer, weights, x, 9).y;
		for (const way of Object.values(WAYS)) {
			const y = tf.tidy(() => {
				const given = tf.tensor2d(x, [9, x.length / 9]);
				return way(layer, tensorsOf(layer, weights), given, false, 4 * keptPerRow(layer)).y.dataSync();
			});
			expect(distance(y, right)).toBeLessThan(2e-6);
		}
	});
});

it.each([true, false])('is a layer of one value, memory at hand: %s', async (loops) => {
	await tf.setBackend('cpu');
	tf.tidy(() => {
		const tensors = tensorsOf(small, weightsFor(small));
		const x = tf.tensor2d(draws('x', ROWS * 12), [ROWS, 12]);
		const passed = recurrent(placed(small), tensors, [x], { mask: null, share: 1 }, new Tables(loops));
		const { dxs, gradients } = passed.back(passed.y, [false]);
		expect([passed.y.shape, dxs, gradients.length]).toEqual([[ROWS, 5], [null], 3]);
		const evaluated = recurrent(placed(small), tensors, [x], null, new Tables(loops));
		expect(evaluated.y.dataSync()).toEqual(passed.y.dataSync());
	});
});
