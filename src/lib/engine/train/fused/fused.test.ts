import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { initialWeights } from '../../model/weights';
import { Stream } from '../../random/stream';
import type { Layer } from '../../schema/architecture';
import { batchesOf } from '../batches';
import type { EpochNote } from '../executor';
import { programFor, samplesFor } from '../known-problem';
import { meanLoss } from '../loss';
import { relativeError } from '../parity/errors';
import { lossOf } from '../program';
import { ReferenceNet } from '../reference/net';
import { selfTest } from '../self-test';
import { fusedExecutor, type FusedExecutor } from './executor';
import { Machine } from './machine';
import { FusedNet } from './net';
import { trainingDigest, TRAINING_DIGEST } from './training-digest';

let executor: FusedExecutor;
beforeAll(async () => {
	executor = await fusedExecutor('test');
});

const LOSS = 'binaryCrossentropy';
const LAYERS: Layer[] = [
	{ layer: 'dense', units: 8, activation: 'relu' },
	{ layer: 'batchNorm' },
	{ layer: 'dropout', rate: 0.3 },
];
const train = samplesFor(LOSS, 50, 4);
const validation = samplesFor(LOSS, 21, 4, 'validation');
const data = { train, validation };

describe('epochs', () => {
	const layers: Layer[] = [
		{ layer: 'batchNorm' },
		{ layer: 'dense', units: 9, activation: 'tanh' },
		{ layer: 'dropout', rate: 0.3 },
		{ layer: 'dense', units: 5, activation: 'swish', l2: 0.01 },
	];
	const weights = new Float32Array(20).map((_, i) => 0.5 + i / 20);
	const samples = { ...samplesFor('categoricalCrossentropy', 20, 5), weights };

	it('with partial batches, weights of rows and a falling rate are those of the reference', async () => {
		for (const optimizer of ['adamW', 'adamax', 'nesterov'] as const) {
			const program = programFor('categoricalCrossentropy', layers, 5, {
				...{ optimizer, epochs: 3, keep: 'last', weightDecay: 0.1, batchSize: 8 },
				schedule: { schedule: 'exponential', factor: 0.5 },
			});
			const reference = new ReferenceNet(program.topology, initialWeights(program.topology, program.seed));
			const batches = batchesOf(program, samples);
			for (let epoch = 1; epoch <= 3; epoch++)
				for (const batch of batches(epoch))
					reference.step(program, batch, program.learningRate * 0.5 ** (epoch - 1));
			const found = await executor.train(program, { train: samples, validation: samples });
			found.weights.forEach((values, tensor) =>
				expect(relativeError(values, reference.weights[tensor] ?? [])).toBeLessThan(1e-5),
			);
		}
	});
});

describe('the order of an epoch', () => {
	it('is the stream’s permutation, draw for draw', async () => {
		const machine = await Machine.create();
		machine.reserve('test', machine.base + 4 * 5_000);
		fc.assert(
			fc.property(fc.nat({ max: 2 ** 31 }), fc.integer({ min: 1, max: 5_000 }), (seed, rows) => {
				const stream = new Stream(seed, 'shuffle/3');
				machine.kernel.shuffle(machine.base, rows, ...stream.key);
				expect([...machine.words(machine.base, rows)]).toEqual([...stream.permutation(rows)]);
			}),
			{ numRuns: 50 },
		);
	});
});

