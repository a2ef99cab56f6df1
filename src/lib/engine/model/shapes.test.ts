import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { architectureSchema, type Architecture } from '../schema/architecture';
import type { Layer } from '../schema/layer';
import { topologyOf, type Shape } from './topology';
import { initialWeights } from './weights';

const model = (layers: readonly Layer[]): Architecture =>
	v.parse(architectureSchema, {
		kind: 'architecture',
		name: 'Net',
		analysis: 'regression',
		layers: [...layers, { layer: 'output' }],
		loss: 'meanSquaredError',
		optimizer: { optimizer: 'adam', learningRate: 0.01 },
	});
const resolve = (layers: readonly Layer[], ...shapes: Shape[]) => topologyOf(model(layers), shapes, 1);
/** Shape after the first layer, and the shapes of its tensors. */
function first(layer: Layer, given: Shape) {
	const { layers, tensors } = resolve([layer], given);
	return [layers[0]?.shape, ...tensors.filter((tensor) => tensor.layer === 0).map(({ shape }) => shape)];
}
const CONV = { filters: 8, activation: 'relu' } as const;

describe('the shape a layer gives', () => {
	// Spatial sizes as tf.keras gives them for the same settings.
	it.each<[string, Layer, Shape, readonly Shape[]]>([
		['dense flattens', { layer: 'dense', units: 5, activation: 'relu' }, [4, 3], [[5], [12, 5], [5]]],
		[
			'dense at every step',
			{ layer: 'dense', units: 5, activation: 'relu', timeDistributed: true },
			[4, 3],
			[[4, 5], [3, 5], [5]],
		],
		['conv1d', { layer: 'conv1d', ...CONV, kernel: 3 }, [10, 2], [[8, 8], [3, 2, 8], [8]]],
		[
			'conv1d, causal and strided',
			{ layer: 'conv1d', ...CONV, kernel: 3, stride: 2, dilation: 2, padding: 'causal' },
			[10, 2],
			[[5, 8], [3, 2, 8], [8]],
		],
		[
			'conv2d, same',
			{ layer: 'conv2d', ...CONV, kernel: [3, 2], stride: 2, padding: 'same' },
			[3, 7, 6],
			[[8, 4, 3], [3, 2, 3, 8], [8]],
		],
		['conv3d', { layer: 'conv3d', ...CONV, kernel: 2 }, [1, 4, 5, 6], [[8, 3, 4, 5], [2, 2, 2, 1, 8], [8]]],
		[
			'transposed, valid',
			{ layer: 'convTranspose2d', ...CONV, kernel: 3, stride: 2 },
			[3, 4, 5],
			[[8, 9, 11], [3, 3, 8, 3], [8]],
		],
		[
			'transposed, same',
			{ layer: 'convTranspose1d', ...CONV, kernel: 3, stride: 2, padding: 'same', bias: false },
			[4, 2],
			[
				[8, 8],
				[3, 8, 2],
			],
		],
		[
			'depthwise',
			{ layer: 'depthwiseConv2d', kernel: 3, multiplier: 2, activation: 'relu' },
			[3, 5, 5],
			[[6, 3, 3], [3, 3, 3, 2], [6]],
		],
		[
			'separable',
			{ layer: 'separableConv2d', ...CONV, kernel: 3, multiplier: 2 },
			[3, 5, 5],
			[[8, 3, 3], [3, 3, 3, 2], [6, 8], [8]],
		],
		['max pooling', { layer: 'maxPool2d', size: 2 }, [3, 7, 6], [[3, 3, 3]]],
		[
			'average pooling, same',
			{ layer: 'averagePool1d', size: 3, stride: 2, padding: 'same' },
			[7, 2],
			[[4, 2]],
		],
		['global pooling', { layer: 'globalAveragePool' }, [3, 7, 6], [[3]]],
		['up-sampling', { layer: 'upSampling2d', size: [2, 3] }, [3, 4, 5], [[3, 8, 15]]],
		['padding', { layer: 'zeroPadding1d', padding: 2 }, [4, 3], [[8, 3]]],
		[
			'embedding',
			{ layer: 'embedding', vocabulary: 10, units: 4 },
			[6],
			[
				[6, 4],
				[10, 4],
			],
		],
		['lstm', { layer: 'lstm', units: 5 }, [6, 2], [[5], [2, 20], [5, 20], [20]]],
		[
			'gru, all steps, both ways',
			{ layer: 'gru', units: 5, returnSequences: true, bidirectional: true },
			[6, 2],
			[
				[6, 10],
				[2, 15],
				[5, 15],
				[2, 15],
				[2, 15],
				[5, 15],
				[2, 15],
			],
		],
		['permute', { layer: 'permute', axes: [2, 0, 1] }, [3, 4, 5], [[5, 3, 4]]],
		['reshape', { layer: 'reshape', shape: [2, 6] }, [3, 4], [[2, 6]]],
		['batch norm by channels', { layer: 'batchNorm' }, [3, 4, 5], [[3, 4, 5], [3], [3], [3], [3]]],
		['layer norm by features', { layer: 'layerNorm' }, [4, 5], [[4, 5], [5], [5]]],
	])('%s', (_, layer, given, expected) => {
		expect(first(layer, given)).toEqual(expected);
	});

	it('joins branches by name, and inputs of a pipeline', () => {
		const { layers } = resolve(
			[
				{ layer: 'input', input: 1 },
				{ layer: 'conv2d', ...CONV, kernel: 3 },
				{ layer: 'flatten', name: 'picture' },
				{ layer: 'input', input: 0 },
				{ layer: 'dense', units: 4, activation: 'relu' },
				{ layer: 'concatenate', with: ['picture'] },
			],
			[7],
			[1, 5, 5],
		);
		expect(layers.map(({ from }) => from)).toEqual([[-1], [0], [1], [-1], [3], [4, 2], [5]]);
		expect(layers[0]).toMatchObject({ kind: 'input', offset: 7, shape: [1, 5, 5] });
		expect(layers[5]?.shape).toEqual([4 + 72]);
	});
});

