/**
 * The pipelines that compare-sklearn prepares: three mixes of steps for each of three known tables. Columns named under
 * `gaps` lose some cells first, since the tables have none missing and imputers are to be compared too.
 */
import type { PipelineInput } from '../../src/lib/engine/schema/pipeline';
import type { Analysis } from '../../src/lib/engine/schema/common';

export interface Compared {
	readonly file: string;
	readonly name: string;
	readonly target: string;
	readonly analysis: Analysis;
	readonly gaps: readonly string[];
	readonly impute: PipelineInput['impute'];
	readonly encode: PipelineInput['encode'];
}

/** "a", "b", …, "z", "aa", …: the columns of the sonar table from one place to another. */
const bands = (from: number, to: number): string[] =>
	Array.from({ length: to - from }, (_, i) => {
		const at = from + i;
		const letter = (place: number) => String.fromCharCode(97 + place);
		return at < 26 ? letter(at) : letter(Math.floor(at / 26) - 1) + letter(at % 26);
	});

const houses = { file: 'houses.csv', target: 'price', analysis: 'regression' } as const;
const sonar = { file: 'sonar.csv', target: 'object', analysis: 'binary' } as const;
const spam = { file: 'spam.csv', target: 'label', analysis: 'binary', gaps: [], impute: [] } as const;

export const COMPARED: readonly Compared[] = [
	{
		...houses,
		name: 'median, rare kinds, powers, scales',
		gaps: ['crim', 'rm', 'dis', 'tax'],
		impute: [
			{ imputer: 'median', indicator: true, dtypes: ['float64'] },
			{ imputer: 'mostFrequent', columns: ['tax'] },
		],
		encode: [
			{
				encoder: 'OneHotEncoder',
				handleUnknown: 'infrequent',
				vocabulary: 'train',
				minFrequency: 20,
				columns: ['rad', 'zn'],
			},
			{
				encoder: 'PowerTransformer',
				method: 'yeo-johnson',
				standardize: true,
				columns: ['crim', 'lstat', 'dis'],
			},
			{ encoder: 'MinMaxScaler', range: [-1, 1], columns: ['tax', 'ptratio'] },
			{ encoder: 'StandardScaler', dtypes: ['float64'] },
		],
	},
	{
		...houses,
		name: 'neighbours, quantiles, bins',
		gaps: ['nox', 'rm', 'age', 'lstat'],
		impute: [{ imputer: 'knn', neighbors: 4, weights: 'distance', dtypes: ['float64'] }],
		encode: [
			{ encoder: 'QuantileTransformer', output: 'normal', columns: ['crim', 'lstat'] },
			{ encoder: 'KBinsDiscretizer', bins: 6, strategy: 'quantile', columns: ['age', 'indus'] },
			{ encoder: 'KBinsDiscretizer', bins: 5, strategy: 'kmeans', encode: 'ordinal', columns: ['rm'] },
			{ encoder: 'OrdinalEncoder', vocabulary: 'all', columns: ['rad'] },
			{ encoder: 'RobustScaler', unitVariance: true, columns: ['nox', 'dis', 'tax'] },
		],
	},
	{
		...houses,
		name: 'products, curves, box-cox',
		gaps: ['rm', 'ptratio', 'chas'],
		impute: [
			{ imputer: 'mean', columns: ['rm', 'ptratio'] },
			{ imputer: 'constant', value: 0, indicator: true, columns: ['chas'] },
		],
		encode: [
			{ encoder: 'PolynomialFeatures', degree: [1, 3], columns: ['rm', 'lstat', 'ptratio'] },
			{
				encoder: 'SplineTransformer',
				knots: 6,
				placed: 'quantile',
				outside: 'linear',
				columns: ['dis', 'age'],
			},
			{ encoder: 'PowerTransformer', method: 'box-cox', standardize: true, columns: ['nox', 'crim'] },
			{
				encoder: 'OneHotEncoder',
				handleUnknown: 'ignore',
				vocabulary: 'all',
				maxCategories: 5,
				drop: 'first',
				columns: ['rad'],
			},
			{ encoder: 'MaxAbsScaler' },
		],
	},
	{
		...sonar,
		name: 'mean, marks, one scale',
		gaps: bands(0, 60),
		impute: [{ imputer: 'mean', indicator: true }],
		encode: [{ encoder: 'StandardScaler' }],
	},
	{
		...sonar,
		name: 'quantiles, powers, bins, rest',
		gaps: [],
		impute: [],
		encode: [
			{ encoder: 'QuantileTransformer', quantiles: 50, output: 'uniform', columns: bands(0, 20) },
			{ encoder: 'PowerTransformer', method: 'yeo-johnson', standardize: true, columns: bands(20, 40) },
			{ encoder: 'KBinsDiscretizer', bins: 4, strategy: 'uniform', columns: bands(40, 50) },
		],
	},
	{
		...sonar,
		name: 'neighbours, lengths, curves, pairs',
		gaps: bands(10, 30),
		impute: [{ imputer: 'knn', columns: bands(0, 40) }],
		encode: [
			{ encoder: 'Normalizer', norm: 'l2', columns: bands(0, 30) },
			{
				encoder: 'SplineTransformer',
				knots: 5,
				degree: 2,
				placed: 'uniform',
				outside: 'constant',
				columns: bands(30, 40),
			},
			{ encoder: 'PolynomialFeatures', degree: [1, 2], interactionOnly: true, columns: bands(40, 46) },
			{ encoder: 'Binarizer', threshold: 0.01, columns: bands(46, 50) },
			{ encoder: 'RobustScaler', percentiles: [10, 90], columns: bands(50, 60) },
		],
	},
	{ ...spam, name: 'words counted', encode: [{ encoder: 'CountVectorizer' }] },
	{
		...spam,
		name: 'pairs of words, tf-idf',
		encode: [{ encoder: 'TfidfVectorizer', ngramRange: [1, 2], minDf: 2, maxDf: 0.5, sublinearTf: true }],
	},
	{
		...spam,
		name: 'letters in words, tf-idf, the 500 most frequent',
		encode: [
			{
				encoder: 'TfidfVectorizer',
				analyzer: 'char_wb',
				ngramRange: [2, 4],
				maxFeatures: 500,
				stripAccents: 'unicode',
				norm: 'l1',
			},
		],
	},
];
