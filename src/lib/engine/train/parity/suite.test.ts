import { describe, expect, it } from 'vitest';
import { LOSSES, OPTIMIZERS } from '../../schema/architecture';
import { ACTIVATIONS, layerSchema } from '../../schema/layer';
import type { Executor } from '../executor';
import type { Case } from './case';
import { elementError, relativeError } from './errors';
import { changeError, gradientErrors, predictionError, trainingOf } from './measure';
import { CASES } from './cases';
import { OPTIMIZED } from './optimizer-cases';
import { topologyFor } from './problem';
import { referenceExecutor } from './reference-executor';

const caseNamed = (name: string) => {
	const found = [...CASES, ...OPTIMIZED].find((one) => one.name === name);
	if (!found) throw new Error(`no case is called ${name}`);
	return found;
};

/** The reference with one number of one tensor's gradient moved by a share of it. */
const off = (tensor: number, element: number, share: number): Executor => ({
	...referenceExecutor,
	async gradients(...call) {
		const gradients = await referenceExecutor.gradients(...call);
		const values = gradients[tensor] as Float32Array;
		values[element] = (values[element] as number) * (1 + share);
		return gradients;
	},
});

describe('the suite', () => {
	it('has cases with names of their own', () => {
		const names = [...CASES, ...OPTIMIZED].map(({ name }) => name);
		expect(new Set(names).size).toBe(names.length);
	});

	it('has a case of everything that can be declared, and a short one of each kind', () => {
		const missing = (declared: readonly string[], found: readonly string[]) =>
			declared.filter((name) => !found.includes(name));
		const kindsOf = (cases: readonly Case[]) =>
			cases.flatMap((one) => topologyFor(one).layers.map(({ kind }) => kind));
		const activationsOf = (cases: readonly Case[]) =>
			cases.flatMap(({ layers }) =>
				layers.flatMap((layer) => ('activation' in layer ? [layer.activation] : [])),
			);
		const lossesOf = (cases: readonly Case[]) => cases.map(({ loss }) => loss);
		const short = CASES.filter((one) => one.short);
		const declared = CASES.flatMap(({ layers }) => layers.map(({ layer }) => layer));
		const known = layerSchema.options.map(({ entries }) => entries.layer.literal);
		expect(missing(known, [...declared, 'output', 'constant'])).toEqual([]);
		expect(missing(kindsOf(CASES), kindsOf(short))).toEqual([]);
		expect(missing(ACTIVATIONS, activationsOf(short))).toEqual([]);
		expect(missing(LOSSES, lossesOf(short))).toEqual([]);
		const optimizers = OPTIMIZED.filter((one) => one.short).map(
			({ optimizer }) => optimizer?.optimizer ?? '',
		);
		expect(missing(OPTIMIZERS, optimizers)).toEqual([]);
	});

	it('notices one number of a gradient that is a little off', async () => {
		const one = caseNamed('conv2d');
		expect((await gradientErrors(referenceExecutor, one)).tensor).toBeLessThan(1e-6);
		const { tensor, worst, element } = await gradientErrors(off(1, 0, 0.01), one);
		expect(worst).toBe('1/bias');
		expect(tensor).toBeGreaterThan(1e-4);
		expect(element).toBeCloseTo(0.01, 4);
	});

	it('notices gradients that are missing, too short or not numbers', async () => {
		const one = caseNamed('dense tanh');
		for (const spoil of [
			(parts: Float32Array[]) => parts.slice(1),
			(parts: Float32Array[]) => parts.map((part) => part.subarray(1)),
			(parts: Float32Array[]) => parts.map((part) => part.map(() => NaN)),
		]) {
			const gradients: Executor['gradients'] = async (...call) =>
				spoil(await referenceExecutor.gradients(...call));
			const { tensor } = await gradientErrors({ ...referenceExecutor, gradients }, one);
			expect(tensor).toBe(Infinity);
		}
	});

	it('notices a step at another rate, and outputs that are a little off', async () => {
		const faster: Executor = {
			...referenceExecutor,
			train: (program, ...rest) =>
				referenceExecutor.train({ ...program, learningRate: program.learningRate * 1.001 }, ...rest),
			predict: async (...call) => (await referenceExecutor.predict(...call)).map((value) => value * 1.0001),
		};
		const one = caseNamed('adam');
		const training = trainingOf(one, 2);
		expect(await changeError(referenceExecutor, training)).toBeLessThan(1e-5);
		expect(await changeError(faster, training)).toBeGreaterThan(5e-4);
		expect(await predictionError(faster, one)).toBeCloseTo(1e-4, 6);
	});
});

describe('errors', () => {
	it('are shares of what is expected, and of the whole where that is nothing', () => {
		expect(relativeError([3, 4.5], [3, 4])).toBeCloseTo(0.1, 12);
		expect(relativeError([1e-8], [0], 10)).toBeCloseTo(1e-9, 15);
		expect(relativeError([1], [1, 2])).toBe(Infinity);
		expect(elementError([1.1, 0.5], [1, 0.0001])).toBeCloseTo(0.1, 12);
		expect(elementError([NaN], [1])).toBe(Infinity);
	});
});
