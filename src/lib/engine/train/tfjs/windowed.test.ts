import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { Tables } from './tables';
import { largest } from './windowed';
import { apart, numbersOf, WINDOWS } from './windowed-cases';
import { slidingWindows } from './windows';

beforeEach(async () => void (await tf.setBackend('cpu')));

describe('windows', () => {
	it('stand where stride, dilation and pads put them, −1 over the edge', () => {
		const { cells, positions, places, size } = slidingWindows([5], [3], {
			...{ kernel: [2], stride: [2], dilation: [3] },
			pads: [[1, 2]],
		});
		expect([positions, places, size]).toEqual([5, 3, 2]);
		expect([...cells]).toEqual([-1, 2, 1, 4, 3, -1]);
	});

	it('count cells of two axes row by row', () => {
		const { cells } = slidingWindows([2, 3], [1, 2], {
			...{ kernel: [2, 2], stride: [1, 1], dilation: [1, 1] },
			pads: [
				[0, 0],
				[0, 0],
			],
		});
		expect([...cells]).toEqual([0, 1, 3, 4, 1, 2, 4, 5]);
	});
});

describe.each(Object.keys(WINDOWS))('windows %s', (name) => {
	it('give the same in loops and in operations', async () => {
		const windows = WINDOWS[name] as (typeof WINDOWS)[string];
		const before = tf.memory().numTensors;
		const { most, where } = apart(await numbersOf(windows, false), await numbersOf(windows, true));
		expect(most, where).toBeLessThan(2e-6);
		expect(tf.memory().numTensors).toBe(before);
	});
});

it.each([true, false])(
	'the gradient of the largest goes to the first of equal values, loops: %s',
	(loops) => {
		const windows = WINDOWS['whole'] as (typeof WINDOWS)[string];
		const tables = new Tables(loops);
		const given = Float32Array.of(1, 4, 4, 2, 4, 0, 1, 1, 1, 1, 1, 1);
		const dx = tf.tidy(() =>
			largest(tf.tensor2d(given, [1, 12]), 1, windows, tables)
				.back(tf.tensor2d([[3]]))
				.dataSync(),
		);
		tables.dispose();
		expect([...dx]).toEqual([0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
	},
);
