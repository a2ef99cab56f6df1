/** Convolutions, pooling and what else changes the extents of a sample, in one, two and three axes. For tests alone. */
import { caseOf, type Case } from './case';
import { dense } from './layers';

const STEPS = [[7, 2]];
const PICTURE = [[2, 5, 4]];
const VOLUME = [[2, 3, 4, 3]];

const convolution = (
	name: string,
	inputs: Case['inputs'],
	layers: Case['layers'],
	values: Parameters<typeof caseOf>[4] = {},
): Case => caseOf('convolution', name, inputs, layers, { rows: 3, ...values });

const SHORT = { short: true };
const tanh = 'tanh';

export const CONVOLUTIONS: readonly Case[] = [
	convolution('conv1d', STEPS, [{ layer: 'conv1d', filters: 3, kernel: 3, activation: tanh }], SHORT),
	convolution('conv1d, causal, dilated', STEPS, [
		{ layer: 'conv1d', filters: 3, kernel: 3, padding: 'causal', dilation: 2, activation: tanh },
	]),
	convolution('conv1d, same, stride 2, even kernel, relu', STEPS, [
		{ layer: 'conv1d', filters: 3, kernel: 4, padding: 'same', stride: 2, activation: 'relu' },
		{ layer: 'conv1d', filters: 2, kernel: 2, bias: false, activation: 'gelu' },
	]),
	convolution('conv2d', PICTURE, [{ layer: 'conv2d', filters: 3, kernel: [2, 3], activation: tanh }], SHORT),
	convolution('conv2d, same, strides', PICTURE, [
		{ layer: 'conv2d', filters: 3, kernel: 3, padding: 'same', stride: [2, 3], activation: 'elu' },
	]),
	convolution('conv2d, dilated, no bias, softmax', PICTURE, [
		{ layer: 'conv2d', filters: 3, kernel: 2, dilation: [2, 1], bias: false, activation: 'softmax' },
	]),
	convolution('conv2d, same, dilated', PICTURE, [
		{ layer: 'conv2d', filters: 2, kernel: [2, 3], dilation: 2, padding: 'same', activation: tanh },
	]),
	convolution('conv2d twice with batch norm and penalty', PICTURE, [
		{ layer: 'conv2d', filters: 2, kernel: 2, bias: false, activation: 'linear', l2: 0.05 },
		{ layer: 'batchNorm' },
		{ layer: 'activation', activation: 'relu' },
		{ layer: 'dropout', rate: 0.2 },
		{ layer: 'conv2d', filters: 2, kernel: 2, activation: tanh, l1: 0.01 },
	]),
	convolution('conv2d with a window of 1', PICTURE, [
		{ layer: 'conv2d', filters: 3, kernel: 1, activation: tanh },
	]),
	convolution('conv3d', VOLUME, [{ layer: 'conv3d', filters: 2, kernel: 2, activation: tanh }], SHORT),
	convolution('conv3d, same, strides, dilation', VOLUME, [
		{ layer: 'conv3d', filters: 2, kernel: [2, 3, 1], stride: [1, 2, 2], padding: 'same', activation: tanh },
		{ layer: 'conv3d', filters: 1, kernel: [2, 1, 2], dilation: [2, 1, 1], activation: tanh },
	]),
	convolution(
		'convTranspose1d',
		STEPS,
		[{ layer: 'convTranspose1d', filters: 2, kernel: 3, stride: 2, activation: tanh }],
		SHORT,
	),
	convolution('convTranspose1d, same', STEPS, [
		{ layer: 'convTranspose1d', filters: 2, kernel: 4, stride: 3, padding: 'same', activation: tanh },
	]),
	convolution(
		'convTranspose2d',
		[[2, 3, 2]],
		[{ layer: 'convTranspose2d', filters: 2, kernel: [2, 3], stride: [3, 1], activation: tanh }],
	),
	convolution(
		'convTranspose2d, same, no bias',
		[[2, 3, 2]],
		[
			{
				layer: 'convTranspose2d',
				filters: 2,
				kernel: 3,
				stride: 2,
				padding: 'same',
				bias: false,
				activation: tanh,
			},
		],
		SHORT,
	),
	convolution(
		'convTranspose3d, same',
		[[2, 2, 2, 1]],
		[
			{
				layer: 'convTranspose3d',
				filters: 1,
				kernel: [3, 2, 2],
				stride: [2, 1, 2],
				padding: 'same',
				activation: tanh,
			},
		],
	),
	convolution('depthwiseConv1d, dilated', STEPS, [
		{ layer: 'depthwiseConv1d', kernel: 2, multiplier: 2, dilation: 3, activation: tanh },
	]),
	convolution(
		'depthwiseConv2d, same, stride',
		PICTURE,
		[
			{
				layer: 'depthwiseConv2d',
				kernel: [3, 2],
				multiplier: 2,
				stride: 2,
				padding: 'same',
				activation: tanh,
			},
		],
		SHORT,
	),
	convolution('depthwiseConv2d, dilated, no bias', PICTURE, [
		{ layer: 'depthwiseConv2d', kernel: 2, dilation: 2, bias: false, activation: 'elu' },
	]),
	convolution('separableConv1d, same', STEPS, [
		{ layer: 'separableConv1d', filters: 3, kernel: 3, stride: 2, padding: 'same', activation: tanh },
	]),
	convolution(
		'separableConv2d',
		PICTURE,
		[{ layer: 'separableConv2d', filters: 3, kernel: 2, multiplier: 2, activation: tanh }],
		SHORT,
	),
	convolution('separableConv2d, dilated, no bias, penalty', PICTURE, [
		{
			layer: 'separableConv2d',
			filters: 2,
			kernel: 2,
			dilation: [1, 2],
			bias: false,
			activation: tanh,
			l1: 0.01,
			l2: 0.02,
		},
	]),
	convolution(
		'zero padding, then up-sampling 1d',
		[[3, 2]],
		[
			{ layer: 'zeroPadding1d', padding: 1 },
			{ layer: 'upSampling1d', size: 2 },
			{ layer: 'batchNorm' },
			{ layer: 'conv1d', filters: 2, kernel: 3, stride: 2, activation: tanh },
		],
	),
	convolution(
		'zero padding, then up-sampling 2d',
		[[2, 2, 1]],
		[
			{ layer: 'zeroPadding2d', padding: [0, 1] },
			{ layer: 'upSampling2d', size: [3, 2] },
			{ layer: 'conv2d', filters: 2, kernel: 2, stride: 2, activation: tanh },
		],
		SHORT,
	),
	convolution(
		'zero padding, then up-sampling 3d',
		[[1, 2, 1, 2]],
		[
			{ layer: 'zeroPadding3d', padding: [0, 1, 0] },
			{ layer: 'upSampling3d', size: [1, 2, 2] },
			{ layer: 'conv3d', filters: 2, kernel: 2, stride: [1, 2, 1], activation: tanh },
		],
	),
];

