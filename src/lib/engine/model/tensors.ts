/** The weight tensors of a resolved layer: what each is for, its shape, how it begins, whether it decays or is penalised. */
import type { Activation, Initializer, Layer } from '../schema/layer';
import { sizeOf, type Shape, type TopologyLayer } from './topology-layer';

/** What a weight tensor is for. `mean` and `variance` are running statistics and not trained. */
export type TensorRole =
	| 'kernel'
	| 'depthwise'
	| 'recurrent'
	| 'bias'
	| 'backwardKernel'
	| 'backwardRecurrent'
	| 'backwardBias'
	| 'scale'
	| 'shift'
	| 'mean'
	| 'variance';

/** How a tensor begins. `forget`: ones for the forget gate, zeros for the rest. `small`: uniform within ± 0.05. */
export interface Initial {
	readonly how: Initializer | 'ones' | 'forget' | 'small';
	/** Numbers that flow into and out of one unit. */
	readonly fanIn: number;
	readonly fanOut: number;
}

export interface TensorSpec {
	/** "2/kernel": layer number (1-based, in the document) and role. */
	readonly name: string;
	readonly layer: number;
	readonly role: TensorRole;
	/** Row-major. */
	readonly shape: Shape;
	readonly size: number;
	readonly trained: boolean;
	/** Whether weight decay shrinks it. */
	readonly decays: boolean;
	/** l1·Σ|w| + l2·Σw² is added to the loss. */
	readonly l1: number;
	readonly l2: number;
	readonly initial: Initial;
}

const GATES = { lstm: 4, gru: 3, simpleRnn: 1 } as const;
const RECTIFIERS: readonly Activation[] = ['relu', 'leakyRelu', 'elu', 'gelu', 'swish', 'softplus'];

/** He et al. 2015 before rectifiers, LeCun (Klambauer et al. 2017) before SELU, Glorot & Bengio 2010 elsewhere. */
function usual(activation: Activation): Initializer {
	if (activation === 'selu') return 'lecunNormal';
	return RECTIFIERS.includes(activation) ? 'heNormal' : 'glorotUniform';
}

type Part = readonly [role: TensorRole, shape: Shape, initial: Initial];

const begins = (how: Initial['how'], fanIn = 0, fanOut = 0): Initial => ({ how, fanIn, fanOut });
const zeros = begins('zeros');

function recurrentParts(layer: Extract<TopologyLayer, { kind: 'recurrent' }>, chosen?: Initializer): Part[] {
	const { cell, inputs, width } = layer;
	const columns = GATES[cell] * width;
	const bias: Shape = cell === 'gru' ? [2, columns] : [columns];
	const parts: Part[] = [
		['kernel', [inputs, columns], begins(chosen ?? 'glorotUniform', inputs, columns)],
		['recurrent', [width, columns], begins('orthogonal', width, columns)],
		['bias', bias, cell === 'lstm' ? begins('forget') : zeros],
	];
	if (!layer.bidirectional) return parts;
	const back = { kernel: 'backwardKernel', recurrent: 'backwardRecurrent', bias: 'backwardBias' } as const;
	const again = parts.map(([role, shape, initial]): Part => [
		back[role as keyof typeof back],
		shape,
		initial,
	]);
	return [...parts, ...again];
}

function partsOf(layer: TopologyLayer, chosen: Initializer | undefined): Part[] {
	if (layer.kind === 'recurrent') return recurrentParts(layer, chosen);
	if (layer.kind === 'batchNorm')
		return (['scale', 'shift', 'mean', 'variance'] as const).map((role) => [
			role,
			[layer.channels],
			role === 'scale' || role === 'variance' ? begins('ones') : zeros,
		]);
	if (layer.kind === 'layerNorm')
		return [
			['scale', [layer.channels], begins('ones')],
			['shift', [layer.channels], zeros],
		];
	if (layer.kind === 'embedding') {
		const { vocabulary, width } = layer;
		return [['kernel', [vocabulary, width], begins(chosen ?? 'small', vocabulary, width)]];
	}
	if (!('bias' in layer)) return [];
	const how = chosen ?? usual(layer.activation);
	const bias = (size: number): Part[] => (layer.bias ? [['bias', [size], zeros]] : []);
	if (layer.kind === 'dense') {
		const width = layer.units / layer.steps;
		return [['kernel', [layer.inputs, width], begins(how, layer.inputs, width)], ...bias(width)];
	}
	const { kernel, channels } = layer;
	const field = sizeOf(kernel);
	if (layer.kind === 'depthwise') {
		const shape = [...kernel, channels, layer.multiplier];
		const first: Part = ['kernel', shape, begins(how, field, field * layer.multiplier)];
		return [first, ...bias(channels * layer.multiplier)];
	}
	const { filters } = layer;
	if (layer.kind === 'separable') {
		const middle = channels * layer.multiplier;
		return [
			[
				'depthwise',
				[...kernel, channels, layer.multiplier],
				begins(chosen ?? 'glorotUniform', field, field * layer.multiplier),
			],
			['kernel', [middle, filters], begins(how, middle, filters)],
			...bias(filters),
		];
	}
	const [into, out] = layer.kind === 'conv' ? [channels, filters] : [filters, channels];
	return [
		['kernel', [...kernel, into, out], begins(how, field * channels, field * filters)],
		...bias(filters),
	];
}

const KERNELS: readonly TensorRole[] = [
	'kernel',
	'depthwise',
	'recurrent',
	'backwardKernel',
	'backwardRecurrent',
];

/** @param declared the layer in the document, for its initializer and penalties. @param index its 0-based position. */
export function tensorsOf(layer: TopologyLayer, declared: Layer, index: number): TensorSpec[] {
	const chosen = 'initializer' in declared ? declared.initializer : undefined;
	const penalty = 'l1' in declared || 'l2' in declared ? declared : { l1: 0, l2: 0 };
	return partsOf(layer, chosen).map(([role, shape, initial]) => {
		const isKernel = KERNELS.includes(role);
		return {
			name: `${index + 1}/${role}`,
			layer: index,
			role,
			shape,
			size: sizeOf(shape),
			trained: role !== 'mean' && role !== 'variance',
			decays: isKernel,
			l1: isKernel ? (penalty.l1 ?? 0) : 0,
			l2: isKernel ? (penalty.l2 ?? 0) : 0,
			initial,
		};
	});
}
