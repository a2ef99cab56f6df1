/**
 * The layers of an architecture document (DESIGN §4). A document is a chain: each layer takes what the one before gives,
 * unless `from` names another; `add` and `concatenate` join branches by name, `input` starts one from an input of the
 * pipeline. Settings that are left out have no default in the document, so that an older document keeps its id; what
 * they mean then is said here and worked out by model/topology.
 */
import * as v from 'valibot';
import { listOf } from './common';

/** Element by element, but for softmax, which shares 1 out along the channels. */
export const ACTIVATIONS = [
	'linear',
	'relu',
	'leakyRelu',
	'elu',
	'selu',
	'gelu',
	'tanh',
	'sigmoid',
	'hardSigmoid',
	'softplus',
	'swish',
	'softmax',
] as const;
export type Activation = (typeof ACTIVATIONS)[number];

/** How kernels begin; left out: He normal before rectifiers, Glorot uniform elsewhere, orthogonal for recurrence. */
export const INITIALIZERS = [
	'glorotUniform',
	'glorotNormal',
	'heUniform',
	'heNormal',
	'lecunUniform',
	'lecunNormal',
	'orthogonal',
	'zeros',
] as const;
export type Initializer = (typeof INITIALIZERS)[number];

const whole = (least: number, most: number) =>
	v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));
const units = whole(1, 4096);
const extent = whole(1, 4096);
const perAxis = <S extends v.GenericSchema>(item: S) => v.union([item, listOf(item)]);
const label = v.pipe(v.string(), v.trim(), v.minLength(1, 'must not be empty'), v.maxLength(60));

const activation = v.picklist(ACTIVATIONS);
const penalty = v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(10)));

/** What every layer may carry: a name others refer to, and whose result it takes instead of the layer before. */
const place = { name: v.optional(label), from: v.optional(label) };

/** Of layers that learn a kernel. `l1` and `l2` add l1·Σ|w| + l2·Σw² to the loss. */
const learned = {
	initializer: v.optional(v.picklist(INITIALIZERS)),
	l1: penalty,
	l2: penalty,
};
/** `bias` left out is true. */
const affine = { ...learned, bias: v.optional(v.boolean()), activation: v.optional(activation, 'relu') };

/** One number for all axes or one per axis. `stride` and `dilation` are 1 when left out, `padding` is valid. */
const sliding = {
	kernel: perAxis(extent),
	stride: v.optional(perAxis(extent)),
	padding: v.optional(v.picklist(['valid', 'same'])),
};
const dilation = v.optional(perAxis(extent));
const filters = { filters: units };

const convolution = <const N extends string>(layer: N) =>
	v.strictObject({ layer: v.literal(layer), ...filters, ...sliding, dilation, ...affine, ...place });
const transposed = <const N extends string>(layer: N) =>
	v.strictObject({ layer: v.literal(layer), ...filters, ...sliding, ...affine, ...place });
/** `multiplier` filters per channel; 1 when left out. */
const multiplier = v.optional(whole(1, 64));
const depthwise = <const N extends string>(layer: N) =>
	v.strictObject({ layer: v.literal(layer), multiplier, ...sliding, dilation, ...affine, ...place });
const separable = <const N extends string>(layer: N) =>
	v.strictObject({
		layer: v.literal(layer),
		...filters,
		multiplier,
		...sliding,
		dilation,
		...affine,
		...place,
	});
/** `stride` is the size when left out. */
const pooling = <const N extends string>(layer: N) =>
	v.strictObject({
		layer: v.literal(layer),
		size: perAxis(extent),
		stride: v.optional(perAxis(extent)),
		padding: v.optional(v.picklist(['valid', 'same'])),
		...place,
	});
/** Repeats every value `size` times along each axis. */
const upSampling = <const N extends string>(layer: N) =>
	v.strictObject({ layer: v.literal(layer), size: perAxis(extent), ...place });
/** Zeros before and after, on each axis. */
const zeros = <const N extends string>(layer: N) =>
	v.strictObject({ layer: v.literal(layer), padding: perAxis(whole(0, 4096)), ...place });