describe('a layer that does not fit is refused at its position', () => {
	const dense: Layer = { layer: 'dense', units: 4, activation: 'relu' };
	it.each<[string, readonly Layer[], Shape, string]>([
		['too few axes', [dense, { layer: 'conv2d', ...CONV, kernel: 3 }], [4], 'model.layer-shape'],
		[
			'window too large',
			[
				{ layer: 'dropout', rate: 0 },
				{ layer: 'maxPool1d', size: 9 },
			],
			[4, 2],
			'model.layer-setting',
		],
		[
			'wrong number of axes',
			[dense, { layer: 'reshape', shape: [2, 2] }, { layer: 'conv1d', ...CONV, kernel: [1, 1] }],
			[4],
			'model.layer-setting',
		],
		['other size', [dense, { layer: 'reshape', shape: [5] }], [4], 'model.layer-setting'],
		['no such name', [dense, { layer: 'add', with: ['nowhere'] }], [4], 'model.layer-name'],
		['no such input', [dense, { layer: 'input', input: 1 }], [4], 'model.layer-setting'],
	])('%s', (_, layers, given, code) => {
		const position = layers.length;
		expect(() => resolve(layers, given)).toThrowError(
			expect.objectContaining({ code, operands: expect.objectContaining({ position }) as unknown }) as Error,
		);
	});
});

describe('initial weights', () => {
	it('of recurrence are orthogonal, and the forget gate begins open', () => {
		const topology = resolve([{ layer: 'lstm', units: 6 }], [5, 2]);
		const [, recurrent, bias] = initialWeights(topology, 3) as [Float32Array, Float32Array, Float32Array];
		for (let a = 0; a < 6; a++)
			for (let b = 0; b < 6; b++) {
				let dot = 0;
				for (let c = 0; c < 24; c++)
					dot += (recurrent[a * 24 + c] as number) * (recurrent[b * 24 + c] as number);
				expect(dot).toBeCloseTo(a === b ? 1 : 0, 5);
			}
		expect([...bias]).toEqual(Array.from({ length: 24 }, (_, i) => (i >= 6 && i < 12 ? 1 : 0)));
	});

	it('have the variance their initializer says', () => {
		const deviation = (initializer: 'heUniform' | 'lecunNormal' | 'glorotNormal') => {
			const layer = { layer: 'dense', units: 300, activation: 'relu', initializer } as const;
			const [kernel] = initialWeights(resolve([layer], [200]), 1) as [Float32Array];
			return Math.sqrt(kernel.reduce((sum, value) => sum + value * value, 0) / kernel.length);
		};
		expect(deviation('heUniform') / Math.sqrt(2 / 200)).toBeCloseTo(1, 1);
		expect(deviation('lecunNormal') / Math.sqrt(1 / 200)).toBeCloseTo(1, 1);
		expect(deviation('glorotNormal') / Math.sqrt(2 / 500)).toBeCloseTo(1, 1);
	});
});
