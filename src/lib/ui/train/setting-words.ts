/**
 * Settings in words: their label, what they mean in a line, what leaving one out means, and the names of choices. One table
 * for layers, optimizer, loss and trainer; a setting without words shows its key, so that none is ever missing.
 */
import type { LayerKind } from '$lib/engine/schema/layer';

export interface SettingWords {
	readonly label: string;
	readonly hint?: string;
	/** What holds where the setting is left out, shown in its place. */
	readonly without?: string;
}

const WORDS: Readonly<Record<string, SettingWords>> = {
	units: { label: 'Units', hint: 'numbers it gives' },
	activation: { label: 'Activation', hint: 'how each number is bent' },
	bias: { label: 'Bias', hint: 'a learned constant for each unit', without: 'yes' },
	timeDistributed: { label: 'Every step', hint: 'the same units at each step', without: 'no' },
	initializer: { label: 'Initial weights', hint: 'where the weights begin', without: 'by activation' },
	l1: { label: 'L1 penalty', hint: 'pulls weights to exactly zero', without: '0' },
	l2: { label: 'L2 penalty', hint: 'keeps weights small', without: '0' },
	name: { label: 'Name', hint: 'for layers that take its result' },
	from: { label: 'Takes from', hint: 'whose result it takes', without: 'layer before' },
	filters: { label: 'Filters', hint: 'patterns it looks for' },
	kernel: { label: 'Kernel', hint: 'extent of a pattern; 3, or 3, 5 by axis' },
	stride: { label: 'Stride', hint: 'steps between two places', without: '1' },
	padding: { label: 'Padding', hint: 'same keeps the extent', without: 'valid' },
	dilation: { label: 'Dilation', hint: 'gaps inside of a pattern', without: '1' },
	multiplier: { label: 'Multiplier', hint: 'patterns for each channel', without: '1' },
	size: { label: 'Size', hint: 'extent of a block; 2, or 2, 3 by axis' },
	vocabulary: { label: 'Vocabulary', hint: 'whole numbers below this' },
	rate: { label: 'Rate', hint: 'share silenced' },
	shape: { label: 'Shape', hint: 'extents with commas: 28, 4' },
	axes: { label: 'Axes', hint: 'the new order, from 0: 1, 0' },
	returnSequences: { label: 'All steps', hint: 'gives every step, not the last alone', without: 'no' },
	bidirectional: { label: 'Bidirectional', hint: 'reads backward as well', without: 'no' },
	with: { label: 'With', hint: 'the layer it is joined with' },
	dense: { label: 'Own layer', hint: 'else what it is given is the output', without: 'yes' },
	input: { label: 'Input', hint: 'of the pipeline' },

	loss: { label: 'Loss' },
	delta: { label: 'Huber delta', hint: 'errors beyond it count in proportion', without: '1' },
	gamma: { label: 'Focal gamma', hint: 'how much easy rows are left aside', without: '2' },
	labelSmoothing: { label: 'Label smoothing', hint: 'share given to all classes', without: '0' },
	optimizer: { label: 'Optimizer' },
	learningRate: { label: 'Learning rate' },
	weightDecay: { label: 'Weight decay', hint: 'shrinks weights at each step', without: '0' },
	momentum: { label: 'Momentum', hint: 'how much of the last step goes on', without: '0.9' },
	clipNorm: { label: 'Clip norm', hint: 'longest gradient of a step', without: 'none' },
	clipValue: { label: 'Clip value', hint: 'largest number in a gradient', without: 'none' },

	epochs: { label: 'Epochs', hint: 'at most' },
	batchSize: { label: 'Batch size', hint: 'rows a step' },
	patience: { label: 'Patience', hint: 'epochs without gain', without: 'never stops' },
	keep: { label: 'Keep weights', hint: 'best by validation loss', without: 'of the best epoch' },
	classWeights: { label: 'Class weights', hint: 'rare classes count as much', without: 'none' },
	schedule: { label: 'Schedule', hint: 'the learning rate over the epochs', without: 'constant' },
	every: { label: 'Every', hint: 'epochs' },
	factor: { label: 'Times', hint: 'above 0, below 1' },
	plateau: { label: 'On a plateau', hint: 'lowers the rate when the loss stands still', without: 'nothing' },
	monitor: { label: 'Watch' },
	direction: { label: 'Direction' },
	cutoff: { label: 'Cut-off' },
};

/** Where the same key means something else. */
const OTHERS: Readonly<Partial<Record<LayerKind, Readonly<Record<string, Partial<SettingWords>>>>>> = {
	embedding: { units: { hint: 'length of each vector' }, initializer: { without: 'small' } },
	lstm: { initializer: { without: 'Glorot uniform' } },
	gru: { initializer: { without: 'Glorot uniform' } },
	simpleRnn: { initializer: { without: 'Glorot uniform' } },
	...Object.fromEntries(
		(['maxPool', 'averagePool'] as const).flatMap((kind) =>
			([1, 2, 3] as const).map((axes) => [`${kind}${axes}d`, { stride: { without: 'the size' } }]),
		),
	),
	...Object.fromEntries(
		([1, 2, 3] as const).map((axes) => [
			`zeroPadding${axes}d`,
			{ padding: { label: 'Zeros', hint: 'on each side; 1, or 1, 2 by axis' } },
		]),
	),
};

export function settingWords(key: string, kind?: LayerKind): SettingWords {
	return { ...(WORDS[key] ?? { label: key }), ...(kind ? OTHERS[kind]?.[key] : undefined) };
}

const CHOICES: Readonly<Record<string, string>> = {
	leakyRelu: 'leaky relu',
	hardSigmoid: 'hard sigmoid',
	glorotUniform: 'Glorot uniform',
	glorotNormal: 'Glorot normal',
	heUniform: 'He uniform',
	heNormal: 'He normal',
	lecunUniform: 'LeCun uniform',
	lecunNormal: 'LeCun normal',
	sgd: 'SGD',
	momentum: 'SGD, momentum',
	nesterov: 'SGD, Nesterov',
	rmsprop: 'RMSprop',
	adagrad: 'Adagrad',
	adadelta: 'Adadelta',
	adam: 'Adam',
	adamW: 'AdamW',
	adamax: 'Adamax',
	best: 'of the best epoch',
	last: 'of the last epoch',
	balanced: 'balanced',
	step: 'in steps',
	exponential: 'every epoch',
	cosine: 'cosine to zero',
};

/** A choice as it is read: "leaky relu". */
export const choiceWords = (value: string): string => CHOICES[value] ?? value;