const pooling = (name: string, inputs: Case['inputs'], layers: Case['layers'], short = false): Case =>
	caseOf('pooling', name, inputs, layers, { rows: 4, short });

export const POOLINGS: readonly Case[] = [
	...(['max', 'average'] as const).flatMap((mode) => [
		pooling(`${mode}Pool1d`, STEPS, [{ layer: `${mode}Pool1d`, size: 2 }, dense(4, tanh)]),
		pooling(`${mode}Pool1d of windows that tile`, [[8, 2]], [{ layer: `${mode}Pool1d`, size: 2 }]),
		pooling(`${mode}Pool1d, overlapping, same`, STEPS, [
			{ ...dense(3, tanh), timeDistributed: true },
			{ layer: `${mode}Pool1d`, size: 4, stride: 2, padding: 'same' },
		]),
		pooling(
			`${mode}Pool2d of windows that tile, after a convolution`,
			PICTURE,
			[
				{ layer: 'conv2d', filters: 2, kernel: [2, 1], activation: tanh },
				{ layer: `${mode}Pool2d`, size: 2 },
			],
			true,
		),
		pooling(`${mode}Pool2d, overlapping, same`, PICTURE, [
			{ layer: 'conv2d', filters: 2, kernel: 1, activation: tanh },
			{ layer: `${mode}Pool2d`, size: 3, stride: [1, 2], padding: 'same' },
		]),
		pooling(`${mode}Pool3d`, VOLUME, [
			{ layer: 'conv3d', filters: 2, kernel: 1, activation: tanh },
			{ layer: `${mode}Pool3d`, size: [2, 3, 2], stride: [1, 1, 2], padding: 'same' },
		]),
	]),
	...(['globalMaxPool', 'globalAveragePool'] as const).flatMap((layer) => [
		pooling(`${layer} of steps`, STEPS, [{ ...dense(4, tanh), timeDistributed: true }, { layer }], true),
		pooling(`${layer} of pictures`, PICTURE, [
			{ layer: 'conv2d', filters: 3, kernel: 2, activation: tanh },
			{ layer },
		]),
	]),
];
