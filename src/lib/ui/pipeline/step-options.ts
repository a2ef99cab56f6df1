/**
 * What imputers and encoders can be told besides their columns, as data: the form is drawn from it. The engine's steps
 * hold the same defaults.
 */
import type { EncodeStep } from '$lib/engine/schema/encode-step';
import type { ImputeStep } from '$lib/engine/schema/impute-step';
import { choice, flag, number, text, type Option } from './options';

const INDICATOR = flag('indicator', 'Mark gaps', false, 'one more 0/1 column where train has gaps');
const VOCABULARY = choice(
	'vocabulary',
	'Categories of',
	{ all: 'all rows', train: 'train rows' },
	'the names only',
);

const TERMS: readonly Option[] = [
	choice('analyzer', 'Count', {
		word: 'words',
		char: 'characters',
		char_wb: 'inside of words',
	}),
	text('ngramRange', 'In runs of', 'pair', '1, 1', 'fewest, most'),
	flag('lowercase', 'Lower case', true),
	choice('stripAccents', 'Accents', { '': 'kept', unicode: 'taken off', ascii: 'ASCII alone' }),
	text('tokenPattern', 'A word is', 'text', String.raw`(?u)\b\w\w+\b`, 'Python’s re'),
	choice('stopList', 'Leave out', { '': 'nothing', 'short-english': 'common words' }, 'a list of ours'),
	text('stopWords', 'And', 'words', '', 'the, a, to'),
	text('minDf', 'In texts at least', 'number', '1', 'or a share'),
	text('maxDf', 'In texts at most', 'number', '1', 'up to 1 a share'),
	text('maxFeatures', 'Terms at most', 'number', '', 'most frequent'),
	text('terms', 'Only these', 'words', '', 'empty: learned'),
	flag('binary', 'Yes or no', false, 'not how often'),
];

export const OPTIONS: Readonly<Record<ImputeStep['imputer'] | EncodeStep['encoder'], readonly Option[]>> = {
	mean: [INDICATOR],
	median: [INDICATOR],
	mostFrequent: [INDICATOR],
	constant: [text('value', 'Fill with', 'value', '', 'a number, or text for text columns'), INDICATOR],
	knn: [
		number('neighbors', 'Neighbours', 5, { least: 1, hint: 'train rows averaged' }),
		choice('weights', 'Weight', { uniform: 'all the same', distance: 'nearer counts more' }),
		INDICATOR,
	],
	StandardScaler: [
		flag('withMean', 'Centre', true, 'takes the mean off'),
		flag('withStd', 'Scale', true, 'divides by the deviation'),
	],
	MinMaxScaler: [
		text('range', 'Range', 'pair', '0, 1', 'lowest and highest'),
		flag('clip', 'Clip', false, 'holds what lies outside at the ends'),
	],
	MaxAbsScaler: [],
	RobustScaler: [
		flag('withCentering', 'Centre', true, 'takes the median off'),
		flag('withScaling', 'Scale', true, 'divides by the distance below'),
		text('percentiles', 'Percentiles', 'pair', '25, 75', 'their distance becomes 1'),
		flag('unitVariance', 'Unit variance', false, 'for columns that are normal'),
	],
	PowerTransformer: [
		choice('method', 'Method', { 'yeo-johnson': 'Yeo–Johnson', 'box-cox': 'Box–Cox (positive only)' }),
		flag('standardize', 'Standardise', true),
	],
	QuantileTransformer: [
		choice('output', 'Becomes', { uniform: 'even, 0 to 1', normal: 'normal' }),
		number('quantiles', 'Quantiles', 1000, { least: 1, hint: 'at most one per train row' }),
	],
	OneHotEncoder: [
		choice('handleUnknown', 'New category', {
			ignore: 'all zeros',
			error: 'refuse',
			infrequent: 'as a rare one',
		}),
		choice('drop', 'Leave out', { '': 'nothing', first: 'the first column', binary: 'one of two' }),
		text('minFrequency', 'Rare below', 'number', '', 'rows, or a share below 1; counted in train'),
		text('maxCategories', 'Columns at most', 'number', '', 'the rarest share the last'),
		VOCABULARY,
	],
	OrdinalEncoder: [
		text('order', 'Order', 'list', '', 'low, mid, high; empty is sorted'),
		choice('handleUnknown', 'New category', { error: 'refuse', value: 'a number' }),
		number('unknownValue', 'That number', -1),
		VOCABULARY,
	],
	LabelBinarizer: [number('low', 'Low', 0), number('high', 'High', 1), VOCABULARY],
	MultiLabelBinarizer: [text('separator', 'Separator', 'text', ',', 'between the labels'), VOCABULARY],
	Normalizer: [choice('norm', 'Length', { l2: 'root of squares', l1: 'sum of sizes', max: 'largest size' })],
	Binarizer: [number('threshold', 'Threshold', 0, { hint: '1 above it' })],
	KBinsDiscretizer: [
		number('bins', 'Bins', 5, { least: 2 }),
		choice('strategy', 'Cut by', { quantile: 'equal count', uniform: 'equal width', kmeans: 'k-means' }),
		choice('encode', 'As', { 'onehot-dense': 'a column each', ordinal: 'one number' }),
	],
	PolynomialFeatures: [
		text('degree', 'Degrees', 'pair', '0, 2', 'lowest and highest'),
		flag('interactionOnly', 'Only products', false, 'no powers of one column'),
		flag('bias', 'Constant 1', false, 'a net has its own'),
	],
	SplineTransformer: [
		number('knots', 'Knots', 5, { least: 2 }),
		number('degree', 'Degree', 3, { least: 1 }),
		choice('placed', 'Knots at', { uniform: 'equal distances', quantile: 'equal counts' }),
		choice('outside', 'Outside', {
			constant: 'held at the end',
			linear: 'straight on',
			continue: 'curve goes on',
			periodic: 'wraps around',
			error: 'refuse',
		}),
		flag('bias', 'All bumps', true, 'else the last is left out'),
	],
	KernelCenterer: [],
	Divide: [number('by', 'By', 255, { not: 0 })],
	CountVectorizer: TERMS,
	TfidfVectorizer: [
		...TERMS,
		choice('norm', 'Each text to', { l2: 'squares sum to 1', l1: 'sum 1', none: 'as it is' }),
		flag('useIdf', 'Rare ones more', true, 'by train texts'),
		flag('smoothIdf', 'Smooth', true, 'one text more'),
		flag('sublinearTf', 'Damp counts', false, '1 + ln count'),
	],
	LetterEncoder: [
		text('alphabet', 'Alphabet', 'text', 'ACGT', 'in order'),
		text('length', 'Places', 'number', '', 'empty: longest'),
		choice('pad', 'Fill and cut at', { end: 'the end', start: 'the start' }),
		choice('case', 'Case', { upper: 'all capitals', lower: 'all small', keep: 'kept' }),
		choice('unknown', 'Other letters', { zeros: 'zeros', error: 'refuse' }),
		text('mask', 'Any letter', 'text', '', 'such as N'),
		choice('reverseComplement', 'Other strand', {
			none: 'not read',
			append: 'beside this one',
			replace: 'in its place',
		}),
	],
};
