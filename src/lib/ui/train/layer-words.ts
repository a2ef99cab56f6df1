/**
 * Layers in words: what each kind is called, where it stands in the menu, what it does in a line, how a new one begins, and
 * which of its settings are in sight. The settings themselves come from the schema; a kind without words does not compile.
 */
import type { Layer, LayerKind } from '$lib/engine/schema/layer';

export const GROUPS = [
	'Dense & activation',
	'Regularise & normalise',
	'Convolution',
	'Pooling & scaling',
	'Recurrence',
	'Shape',
	'Join',
] as const;
export type Group = (typeof GROUPS)[number];

/** Kinds a person adds; the output is always there, the constant is the baseline's. */
export type Addable = Exclude<LayerKind, 'output' | 'constant'>;
type Fresh = Extract<Layer, { layer: Addable }>;

export interface KindWords {
	readonly name: string;
	readonly group: Group;
	/** What it does, in a line. */
	readonly hint: string;
	/** Settings in the row; the rest is behind "More". */
	readonly main: readonly string[];
	/** Other words people look for. */
	readonly also: string;
	/** A new one. */
	readonly fresh: Fresh;
}

const words = (
	name: string,
	group: Group,
	hint: string,
	main: readonly string[],
	fresh: Fresh,
	also = '',
): KindWords => ({ name, group, hint, main, fresh, also });

const relu = { activation: 'relu' } as const;
const SLIDES = ['filters', 'kernel', 'activation'] as const;
const AXES = { 1: 'steps', 2: 'height and width', 3: 'depth, height and width' } as const;
type Axes = keyof typeof AXES;

type Windowed = 'conv' | 'convTranspose' | 'depthwiseConv' | 'separableConv';
type Sized = 'maxPool' | 'averagePool' | 'upSampling' | 'zeroPadding';

const CALLED: Readonly<Record<Windowed, readonly [name: string, hint: string, also: string]>> = {
	conv: ['Convolution', 'Looks for small patterns along', 'conv cnn filter kernel'],
	convTranspose: ['Transposed convolution', 'Makes samples larger again along', 'deconvolution decoder conv'],
	depthwiseConv: ['Depthwise convolution', 'A pattern for each channel on its own, along', 'mobile conv'],
	separableConv: [
		'Separable convolution',
		'Channels on their own, then mixed, along',
		'mobile xception conv',
	],
};
const SCALED: Readonly<Record<Sized, readonly [name: string, group: Group, hint: string, also: string]>> = {
	maxPool: ['Max pooling', 'Pooling & scaling', 'Keeps the largest of each block, along', 'downsample'],
	averagePool: ['Average pooling', 'Pooling & scaling', 'Keeps the mean of each block, along', 'downsample'],
	upSampling: ['Up-sampling', 'Pooling & scaling', 'Repeats every value, along', 'upscale nearest'],
	zeroPadding: ['Zero padding', 'Shape', 'Puts zeros around a sample, along', 'border'],
};

function windowed(kind: Windowed, axes: Axes): KindWords {
	const [name, hint, also] = CALLED[kind];
	const layer = `${kind}${axes}d` as Addable;
	const many = kind === 'depthwiseConv' ? {} : { filters: axes === 1 ? 32 : 16 };
	const stride = kind === 'convTranspose' ? { stride: 2 } : {};
	return words(
		`${name} ${axes}-D`,
		'Convolution',
		`${hint} ${AXES[axes]}`,
		kind === 'depthwiseConv' ? ['multiplier', 'kernel', 'activation'] : SLIDES,
		{ layer, ...many, kernel: 3, ...stride, padding: 'same', ...relu } as Fresh,
		`${also} ${layer}`,
	);
}

function sized(kind: Sized, axes: Axes): KindWords {
	const [name, group, hint, also] = SCALED[kind];
	const layer = `${kind}${axes}d` as Addable;
	const setting = kind === 'zeroPadding' ? 'padding' : 'size';
	const fresh = { layer, [setting]: kind === 'zeroPadding' ? 1 : 2 } as Fresh;
	return words(`${name} ${axes}-D`, group, `${hint} ${AXES[axes]}`, [setting], fresh, `${also} ${layer}`);
}

const recurrent = (layer: 'lstm' | 'gru' | 'simpleRnn', name: string, hint: string): KindWords =>
	words(
		name,
		'Recurrence',
		hint,
		['units', 'returnSequences'],
		{ layer, units: 16 },
		`rnn sequence memory ${layer}`,
	);

