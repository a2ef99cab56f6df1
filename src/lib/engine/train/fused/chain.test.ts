import { expect, it } from 'vitest';
import { topologyOf } from '../../model/topology';
import type { Shape } from '../../model/topology-layer';
import type { Layer } from '../../schema/architecture';
import { lossOf } from '../program';
import { chainOf, fusedTakes } from './chain';

const dense = { layer: 'dense', units: 4, activation: 'linear' } as const;
const relu = { layer: 'activation', activation: 'relu' } as const;
const LOSS = lossOf({ loss: 'meanSquaredError' });

const topologyFor = (
	layers: readonly Layer[],
	shapes: readonly Shape[],
	output: Layer = { layer: 'output' },
) =>
	topologyOf(
		{
			...{ kind: 'architecture', name: 'Net', analysis: 'regression', loss: 'meanSquaredError' },
			layers: [...layers, output],
			optimizer: { optimizer: 'sgd', learningRate: 0.1, weightDecay: 0 },
		},
		shapes,
		2,
	);

const VECTOR: Shape[] = [[6]];
const STEPS: Shape[] = [[3, 2]];
const PICTURE: Shape[] = [[2, 3, 3]];

it.each<[string, Layer[], Shape[]]>([
	['nothing but an output', [], VECTOR],
	['an activation of its own', [dense, { layer: 'batchNorm' }, relu], VECTOR],
	['a flat start', [{ layer: 'flatten' }, dense], PICTURE],
	['dense layers on pictures, which they flatten', [dense], PICTURE],
	['an activation and dropout of pictures', [relu, { layer: 'dropout', rate: 0.2 }, dense], PICTURE],
	['a reshape', [{ layer: 'reshape', shape: [2, 3] }, dense], VECTOR],
	['the only input by its name', [{ layer: 'input', input: 0 }, dense], VECTOR],
	['softmax of a vector', [{ ...dense, activation: 'softmax' }], VECTOR],
])('takes %s', (_, layers, shapes) => {
	expect(fusedTakes(topologyFor(layers, shapes), LOSS)).toBe(true);
});

it.each<[string, Layer[], Shape[]]>([
	['a convolution', [{ layer: 'conv1d', filters: 2, kernel: 2, activation: 'relu' }], STEPS],
	['a recurrence', [{ layer: 'lstm', units: 3 }], STEPS],
	['a time-distributed dense layer', [{ ...dense, timeDistributed: true }], STEPS],
	['batch norm by the channels of pictures', [{ layer: 'batchNorm' }, dense], PICTURE],
	['softmax along the channels of pictures', [{ ...relu, activation: 'softmax' }, dense], PICTURE],
	['layer norm', [{ layer: 'layerNorm' }], VECTOR],
	['a branch', [{ ...dense, name: 'a' }, dense, { layer: 'add', with: ['a'] }], VECTOR],
	['one of two inputs', [{ layer: 'input', input: 1 }, dense], [[2], [3]]],
	['a permutation', [{ layer: 'permute', axes: [1, 0] }, dense], STEPS],
])('leaves %s to others', (_, layers, shapes) => {
	expect(fusedTakes(topologyFor(layers, shapes), LOSS)).toBe(false);
	expect(() => chainOf(topologyFor(layers, shapes))).toThrow(
		expect.objectContaining({ code: 'train.backend-off' }),
	);
});

it('leaves a net without weights to others', () => {
	expect(fusedTakes(topologyFor([relu], [[2]], { layer: 'output', dense: false }), LOSS)).toBe(false);
});

it('makes an activation part of the product before it, and leaves out what does nothing', () => {
	const layers: Layer[] = [
		{ layer: 'flatten' },
		dense,
		{ layer: 'dropout', rate: 0 },
		relu,
		{ layer: 'activation', activation: 'linear' },
		{ layer: 'activation', activation: 'tanh' },
	];
	expect(chainOf(topologyFor(layers, PICTURE))).toMatchObject([
		{ kind: 'dense', index: 1, activation: 'relu', inputs: 18, units: 4 },
		{ kind: 'activation', index: 5, activation: 'tanh' },
		{ kind: 'dense', index: 6, activation: 'linear', inputs: 4, units: 2 },
	]);
});
