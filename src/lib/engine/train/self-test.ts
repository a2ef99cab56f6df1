/**
 * The engine proves itself: gradients of small nets are compared with the float64 reference. Dense nets when an executor
 * is started, everything else before the first net that has it is trained. What is wrong is not trained with.
 */
import type { Executor } from './executor';
import { ReferenceNet } from './reference/net';
import { DENSE_NETS, FAMILY_NETS, problemOf, type LayerFamily, type Problem } from './self-test-nets';

/** Largest difference allowed, as a share of the largest gradient of the tensor. */
const TOLERANCE = 5e-4;

export type Verdict = { readonly state: 'ok' } | { readonly state: 'wrong'; readonly detail: string };

/** Largest difference to the float64 reference over all tensors, as a share of each tensor's largest gradient. */
async function gradientError(
	executor: Executor,
	{ program: { topology, loss }, weights, batch }: Problem,
): Promise<number> {
	const { gradients } = new ReferenceNet(topology, weights).pass(loss, batch);
	const expected = gradients.filter((part) => part !== null);
	const found = await executor.gradients(topology, loss, weights, batch);
	let worst = 0;
	expected.forEach((gradient, tensor) => {
		const scale = gradient.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-3);
		gradient.forEach((value, i) => {
			const difference = Math.abs(value - (found[tensor]?.[i] ?? NaN)) / scale;
			worst = difference <= worst ? worst : Number.isNaN(difference) ? Infinity : difference;
		});
	});
	return worst;
}

async function judge(executor: Executor, nets: typeof DENSE_NETS): Promise<Verdict> {
	for (const net of nets) {
		const error = await gradientError(executor, problemOf(net));
		if (!(error <= TOLERANCE))
			return { state: 'wrong', detail: `Its gradients differ by ${error.toExponential(0)}` };
	}
	return { state: 'ok' };
}

/** Judges an executor by dense nets: what all of them have. @throws only what the executor throws */
export const selfTest = (executor: Executor): Promise<Verdict> => judge(executor, DENSE_NETS);

/**
 * Judges an executor by what not every net has; `familiesOf` says what a net asks for. @throws only what the executor
 * throws
 */
export const proves = (executor: Executor, family: LayerFamily): Promise<Verdict> =>
	judge(executor, FAMILY_NETS[family]);

export { FAMILIES, familiesOf, type LayerFamily } from './self-test-nets';
