/** Going on from a checkpoint gives the bytes of training in one go, on every executor that keeps checkpoints. */
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Checkpoint } from './checkpoint';
import type { EpochNote, Executor } from './executor';
import { fusedExecutor } from './fused/executor';
import { programFor, samplesFor } from './known-problem';
import type { Program } from './program';
import { tfjsExecutor } from './tfjs/executor';

const LOSS = 'categoricalCrossentropy';
const data = { train: samplesFor(LOSS, 60, 4), validation: samplesFor(LOSS, 30, 4, 'validation') };
const programOf = (values: Partial<Program>): Program =>
	programFor(
		LOSS,
		[
			{ layer: 'dense', units: 6, activation: 'relu' },
			{ layer: 'batchNorm' },
			{ layer: 'dropout', rate: 0.3 },
		],
		4,
		{ epochs: 9, weightDecay: 0.01, ...values },
	);

beforeAll(async () => void (await tf.setBackend('cpu')));

describe.each<[string, () => Promise<Executor>]>([
	['the fused kernel', () => fusedExecutor('fused')],
	['tfjs', async () => tfjsExecutor('tfjs-cpu', 'cpu')],
])('%s', (_, make) => {
	it.each([
		['adam', {}],
		['momentum', { momentum: 0.8, plateau: { patience: 1, factor: 0.5 } }],
		['sgd', { patience: 2 }],
		['adadelta', { keep: 'last' }],
	] as const)('goes on with %s as if nothing had happened', async (optimizer, values) => {
		const executor = await make();
		const program = programOf({ optimizer, ...values });
		const checkpoints: Omit<Checkpoint, 'fingerprint'>[] = [];
		const whole = await executor.train(program, data, {
			checkpoints: { from: null, due: () => true, take: (checkpoint) => checkpoints.push(checkpoint) },
		});
		const before = tf.memory().numTensors;
		expect(checkpoints).toHaveLength(whole.history.length - 1);
		for (const checkpoint of [checkpoints[0], checkpoints.at(-1)]) {
			if (!checkpoint) throw new Error('there is no checkpoint');
			const told: EpochNote[] = [];
			const from = structuredClone({ ...checkpoint, fingerprint: executor.fingerprint });
			const rest = await executor.train(program, data, {
				onEpoch: (note) => told.push(note),
				checkpoints: { from, due: () => false, take: () => {} },
			});
			expect(rest).toEqual(whole);
			expect(told).toEqual(whole.history);
		}
		expect(tf.memory().numTensors).toBe(before);
	});
});
