/** What the suite measures of an executor, case by case. For tests and nothing else. */
import { initialWeights } from '../../model/weights';
import type { Executor } from '../executor';
import type { Program, TrainingData } from '../program';
import { ReferenceNet } from '../reference/net';
import type { Case } from './case';
import { elementError, norm, relativeError } from './errors';
import { numericGradient } from './numeric-gradient';
import { awayFromKinks, problemOf, samplesOf } from './problem';
import { referenceExecutor } from './reference-executor';

export interface Training {
	readonly program: Program;
	readonly data: TrainingData;
}

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

/**
 * The gradients of a net drawn by chance against the reference's, the largest error of a tensor; null where no weights keep
 * it away from kinks. What nearly cancels is measured by a hundredth of the whole.
 */
export async function chanceError(executor: Executor, one: Case): Promise<number | null> {
	const problem = awayFromKinks(one);
	if (!problem) return null;
	const { program, batch, weights } = problem;
	const { gradients } = new ReferenceNet(program.topology, weights).pass(program.loss, batch);
	const expected = gradients.filter((part) => part !== null);
	const found = await executor.gradients(program.topology, program.loss, weights, batch);
	const least = norm(expected.map(norm)) / 100;
	const errors = expected.map(
		(part, i) => relativeError(found[i] ?? [], part) * Math.min(1, norm(part) / least),
	);
	return Math.max(...errors.map((error) => (Number.isNaN(error) ? Infinity : error)));
}

/** Raw outputs in evaluation mode against the reference's, as a share of their length. */
export async function predictionError(executor: Executor, one: Case): Promise<number> {
	const { program, samples, weights } = problemOf(one);
	const { rows, x } = samples;
	const found = await executor.predict(program.topology, weights, x, rows);
	return relativeError(found, new ReferenceNet(program.topology, weights).outputs(x, rows));
}

/** A short training of a case; but for a single step, the last batch is a partial one. */
export function trainingOf(one: Case, steps: number, values: Partial<Program> = {}): Training {
	const { program } = problemOf(one);
	const rows = one.rows * steps - (steps > 1 ? 1 : 0);
	const train = samplesOf(one, rows, program.seed);
	const validation = samplesOf(one, one.rows, program.seed + 1);
	return { program: { ...program, keep: 'last', ...values }, data: { train, validation } };
}

/** How far a training moves the weights, against the reference: the largest error of a tensor's change. */
export async function changeError(executor: Executor, { program, data }: Training): Promise<number> {
	const initial = initialWeights(program.topology, program.seed);
	const changes = async (by: Executor) => {
		const { weights } = await by.train(program, data);
		return initial.map((before, i) => Array.from(before, (value, k) => (weights[i]?.[k] ?? NaN) - value));
	};
	const expected = await changes(referenceExecutor);
	const whole = norm(expected.map(norm));
	const found = await changes(executor);
	return Math.max(...expected.map((part, i) => relativeError(found[i] ?? [], part, whole)));
}
