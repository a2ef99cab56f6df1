import { describe, expect, it } from 'vitest';
import type { TrainCall } from './executor';
import { programFor } from './known-problem';
import { ModelProgress } from './progress';
import type { Program } from './program';

/** Follows a model whose validation losses are these; the outputs stand for themselves. */
function follow(losses: readonly number[], values: Partial<Program>, call: TrainCall = {}) {
	const program = programFor('meanSquaredError', [], 1, { epochs: losses.length, ...values });
	const y = Float32Array.of(0);
	const samples = { rows: 1, x: y, y };
	const progress = new ModelProgress(program, { train: samples, validation: samples });
	const rates: number[] = [];
	const kept: number[] = [];
	for (const loss of losses) {
		rates.push(progress.rate);
		const outputs = { train: Float32Array.of(1), validation: Float32Array.of(Math.sqrt(loss)) };
		const { keep, end } = progress.note(outputs, call);
		if (keep) kept.push(progress.history.length);
		if (end) break;
	}
	return { rates, kept, progress };
}

describe('the weights that stay', () => {
	it('are those of the epoch with the lowest validation loss', () => {
		const { kept, progress } = follow([4, 1, 2, 3], {});
		expect([kept, progress.bestEpoch, progress.ended]).toEqual([[1, 2], 2, 'all epochs']);
	});

	it('are the last where that is asked for', () => {
		const { progress } = follow([4, 1, 2, 3], { keep: 'last' });
		expect(progress.bestEpoch).toBe(4);
	});
});

describe('training ends', () => {
	it('after as many epochs without a lower loss as patience says', () => {
		const { progress } = follow([4, 1, 2, 2, 2, 2], { patience: 2 });
		expect([progress.history.length, progress.ended]).toEqual([4, 'early stop']);
	});

	it('when all cut-offs hold', () => {
		const stop = [
			{ monitor: 'validation.loss', cutoff: 2, direction: 'below' },
			{ monitor: 'train.accuracy', cutoff: 0.7, direction: 'above' },
		] as const;
		const accuracy = [0.9, 0.6, 0.7, 0.8];
		let epoch = 0;
		const measure: TrainCall['measure'] = (split) =>
			split === 'train' ? { accuracy: accuracy[epoch++] ?? null } : { accuracy: null };
		const { progress } = follow([4, 2, 1, 1], { stop }, { measure });
		expect([progress.history.length, progress.ended]).toEqual([3, 'cut-off']);
	});

	it('with a refusal when a cut-off watches what is not measured', () => {
		const stop = [{ monitor: 'train.accuracy', cutoff: 1, direction: 'above' }] as const;
		expect(() => follow([1], { stop })).toThrowError(
			expect.objectContaining({ code: 'train.monitor' }) as Error,
		);
	});
});

describe('the learning rate', () => {
	const rates = (values: Partial<Program>, losses = [4, 3, 2, 1]) =>
		follow(losses, { learningRate: 1, ...values }).rates.map((rate) => Number(rate.toFixed(6)));

	it('falls by steps, by a factor or along a cosine', () => {
		expect(rates({ schedule: { schedule: 'step', every: 2, factor: 0.1 } })).toEqual([1, 1, 0.1, 0.1]);
		expect(rates({ schedule: { schedule: 'exponential', factor: 0.5 } })).toEqual([1, 0.5, 0.25, 0.125]);
		expect(rates({ schedule: { schedule: 'cosine' } })).toEqual([1, 0.853553, 0.5, 0.146447]);
	});

	it('is cut where the validation loss stands still, and again after as many epochs', () => {
		const plateau = { patience: 2, factor: 0.5 };
		expect(rates({ plateau }, [2, 1, 1, 1, 1, 1, 1])).toEqual([1, 1, 1, 1, 0.5, 0.5, 0.25]);
	});
});
