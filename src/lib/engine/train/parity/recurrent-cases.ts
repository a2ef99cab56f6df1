/** Recurrent layers with and without sequences, in one direction and in both, and embeddings. For tests alone. */
import { caseOf, type Case } from './case';
import { dense } from './layers';

const STEPS = [[5, 2]];

const recurrent = (
	name: string,
	inputs: Case['inputs'],
	layers: Case['layers'],
	values: Parameters<typeof caseOf>[4] = {},
): Case => caseOf('recurrent', name, inputs, layers, { rows: 3, ...values });

export const RECURRENCES: readonly Case[] = [
	...(['lstm', 'gru', 'simpleRnn'] as const).flatMap((layer) => [
		recurrent(layer, STEPS, [{ layer, units: 3 }], { short: true }),
		recurrent(`${layer} with sequences`, STEPS, [
			{ layer, units: 3, returnSequences: true, l1: 0.01, l2: 0.02 },
			{ ...dense(2, 'tanh'), timeDistributed: true },
		]),
		recurrent(`${layer}, bidirectional`, STEPS, [{ layer, units: 2, bidirectional: true }]),
		recurrent(
			`${layer}, bidirectional with sequences, then ${layer}`,
			STEPS,
			[
				{ layer, units: 2, bidirectional: true, returnSequences: true },
				{ layer, units: 2 },
			],
			{ short: layer === 'lstm' },
		),
	]),
	recurrent('one step of one feature', [[1, 1]], [{ layer: 'lstm', units: 1 }], { outputs: 1 }),
	recurrent(
		'convolution, pooling, gru',
		[[8, 2]],
		[
			{ layer: 'conv1d', filters: 3, kernel: 3, padding: 'causal', activation: 'tanh' },
			{ layer: 'averagePool1d', size: 2 },
			{ layer: 'gru', units: 2 },
			dense(3, 'tanh'),
		],
	),
	recurrent('embedding', 4, [{ layer: 'embedding', vocabulary: 6, units: 3 }], { whole: 6, short: true }),
	recurrent(
		'embedding of numbers outside of the vocabulary',
		5,
		[{ layer: 'embedding', vocabulary: 3, units: 2, l2: 0.1 }],
		{
			whole: 7,
		},
	),
	recurrent(
		'embedding, then lstm',
		5,
		[
			{ layer: 'embedding', vocabulary: 5, units: 2 },
			{ layer: 'lstm', units: 2 },
		],
		{ whole: 5 },
	),
];
