import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { architectureSchema, type Architecture } from '../schema/architecture';
import { ANALYSES } from '../schema/common';
import { trainerSchema } from '../schema/experiment';
import { describeModel } from './describe';
import { baseline, defaultTrainer, presets } from './presets';
import { checkModel, topologyOf } from './topology';
import { initialWeights } from './weights';

const medium = presets('multi-class').find(({ name }) => name === 'Medium net') as Architecture;
const withLayers = (layers: Architecture['layers']): Architecture => ({ ...medium, layers });

describe('a topology', () => {
	it('has the shapes and parameters of the declared layers', () => {
		const model = withLayers([
			{ layer: 'dense', units: 8, activation: 'relu' },
			{ layer: 'batchNorm' },
			{ layer: 'dropout', rate: 0.5 },
			{ layer: 'output' },
		]);
		const { layers } = describeModel(model, [[5]], 3);
		expect(layers.map((row) => [row?.shape, row?.parameters])).toEqual([
			[[8], 48],
			[[8], 16],
			[[8], 0],
			[[3], 27],
		]);
		const { parameters, tensors } = topologyOf(model, 5, 3);
		expect(parameters).toBe(91);
		expect(tensors.map(({ name }) => name)).toEqual([
			'1/kernel',
			'1/bias',
			'2/scale',
			'2/shift',
			'2/mean',
			'2/variance',
			'4/kernel',
			'4/bias',
		]);
	});

	it('ends with what the last layer gives where the output adds no layer', () => {
		const plain: Architecture['layers'] = [
			{ layer: 'dense', units: 3, activation: 'tanh' },
			{ layer: 'output', dense: false },
		];
		const { layers, parameters } = topologyOf(withLayers(plain), 5, 3);
		expect(layers.at(-1)).toMatchObject({ kind: 'reshape', shape: [3], from: [0] });
		expect(parameters).toBe(18);
		expect(() => topologyOf(withLayers(plain), 5, 4)).toThrow(/4 numbers/);
	});

	it('is refused with the reason', () => {
		const code = (work: () => unknown) => {
			try {
				work();
			} catch (thrown) {
				return (thrown as { code?: string }).code;
			}
			return null;
		};
		expect(code(() => topologyOf(medium, 0, 3))).toBe('model.no-inputs');
		expect(code(() => topologyOf({ ...medium, loss: 'meanSquaredError' }, 4, 3))).toBe('model.loss');
		expect(code(() => topologyOf(withLayers([{ layer: 'batchNorm' }, { layer: 'constant' }]), 4, 3))).toBe(
			'model.baseline-layers',
		);
		expect(code(() => topologyOf(medium, 1_000_000, 3))).toBe('model.too-large');
		expect(code(() => checkModel(medium, 'regression', 4, 0))).toBe('model.analysis');
		expect(code(() => checkModel(medium, 'multi-class', 4, 1))).toBe('model.no-classes');
		expect(code(() => checkModel(medium, 'multi-class', 4, 3))).toBe(null);
	});
});

describe('initial weights', () => {
	const topology = topologyOf(medium, 100, 3);
	const weights = initialWeights(topology, 7);

	it('are fixed by the seed', () => {
		expect(initialWeights(topology, 7)).toEqual(weights);
		expect(initialWeights(topology, 8)).not.toEqual(weights);
	});

	it('have the spread of He before a rectifier and of Glorot before the output', () => {
		const deviation = (values: Float32Array) =>
			Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0) / values.length);
		const named = (end: string) =>
			topology.tensors.map(({ name }, i) => ({ name, i })).filter(({ name }) => name.endsWith(end));
		const kernels = named('kernel').map(({ i }) => weights[i] as Float32Array);
		expect(deviation(kernels[0] as Float32Array) / Math.sqrt(2 / 100)).toBeCloseTo(1, 1);
		const last = topology.layers.at(-1);
		if (last?.kind !== 'dense') throw new Error('no output layer');
		const limit = Math.sqrt(6 / (last.inputs + last.units));
		expect(Math.max(...(kernels.at(-1) as Float32Array))).toBeLessThanOrEqual(limit);
		for (const { i } of named('bias')) expect(new Set(weights[i])).toEqual(new Set([0]));
	});
});

describe('presets', () => {
	it.each(ANALYSES)('for %s are valid documents that can be built', (analysis) => {
		for (const model of [...presets(analysis), baseline(analysis)]) {
			expect(v.parse(architectureSchema, model)).toEqual(model);
			checkModel(model, analysis, 7, analysis === 'regression' ? 0 : 2);
		}
	});

	it('train with larger batches and fewer epochs the more rows there are', () => {
		const trainers = [10, 300, 10_000, 1_000_000].map(defaultTrainer);
		for (const trainer of trainers) expect(v.parse(trainerSchema, trainer)).toEqual(trainer);
		const sizes = trainers.map(({ batchSize }) => batchSize);
		const epochs = trainers.map((trainer) => trainer.epochs);
		expect(sizes).toEqual(sizes.toSorted((a, b) => a - b));
		expect(epochs).toEqual(epochs.toSorted((a, b) => b - a));
	});
});
