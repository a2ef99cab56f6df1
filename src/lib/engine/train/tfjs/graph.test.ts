import '@tensorflow/tfjs-backend-cpu';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { topologyOf, type Shape, type Topology } from '../../model/topology';
import { initialWeights } from '../../model/weights';
import { Stream } from '../../random/stream';
import type { Architecture, Layer } from '../../schema/architecture';
import type { EpochNote } from '../executor';
import { lossOf, programOf, type Batch } from '../program';
import { tfjsExecutor } from './executor';

setWasmPaths('node_modules/@tensorflow/tfjs-backend-wasm/dist/');
const executor = tfjsExecutor('tfjs-wasm', 'wasm');
const loss = lossOf({ loss: 'meanSquaredError' });

beforeEach(async () => void (await tf.setBackend('wasm')));

const architectureOf = (layers: Layer[]): Architecture => ({
	...{ kind: 'architecture', name: 'Test net', analysis: 'regression', loss: 'meanSquaredError' },
	layers,
	optimizer: { optimizer: 'adam', learningRate: 0.01, weightDecay: 0 },
});

function netOf(layers: Layer[], shape: Shape): Topology {
	return topologyOf(architectureOf(layers), [shape], 1);
}

function samplesOf(rows: number, inputs: number) {
	const stream = new Stream(3, 'samples');
	const x = Float32Array.from({ length: rows * inputs }, () => stream.normal());
	const y = Float32Array.from({ length: rows }, () => stream.normal());
	return { rows, x, y };
}

function batchOf(topology: Topology, rows: number): Batch {
	const masks = topology.layers.map(() => null);
	return { ...samplesOf(rows, topology.inputs), weights: null, step: 0, share: 1, masks };
}

/** ‖a − b‖ ÷ ‖b‖. */
function distance(a: Float32Array, b: Float32Array): number {
	const norm = (values: Float32Array) => Math.hypot(...values);
	return norm(a.map((value, i) => value - (b[i] as number))) / norm(b);
}

describe('a large batch of a convolution', () => {
	it('goes through in parts with the gradients of the parts', async () => {
		const topology = netOf(
			[
				{ layer: 'conv1d', filters: 3, kernel: 16, activation: 'tanh', padding: 'same' },
				{ layer: 'conv1d', filters: 2, kernel: 2, activation: 'softmax' },
				{ layer: 'globalAveragePool' },
				{ layer: 'output' },
			],
			[2000, 4],
		);
		const weights = initialWeights(topology, 1);
		const whole = batchOf(topology, 40);
		const half = (from: number): Batch => ({
			...whole,
			rows: 20,
			x: whole.x.slice(from * topology.inputs, (from + 20) * topology.inputs),
			y: whole.y.slice(from, from + 20),
		});
		const found = await executor.gradients(topology, loss, weights, whole);
		const first = await executor.gradients(topology, loss, weights, half(0));
		const second = await executor.gradients(topology, loss, weights, half(20));
		found.forEach((gradient, tensor) => {
			const mean = gradient.map((_, i) => ((first[tensor]?.[i] ?? NaN) + (second[tensor]?.[i] ?? NaN)) / 2);
			expect(distance(gradient, mean)).toBeLessThan(1e-5);
		});
	});
});

describe('a branch the output does not hang on', () => {
	const layers: Layer[] = [
		{ layer: 'dense', units: 4, activation: 'tanh', name: 'trunk' },
		{ layer: 'dense', units: 3, activation: 'tanh' },
		{ layer: 'batchNorm' },
		{ layer: 'output', from: 'trunk' },
	];

	it('has no gradient', async () => {
		const topology = netOf(layers, [5]);
		const found = await executor.gradients(topology, loss, initialWeights(topology, 1), batchOf(topology, 6));
		const moved = found.map((values) => values.some((value) => value !== 0));
		expect(moved).toEqual([true, true, false, false, false, false, true, true]);
	});

	it('keeps its weights and statistics while the rest trains', async () => {
		const topology = netOf(layers, [5]);
		const trainer = { epochs: 2, batchSize: 4, patience: null };
		const program = programOf(architectureOf(layers), topology, trainer, 1);
		const train = samplesOf(8, 5);
		const { weights } = await executor.train(program, { train, validation: train });
		const begun = initialWeights(topology, 1);
		const moved = weights.map((values, i) => values.some((value, at) => value !== begun[i]?.[at]));
		expect(moved).toEqual([true, true, ...Array<boolean>(6).fill(false), true, true]);
	});
});

describe.each(['cpu', 'wasm'])('memory on %s', (backend) => {
	it('holds nothing after training, predicting, gradients, a stop or a failure of a net of pictures', async () => {
		await tf.setBackend(backend);
		const layers: Layer[] = [
			{ layer: 'conv2d', filters: 3, kernel: 3, padding: 'same', activation: 'linear' },
			{ layer: 'batchNorm' },
			{ layer: 'activation', activation: 'relu' },
			{ layer: 'maxPool2d', size: 2 },
			{ layer: 'depthwiseConv2d', kernel: 2, activation: 'tanh' },
			{ layer: 'dropout', rate: 0.2 },
			{ layer: 'output' },
		];
		const topology = netOf(layers, [2, 6, 6]);
		const trainer = { epochs: 3, batchSize: 4, patience: null };
		const program = programOf(architectureOf(layers), topology, trainer, 1);
		const train = samplesOf(10, topology.inputs);
		const data = { train, validation: train };
		const broken = { train: { ...train, y: train.y.map(() => NaN) }, validation: train };
		const weights = initialWeights(topology, 1);
		const stop = new AbortController();
		const onEpoch = ({ epoch }: EpochNote) => void (epoch === 2 && stop.abort());
		const before = tf.memory().numTensors;
		await executor.train(program, data);
		await executor.predict(topology, weights, train.x, train.rows);
		await executor.gradients(topology, loss, weights, batchOf(topology, 4));
		await expect(executor.train(program, data, { signal: stop.signal, onEpoch })).rejects.toThrow();
		await expect(executor.train(program, broken)).rejects.toThrow();
		await expect(executor.predict(topology, weights, train.x.slice(1), train.rows)).rejects.toThrow();
		expect(tf.memory().numTensors).toBe(before);
	});
});
