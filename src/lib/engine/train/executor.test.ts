import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { initialWeights } from '../model/weights';
import type { Layer } from '../schema/architecture';
import { batchesOf } from './batches';
import type { EpochNote } from './executor';
import { programFor, samplesFor } from './known-problem';
import { meanLoss } from './loss';
import { lossOf } from './program';
import { ReferenceNet } from './reference/net';
import { tfjsExecutor } from './tfjs/executor';

const LOSS = 'binaryCrossentropy';
const LAYERS: Layer[] = [
	{ layer: 'dense', units: 8, activation: 'relu' },
	{ layer: 'batchNorm' },
	{ layer: 'dropout', rate: 0.3 },
];
const train = samplesFor(LOSS, 50, 4);
const validation = samplesFor(LOSS, 21, 4, 'validation');
const data = { train, validation };
const executor = tfjsExecutor('tfjs-cpu', 'cpu');

beforeEach(async () => void (await tf.setBackend('cpu')));

describe('training', () => {
	it('gives identical bytes from one seed, and others from another', async () => {
		const program = programFor(LOSS, LAYERS, 4);
		const one = await executor.train(program, data);
		const two = await executor.train(program, data);
		const other = await executor.train({ ...program, seed: 12 }, data);
		expect(two).toEqual(one);
		expect(other.weights).not.toEqual(one.weights);
	});

	it('gives back the weights of the epoch with the lowest validation loss', async () => {
		const program = programFor(LOSS, LAYERS, 4, { epochs: 40, learningRate: 0.1 });
		const { weights, history, bestEpoch } = await executor.train(program, data);
		const losses = history.map((note) => note.validation['loss'] ?? NaN);
		expect(losses[bestEpoch - 1]).toBe(Math.min(...losses));
		expect(bestEpoch).toBeLessThan(40);
		const outputs = await executor.predict(program.topology, weights, validation.x, validation.rows);
		expect(meanLoss(lossOf({ loss: LOSS }), outputs, validation.y, 1)).toBe(Math.min(...losses));
	});

	it('stops after as many epochs without a better one as patience says', async () => {
		const program = programFor(LOSS, LAYERS, 4, { epochs: 200, learningRate: 0.1, patience: 4 });
		const { history, bestEpoch, ended } = await executor.train(program, data);
		expect(ended).toBe('early stop');
		expect(history).toHaveLength(bestEpoch + 4);
	});

	it('trains all epochs without patience', async () => {
		const { history, ended } = await executor.train(programFor(LOSS, LAYERS, 4), data);
		expect([history.length, ended]).toEqual([5, 'all epochs']);
	});

	it('notes the loss of all rows in evaluation mode after each epoch', async () => {
		const program = programFor(LOSS, LAYERS, 4, { epochs: 1 });
		const { history } = await executor.train(program, data);
		const reference = new ReferenceNet(program.topology, initialWeights(program.topology, program.seed));
		for (const batch of batchesOf(program, train)(1)) reference.step(program, batch);
		const expected = meanLoss(lossOf({ loss: LOSS }), reference.outputs(train.x, train.rows), train.y, 1);
		expect(history[0]?.train['loss']).toBeCloseTo(expected, 4);
	});

	it('adds what the caller measures to every epoch', async () => {
		const notes: EpochNote[] = [];
		const measure = (split: string, outputs: Float32Array) => ({ [split]: outputs.length });
		await executor.train(programFor(LOSS, [], 4, { epochs: 2 }), data, {
			measure,
			onEpoch: (note) => notes.push(note),
		});
		expect(notes.map(({ train, validation }) => [train['train'], validation['validation']])).toEqual([
			[50, 21],
			[50, 21],
		]);
	});

	it('refuses to go on when the loss is no longer finite', async () => {
		const broken = { rows: 50, x: train.x, y: train.y.map(() => NaN) };
		const program = programFor('meanSquaredError', [], 4);
		await expect(executor.train(program, { train: broken, validation })).rejects.toMatchObject({
			code: 'train.not-finite',
			operands: { model: 'Test net', epoch: 1 },
		});
	});
});

describe('stopping', () => {
	it('rejects with an AbortError within an epoch', async () => {
		const stop = new AbortController();
		let breaths = 0;
		const pause = () => {
			if (++breaths === 3) stop.abort();
			return undefined;
		};
		const training = executor.train(programFor(LOSS, LAYERS, 4), data, { signal: stop.signal, pause });
		await expect(training).rejects.toMatchObject({ name: 'AbortError' });
		expect(breaths).toBe(3);
	});

	it('does not begin when it was stopped before', async () => {
		const training = executor.train(programFor(LOSS, LAYERS, 4), data, { signal: AbortSignal.abort() });
		await expect(training).rejects.toMatchObject({ name: 'AbortError' });
	});
});

describe('memory', () => {
	const counted = async (work: () => Promise<unknown>): Promise<number> => {
		const before = tf.memory().numTensors;
		await work().catch(() => {});
		return tf.memory().numTensors - before;
	};

	it('leaves no tensor after training, predicting, gradients, a stop or a failure', async () => {
		const program = programFor(LOSS, LAYERS, 4, { weightDecay: 0.1, epochs: 12, learningRate: 0.1 });
		const weights = initialWeights(program.topology, 1);
		const [batch] = batchesOf(program, train)(1);
		if (!batch) throw new Error('no batch');
		const stop = new AbortController();
		const onEpoch = ({ epoch }: EpochNote) => void (epoch === 3 && stop.abort());
		const broken = { ...train, y: train.y.map(() => NaN) };
		expect(await counted(() => executor.train(program, data))).toBe(0);
		expect(await counted(() => executor.train({ ...program, optimizer: 'sgd' }, data))).toBe(0);
		expect(await counted(() => executor.predict(program.topology, weights, train.x, 50))).toBe(0);
		expect(
			await counted(() => executor.gradients(program.topology, lossOf({ loss: LOSS }), weights, batch)),
		).toBe(0);
		expect(await counted(() => executor.train(program, data, { signal: stop.signal, onEpoch }))).toBe(0);
		expect(await counted(() => executor.train(program, { train: broken, validation }))).toBe(0);
	});
});

describe('evaluation mode', () => {
	it('drops nothing and uses running statistics: a row gives the same alone as among others', async () => {
		const { topology } = programFor(LOSS, LAYERS, 4);
		const weights = initialWeights(topology, 3);
		const all = await executor.predict(topology, weights, train.x, train.rows);
		const one = await executor.predict(topology, weights, train.x.slice(0, 4), 1);
		expect(one[0]).toBeCloseTo(all[0] ?? NaN, 6);
		expect(await executor.predict(topology, weights, train.x, train.rows)).toEqual(all);
	});
});