export const KINDS: Readonly<Record<Addable, KindWords>> = {
	dense: words(
		'Dense',
		'Dense & activation',
		'Every unit sees all numbers',
		['units', 'activation'],
		{ layer: 'dense', units: 32, ...relu },
		'linear fully connected perceptron',
	),
	activation: words(
		'Activation',
		'Dense & activation',
		'Bends each number on its own',
		['activation'],
		{ layer: 'activation', ...relu },
		'relu sigmoid tanh softmax gelu swish',
	),
	embedding: words(
		'Embedding',
		'Dense & activation',
		'A vector for each whole number',
		['vocabulary', 'units'],
		{ layer: 'embedding', vocabulary: 1000, units: 16 },
		'tokens words lookup',
	),
	dropout: words(
		'Dropout',
		'Regularise & normalise',
		'Silences a share of the units in training',
		['rate'],
		{ layer: 'dropout', rate: 0.2 },
		'regularisation',
	),
	batchNorm: words(
		'Batch norm',
		'Regularise & normalise',
		'Centres and scales each channel over the batch',
		[],
		{ layer: 'batchNorm' },
		'normalisation normalization bn',
	),
	layerNorm: words(
		'Layer norm',
		'Regularise & normalise',
		'Centres and scales the channels of each sample',
		[],
		{ layer: 'layerNorm' },
		'normalisation normalization ln',
	),
	conv1d: windowed('conv', 1),
	conv2d: windowed('conv', 2),
	conv3d: windowed('conv', 3),
	convTranspose1d: windowed('convTranspose', 1),
	convTranspose2d: windowed('convTranspose', 2),
	convTranspose3d: windowed('convTranspose', 3),
	depthwiseConv1d: windowed('depthwiseConv', 1),
	depthwiseConv2d: windowed('depthwiseConv', 2),
	separableConv1d: windowed('separableConv', 1),
	separableConv2d: windowed('separableConv', 2),
	maxPool1d: sized('maxPool', 1),
	maxPool2d: sized('maxPool', 2),
	maxPool3d: sized('maxPool', 3),
	averagePool1d: sized('averagePool', 1),
	averagePool2d: sized('averagePool', 2),
	averagePool3d: sized('averagePool', 3),
	globalMaxPool: words(
		'Global max pooling',
		'Pooling & scaling',
		'Keeps the largest of each channel',
		[],
		{ layer: 'globalMaxPool' },
		'downsample',
	),
	globalAveragePool: words(
		'Global average pooling',
		'Pooling & scaling',
		'Keeps the mean of each channel',
		[],
		{ layer: 'globalAveragePool' },
		'gap downsample',
	),
	upSampling1d: sized('upSampling', 1),
	upSampling2d: sized('upSampling', 2),
	upSampling3d: sized('upSampling', 3),
	lstm: recurrent('lstm', 'LSTM', 'Reads steps in order, with a long memory'),
	gru: recurrent('gru', 'GRU', 'Reads steps in order, with fewer weights'),
	simpleRnn: recurrent('simpleRnn', 'Simple RNN', 'Reads steps in order, with a short memory'),
	flatten: words('Flatten', 'Shape', 'All numbers in one row', [], { layer: 'flatten' }, 'vector'),
	reshape: words(
		'Reshape',
		'Shape',
		'The same numbers in another shape',
		['shape'],
		{ layer: 'reshape', shape: [1] },
		'axes',
	),
	permute: words(
		'Permute',
		'Shape',
		'The axes in another order',
		['axes'],
		{ layer: 'permute', axes: [1, 0] },
		'transpose swap axes',
	),
	zeroPadding1d: sized('zeroPadding', 1),
	zeroPadding2d: sized('zeroPadding', 2),
	zeroPadding3d: sized('zeroPadding', 3),
	add: words(
		'Add',
		'Join',
		'The sum with what another layer gives',
		['with'],
		{ layer: 'add', with: ['?'] },
		'residual skip sum branch',
	),
	concatenate: words(
		'Concatenate',
		'Join',
		'Beside what another layer gives',
		['with'],
		{ layer: 'concatenate', with: ['?'] },
		'merge skip branch',
	),
	input: words(
		'Input',
		'Join',
		'Begins a branch with one input of the pipeline',
		['input'],
		{ layer: 'input', input: 0 },
		'branch several inputs',
	),
};

/** An entry of the menu: a kind as it begins, or a much asked for variant of one. */
export interface MenuEntry {
	readonly name: string;
	readonly group: Group;
	readonly hint: string;
	readonly also: string;
	readonly fresh: Fresh;
}

const VARIANTS: readonly MenuEntry[] = [
	{
		...KINDS.dense,
		name: 'Time-distributed dense',
		hint: 'The same units at every step',
		also: 'time distributed',
		fresh: { layer: 'dense', units: 32, ...relu, timeDistributed: true },
	},
	{
		...KINDS.lstm,
		name: 'Bidirectional LSTM',
		hint: 'Reads steps forward and backward',
		fresh: { layer: 'lstm', units: 16, bidirectional: true },
	},
	{
		...KINDS.gru,
		name: 'Bidirectional GRU',
		hint: 'Reads steps forward and backward',
		fresh: { layer: 'gru', units: 16, bidirectional: true },
	},
];

/** All that can be added, group by group. */
export const MENU: readonly MenuEntry[] = GROUPS.flatMap((group) =>
	[...Object.values(KINDS), ...VARIANTS].filter((entry) => entry.group === group),
);

/** "Bidirectional LSTM", "Output": the kind of a layer as it is set. */
export function layerName(layer: Layer): string {
	if (layer.layer === 'output') return layer.dense === false ? 'Output as it is' : 'Output';
	if (layer.layer === 'constant') return 'Constant';
	const { name } = KINDS[layer.layer];
	if ('bidirectional' in layer && layer.bidirectional) return `Bidirectional ${name}`;
	if ('timeDistributed' in layer && layer.timeDistributed) return 'Time-distributed dense';
	return name;
}

/** How well a name is what was typed: from its beginning, from the beginning of a word, anywhere. */
function rank(name: string, typed: string): number {
	if (name.startsWith(typed)) return 0;
	return name.includes(` ${typed}`) ? 1 : 2;
}

const plain = (text: string): string => text.toLowerCase().replaceAll('-', '');

/** Entries that hold every word typed: those named so first, then by their other words; else in the menu's order. */
export function findLayers(typed: string, entries: readonly MenuEntry[] = MENU): MenuEntry[] {
	const wanted = plain(typed).split(/\s+/).filter(Boolean);
	const holds = (text: string) => wanted.every((word) => plain(text).includes(word));
	const asked = wanted.join(' ');
	const named = entries
		.filter(({ name }) => holds(name))
		.sort((a, b) => rank(plain(a.name), asked) - rank(plain(b.name), asked));
	const others = entries.filter(
		(entry) => !named.includes(entry) && holds(`${entry.name} ${entry.also} ${entry.group} ${entry.hint}`),
	);
	return [...named, ...others];
}
