/** What each metric is called, which way is better, and which one decides for an analysis. */
import type { Analysis } from '../schema/common';

export interface MetricInfo {
	readonly id: string;
	/** As shown: "ROC-AUC". */
	readonly label: string;
	readonly better: 'higher' | 'lower';
	readonly higherIsBetter: boolean;
	/** What it measures, in one sentence. */
	readonly description: string;
}

const info = (id: string, label: string, better: 'higher' | 'lower', description: string): MetricInfo => ({
	id,
	label,
	better,
	higherIsBetter: better === 'higher',
	description,
});

/** Every metric a run may carry, in the order they are shown. */
export const METRICS: readonly MetricInfo[] = [
	info('loss', 'Loss', 'lower', 'What training minimises, on the encoded target.'),
	info('accuracy', 'Accuracy', 'higher', 'Share of rows whose class is predicted right.'),
	info(
		'balancedAccuracy',
		'Balanced accuracy',
		'higher',
		'Mean share found of each class, rare ones counting as much as common ones.',
	),
	info('f1', 'F1', 'higher', 'Harmonic mean of precision and recall.'),
	info('precision', 'Precision', 'higher', 'Of the rows predicted as a class, the share that is of it.'),
	info('recall', 'Recall', 'higher', 'Of the rows of a class, the share predicted as it.'),
	info(
		'rocAuc',
		'ROC-AUC',
		'higher',
		'Chance that a row of the class scores above one that is not; 0.5 is guessing.',
	),
	info(
		'averagePrecision',
		'Average precision',
		'higher',
		'Area under the precision–recall curve, as a sum of steps.',
	),
	info('logLoss', 'Log loss', 'lower', 'Mean surprise at the true class, in nats.'),
	info('brier', 'Brier score', 'lower', 'Mean squared distance between probability and outcome.'),
	info('mcc', 'MCC', 'higher', 'Correlation between predicted and true classes, from −1 to 1.'),
	info('r2', 'R²', 'higher', 'Share of the variance explained; 0 is as good as the mean.'),
	info('explainedVariance', 'Explained variance', 'higher', 'As R², but blind to a constant offset.'),
	info('mse', 'MSE', 'lower', 'Mean squared error, in squared units of the target.'),
	info('rmse', 'RMSE', 'lower', 'Root of the mean squared error, in units of the target.'),
	info('mae', 'MAE', 'lower', 'Mean absolute error, in units of the target.'),
	info(
		'medianAbsoluteError',
		'Median AE',
		'lower',
		'Half of the rows are off by less, in units of the target.',
	),
	info('maxError', 'Max error', 'lower', 'The worst error, in units of the target.'),
];

const BY_ID = new Map(METRICS.map((metric) => [metric.id, metric]));

/** The metric of that id; an unknown one is shown by its id, higher taken as better. */
export const metricInfo = (id: string): MetricInfo => BY_ID.get(id) ?? info(id, id, 'higher', '');

/** The id of the metric that ranks runs of an analysis. */
export const primaryMetric = (analysis: Analysis): string =>
	({ binary: 'rocAuc', 'multi-class': 'accuracy', regression: 'r2' })[analysis];

/** Whether `a` is the better value; a value beats null, and null beats nothing. */
export function isBetter(id: string, a: number | null, b: number | null): boolean {
	if (a === null || b === null) return a !== null;
	return metricInfo(id).higherIsBetter ? a > b : a < b;
}
