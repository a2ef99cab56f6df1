import '@tensorflow/tfjs-backend-cpu';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { tfjsExecutor } from '../tfjs/executor';
import { describeNet, netByChance } from './chance-net';
import { chanceError } from './measure';

setWasmPaths('node_modules/@tensorflow/tfjs-backend-wasm/dist/');

/** Deep nets with tiny variances lose more of float32's bits than a single layer. */
const TOLERANCE = 1e-4;
const NETS = 60;

it.each(['cpu', 'wasm'])(
	'tfjs on %s has the gradients of nets drawn by chance',
	async (backend) => {
		await tf.setBackend(backend);
		const executor = tfjsExecutor(`tfjs-${backend}`, backend);
		let judged = 0;
		for (let n = 1; n <= NETS; n++) {
			const net = netByChance(n);
			const error = await chanceError(executor, net);
			if (error === null) continue;
			judged++;
			expect(error, describeNet(net)).toBeLessThan(TOLERANCE);
		}
		// A few have no weights that keep them away from kinks.
		expect(judged).toBeGreaterThan(0.8 * NETS);
	},
	30_000,
);
