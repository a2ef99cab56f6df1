/**
 * The nets on which executors prove themselves: small, between them every kind of layer, and with seeds that keep them
 * away from kinks and ties, where gradients in float32 may rightly differ.
 */
import { topologyOf, type Topology } from '../model/topology';
import { sizeOf, type Shape } from '../model/topology-layer';
import { initialWeights } from '../model/weights';
import { Stream } from '../random/stream';
import type { Activation, Architecture, Layer } from '../schema/architecture';
import { batchesOf } from './batches';
import { programOf, type Batch, type Program } from './program';

/** What is proven on its own, when it is first asked for. */
export const FAMILIES = ['activations', 'convolution', 'pooling', 'recurrence', 'shapes'] as const;
export type LayerFamily = (typeof FAMILIES)[number];

interface Net {
	readonly shapes: readonly Shape[];
	readonly layers: readonly Layer[];
	/** Classes; a single one is a value. */
	readonly outputs: number;
	readonly rows: number;
	readonly seed: number;
	/** Whole inputs below this, for embeddings. */
	readonly whole?: number;
}

const dense = (units: number, activation: Activation): Layer => ({ layer: 'dense', units, activation });

/** Dense nets, proven at once. */
export const DENSE_NETS: readonly Net[] = [
	{
		...{ shapes: [[24]], outputs: 3, rows: 32, seed: 1 },
		layers: [dense(64, 'relu'), { layer: 'batchNorm' }, { layer: 'dropout', rate: 0.25 }, dense(32, 'relu')],
	},
	{
		...{ shapes: [[24]], outputs: 1, rows: 32, seed: 1 },
		layers: [dense(8, 'tanh'), dense(8, 'sigmoid'), dense(8, 'elu'), dense(8, 'gelu')],
	},
];

const few = { rows: 4, outputs: 2, seed: 1 };

export const FAMILY_NETS: Record<LayerFamily, readonly Net[]> = {
	activations: [
		{
			...{ ...few, shapes: [[6]] },
			layers: [
				dense(6, 'selu'),
				dense(6, 'softplus'),
				dense(6, 'swish'),
				dense(6, 'hardSigmoid'),
				dense(6, 'leakyRelu'),
				dense(6, 'softmax'),
			],
		},
	],
	convolution: [
		{
			...{ ...few, shapes: [[2, 5, 4]] },
			layers: [
				{ layer: 'conv2d', filters: 3, kernel: 3, padding: 'same', stride: [2, 1], activation: 'tanh' },
				{ layer: 'batchNorm' },
				{ layer: 'depthwiseConv2d', kernel: 2, multiplier: 2, activation: 'linear' },
				{ layer: 'convTranspose2d', filters: 2, kernel: 3, stride: 2, padding: 'same', activation: 'tanh' },
				{ layer: 'separableConv2d', filters: 2, kernel: 2, activation: 'tanh' },
			],
		},
		{
			...{ ...few, shapes: [[7, 2]] },
			layers: [
				{ layer: 'conv1d', filters: 3, kernel: 3, padding: 'causal', dilation: 2, activation: 'tanh' },
				{ layer: 'convTranspose1d', filters: 2, kernel: 3, stride: 2, activation: 'tanh' },
			],
		},
		{
			...{ ...few, shapes: [[1, 3, 3, 3]] },
			layers: [{ layer: 'conv3d', filters: 2, kernel: 2, activation: 'tanh' }],
		},
	],
	pooling: [
		{
			...{ ...few, shapes: [[2, 6, 5]] },
			layers: [
				{ layer: 'conv2d', filters: 3, kernel: 1, activation: 'tanh' },
				{ layer: 'averagePool2d', size: 2, stride: 1, padding: 'same' },
				{ layer: 'maxPool2d', size: 3, stride: 2, padding: 'same' },
			],
		},
		{
			...{ ...few, shapes: [[8, 2]] },
			layers: [
				{ ...dense(3, 'tanh'), timeDistributed: true } as Layer,
				{ layer: 'maxPool1d', size: 2 },
				{ layer: 'globalAveragePool' },
			],
		},
		{
			...{ ...few, shapes: [[5, 3]] },
			layers: [{ ...dense(3, 'tanh'), timeDistributed: true } as Layer, { layer: 'globalMaxPool' }],
		},
	],
	recurrence: (['lstm', 'gru', 'simpleRnn'] as const).map((layer) => ({
		...{ ...few, rows: 3, shapes: [[4, 2]] },
		layers: [
			{ layer, units: 2, bidirectional: true, returnSequences: true },
			{ layer, units: 2 },
		],
	})),
	shapes: [
		{
			...{ ...few, rows: 3, shapes: [[4], [3]] },
			layers: [
				{ layer: 'input', input: 0, name: 'numbers' },
				{ ...dense(4, 'tanh'), name: 'left' } as Layer,
				{ layer: 'input', input: 1 },
				dense(4, 'tanh'),
				{ layer: 'layerNorm' },
				{ layer: 'add', with: ['left'] },
				{ layer: 'concatenate', with: ['numbers'] },
				{ layer: 'reshape', shape: [2, 2, 2] },
				{ layer: 'zeroPadding2d', padding: 1 },
				{ layer: 'upSampling2d', size: [2, 1] },
				{ layer: 'permute', axes: [2, 0, 1] },
				{ ...dense(3, 'tanh'), timeDistributed: true } as Layer,
			],
		},
		{ ...{ ...few, shapes: [[4]], whole: 5 }, layers: [{ layer: 'embedding', vocabulary: 5, units: 3 }] },
	],
};

