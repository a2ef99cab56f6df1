/**
 * One suite for every executor: gradients against central differences of a plain float64 forward, steps of every optimizer
 * and predictions against the reference, the same bytes twice, nothing left behind. Import it in a test file and hand in
 * the executor; what the executor does not claim is not asked of it. For tests and nothing else.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Topology } from '../../model/topology';
import type { Executor } from '../executor';
import { lossOf, type LossSpec } from '../program';
import type { Case, Family } from './case';
import { CASES } from './cases';
import { changeError, gradientErrors, predictionError, trainingOf } from './measure';
import { OPTIMIZED } from './optimizer-cases';
import { topologyFor } from './problem';

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
const CHANGE = 1e-4;

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
				expect(await changeError(executor, one, steps), `${steps} steps`).toBeLessThanOrEqual(CHANGE);
			expect(trouble()).toBeNull();
		});

		const few = cases.filter(
			(one, i) =>
				one.short && (!brief || i === cases.findIndex(({ short, family }) => short && family === one.family)),
		);
		it.each(few)('gives the same bytes twice, and holds nothing afterwards: $name', async (one) => {
			const { program, train } = trainingOf(one, 2, 2);
			const data = { train, validation: train };
			const first = await executor.train(program, data);
			const before = live?.(executor);
			expect(await executor.train(program, data)).toEqual(first);
			expect(live?.(executor)).toBe(before);
			expect(trouble()).toBeNull();
		});
	});
}
