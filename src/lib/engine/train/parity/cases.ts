/**
 * Every layer in a few settings, every activation and every loss, on nets so small that their gradients can be had by
 * central differences. For tests and nothing else.
 */
import type { Layer, Loss } from '../../schema/architecture';
import { ACTIVATIONS } from '../../schema/layer';
import { caseOf, type Case } from './case';
import { CONVOLUTIONS, POOLINGS } from './sliding-cases';
import { RECURRENCES } from './recurrent-cases';
import { dense } from './layers';

const ACTIVATED: Case[] = ACTIVATIONS.flatMap((activation) => [
	caseOf('dense', `dense ${activation}`, 4, [dense(5, activation), dense(6, activation)]),
	caseOf('dense', `${activation} of its own`, 3, [dense(5, 'linear'), { layer: 'activation', activation }]),
]);

const NETS: Case[] = [
	caseOf(
		'dense',
		'activations in a row',
		4,
		[dense(5, 'relu'), dense(5, 'softplus'), dense(4, 'hardSigmoid'), dense(5, 'selu'), dense(4, 'swish')],
		{ short: true },
	),
	caseOf(
		'dense',
		'other activations in a row',
		4,
		[dense(5, 'linear'), dense(5, 'gelu'), dense(4, 'softmax'), dense(5, 'leakyRelu'), dense(4, 'elu')],
		{ short: true },
	),
	caseOf('dense', 'no hidden layer', 4, [], { outputs: 1 }),
	caseOf('dense', 'a single unit', 1, [dense(1, 'tanh')], { outputs: 1 }),
	caseOf('dense', 'more columns than a panel', 37, [dense(3, 'tanh'), dense(33, 'tanh')], {
		outputs: 1,
		rows: 5,
	}),
	caseOf('dense', 'more classes than a panel', 3, [dense(7, 'gelu')], { outputs: 35, rows: 7, short: true }),
	caseOf('dense', 'no bias', 4, [{ ...dense(5, 'tanh'), bias: false }, dense(4, 'sigmoid')], { short: true }),
	caseOf('dense', 'dropout', 5, [dense(9, 'tanh'), { layer: 'dropout', rate: 0.4 }, dense(6, 'elu')]),
	caseOf('dense', 'dropout on the inputs', 5, [{ layer: 'dropout', rate: 0.3 }, dense(6, 'tanh')]),
	caseOf('dense', 'dropout that drops nothing', 5, [dense(6, 'tanh'), { layer: 'dropout', rate: 0 }]),
	caseOf('dense', 'batch norm', 5, [dense(6, 'tanh'), { layer: 'batchNorm' }, dense(5, 'sigmoid')]),
	caseOf('dense', 'batch norm on the inputs', 5, [{ layer: 'batchNorm' }, dense(5, 'gelu')]),
	caseOf('dense', 'batch norm at the end', 5, [dense(5, 'gelu'), { layer: 'batchNorm' }]),
	caseOf(
		'dense',
		'batch norm between product and activation',
		5,
		[
			{ ...dense(6, 'linear'), bias: false },
			{ layer: 'batchNorm' },
			{ layer: 'activation', activation: 'relu' },
		],
		{ rows: 9, short: true },
	),
	caseOf('dense', 'flatten', [[2, 3]], [{ layer: 'flatten' }, dense(5, 'tanh')]),
	caseOf('dense', 'penalties', 4, [
		{ ...dense(5, 'tanh'), l1: 0.02 },
		{ ...dense(4, 'tanh'), l2: 0.1 },
		{ ...dense(4, 'tanh'), l1: 0.01, l2: 0.03 },
	]),
	caseOf(
		'dense',
		'everything at once',
		7,
		[
			{ layer: 'dropout', rate: 0.1 },
			{ layer: 'batchNorm' },
			{ ...dense(6, 'elu'), l2: 0.01 },
			{ layer: 'dropout', rate: 0.2 },
			{ layer: 'batchNorm' },
			dense(5, 'leakyRelu'),
			{ layer: 'dropout', rate: 0.5 },
		],
		{ rows: 11, weighted: true, short: true, settings: { labelSmoothing: 0.1 } },
	),
];

