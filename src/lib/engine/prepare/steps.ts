/** The registry: every step a document may name. A new step is a file of its own and one line here. */
import type { EncodeStep } from '../schema/encode-step';
import type { ImputeStep } from '../schema/impute-step';
import { binarizer } from './binarizer';
import { countVectorizer } from './count-vectorizer';
import { divide } from './divide';
import { kBinsDiscretizer } from './k-bins-discretizer';
import { kernelCenterer } from './kernel-centerer';
import { knnImputer } from './knn-imputer';
import { labelBinarizer } from './label-binarizer';
import { letterEncoder } from './letter-encoder';
import { maxAbsScaler } from './max-abs-scaler';
import { minMaxScaler } from './min-max-scaler';
import { multiLabelBinarizer } from './multi-label-binarizer';
import { normalizer } from './normalizer';
import { oneHotEncoder } from './one-hot-encoder';
import { ordinalEncoder } from './ordinal-encoder';
import { polynomialFeatures } from './polynomial-features';
import { powerTransformer } from './power-transformer';
import { quantileTransformer } from './quantile-transformer';
import { robustScaler } from './robust-scaler';
import { constantImputer, meanImputer, medianImputer, mostFrequentImputer } from './simple-imputers';
import { splineTransformer } from './spline-transformer';
import { standardScaler } from './standard-scaler';
import type { Step } from './step';
import { tfidfVectorizer } from './tfidf-vectorizer';

type Encoders = { [K in EncodeStep['encoder']]: Step<Extract<EncodeStep, { encoder: K }>> };
type Imputers = { [K in ImputeStep['imputer']]: Step<Extract<ImputeStep, { imputer: K }>> };

const ENCODERS: Encoders = {
	StandardScaler: standardScaler,
	MinMaxScaler: minMaxScaler,
	RobustScaler: robustScaler,
	PowerTransformer: powerTransformer,
	MaxAbsScaler: maxAbsScaler,
	QuantileTransformer: quantileTransformer,
	OneHotEncoder: oneHotEncoder,
	OrdinalEncoder: ordinalEncoder,
	LabelBinarizer: labelBinarizer,
	MultiLabelBinarizer: multiLabelBinarizer,
	Normalizer: normalizer,
	Binarizer: binarizer,
	KBinsDiscretizer: kBinsDiscretizer,
	PolynomialFeatures: polynomialFeatures,
	SplineTransformer: splineTransformer,
	KernelCenterer: kernelCenterer,
	Divide: divide,
	CountVectorizer: countVectorizer,
	TfidfVectorizer: tfidfVectorizer,
	LetterEncoder: letterEncoder,
};

const IMPUTERS: Imputers = {
	mean: meanImputer,
	median: medianImputer,
	mostFrequent: mostFrequentImputer,
	constant: constantImputer,
	knn: knnImputer,
};

/** The encoder of a document's step. */
export const encoderOf = (step: EncodeStep): Step<EncodeStep> => ENCODERS[step.encoder];
/** The imputer of a document's step. */
export const imputerOf = (step: ImputeStep): Step<ImputeStep> => IMPUTERS[step.imputer];

/** Encoders a target may have: classes, or quantities that turn into one number and back (EN-09). */
export const CLASS_ENCODERS: readonly EncodeStep['encoder'][] = [
	'OrdinalEncoder',
	'OneHotEncoder',
	'LabelBinarizer',
];
export const QUANTITY_ENCODERS: readonly EncodeStep['encoder'][] = [
	'StandardScaler',
	'MinMaxScaler',
	'MaxAbsScaler',
	'RobustScaler',
	'PowerTransformer',
	'QuantileTransformer',
	'Divide',
];

/**
 * Whether the step reads every row when it is fitted (its vocabulary), or training rows only. How often a category
 * occurs is learned from training rows, so an encoder that counts reads no others.
 */
export const readsAllRows = (step: EncodeStep): boolean =>
	'vocabulary' in step &&
	step.vocabulary === 'all' &&
	!('minFrequency' in step && step.minFrequency !== undefined) &&
	!('maxCategories' in step && step.maxCategories !== undefined);
