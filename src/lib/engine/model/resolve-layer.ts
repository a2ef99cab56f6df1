/**
 * One declared layer with its sizes worked out from what it is given. Refuses what does not fit by saying what the layer
 * needs and what it gets; where it stands and what it is called is added by whoever resolves the whole net.
 */
import type { Layer } from '../schema/layer';
import { perAxis, slidingBack, slidingOver, type Declared } from './sliding';
import { channelAxis, sizeOf, spatialAxes, type LayerOf, type Shape } from './topology-layer';

export type Resolved = LayerOf & { readonly shape: Shape };

/** Throws; `needs` is what the layer takes. */
export interface Refuse {
	/** The shape given does not fit. */
	shape(needs: string): never;
	/** A setting does not fit the shape given. */
	setting(detail: string): never;
}

/** What the net around a layer asks for. */
export interface Surroundings {
	/** Units of the output layer. */
	readonly outputs: number;
	/** Shape of one sample of each input of the pipeline. */
	readonly inputs: readonly Shape[];
}

const shapeText = (shape: Shape): string => `(${shape.join(', ')})`;

/** 1, 2 or 3 from the end of a layer's name: "conv2d". */
const axesOf = (name: string): number => Number(/(\d)d$/.exec(name)?.[1] ?? 0);

const SAMPLES: Record<number, string> = {
	1: 'steps × features',
	2: 'channels × height × width',
	3: 'channels × depth × height × width',
};

const channelsOf = (shape: Shape): number => shape[channelAxis(shape)] as number;

/** The shape with other channels and other extents of the axes slid over. */
function reshaped(given: Shape, channels: number, extents: readonly number[]): Shape {
	const channel = channelAxis(given);
	const rest = [...extents];
	return given.map((_, axis) => (axis === channel ? channels : (rest.shift() as number)));
}

/** The extents a window of this layer slides over. */
function extentsFor(name: string, given: Shape, refuse: Refuse): number[] {
	const axes = axesOf(name);
	if (given.length !== axes + 1) refuse.shape(SAMPLES[axes] ?? 'a sample');
	return spatialAxes(given).map((axis) => given[axis] as number);
}

function slid(name: string, declared: Declared, given: Shape, refuse: Refuse, stride?: Declared['stride']) {
	const extents = extentsFor(name, given, refuse);
	const found =
		slidingOver(declared, extents, stride) ?? refuse.setting(`it slides over ${extents.length} axes`);
	if (found.places.includes(0))
		refuse.setting(`its window is larger than the sample, ${shapeText(given)}, and has no place in it`);
	return found;
}

const affine = (layer: {
	readonly activation: Extract<Layer, { layer: 'dense' }>['activation'];
	readonly bias?: boolean | undefined;
}) => ({ activation: layer.activation, bias: layer.bias ?? true });

function joined(
	layer: Extract<Layer, { layer: 'add' | 'concatenate' }>,
	given: readonly Shape[],
	refuse: Refuse,
): Resolved {
	const [first = []] = given;
	const axis = channelAxis(first);
	const fits = (shape: Shape, free: number) =>
		shape.length === first.length && shape.every((extent, i) => i === free || extent === first[i]);
	const all = given.map(shapeText).join(' and ');
	if (layer.layer === 'add') {
		if (!given.every((shape) => fits(shape, -1)))
			refuse.setting(`shapes to be added must be equal, not ${all}`);
		return { kind: 'add', shape: first };
	}
	if (!given.every((shape) => fits(shape, axis)))
		refuse.setting(`shapes side by side may differ in their channels alone, not ${all}`);
	const channels = given.reduce((sum, shape) => sum + channelsOf(shape), 0);
	return { kind: 'concatenate', axis, shape: first.map((extent, i) => (i === axis ? channels : extent)) };
}

function permuted(axes: readonly number[], given: Shape, refuse: Refuse): Resolved {
	const sorted = axes.toSorted((a, b) => a - b);
	if (sorted.length !== given.length || sorted.some((axis, i) => axis !== i))
		refuse.setting(`axes must name each of 0 to ${given.length - 1} once`);
	return { kind: 'permute', axes, shape: axes.map((axis) => given[axis] as number) };
}

type Windowed = Extract<Layer, { readonly kernel: unknown }>;

function convolved(layer: Windowed, given: Shape, refuse: Refuse): Resolved {
	const channels = channelsOf(given);
	const multiplier = 'multiplier' in layer ? (layer.multiplier ?? 1) : 1;
	if (layer.layer.startsWith('convTranspose')) {
		const extents = extentsFor(layer.layer, given, refuse);
		const { sliding, places } =
			slidingBack(layer, extents) ?? refuse.setting(`it slides over ${extents.length} axes`);
		const { filters } = layer as Extract<Layer, { layer: 'convTranspose1d' }>;
		const shape = reshaped(given, filters, places);
		return { kind: 'convTranspose', channels, filters, ...sliding, ...affine(layer), shape };
	}
	const { sliding, places } = slid(layer.layer, layer, given, refuse);
	const common = { ...sliding, ...affine(layer), channels };
	if (!('filters' in layer))
		return {
			kind: 'depthwise',
			...common,
			multiplier,
			shape: reshaped(given, channels * multiplier, places),
		};
	const { filters } = layer;
	const shape = reshaped(given, filters, places);
	if (layer.layer.startsWith('separable'))
		return { kind: 'separable', ...common, multiplier, filters, shape };
	return { kind: 'conv', ...common, filters, shape };
}

type Pooling = Extract<Layer, { layer: `${'max' | 'average'}Pool${string}` }>;