/** Takes steps × features. `returnSequences` left out is false: the last step alone; `bidirectional` is false. */
const recurrent = <const N extends string>(layer: N) =>
	v.strictObject({
		layer: v.literal(layer),
		units,
		returnSequences: v.optional(v.boolean()),
		bidirectional: v.optional(v.boolean()),
		...learned,
		...place,
	});

export const layerSchema = v.variant('layer', [
	/** Flattens what it is given, unless it is `timeDistributed`: then it works on the last axis of every step. */
	v.strictObject({
		layer: v.literal('dense'),
		units,
		activation: v.optional(activation, 'relu'),
		bias: v.optional(v.boolean()),
		timeDistributed: v.optional(v.boolean()),
		...learned,
		...place,
	}),
	v.strictObject({ layer: v.literal('activation'), activation, ...place }),
	v.strictObject({
		layer: v.literal('dropout'),
		rate: v.pipe(v.number(), v.minValue(0), v.ltValue(1)),
		...place,
	}),
	/** Over the rows of a batch, channel by channel. */
	v.strictObject({ layer: v.literal('batchNorm'), ...place }),
	/** Over the channels of a sample. */
	v.strictObject({ layer: v.literal('layerNorm'), ...place }),
	/** A vector for each whole number below `vocabulary`. */
	v.strictObject({
		layer: v.literal('embedding'),
		vocabulary: whole(2, 1_000_000),
		units,
		...learned,
		...place,
	}),
	v.strictObject({ layer: v.literal('flatten'), ...place }),
	v.strictObject({ layer: v.literal('reshape'), shape: listOf(whole(1, 10_000_000)), ...place }),
	/** The axes of a sample in their new order, from 0. */
	v.strictObject({ layer: v.literal('permute'), axes: listOf(whole(0, 9)), ...place }),
	/** Along the steps of steps × features; `causal` looks at no later step. */
	v.strictObject({
		layer: v.literal('conv1d'),
		...filters,
		...sliding,
		padding: v.optional(v.picklist(['valid', 'same', 'causal'])),
		dilation,
		...affine,
		...place,
	}),
	convolution('conv2d'),
	convolution('conv3d'),
	transposed('convTranspose1d'),
	transposed('convTranspose2d'),
	transposed('convTranspose3d'),
	depthwise('depthwiseConv1d'),
	depthwise('depthwiseConv2d'),
	separable('separableConv1d'),
	separable('separableConv2d'),
	pooling('maxPool1d'),
	pooling('maxPool2d'),
	pooling('maxPool3d'),
	pooling('averagePool1d'),
	pooling('averagePool2d'),
	pooling('averagePool3d'),
	v.strictObject({ layer: v.literal('globalMaxPool'), ...place }),
	v.strictObject({ layer: v.literal('globalAveragePool'), ...place }),
	upSampling('upSampling1d'),
	upSampling('upSampling2d'),
	upSampling('upSampling3d'),
	zeros('zeroPadding1d'),
	zeros('zeroPadding2d'),
	zeros('zeroPadding3d'),
	recurrent('lstm'),
	recurrent('gru'),
	recurrent('simpleRnn'),
	/** The sum with what the named layers give; shapes must be equal. */
	v.strictObject({ layer: v.literal('add'), with: listOf(label), ...place }),
	/** Beside what the named layers give, along the channels. */
	v.strictObject({ layer: v.literal('concatenate'), with: listOf(label), ...place }),
	/** One input of the pipeline in its own shape, from 0. Without such a layer a net begins with all inputs. */
	v.strictObject({ layer: v.literal('input'), input: whole(0, 99), name: v.optional(label) }),
	/** As many units as the target needs, linear; the loss works on logits. */
	v.strictObject({
		layer: v.literal('output'),
		/** Left out is true; false adds no layer: what is given, of as many numbers, is the output as it stands. */
		dense: v.optional(v.boolean()),
		from: v.optional(label),
	}),
	/** Ignores the inputs: class shares, or the mean, of the training rows. */
	v.strictObject({ layer: v.literal('constant') }),
]);
export type Layer = v.InferOutput<typeof layerSchema>;
export type LayerKind = Layer['layer'];