describe('training', () => {
	it('gives identical bytes from one seed, whatever was trained between, and others from another', async () => {
		const program = programFor(LOSS, LAYERS, 4);
		const one = await executor.train(program, data);
		const big = programFor('meanSquaredError', [{ layer: 'dense', units: 99, activation: 'gelu' }], 4);
		await executor.train(big, { train: samplesFor('meanSquaredError', 200, 4), validation });
		const two = await executor.train(program, data);
		const other = await executor.train({ ...program, seed: 12 }, data);
		expect(two).toEqual(one);
		expect(other.weights).not.toEqual(one.weights);
	});

	it('gives the bytes that every runtime gives', async () => {
		expect(await trainingDigest(executor)).toBe(TRAINING_DIGEST);
	});

	it('gives the same bytes whether zeros are left out or not', async () => {
		let now = 0;
		const rising = () => (now += 1 + (now % 3));
		const layers: Layer[] = [
			{ layer: 'dense', units: 70, activation: 'relu' },
			{ layer: 'dropout', rate: 0.3 },
			{ layer: 'dense', units: 64, activation: 'relu' },
			{ layer: 'dense', units: 40, activation: 'relu' },
			{ layer: 'dense', units: 33, activation: 'tanh' },
		];
		const loss = 'categoricalCrossentropy';
		const samples = samplesFor(loss, 90, 36);
		const program = programFor(loss, layers, 36, { batchSize: 32 });
		const both = [];
		for (const lists of [true, false]) {
			const machine = await Machine.create();
			machine.lists = lists;
			const net = new FusedNet(machine, program, { train: samples, validation: samples });
			for (let epoch = 1; epoch <= 4; epoch++) await net.epoch(epoch, program.learningRate, async () => {});
			net.keep();
			both.push(net.best());
		}
		expect(both[1]).toEqual(both[0]);
		const calibrated = await fusedExecutor('test', rising);
		expect(await trainingDigest(calibrated)).toBe(TRAINING_DIGEST);
	});

	it('gives the same bytes from inputs that are made on demand', async () => {
		const program = programFor(LOSS, LAYERS, 4);
		const source = (x: Float32Array) => ({
			take: (picked: Uint32Array) => {
				const rows = new Float32Array(picked.length * 4);
				picked.forEach((row, i) => rows.set(x.subarray(row * 4, row * 4 + 4), i * 4));
				return rows;
			},
		});
		const weights = train.y.map((label, row) => (label ? 0.5 : 1 + row / 50));
		for (const train of [data.train, { ...data.train, weights }]) {
			const streamed = {
				train: { ...train, x: source(train.x) },
				validation: { ...validation, x: source(validation.x) },
			};
			expect(await executor.train(program, streamed)).toEqual(
				await executor.train(program, { train, validation }),
			);
		}
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

	it('is stopped between calls into the kernel', async () => {
		const stop = new AbortController();
		let breaths = 0;
		const pause = () => {
			if (++breaths === 3) stop.abort();
			return undefined;
		};
		const program = programFor(LOSS, LAYERS, 4, { epochs: 1_000 });
		const training = executor.train(program, data, { signal: stop.signal, pause });
		await expect(training).rejects.toMatchObject({ name: 'AbortError' });
		expect(breaths).toBe(3);
		await expect(executor.train(program, data, { signal: AbortSignal.abort() })).rejects.toMatchObject({
			name: 'AbortError',
		});
	});

	it('comes up for breath many times within a long epoch', async () => {
		const layers: Layer[] = [{ layer: 'dense', units: 200, activation: 'relu' }];
		const program = programFor('meanSquaredError', layers, 100, { epochs: 1, batchSize: 100 });
		const samples = samplesFor('meanSquaredError', 1_000, 100);
		let breaths = 0;
		const pause = () => void breaths++ as undefined;
		await executor.train(program, { train: samples, validation: samples }, { pause });
		expect(breaths).toBeGreaterThan(10);
	});
});

/** Losses that take labels of 0 and 1, one for each row. */
const ALIKE = [
	...(['binaryCrossentropy', 'focal', 'hinge', 'klDivergence'] as const),
	...(['meanSquaredError', 'huber', 'logCosh', 'poisson'] as const),
];

describe('what is not finite', () => {
	const refusal = (epoch: number) => ({ code: 'train.not-finite', operands: { model: 'Test net', epoch } });
	const broken = (at: 'x' | 'y', value: number) => {
		const copy = { ...train, x: train.x.slice(), y: train.y.slice() };
		copy[at][3] = value;
		return copy;
	};

	it.each([
		['x', NaN],
		['x', Infinity],
		['y', NaN],
	] as const)('is refused in %s: %s', async (at, value) => {
		for (const layers of [[], LAYERS])
			for (const loss of ALIKE)
				for (const clipped of [{}, { clipValue: 0.1, clipNorm: 0.1 }]) {
					const samples = { train: broken(at, value), validation };
					const training = executor.train(programFor(loss, layers, 4, clipped), samples);
					await expect(training, loss).rejects.toMatchObject(refusal(1));
				}
	});

	it('is not hidden by a rectifier', async () => {
		const program = programFor(LOSS, [{ layer: 'dense', units: 8, activation: 'relu' }], 4);
		const weights = initialWeights(program.topology, 1);
		(weights[0] as Float32Array).fill(NaN, 0, 1);
		const outputs = await executor.predict(program.topology, weights, train.x, train.rows);
		expect(outputs.every(Number.isNaN)).toBe(true);
		const [batch] = batchesOf(program, train)(1);
		if (!batch) throw new Error('no batch');
		const slopes = await executor.gradients(program.topology, lossOf({ loss: LOSS }), weights, batch);
		expect(slopes[3]?.every(Number.isNaN)).toBe(true);
	});

	it('is refused when a learning rate drives the weights away', async () => {
		const program = programFor('meanSquaredError', [{ layer: 'dense', units: 8, activation: 'linear' }], 4, {
			optimizer: 'sgd',
			learningRate: 10,
			epochs: 200,
		});
		await expect(executor.train(program, data)).rejects.toMatchObject({ code: 'train.not-finite' });
	});

	it('a label that is no class gives no write outside of the model', async () => {
		const program = programFor('categoricalCrossentropy', LAYERS, 4);
		const good = samplesFor('categoricalCrossentropy', 50, 4);
		const bad = { ...good, y: good.y.map((label, i) => (i === 7 ? 1e9 : label)) };
		await expect(executor.train(program, { train: bad, validation: good })).rejects.toMatchObject(refusal(1));
	});
});

describe('evaluation mode', () => {
	it('gives a row the same bits alone as among others', async () => {
		const program = programFor(LOSS, [...LAYERS, { layer: 'dense', units: 37, activation: 'swish' }], 4);
		const weights = initialWeights(program.topology, 3);
		const all = await executor.predict(program.topology, weights, train.x, train.rows);
		for (let row = 0; row < train.rows; row++) {
			const one = await executor.predict(program.topology, weights, train.x.slice(4 * row, 4 * row + 4), 1);
			expect(one[0]).toBe(all[row]);
		}
	});
});

it('notes the loss of all rows after each epoch, and what the caller measures', async () => {
	const notes: EpochNote[] = [];
	const program = programFor(LOSS, LAYERS, 4, { epochs: 2 });
	const measure = (split: string, outputs: Float32Array) => ({ [split]: outputs.length });
	await executor.train(program, data, { measure, onEpoch: (note) => notes.push(note) });
	const reference = new ReferenceNet(program.topology, initialWeights(program.topology, program.seed));
	for (const batch of batchesOf(program, train)(1)) reference.step(program, batch);
	const expected = meanLoss(lossOf({ loss: LOSS }), reference.outputs(train.x, train.rows), train.y, 1);
	expect(notes[0]?.train['loss']).toBeCloseTo(expected, 4);
	expect(notes.map(({ train, validation }) => [train['train'], validation['validation']])).toEqual([
		[50, 21],
		[50, 21],
	]);
});

it('passes the self-test', async () => {
	expect(await selfTest(executor)).toEqual({ state: 'ok' });
});
