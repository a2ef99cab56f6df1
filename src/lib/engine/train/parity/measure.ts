/** What the suite measures of an executor, case by case. For tests and nothing else. */
import { initialWeights } from '../../model/weights';
import { batchesOf } from '../batches';
import type { Executor } from '../executor';
import type { Program, Samples } from '../program';
import { ReferenceNet } from '../reference/net';
import type { Case } from './case';
import { elementError, norm, relativeError } from './errors';
import { numericGradient } from './numeric-gradient';
import { problemOf, samplesOf } from './problem';

export interface GradientErrors {
	/** Largest ‖g − ĝ‖ ÷ ‖ĝ‖ of a tensor, and whose it is. */
	readonly tensor: number;
	readonly worst: string;
	/** Largest relative error of an element above a thousandth of its tensor's largest. */
	readonly element: number;
}

/** The gradients of a case's batch against central differences. */
export async function gradientErrors(executor: Executor, one: Case): Promise<GradientErrors> {
	const { program, batch, weights } = problemOf(one);
	const { topology, loss } = program;
	const expected = numericGradient(new ReferenceNet(topology, weights), loss, batch);
	const found = await executor.gradients(topology, loss, weights, batch);
	const whole = norm(expected.map(norm));
	const names = topology.tensors.flatMap(({ trained, name }) => (trained ? [name] : []));
	const errors = expected.map((part, i) => relativeError(found[i] ?? [], part, whole));
	const tensor = Math.max(...errors.map((error) => (Number.isNaN(error) ? Infinity : error)));
	const element = Math.max(
		...expected.map((part, i) => (norm(part) > 1e-6 * whole ? elementError(found[i] ?? [], part) : 0)),
	);
	return { tensor, worst: names[errors.indexOf(tensor)] ?? '', element };
}

/** Raw outputs in evaluation mode against the reference's, as a share of their length. */
export async function predictionError(executor: Executor, one: Case): Promise<number> {
	const { program, samples, weights } = problemOf(one);
	const { rows, x } = samples;
	const found = await executor.predict(program.topology, weights, x, rows);
	return relativeError(found, new ReferenceNet(program.topology, weights).outputs(x, rows));
}

/** A short training of a case: its program, and its rows. */
export function trainingOf(one: Case, steps: number, epochs = 1): { program: Program; train: Samples } {
	const { program } = problemOf(one);
	const train = samplesOf(one, one.rows * steps, program.seed);
	return { program: { ...program, epochs, keep: 'last' }, train };
}

/** How far one epoch of a few steps moves the weights, against the reference: the largest error of a tensor's change. */
export async function changeError(executor: Executor, one: Case, steps: number): Promise<number> {
	const { program, train } = trainingOf(one, steps);
	const initial = initialWeights(program.topology, program.seed);
	const reference = new ReferenceNet(program.topology, initial);
	for (const batch of batchesOf(program, train)(1)) reference.step(program, batch);
	const { weights } = await executor.train(program, { train, validation: train });
	const changes = (after: readonly ArrayLike<number>[]) =>
		initial.map((before, i) => Array.from(before, (value, k) => (after[i]?.[k] ?? NaN) - value));
	const expected = changes(reference.weights);
	const whole = norm(expected.map(norm));
	const found = changes(weights);
	return Math.max(...expected.map((part, i) => relativeError(found[i] ?? [], part, whole)));
}
