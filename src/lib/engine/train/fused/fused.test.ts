import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { initialWeights } from '../../model/weights';
import { Stream } from '../../random/stream';
import type { Layer } from '../../schema/architecture';
import { batchesOf } from '../batches';
import type { EpochNote } from '../executor';
import { programFor, samplesFor } from '../known-problem';
import { meanLoss } from '../loss';
import { lossOf } from '../program';
import type { Program } from '../program';
import { ReferenceNet } from '../reference/net';
import { selfTest } from '../self-test';
import { tfjsExecutor } from '../tfjs/executor';
import { fusedExecutor, fusedTakes, type FusedExecutor } from './executor';
import { Machine } from './machine';
import { FusedNet } from './net';
import { CASES, dataOf, LOSSES, NETS, parity, programOf, relativeError } from './parity';
import { trainingDigest, TRAINING_DIGEST } from './training-digest';

let executor: FusedExecutor;
beforeAll(async () => {
	executor = await fusedExecutor('test');
	await tf.setBackend('cpu');
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

describe('the gradient of one batch', () => {
	it.each(CASES)('is that of the float64 reference: $net, $loss, $inputs inputs, $rows rows', async (one) => {
		const { norm, element } = await parity(executor, one);
		expect(norm).toBeLessThan(1e-5);
		// A thousandth of the largest element carries that much less of float32's 24 bits.
		expect(element).toBeLessThan(1e-3);
	});

	it('stays right far from zero, where exponentials overflow', async () => {
		for (const loss of ['binaryCrossentropy', 'categoricalCrossentropy'] as const) {
			const program = programOf({ net: 'no hidden layer', loss, inputs: 1, rows: 3 });
			const { outputs } = program.topology;
			const weights = [
				new Float32Array(outputs).map((_, k) => (k % 2 ? 300 : -300)),
				new Float32Array(outputs),
			];
			const x = Float32Array.of(1, -1, 0.5);
			const batch = {
				rows: 3,
				x,
				y: Float32Array.of(0, 1, 1),
				step: 0,
				share: 1,
				weights: null,
				masks: [null],
			};
			const expected = new ReferenceNet(program.topology, weights).pass(lossOf({ loss }), batch).gradients;
			const found = await executor.gradients(program.topology, lossOf({ loss }), weights, batch);
			found.forEach((part, i) => expect(relativeError(part, expected[i] ?? [])).toBeLessThan(1e-5));
		}
	});

	it('is that of the reference for any small net', async () => {
		const layer = fc.oneof(
			fc.record({
				layer: fc.constant('dense' as const),
				units: fc.integer({ min: 1, max: 40 }),
				activation: fc.constantFrom(...(['linear', 'tanh', 'sigmoid', 'elu', 'gelu'] as const)),
			}),
			fc.record({
				layer: fc.constant('dropout' as const),
				rate: fc.double({ min: 0, max: 0.8, noNaN: true }),
			}),
			fc.record({ layer: fc.constant('batchNorm' as const) }),
		);
		await fc.assert(
			fc.asyncProperty(
				fc.array(layer, { maxLength: 5 }),
				fc.constantFrom(...LOSSES),
				fc.integer({ min: 1, max: 40 }),
				fc.integer({ min: 8, max: 40 }),
				async (layers, loss, inputs, rows) => {
					const program = programFor(loss, layers, inputs, { batchSize: rows });
					const [batch] = batchesOf(program, samplesFor(loss, rows, inputs))(1);
					if (!batch) return;
					const weights = initialWeights(program.topology, 3);
					const expected = new ReferenceNet(program.topology, weights)
						.pass(lossOf({ loss }), batch)
						.gradients.filter((part) => part !== null);
					const found = await executor.gradients(program.topology, lossOf({ loss }), weights, batch);
					const whole = Math.sqrt(
						expected.reduce((sum, part) => sum + part.reduce((s, g) => s + g * g, 0), 0),
					);
					// A tensor whose gradient cancels to almost nothing is measured by the whole.
					expected.forEach((part, i) => {
						const error = Math.sqrt(part.reduce((sum, g, k) => sum + (g - (found[i]?.[k] ?? NaN)) ** 2, 0));
						const size = Math.sqrt(part.reduce((sum, g) => sum + g * g, 0));
						expect(error).toBeLessThanOrEqual(1e-5 * Math.max(size, 0.1 * whole, 1e-6));
					});
				},
			),
			{ numRuns: 150, seed: 4 },
		);
	});
});

/** Trains one epoch of 20 rows, with a partial last batch, and the reference beside it. */
async function oneEpoch(values: Partial<Program>, net: string, loss: (typeof LOSSES)[number]) {
	const one = { net, loss, inputs: 5, rows: 8 };
	const program = programOf(one, { epochs: 1, batchSize: 8, ...values });
	const samples = dataOf(one, 20);
	const reference = new ReferenceNet(program.topology, initialWeights(program.topology, program.seed));
	for (const batch of batchesOf(program, samples)(1)) reference.step(program, batch);
	const { weights } = await executor.train(program, { train: samples, validation: samples });
	return { program, samples, weights, reference };
}

describe('a step', () => {
	const nets = Object.keys(NETS).filter((net) => !net.includes('relu'));
	it.each(nets.flatMap((net) => (['adam', 'sgd'] as const).map((optimizer) => ({ net, optimizer }))))(
		'of $optimizer with weight decay is the reference’s: $net',
		async ({ net, optimizer }) => {
			const { weights, reference } = await oneEpoch(
				{ optimizer, weightDecay: 0.1 },
				net,
				'categoricalCrossentropy',
			);
			weights.forEach((values, tensor) =>
				values.forEach((value, i) => expect(value).toBeCloseTo(reference.weights[tensor]?.[i] ?? NaN, 4)),
			);
		},
	);

	it('drops the very elements that tfjs drops, and agrees with it step by step', async () => {
		const tfjs = tfjsExecutor('tfjs-cpu', 'cpu');
		for (const net of ['everything at once', 'dropout', 'batch norm', 'tanh'])
			for (const loss of LOSSES) {
				const { program, samples, weights } = await oneEpoch({}, net, loss);
				const other = await tfjs.train(program, { train: samples, validation: samples });
				weights.forEach((values, i) =>
					values.forEach((value, k) => expect(value).toBeCloseTo(other.weights[i]?.[k] ?? NaN, 4)),
				);
			}
	});

	it('moves running statistics of a partial batch by its share', async () => {
		const { weights, reference, program } = await oneEpoch(
			{},
			'batch norm on the inputs',
			'meanSquaredError',
		);
		const mean = program.topology.tensors.findIndex(({ role }) => role === 'mean');
		expect(relativeError(weights[mean] ?? [], reference.weights[mean] ?? [])).toBeLessThan(1e-5);
		expect(relativeError(weights[mean + 1] ?? [], reference.weights[mean + 1] ?? [])).toBeLessThan(1e-5);
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
		const streamed = {
			train: { ...train, x: source(train.x) },
			validation: { ...validation, x: source(validation.x) },
		};
		expect(await executor.train(program, streamed)).toEqual(await executor.train(program, data));
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
		expect([ended, history.length]).toEqual(['early stop', bestEpoch + 4]);
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
			for (const loss of ['meanSquaredError', 'binaryCrossentropy'] as const) {
				const samples = { train: broken(at, value), validation };
				const training = executor.train(programFor(loss, layers, 4), samples);
				await expect(training).rejects.toMatchObject(refusal(1));
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

describe('memory', () => {
	it('is flat over a thousand models, stopped and refused ones among them', async () => {
		const own = await fusedExecutor('test');
		const program = programFor(LOSS, LAYERS, 4, { epochs: 1 });
		await own.train(program, data);
		const before = own.bytes;
		for (let seed = 0; seed < 1_000; seed++) {
			const call = seed % 50 === 7 ? { signal: AbortSignal.abort() } : {};
			const rate = seed % 50 === 9 ? 1e30 : 0.01;
			await own.train({ ...program, seed, learningRate: rate }, data, call).catch(() => {});
		}
		expect(own.bytes).toBe(before);
	});

	it('of one very large model is let go', async () => {
		const own = await fusedExecutor('test', null, 2 ** 20);
		const layers: Layer[] = [{ layer: 'dense', units: 400, activation: 'relu' }];
		const samples = samplesFor('meanSquaredError', 8, 400);
		const program = programFor('meanSquaredError', layers, 400, { epochs: 1 });
		let held = 0;
		const onEpoch = () => void (held = own.bytes);
		await own.train(program, { train: samples, validation: samples }, { onEpoch });
		expect(held).toBeGreaterThan(2 ** 20);
		expect(own.bytes).toBeLessThan(2 ** 20);
	});

	it('that a browser cannot give is a refusal that names the model', async () => {
		const machine = await Machine.create();
		expect(() => machine.reserve('Test net', 5e9)).toThrow(
			expect.objectContaining({ code: 'train.memory', operands: { model: 'Test net', megabytes: 4769 } }),
		);
	});
});

describe('evaluation mode', () => {
	it('gives a row the same bits alone as among others', async () => {
		const program = programOf({ net: 'everything at once', loss: LOSS, inputs: 4, rows: 8 });
		const weights = initialWeights(program.topology, 3);
		const all = await executor.predict(program.topology, weights, train.x, train.rows);
		for (let row = 0; row < train.rows; row++) {
			const one = await executor.predict(program.topology, weights, train.x.slice(4 * row, 4 * row + 4), 1);
			expect(one[0]).toBe(all[row]);
		}
	});

	it.each(Object.keys(NETS))('gives the outputs of the reference: %s', async (net) => {
		const program = programOf({ net, loss: 'categoricalCrossentropy', inputs: 5, rows: 8 });
		const weights = initialWeights(program.topology, 3);
		const { x } = samplesFor('categoricalCrossentropy', 131, 5);
		const found = await executor.predict(program.topology, weights, x, 131);
		expect(relativeError(found, new ReferenceNet(program.topology, weights).outputs(x, 131))).toBeLessThan(
			2e-6,
		);
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

it('passes the self-test and takes every net of the schema', async () => {
	let now = 0;
	expect(await selfTest(executor, () => (now += 1), 5)).toMatchObject({ state: 'ok' });
	for (const layers of Object.values(NETS)) expect(fusedTakes({ layers: [...layers] })).toBe(true);
	expect(fusedTakes({ layers: [{ layer: 'constant' }] })).toBe(false);
});