const lossCase = (
	loss: Loss,
	outputs: number,
	about: string,
	values: Parameters<typeof caseOf>[4] = {},
): Case => caseOf('dense', `${loss}, ${about}`, 4, [dense(5, 'tanh')], { loss, outputs, rows: 9, ...values });

const LOSSES: Case[] = [
	lossCase('binaryCrossentropy', 1, 'plain', { short: true }),
	lossCase('binaryCrossentropy', 1, 'smoothed, weighted', {
		settings: { labelSmoothing: 0.2 },
		weighted: true,
	}),
	lossCase('categoricalCrossentropy', 3, 'plain'),
	lossCase('categoricalCrossentropy', 4, 'smoothed, weighted', {
		settings: { labelSmoothing: 0.1 },
		weighted: true,
	}),
	lossCase('focal', 1, 'binary', { short: true }),
	lossCase('focal', 1, 'binary, γ 0.5, weighted', { settings: { gamma: 0.5 }, weighted: true }),
	lossCase('focal', 3, 'multi-class', { short: true }),
	lossCase('focal', 3, 'multi-class, γ 0', { settings: { gamma: 0 } }),
	lossCase('hinge', 1, 'binary, weighted', { weighted: true, short: true }),
	lossCase('hinge', 4, 'multi-class', { short: true }),
	lossCase('klDivergence', 1, 'binary, smoothed', { settings: { labelSmoothing: 0.1 } }),
	lossCase('klDivergence', 3, 'multi-class', { short: true }),
	lossCase('klDivergence', 3, 'multi-class, smoothed', { settings: { labelSmoothing: 0.2 }, weighted: true }),
	lossCase('meanSquaredError', 1, 'one output'),
	lossCase('meanSquaredError', 3, 'several outputs, weighted', { weighted: true, short: true }),
	lossCase('meanAbsoluteError', 1, 'one output, weighted', { weighted: true }),
	lossCase('meanAbsoluteError', 2, 'several outputs', { short: true }),
	lossCase('huber', 1, 'one output'),
	lossCase('huber', 2, 'δ 0.3, several outputs', { settings: { delta: 0.3 }, weighted: true, short: true }),
	lossCase('logCosh', 2, 'several outputs', { short: true }),
	lossCase('poisson', 1, 'one output', { short: true }),
	lossCase('poisson', 2, 'several outputs, weighted', { weighted: true }),
];

const STEPS = [[4, 3]];
const PICTURE = [[3, 2, 4]];

const SHAPES: Case[] = [
	...(['batchNorm', 'layerNorm'] as const).flatMap((layer) => [
		caseOf('shape', `${layer} of steps`, STEPS, [{ layer }, dense(4, 'tanh')], { short: true }),
		caseOf('shape', `${layer} of pictures`, PICTURE, [{ layer }, dense(4, 'tanh')]),
	]),
	caseOf('shape', 'layerNorm of a vector', 5, [dense(6, 'tanh'), { layer: 'layerNorm' }], { short: true }),
	caseOf('shape', 'an odd number of rows after a norm', 5, [{ layer: 'layerNorm' }], {
		...{ outputs: 1, rows: 3, short: true },
	}),
	caseOf('shape', 'softmax along the features of steps', STEPS, [
		{ layer: 'activation', activation: 'softmax' },
		dense(4, 'tanh'),
	]),
	caseOf(
		'shape',
		'softmax along the channels of pictures',
		PICTURE,
		[{ layer: 'activation', activation: 'softmax' }, dense(4, 'tanh')],
		{ short: true },
	),
	caseOf(
		'shape',
		'time-distributed dense',
		STEPS,
		[
			{ ...dense(5, 'tanh'), timeDistributed: true },
			{ ...dense(3, 'softmax'), timeDistributed: true },
		],
		{ short: true },
	),
	caseOf('shape', 'time-distributed dense without bias on pictures', PICTURE, [
		{ ...dense(3, 'softmax'), bias: false, timeDistributed: true },
		{ ...dense(2, 'elu'), timeDistributed: true },
	]),
	caseOf('shape', 'dropout of pictures', PICTURE, [{ layer: 'dropout', rate: 0.4 }, dense(4, 'tanh')]),
	caseOf('shape', 'reshape and permute', PICTURE, [
		{ layer: 'reshape', shape: [4, 6] },
		{ layer: 'permute', axes: [1, 0] },
		{ ...dense(3, 'tanh'), timeDistributed: true },
	]),
	caseOf(
		'shape',
		'permute of three axes',
		PICTURE,
		[
			{ layer: 'permute', axes: [2, 0, 1] },
			{ ...dense(3, 'tanh'), timeDistributed: true },
		],
		{ short: true },
	),
	caseOf(
		'shape',
		'permute of four axes',
		[[2, 1, 3, 2]],
		[
			{ layer: 'permute', axes: [3, 1, 0, 2] },
			{ ...dense(2, 'tanh'), timeDistributed: true },
			{ layer: 'activation', activation: 'softmax' },
		],
	),
];

