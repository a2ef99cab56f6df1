/** The families metrics_classification and metrics_regression: every metric the engine has a name for. */
import { aggregate } from '../../src/lib/engine/evaluate/aggregate';
import {
	accuracy,
	balancedAccuracy,
	matthews,
	perClass,
	weighted,
} from '../../src/lib/engine/evaluate/classification-metrics';
import { confusionMatrix, curvesOf } from '../../src/lib/engine/evaluate/curves';
import { metricsOf } from '../../src/lib/engine/evaluate/metrics';
import { predictedClasses } from '../../src/lib/engine/evaluate/predicted-classes';
import { regressionMetrics } from '../../src/lib/engine/evaluate/regression-metrics';
import type { SplitPrediction } from '../../src/lib/engine/schema/run';
import { isRefusal, near, num, nums, same, type Case, type Json } from './case';

type Values = Readonly<Record<string, number | null>>;

/** What a model says, with one column of scores or one per class. */
export function predictionOf(truth: readonly number[], scores: readonly (Json | Json[])[]): SplitPrediction {
	const first = scores[0];
	return {
		rows: Uint32Array.from(truth, (_, i) => i),
		truth: Float64Array.from(truth),
		scores: Float64Array.from(nums(scores.flat())),
		width: Array.isArray(first) ? first.length : 1,
	};
}

/** Ours beside the fixture's names; what is undefined there is null here. */
function compare(found: Case, ours: Values, names: Readonly<Record<string, string>>): void {
	for (const [id, key] of Object.entries(names)) {
		const expected = found.expected[key];
		if (expected === undefined) continue;
		const value = ours[id] ?? null;
		if (isRefusal(expected) || expected === 'NaN') {
			if (value !== null && !Number.isNaN(value)) throw new Error(`${id} is ${value} where it is undefined`);
		} else near([value ?? NaN], [num(expected)], found, id);
	}
}

const SHARED = {
	accuracy: 'accuracy',
	balancedAccuracy: 'balanced_accuracy',
	logLoss: 'log_loss',
	mcc: 'mcc',
};
const BINARY = {
	...SHARED,
	f1: 'f1_binary_zd0',
	precision: 'precision_binary_zd0',
	recall: 'recall_binary_zd0',
	rocAuc: 'roc_auc',
	averagePrecision: 'average_precision',
	brier: 'brier',
};
const MULTI = {
	...SHARED,
	f1: 'f1_weighted_zd0',
	precision: 'precision_weighted_zd0',
	recall: 'recall_weighted_zd0',
	rocAuc: 'roc_auc_ovr_weighted_onehot_truth',
};

export function checkClassification(found: Case): void {
	const { input, expected } = found;
	if (!('y_prob' in input)) return checkClasses(found);
	const scores = input['y_prob'] as Json[];
	const binary = !Array.isArray(scores[0]);
	const prediction = predictionOf(nums(input['y_true']), scores);
	const classes = Array.from({ length: binary ? 2 : prediction.width }, (_, k) => `${k}`);
	compare(found, metricsOf(binary ? 'binary' : 'multi-class', prediction, classes), binary ? BINARY : MULTI);
	const predicted = predictedClasses(prediction);
	const told = expected[binary ? 'predictions_at_gt_0.5' : 'predictions_argmax'];
	if (told !== undefined) same([...predicted], told, 'classes');
	const drawn = curvesOf(binary ? 'binary' : 'multi-class', prediction, classes);
	checkMatrix(found, drawn?.confusion ?? [], nums(labelsOf(found)));
}

const labelsOf = ({ expected }: Case): Json[] =>
	(expected['per_class'] as Record<string, Json[]> | undefined)?.['labels'] ?? [];

/** The fixture's matrix and scores are of the labels that occur; ours of all classes. */
function checkMatrix(found: Case, matrix: readonly (readonly number[])[], labels: readonly number[]): void {
	if (labels.length === 0) return;
	const counts = labels.map((t) => labels.map((p) => matrix[t]?.[p] ?? 0));
	if (found.expected['confusion_matrix'] !== undefined)
		same(counts, found.expected['confusion_matrix'], 'confusion matrix');
	const scores = perClass(matrix);
	const told = found.expected['per_class'] as Record<string, Json>;
	for (const key of ['precision', 'recall', 'f1', 'support'] as const)
		if (told[key] !== undefined)
			near(
				labels.map((label) => scores[label]?.[key] ?? 0),
				nums(told[key]),
				found,
				`${key} of the classes`,
			);
}

/** Predicted classes without probabilities. */
function checkClasses(found: Case): void {
	const labels = labelsOf(found);
	const index = (values: Json | undefined) => (values as Json[]).map((value) => labels.indexOf(value));
	const matrix = confusionMatrix(index(found.input['y_true']), index(found.input['y_pred']), labels.length);
	checkMatrix(found, matrix, [...labels.keys()]);
	const scores = perClass(matrix);
	const ours = {
		accuracy: accuracy(matrix),
		balancedAccuracy: balancedAccuracy(scores),
		mcc: matthews(matrix),
		f1: weighted(scores, 'f1'),
		precision: weighted(scores, 'precision'),
		recall: weighted(scores, 'recall'),
	};
	const { rocAuc: _rocAuc, logLoss: _logLoss, ...names } = MULTI;
	compare(found, ours, names);
}

const REGRESSION = {
	r2: 'r2',
	mse: 'mse',
	rmse: 'rmse',
	mae: 'mae',
	explainedVariance: 'explained_variance',
	medianAbsoluteError: 'medae',
	maxError: 'max_error',
};

export function checkRegression(found: Case): void {
	const { input, expected } = found;
	if ('values' in input) {
		const summary = aggregate(nums(input['values']));
		const { count: _count, ...ours } = summary ?? { count: 0 };
		return compare(found, ours, Object.fromEntries(Object.keys(expected).map((key) => [key, key])));
	}
	const truth = flat(input['y_true'] as Json[]);
	const predicted = flat(input['y_pred'] as Json[]);
	const outputs = lastAxis(input['y_true'] as Json);
	if (outputs > 1) return compare(found, { ...regressionMetrics(truth, predicted, outputs) }, REGRESSION);
	const prediction = predictionOf(truth, predicted);
	compare(found, metricsOf('regression', prediction, []), REGRESSION);
}

const flat = (values: Json[]): number[] => nums((values as unknown[]).flat(20) as Json[]);

/** Size of the last axis; 1 for a plain list. */
function lastAxis(values: Json): number {
	let inner = values;
	while (Array.isArray(inner) && Array.isArray(inner[0])) inner = inner[0];
	return inner === values || !Array.isArray(inner) ? 1 : inner.length;
}
