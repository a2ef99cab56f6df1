import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-webgl';
import '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { apart, numbersOf, WINDOWS } from './windowed-cases';

describe.each(['webgl', 'webgpu'])('windows on %s', (backend) => {
	it.each(Object.keys(WINDOWS))('%s give what the loops give', async (name) => {
		const windows = WINDOWS[name] as (typeof WINDOWS)[string];
		await tf.setBackend('cpu');
		const expected = await numbersOf(windows, true);
		await tf.setBackend(backend);
		const before = tf.memory().numTensors;
		const { most, where } = apart(await numbersOf(windows, false), expected);
		expect(most, where).toBeLessThan(1e-5);
		expect(tf.memory().numTensors).toBe(before);
	});
});
