/** Names of imputers, encoders and analyses as people read them, and what each does in a few words. */
import type { EncodeStep } from '$lib/engine/schema/encode-step';
import type { ImputeStep } from '$lib/engine/schema/impute-step';
import type { Pipeline } from '$lib/engine/schema/pipeline';

export const IMPUTER_NAME: Record<ImputeStep['imputer'], string> = {
	mean: 'Mean',
	median: 'Median',
	mostFrequent: 'Most frequent',
	constant: 'Constant',
	knn: 'Nearest rows',
};

export const IMPUTER_HINT: Record<ImputeStep['imputer'], string> = {
	mean: 'of train rows',
	median: 'of train rows',
	mostFrequent: 'value of train rows',
	constant: 'one value for all',
	knn: 'mean of similar train rows',
};

export const ENCODER_NAME: Record<EncodeStep['encoder'], string> = {
	StandardScaler: 'Standard',
	MinMaxScaler: 'Min–max',
	MaxAbsScaler: 'Largest size',
	RobustScaler: 'Robust',
	PowerTransformer: 'Power transform',
	QuantileTransformer: 'Quantiles',
	OneHotEncoder: 'One-hot',
	OrdinalEncoder: 'Ordinal',
	LabelBinarizer: 'Label binarizer',
	MultiLabelBinarizer: 'Lists of labels',
	Normalizer: 'Row length',
	Binarizer: 'Threshold',
	KBinsDiscretizer: 'Bins',
	PolynomialFeatures: 'Polynomial',
	SplineTransformer: 'Splines',
	KernelCenterer: 'Kernel centring',
	Divide: 'Divide',
	CountVectorizer: 'Word counts',
	TfidfVectorizer: 'Word weights (tf–idf)',
	LetterEncoder: 'Letters',
};

/** What a method does, in three words. */
export const ENCODER_HINT: Record<EncodeStep['encoder'], string> = {
	StandardScaler: 'mean 0, sd 1',
	MinMaxScaler: '0 to 1',
	MaxAbsScaler: '−1 to 1, 0 stays 0',
	RobustScaler: 'median 0, middle half 1',
	PowerTransformer: 'skew taken out',
	QuantileTransformer: 'place among train rows',
	OneHotEncoder: 'one column each',
	OrdinalEncoder: 'one number each',
	LabelBinarizer: 'classes of one column',
	MultiLabelBinarizer: 'one column per label',
	Normalizer: 'each row to length 1',
	Binarizer: '1 above, else 0',
	KBinsDiscretizer: 'ranges of numbers',
	PolynomialFeatures: 'powers and products',
	SplineTransformer: 'smooth bumps',
	KernelCenterer: 'a square kernel matrix',
	Divide: 'by one number',
	CountVectorizer: 'how often each term occurs',
	TfidfVectorizer: 'rare terms count more',
	LetterEncoder: 'DNA and the like, place by place',
};

export const ANALYSIS_NAME: Record<Pipeline['analysis'], string> = {
	binary: 'Binary classification',
	'multi-class': 'Multi-class classification',
	regression: 'Regression',
};
