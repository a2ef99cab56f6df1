/** The steps and analyses in words, and the line of stations the rows pass on their way to the tensors. */
import type { Dataset } from '$lib/engine/schema/dataset';
import type { EncodeStep } from '$lib/engine/schema/encode-step';
import type { ImputeStep } from '$lib/engine/schema/impute-step';
import type { Pipeline } from '$lib/engine/schema/pipeline';
import { plural } from '$lib/ui/parts/format';
import type { StepTakes } from './takes';

export const IMPUTER_NAME: Record<ImputeStep['imputer'], string> = {
	mean: 'Mean',
	median: 'Median',
	mostFrequent: 'Most frequent',
	constant: 'Constant',
	knn: 'Nearest rows',
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

export const stepName = (step: ImputeStep | EncodeStep): string =>
	'imputer' in step ? IMPUTER_NAME[step.imputer] : ENCODER_NAME[step.encoder];

/** "median → standard": what happens to each column, by name. */
export function fates(
	impute: readonly StepTakes<ImputeStep>[],
	encode: readonly StepTakes<EncodeStep>[],
): Map<string, string> {
	const words = new Map<string, string[]>();
	for (const { step, columns } of [...impute, ...encode])
		for (const column of columns) {
			if ('imputer' in step && !column.statistics.missing) continue;
			words.set(column.name, [...(words.get(column.name) ?? []), stepName(step).toLowerCase()]);
		}
	return new Map([...words].map(([name, steps]) => [name, steps.join(' → ')]));
}

/** "numbers", "text", "3 columns": what a step's filter takes, for its line in the form. */
export function filterWords(step: ImputeStep | EncodeStep, taken: number): string {
	const how =
		step.include === false
			? 'all but those named'
			: step.dtypes
				? step.dtypes.join(', ')
				: step.columns
					? 'by name'
					: 'every column left';
	return `${plural(taken, 'column')} · ${how}`;
}

/** Missing cells among the columns of a step that fills them. */
export const missingCells = (dataset: Dataset, names: ReadonlySet<string>): number =>
	dataset.columns.reduce((sum, { name, statistics }) => sum + (names.has(name) ? statistics.missing : 0), 0);