const named = (name: string, layer: Layer): Layer => ({ ...layer, name }) as Layer;

const JOINS: Case[] = [
	caseOf(
		'join',
		'add: a residual block',
		4,
		[
			named('before', dense(5, 'tanh')),
			dense(5, 'tanh'),
			{ layer: 'add', with: ['before'] },
			dense(4, 'elu'),
		],
		{ short: true },
	),
	caseOf('join', 'add: a value to itself', 4, [
		named('before', dense(5, 'tanh')),
		{ layer: 'add', with: ['before', 'before'] },
		{ layer: 'activation', activation: 'swish' },
	]),
	caseOf('join', 'concatenate: branches of a vector', 4, [
		named('stem', dense(5, 'tanh')),
		named('left', dense(3, 'sigmoid')),
		{ ...dense(2, 'gelu'), from: 'stem' },
		{ layer: 'concatenate', with: ['left', 'stem'] },
		dense(4, 'tanh'),
	]),
	caseOf(
		'join',
		'concatenate: channels of pictures',
		[[2, 4, 3]],
		[
			named('left', { layer: 'conv2d', filters: 2, kernel: 2, padding: 'same', activation: 'tanh' }),
			{ layer: 'averagePool2d', size: 2, stride: 1, padding: 'same' },
			{ layer: 'concatenate', with: ['left'] },
		],
		{ short: true },
	),
	caseOf('join', 'concatenate: features of steps', STEPS, [
		named('steps', { ...dense(2, 'tanh'), timeDistributed: true }),
		{ layer: 'conv1d', filters: 3, kernel: 2, padding: 'causal', activation: 'tanh' },
		{ layer: 'concatenate', with: ['steps'] },
	]),
	caseOf(
		'join',
		'two inputs: a table and pictures',
		[[3], [2, 3, 3]],
		[
			named('table', { layer: 'input', input: 0 }),
			named('left', dense(4, 'tanh')),
			{ layer: 'input', input: 1 },
			{ layer: 'conv2d', filters: 2, kernel: 2, activation: 'tanh' },
			{ layer: 'flatten' },
			{ layer: 'concatenate', with: ['left', 'table'] },
			dense(4, 'tanh'),
		],
		{ short: true },
	),
	caseOf(
		'join',
		'an input that nothing takes, and a layer that nothing takes',
		[[3], [2]],
		[
			{ layer: 'input', input: 1 },
			{ ...dense(3, 'tanh'), l2: 0.1 },
			{ layer: 'input', input: 0 },
			dense(4, 'tanh'),
		],
	),
	caseOf('join', 'softmax as a gate beside what it gates', 4, [
		named('values', dense(3, 'tanh')),
		dense(3, 'softmax'),
		{ layer: 'add', with: ['values'] },
		{ layer: 'batchNorm' },
	]),
];

/** All cases, by kind; names are their own. */
export const CASES: readonly Case[] = [
	...[...ACTIVATED, ...NETS, ...LOSSES, ...SHAPES, ...CONVOLUTIONS, ...POOLINGS, ...RECURRENCES, ...JOINS],
];
