import { expect, it } from 'vitest';
import { Stream } from '../../random/stream';
import { OPTIMIZERS, type Layer } from '../../schema/architecture';
import { programFor, samplesFor } from '../known-problem';
import type { Program, TrainingData } from '../program';
import { fusedExecutor } from './executor';
import { Machine } from './machine';

const LOSS = 'binaryCrossentropy';

/** A model of some shape: inputs, layers, widths, rows, batch and optimizer hang on its number. */
function modelOf(number: number): { program: Program; data: TrainingData } {
	const stream = new Stream(number, 'shape');
	const layers = Array.from({ length: stream.below(4) }, (): Layer => {
		const kind = stream.below(4);
		if (kind === 0) return { layer: 'dropout', rate: 0.3 };
		if (kind === 1) return { layer: 'batchNorm' };
		return { layer: 'dense', units: 1 + stream.below(60), activation: kind === 2 ? 'relu' : 'swish' };
	});
	const [inputs, rows, batchSize] = [1 + stream.below(40), 8 + stream.below(60), 1 + stream.below(40)];
	const optimizer = OPTIMIZERS[number % OPTIMIZERS.length] as Program['optimizer'];
	const program = programFor(LOSS, layers, inputs, { epochs: 1, batchSize, optimizer, seed: number });
	return {
		program,
		data: { train: samplesFor(LOSS, rows, inputs), validation: samplesFor(LOSS, 9, inputs) },
	};
}

it('is flat over a thousand models of fifty shapes, stopped and refused ones among them', async () => {
	const executor = await fusedExecutor('test');
	const models = Array.from({ length: 50 }, (_, number) => modelOf(number));
	let most = 0;
	for (let round = 0; round < 20; round++) {
		for (const [number, { program, data }] of models.entries()) {
			const call = number === 7 ? { signal: AbortSignal.abort() } : {};
			const learningRate = number === 9 ? 1e30 : 0.01;
			const training = executor.train({ ...program, seed: round, learningRate }, data, call);
			await training.catch((thrown: Error) => expect(thrown.name).toMatch(/AbortError|BenchtopError/));
		}
		if (round === 0) most = executor.bytes;
	}
	expect(executor.bytes).toBe(most);
});

it('of one very large model is let go', async () => {
	const executor = await fusedExecutor('test', null, 2 ** 20);
	const layers: Layer[] = [{ layer: 'dense', units: 400, activation: 'relu' }];
	const samples = samplesFor('meanSquaredError', 8, 400);
	const program = programFor('meanSquaredError', layers, 400, { epochs: 1 });
	let held = 0;
	const onEpoch = () => void (held = executor.bytes);
	await executor.train(program, { train: samples, validation: samples }, { onEpoch });
	expect(held).toBeGreaterThan(2 ** 20);
	expect(executor.bytes).toBeLessThan(2 ** 20);
});

it('that a browser cannot give is a refusal that names the model', async () => {
	const machine = await Machine.create();
	expect(() => machine.reserve('Test net', 5e9)).toThrow(
		expect.objectContaining({ code: 'train.memory', operands: { model: 'Test net', megabytes: 4769 } }),
	);
});
