import '@tensorflow/tfjs-backend-cpu';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { initialWeights } from '../model/weights';
import type { Layer, Loss } from '../schema/architecture';
import { batchesOf } from './batches';
import { programFor, samplesFor } from './known-problem';
import { meanLoss } from './loss';
import { lossOf, type Batch, type Program } from './program';
import { ReferenceNet } from './reference/net';
import { gradientError, selfTest } from './self-test';
import { tfjsExecutor } from './tfjs/executor';

const INPUTS = 4;
const dense = (activation: Extract<Layer, { layer: 'dense' }>['activation']): Layer => ({
	layer: 'dense',
	units: 5,
	activation,
});
const NETS: Record<string, Layer[]> = {
	'no hidden layer': [],
	'a linear layer': [dense('linear')],
	relu: [dense('relu')],
	tanh: [dense('tanh')],
	sigmoid: [dense('sigmoid')],
	elu: [dense('elu')],
	gelu: [dense('gelu')],
	dropout: [dense('tanh'), { layer: 'dropout', rate: 0.4 }],
	'dropout on the inputs': [{ layer: 'dropout', rate: 0.3 }, dense('tanh')],
	'batch norm': [dense('tanh'), { layer: 'batchNorm' }, dense('tanh')],
	'batch norm on the inputs': [{ layer: 'batchNorm' }, dense('gelu')],
	'everything at once': [
		dense('elu'),
		{ layer: 'batchNorm' },
		{ layer: 'dropout', rate: 0.2 },
		dense('gelu'),
	],
};
const LOSSES: Loss[] = [
	'binaryCrossentropy',
	'categoricalCrossentropy',
	'meanSquaredError',
	'meanAbsoluteError',
];
const CASES = Object.keys(NETS).flatMap((net) => LOSSES.map((loss) => [net, loss] as const));

function caseOf(net: string, loss: Loss): { program: Program; batch: Batch; weights: Float32Array[] } {
	const program = programFor(loss, NETS[net] ?? [], INPUTS);
	const [batch] = batchesOf(program, samplesFor(loss, 12, INPUTS))(1);
	return { program, batch: batch as Batch, weights: initialWeights(program.topology, 4) };
}

describe('the float64 reference', () => {
	it.each(CASES)('agrees with central differences: %s, %s', (net, loss) => {
		const { program, batch, weights } = caseOf(net, loss);
		const { topology } = program;
		const reference = new ReferenceNet(topology, weights);
		const { gradients } = reference.pass(lossOf({ loss }), batch);
		const lossNow = () =>
			meanLoss(lossOf({ loss }), reference.pass(lossOf({ loss }), batch).outputs, batch.y, topology.outputs);
		const STEP = 1e-5;
		gradients.forEach((gradient, tensor) =>
			gradient?.forEach((value, i) => {
				const values = reference.weights[tensor] as Float64Array;
				const held = values[i] as number;
				values[i] = held + STEP;
				const above = lossNow();
				values[i] = held - STEP;
				const below = lossNow();
				values[i] = held;
				expect(value).toBeCloseTo((above - below) / (2 * STEP), 6);
			}),
		);
	});
});

setWasmPaths('node_modules/@tensorflow/tfjs-backend-wasm/dist/');

describe.each(['cpu', 'wasm'])('tfjs on %s', (backend) => {
	const executor = tfjsExecutor(`tfjs-${backend}`, backend);

	it.each(CASES)('agrees with the reference: %s, %s', async (net, loss) => {
		await tf.setBackend(backend);
		const { program, batch, weights } = caseOf(net, loss);
		const error = await gradientError(executor, program.topology, lossOf({ loss }), weights, batch);
		expect(error).toBeLessThan(2e-5);
	});

	it.each(['adam', 'sgd'] as const)(
		'takes the same %s steps as the reference, weight decay and all',
		async (optimizer) => {
			await tf.setBackend(backend);
			const loss = 'categoricalCrossentropy';
			const layers = NETS['everything at once'] ?? [];
			const program = programFor(loss, layers, INPUTS, { optimizer, weightDecay: 0.1, epochs: 1 });
			const train = samplesFor(loss, 20, INPUTS);
			const reference = new ReferenceNet(program.topology, initialWeights(program.topology, program.seed));
			for (const batch of batchesOf(program, train)(1)) reference.step(program, batch);
			const { weights } = await executor.train(program, { train, validation: train });
			weights.forEach((values, tensor) =>
				values.forEach((value, i) => expect(value).toBeCloseTo(reference.weights[tensor]?.[i] ?? NaN, 4)),
			);
		},
	);

	it('passes the self-test', async () => {
		await tf.setBackend(backend);
		let now = 0;
		expect(await selfTest(executor, () => (now += 1), 5)).toMatchObject({ state: 'ok' });
	});
});

it('the self-test calls an executor wrong whose gradients are', async () => {
	await tf.setBackend('cpu');
	const right = tfjsExecutor('tfjs-cpu', 'cpu');
	const wrong: typeof right = {
		...right,
		async gradients(...call) {
			const gradients = await right.gradients(...call);
			return gradients.map((values) => values.map((value) => value * 1.01));
		},
	};
	expect(await selfTest(wrong, () => 0, 1)).toMatchObject({ state: 'wrong' });
});
