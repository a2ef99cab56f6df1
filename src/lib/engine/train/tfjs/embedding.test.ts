import '@tensorflow/tfjs-backend-cpu';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { beforeEach, describe, expect, it } from 'vitest';
import type { LayerOfKind } from '../../model/topology-layer';
import { draws } from '../recurrent/testing';
import { embedding, sumsByProducts, sumsInArrays } from './embedding';
import { Tables } from './tables';

setWasmPaths('node_modules/@tensorflow/tfjs-backend-wasm/dist/');
const LAYER: LayerOfKind<'embedding'> = {
	...{ kind: 'embedding', vocabulary: 5, width: 3 },
	...{ from: [-1], given: [[3]], shape: [3, 3], units: 9 },
};
const pass = () =>
	embedding(LAYER, [tf.tensor2d(kernel, [5, 3])], [tf.tensor2d(X, [2, 3])], null, new Tables());
/** Rounded and cut: 0 4 2 2 0 4. */
const X = [0, 4, 1.6, 2.4, -7, 99];
const INDICES = [0, 4, 2, 2, 0, 4];
const kernel = draws('kernel', 15);
const row = (values: Float32Array, i: number): number[] => [...values.subarray(i * 3, i * 3 + 3)];

describe.each(['cpu', 'wasm'])('embedding on %s', (backend) => {
	beforeEach(async () => void (await tf.setBackend(backend)));

	it('gives a row of the kernel for each number', () => {
		tf.tidy(() => {
			const { y } = pass();
			expect(y.shape).toEqual([2, 9]);
			expect([...y.dataSync()]).toEqual(INDICES.flatMap((index) => row(kernel, index)));
		});
	});

	it('adds what comes back to the rows it came from', () => {
		const dy = draws('dy', 18);
		const expected = new Float32Array(15);
		INDICES.forEach((index, i) =>
			row(dy, i).forEach((value, j) => (expected[index * 3 + j] = (expected[index * 3 + j] ?? NaN) + value)),
		);
		tf.tidy(() => {
			const passed = pass();
			const { dxs, gradients } = passed.back(tf.tensor2d(dy, [2, 9]), [false]);
			expect(dxs).toEqual([null]);
			gradients[0]?.dataSync().forEach((value, i) => expect(value).toBeCloseTo(expected[i] ?? NaN, 6));
		});
	});

	it('has no slope along its numbers', () => {
		tf.tidy(() => {
			const passed = pass();
			const { dxs } = passed.back(passed.y, [true]);
			expect([...(dxs[0]?.dataSync() ?? [])]).toEqual([0, 0, 0, 0, 0, 0]);
		});
	});

	it('sums by products as it does in arrays, also a vocabulary that takes several', () => {
		const count = 30;
		const vocabulary = 11;
		const at = Int32Array.from(draws('at', count), (value) => Math.abs(Math.round(value * 50)) % vocabulary);
		const before = tf.memory().numTensors;
		tf.tidy(() => {
			const indices = tf.tensor1d(at, 'int32');
			const dy = tf.tensor2d(draws('dy', count * 2), [count, 2]);
			const byProducts = sumsByProducts(indices, dy, vocabulary, 4 * count).dataSync();
			sumsInArrays(indices, dy, vocabulary)
				.dataSync()
				.forEach((value, i) => expect(byProducts[i]).toBeCloseTo(value, 5));
		});
		expect(tf.memory().numTensors).toBe(before);
	});
});
