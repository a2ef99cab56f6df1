/**
 * One suite for every executor: gradients against central differences of a plain float64 forward, steps of every optimizer
 * and predictions against the reference, the same bytes twice, nothing left behind. Import it in a test file and hand in
 * the executor; what the executor does not claim is not asked of it. For tests and nothing else.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Topology } from '../../model/topology';
import type { EpochNote, Executor } from '../executor';
import { lossOf, type LossSpec } from '../program';
import type { Case, Family } from './case';
import { CASES } from './cases';
import { changeError, gradientErrors, predictionError, trainingOf } from './measure';
import { OPTIMIZED } from './optimizer-cases';
import { topologyFor } from './problem';
import { referenceExecutor } from './reference-executor';

export interface ParityOptions {
	/** Where every new shader costs a good part of a second: the short cases alone, and few trainings. */
	readonly brief?: boolean;
	/** How many tensors or buffers are held, for executors that count. */
	readonly live?: (executor: Executor) => number;
	/** What went wrong on the device without being thrown; null when nothing did. */
	readonly trouble?: () => string | null;
}

/** ‖g − ĝ‖ ÷ ‖ĝ‖ per tensor. */
const TOLERANCE: Record<Family, number> = {
	dense: 1e-5,
	shape: 1e-5,
	join: 1e-5,
	pooling: 1e-5,
	convolution: 1e-4,
	recurrent: 1e-4,
};
/** A thousandth of the largest element carries that much less of float32's 24 bits. */
const ELEMENT = 1e-3;
/** Of a prediction's length. */
const PREDICTION = 5e-6;
/** Of what a step changes; the gradient's own error is divided by its size in adaptive optimizers. */
const CHANGE = 2e-5;
/** Of what epochs change, along which rounding grows. */
const EPOCHS = 1e-3;

/**
 * Registers the tests. @param takes whether the executor claims a topology and loss. @param makeExecutor called once.
 */
export function parity(
	name: string,
	makeExecutor: () => Promise<Executor>,
	takes: (topology: Topology, loss: LossSpec) => boolean,
	{ brief = false, live, trouble = () => null }: ParityOptions = {},
): void {
	const claimed = (cases: readonly Case[]): Case[] =>
		cases.filter(
			(one) => (one.short || !brief) && takes(topologyFor(one), lossOf({ loss: one.loss, ...one.settings })),
		);
	const cases = claimed(CASES);
	const optimized = claimed(OPTIMIZED);

	describe(name, () => {
		let executor: Executor;
		beforeAll(async () => {
			executor = await makeExecutor();
		});

		it.each(cases)('has the gradients of central differences: $name', async (one) => {
			const { tensor, worst, element } = await gradientErrors(executor, one);
			expect(tensor, `‖g − ĝ‖ ÷ ‖ĝ‖ of ${worst}`).toBeLessThanOrEqual(TOLERANCE[one.family]);
			expect(element).toBeLessThanOrEqual(ELEMENT);
			expect(trouble()).toBeNull();
		});

		it.each(cases)('predicts what the reference does: $name', async (one) => {
			expect(await predictionError(executor, one)).toBeLessThanOrEqual(PREDICTION);
			expect(trouble()).toBeNull();
		});

		it.each(optimized)('takes the steps of the reference: $name', async (one) => {
			for (const steps of brief ? [3] : [1, 2, 3])
				expect(await changeError(executor, trainingOf(one, steps)), `${steps} steps`).toBeLessThanOrEqual(
					CHANGE,
				);
			expect(trouble()).toBeNull();
		});

		const firsts = cases.filter(
			(one, i) => i === cases.findIndex(({ short, family }) => short && family === one.family),
		);

		it.each(firsts)('trains as the reference does over epochs of changing rates: $name', async (one) => {
			const schedule = { schedule: 'exponential', factor: 0.5 } as const;
			const training = trainingOf(one, 3, { epochs: 3, schedule });
			expect(await changeError(executor, training)).toBeLessThanOrEqual(EPOCHS);
			const [found, expected] = await Promise.all(
				[executor, referenceExecutor].map(
					async (by) => (await by.train(training.program, training.data)).history,
				),
			);
			for (const [i, { train, validation }] of (expected ?? []).entries()) {
				expect(found?.[i]?.train['loss']).toBeCloseTo(train['loss'] ?? NaN, 4);
				expect(found?.[i]?.validation['loss']).toBeCloseTo(validation['loss'] ?? NaN, 4);
			}
			expect(trouble()).toBeNull();
		});

		const few = brief ? firsts : cases.filter(({ short }) => short);
		it.each(few)('gives the same bytes twice, and holds nothing afterwards: $name', async (one) => {
			const { program, data } = trainingOf(one, 2, { epochs: 2 });
			const first = await executor.train(program, data);
			const before = live?.(executor);
			expect(await executor.train(program, data)).toEqual(first);
			expect(live?.(executor)).toBe(before);
			expect(trouble()).toBeNull();
		});

		it.each(firsts)('holds nothing after a stop or a failure: $name', async (one) => {
			const { program, data } = trainingOf(one, 2, { epochs: 9 });
			const before = live?.(executor);
			const stop = new AbortController();
			const onEpoch = ({ epoch }: EpochNote) => void (epoch === 2 && stop.abort());
			const stopped = executor.train(program, data, { signal: stop.signal, onEpoch });
			await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
			const x = (data.train.x as Float32Array).map(() => NaN);
			const failed = executor.train(program, { ...data, train: { ...data.train, x } });
			await expect(failed).rejects.toMatchObject({ code: 'train.not-finite' });
			expect(live?.(executor)).toBe(before);
			expect(trouble()).toBeNull();
		});
	});
}
