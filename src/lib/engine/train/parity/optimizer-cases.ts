/** Every optimizer, with and without what changes its gradient first, on a net with all that a step touches. For tests alone. */
import { OPTIMIZERS, type Layer } from '../../schema/architecture';
import { caseOf, type Case } from './case';
import { dense } from './layers';

const LAYERS: readonly Layer[] = [
	{ ...dense(5, 'linear'), bias: false, l2: 0.02 },
	{ layer: 'batchNorm' },
	{ layer: 'activation', activation: 'tanh' },
	{ layer: 'dropout', rate: 0.2 },
	dense(4, 'sigmoid'),
];

/** So that a step changes more than the last bits of a weight. */
const RATES: Partial<Record<(typeof OPTIMIZERS)[number], number>> = {
	...{ sgd: 5, momentum: 4, nesterov: 2, adadelta: 10, adagrad: 0.5 },
};

const optimizing = (name: string, optimizer: Case['optimizer'], short = false): Case =>
	caseOf('dense', name, 4, LAYERS, {
		rows: 8,
		weighted: true,
		short,
		optimizer: { learningRate: 0.1, ...optimizer },
	});

export const OPTIMIZED: readonly Case[] = [
	...OPTIMIZERS.flatMap((optimizer) => [
		optimizing(optimizer, { optimizer, learningRate: RATES[optimizer] ?? 0.1 }, true),
		optimizing(`${optimizer}, decaying and clipped`, {
			...{ optimizer, weightDecay: 0.3, clipValue: 0.03, clipNorm: 0.08, momentum: 0.6 },
			learningRate: RATES[optimizer] ?? 0.5,
		}),
	]),
	optimizing('sgd, cut to a value', { optimizer: 'sgd', clipValue: 0.01, learningRate: 5 }),
	optimizing('sgd, shortened to a length', { optimizer: 'sgd', clipNorm: 0.02, learningRate: 5 }, true),
	optimizing('sgd, longer than its gradients', { optimizer: 'sgd', clipNorm: 1e6, learningRate: 5 }),
];
