import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-webgl';
import '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LayerOfKind } from '../../model/topology-layer';
import { GATES } from '../recurrent/cell';
import { pass, type Recurrent } from '../recurrent/layer';
import { CELLS, distance, draws, placed, weightsFor } from '../recurrent/testing';
import { embedding } from './embedding';
import { recurrent } from './recurrent';
import { Tables } from './tables';

const ROWS = 5;
const layerOf = (cell: Recurrent['cell']): Recurrent => ({
	...{ cell, inputs: 3, width: 4, steps: 5 },
	...{ returnSequences: cell !== 'gru', bidirectional: cell === 'lstm' },
});
const EMBEDDING: LayerOfKind<'embedding'> = {
	...{ kind: 'embedding', vocabulary: 3, width: 2 },
	...{ from: [-1], given: [[2]], shape: [2, 2], units: 4 },
};
const MODE = { mask: null, share: 1 };
const tables = new Tables(false);
const read = async (tensor: tf.Tensor): Promise<Float32Array> => {
	const values = await tensor.data<'float32'>();
	tensor.dispose();
	return values;
};

describe.each(['webgl', 'webgpu'])('on %s', (backend) => {
	beforeAll(async () => void (await tf.setBackend(backend)));
	afterAll(async () => void (await tf.setBackend('cpu')));

	it.each(CELLS)('%s gives the numbers of the plain kernel and leaves no tensor', async (cell) => {
		const layer = layerOf(cell);
		const weights = weightsFor(layer);
		const x = draws('x', ROWS * layer.steps * layer.inputs);
		const { y, back } = pass(layer, weights, x, ROWS);
		const dy = draws('dy', y.length);
		const { dx, gradients } = back(dy, true);
		const before = tf.memory().numTensors;
		const results = tf.tidy(() => {
			const tensors = weights.map((values, i) =>
				i % 3 < 2
					? tf.tensor2d(values, [i % 3 ? layer.width : layer.inputs, GATES[cell] * layer.width])
					: tf.tensor(values, cell === 'gru' ? [2, 3 * layer.width] : [values.length]),
			);
			const passed = recurrent(
				placed(layer),
				tensors,
				[tf.tensor2d(x, [ROWS, x.length / ROWS])],
				MODE,
				tables,
			);
			const d = passed.back(tf.tensor2d(dy, [ROWS, dy.length / ROWS]), [true]);
			return [passed.y, d.dxs[0] ?? tf.scalar(NaN), ...d.gradients];
		});
		const numbers = await Promise.all(results.map(read));
		[y, dx ?? [], ...gradients].forEach((expected, i) =>
			expect(distance(numbers[i] ?? [], expected)).toBeLessThan(1e-5),
		);
		expect(tf.memory().numTensors).toBe(before);
	});

	it('embeds, and sums what comes back', async () => {
		const before = tf.memory().numTensors;
		const [y, gradient] = tf.tidy(() => {
			const kernel = tf.tensor2d([0, 1, 2, 3, 4, 5], [3, 2]);
			const passed = embedding(EMBEDDING, [kernel], [tf.tensor2d([0, 2, 2.3, -4], [2, 2])], MODE, tables);
			const { gradients } = passed.back(tf.tensor2d([1, 2, 3, 4, 5, 6, 7, 8], [2, 4]), [false]);
			return [passed.y, gradients[0]] as [tf.Tensor, tf.Tensor];
		});
		expect([...(await read(y))]).toEqual([0, 1, 4, 5, 4, 5, 0, 1]);
		expect([...(await read(gradient))]).toEqual([8, 10, 0, 0, 8, 10]);
		expect(tf.memory().numTensors).toBe(before);
	});
});