const FAMILY_OF: Partial<Record<Topology['layers'][number]['kind'], LayerFamily>> = {
	...{
		conv: 'convolution',
		convTranspose: 'convolution',
		depthwise: 'convolution',
		separable: 'convolution',
	},
	...{ pool: 'pooling', globalPool: 'pooling', recurrent: 'recurrence' },
	...{ layerNorm: 'shapes', embedding: 'shapes', permute: 'shapes', padding: 'shapes' },
	...{ upSampling: 'shapes', add: 'shapes', concatenate: 'shapes', input: 'shapes' },
};
const PROVEN: readonly Activation[] = ['linear', 'relu', 'tanh', 'sigmoid', 'elu', 'gelu'];

/** What a net has that an executor has not shown to have right when it passed the self-test. */
export function familiesOf({ layers }: Topology): LayerFamily[] {
	const found = new Set<LayerFamily>();
	for (const layer of layers) {
		const family = FAMILY_OF[layer.kind];
		if (family) found.add(family);
		if ('activation' in layer && !PROVEN.includes(layer.activation)) found.add('activations');
	}
	return [...found];
}

export interface Problem {
	readonly program: Program;
	readonly weights: Float32Array[];
	readonly batch: Batch;
}

/** A net with its first batch. */
export function problemOf({ shapes, layers, outputs, rows, seed, whole }: Net): Problem {
	const [analysis, loss] =
		outputs > 1
			? (['multi-class', 'categoricalCrossentropy'] as const)
			: (['regression', 'meanSquaredError'] as const);
	const architecture: Architecture = {
		kind: 'architecture',
		...{ name: 'Self-test', analysis, loss, layers: [...layers, { layer: 'output' }] },
		optimizer: { optimizer: 'adam', learningRate: 0.001, weightDecay: 0.01 },
	};
	const trainer = { epochs: 1, batchSize: rows, patience: null };
	const program = programOf(architecture, topologyOf(architecture, shapes, outputs), trainer, seed);
	const stream = new Stream(seed, 'self-test');
	const width = shapes.reduce((sum, shape) => sum + sizeOf(shape), 0);
	const x = new Float32Array(rows * width).map(() => (whole ? stream.below(whole) : stream.normal()));
	const y = new Float32Array(rows).map(() => (outputs > 1 ? stream.below(outputs) : stream.normal()));
	const [batch] = batchesOf(program, { rows, x, y })(1) as Iterable<Batch> as [Batch];
	return { program, weights: initialWeights(program.topology, seed), batch };
}