function pooled(layer: Pooling, given: Shape, refuse: Refuse): Resolved {
	const declared = { kernel: layer.size, padding: layer.padding };
	const { sliding, places } = slid(layer.layer, declared, given, refuse, layer.stride ?? layer.size);
	const mode = layer.layer.startsWith('max') ? 'max' : 'average';
	return { kind: 'pool', mode, ...sliding, shape: reshaped(given, channelsOf(given), places) };
}

/** Up-sampling and padding, which change the extents alone. */
function stretched(
	layer: Extract<Layer, { layer: `upSampling${string}` | `zeroPadding${string}` }>,
	given: Shape,
	refuse: Refuse,
): Resolved {
	const extents = extentsFor(layer.layer, given, refuse);
	const setting = 'size' in layer ? layer.size : layer.padding;
	const each = perAxis(setting, extents.length) ?? refuse.setting(`it works on ${extents.length} axes`);
	const at = (axis: number) => each[axis] as number;
	if ('size' in layer)
		return {
			kind: 'upSampling',
			size: each,
			shape: reshaped(
				given,
				channelsOf(given),
				extents.map((extent, axis) => extent * at(axis)),
			),
		};
	return {
		kind: 'padding',
		pads: each.map((zeros) => [zeros, zeros] as const),
		shape: reshaped(
			given,
			channelsOf(given),
			extents.map((extent, axis) => extent + 2 * at(axis)),
		),
	};
}

function recurred(
	layer: Extract<Layer, { layer: 'lstm' | 'gru' | 'simpleRnn' }>,
	given: Shape,
	refuse: Refuse,
): Resolved {
	const [steps, inputs] = given;
	if (given.length !== 2 || steps === undefined || inputs === undefined)
		return refuse.shape('steps × features');
	const { units: width, returnSequences = false, bidirectional = false } = layer;
	const features = bidirectional ? 2 * width : width;
	return {
		kind: 'recurrent',
		cell: layer.layer,
		...{ inputs, width, steps, returnSequences, bidirectional },
		shape: returnSequences ? [steps, features] : [features],
	};
}

function dense(layer: Extract<Layer, { layer: 'dense' }>, given: Shape): Resolved {
	const steps = layer.timeDistributed ? sizeOf(given.slice(0, -1)) : 1;
	const inputs = sizeOf(given) / steps;
	const shape = layer.timeDistributed ? [...given.slice(0, -1), layer.units] : [layer.units];
	return { kind: 'dense', inputs, steps, ...affine(layer), shape };
}

/**
 * @param given shapes of what it takes, at least one.
 * @throws through `refuse`
 */
export function resolveLayer(
	layer: Exclude<Layer, { layer: 'constant' }>,
	given: readonly Shape[],
	{ outputs, inputs }: Surroundings,
	refuse: Refuse,
): Resolved {
	const [first = []] = given;
	switch (layer.layer) {
		case 'input': {
			const shape = inputs[layer.input] ?? refuse.setting(`the pipeline has ${inputs.length} inputs, from 0`);
			const offset = inputs.slice(0, layer.input).reduce((sum, each) => sum + sizeOf(each), 0);
			return { kind: 'input', offset, shape };
		}
		case 'dense':
			return dense(layer, first);
		case 'output':
			if (layer.dense === false) {
				if (sizeOf(first) !== outputs)
					refuse.setting(`the target needs ${outputs} numbers, and it gets ${sizeOf(first)}`);
				return { kind: 'reshape', shape: [outputs] };
			}
			return {
				kind: 'dense',
				inputs: sizeOf(first),
				steps: 1,
				activation: 'linear',
				bias: true,
				shape: [outputs],
			};
		case 'activation':
			return { kind: 'activation', activation: layer.activation, shape: first };
		case 'dropout':
			return { kind: 'dropout', rate: layer.rate, shape: first };
		case 'batchNorm':
		case 'layerNorm':
			return { kind: layer.layer, channels: channelsOf(first), shape: first };
		case 'embedding': {
			if (first.length !== 1) return refuse.shape('a row of whole numbers');
			const { vocabulary, units: width } = layer;
			return { kind: 'embedding', vocabulary, width, shape: [...first, width] };
		}
		case 'flatten':
			return { kind: 'reshape', shape: [sizeOf(first)] };
		case 'reshape':
			if (sizeOf(layer.shape) !== sizeOf(first))
				refuse.setting(
					`${shapeText(layer.shape)} holds ${sizeOf(layer.shape)} numbers, ${shapeText(first)} ${sizeOf(first)}`,
				);
			return { kind: 'reshape', shape: layer.shape };
		case 'permute':
			return permuted(layer.axes, first, refuse);
		case 'globalMaxPool':
		case 'globalAveragePool':
			if (first.length < 2) return refuse.shape('steps × features or a picture');
			return {
				kind: 'globalPool',
				mode: layer.layer === 'globalMaxPool' ? 'max' : 'average',
				shape: [channelsOf(first)],
			};
		case 'lstm':
		case 'gru':
		case 'simpleRnn':
			return recurred(layer, first, refuse);
		case 'add':
		case 'concatenate':
			return joined(layer, given, refuse);
		case 'maxPool1d':
		case 'maxPool2d':
		case 'maxPool3d':
		case 'averagePool1d':
		case 'averagePool2d':
		case 'averagePool3d':
			return pooled(layer, first, refuse);
		case 'upSampling1d':
		case 'upSampling2d':
		case 'upSampling3d':
		case 'zeroPadding1d':
		case 'zeroPadding2d':
		case 'zeroPadding3d':
			return stretched(layer, first, refuse);
		default:
			return convolved(layer, first, refuse);
	}
}
