import { describe, expect, it } from 'vitest';
import { expectClose, isError, num, nums, pick, type Json } from '../../../../tests/fixtures/fixture';
import type { SplitPrediction } from '../schema/run';
import { aggregate } from './aggregate';
import { accuracy, balancedAccuracy, matthews, perClass, weighted } from './classification-metrics';
import { confusionMatrix, curvesOf, flattened, precisionRecallCurve, rocCurve } from './curves';
import { metricsOf } from './metrics';
import { predictedClasses } from './predicted-classes';
import { regressionMetrics } from './regression-metrics';

const prediction = (truth: readonly number[], scores: readonly number[], width: number): SplitPrediction => ({
	rows: Uint32Array.from(truth, (_, i) => i),
	truth: Float64Array.from(truth),
	scores: Float64Array.from(scores),
	width,
});

/** Ours by id beside the fixture's key. */
function compare(
	ours: Record<string, number | null>,
	expected: Record<string, Json>,
	keys: Record<string, string>,
	tolerance: object,
) {
	for (const [id, key] of Object.entries(keys)) {
		const reference = expected[key];
		if (isError(reference) || reference === 'NaN') expect(ours[id], id).toBeNull();
		else expectClose([ours[id] ?? NaN], [num(reference)], tolerance, id);
	}
}

describe('classification metrics give scikit-learn’s numbers', () => {
	it.each(pick('metrics_classification', (name) => name.startsWith('binary/')))(
		'%s',
		(_, { input, expected, tolerance }) => {
			const split = prediction(nums(input['y_true']), nums(input['y_prob']), 1);
			expect([...predictedClasses(split)]).toEqual(expected['predictions_at_gt_0.5']);
			const keys = {
				accuracy: 'accuracy',
				balancedAccuracy: 'balanced_accuracy',
				f1: 'f1_binary_zd0',
				precision: 'precision_binary_zd0',
				recall: 'recall_binary_zd0',
				rocAuc: 'roc_auc',
				averagePrecision: 'average_precision',
				logLoss: 'log_loss',
				brier: 'brier',
				mcc: 'mcc',
			};
			compare(metricsOf('binary', split, ['0', '1']), expected, keys, tolerance);
			expect(curvesOf('binary', split, ['0', '1'])?.confusion).toEqual(
				matrixOver(expected['confusion_matrix'] as number[][], expected, 2),
			);
		},
	);

	const scored = (name: string, { input }: { input: Record<string, Json> }) =>
		name.startsWith('multi/') && 'y_prob' in input;
	it.each(pick('metrics_classification', scored))('%s', (_, { input, expected, tolerance }) => {
		const rows = input['y_prob'] as number[][];
		const width = rows[0]?.length ?? 0;
		const split = prediction(nums(input['y_true']), rows.flat(), width);
		const classes = rows[0]?.map((_, k) => `${k}`) ?? [];
		expect([...predictedClasses(split)]).toEqual(expected['predictions_argmax']);
		const keys = {
			accuracy: 'accuracy',
			balancedAccuracy: 'balanced_accuracy',
			f1: 'f1_weighted_zd0',
			precision: 'precision_weighted_zd0',
			recall: 'recall_weighted_zd0',
			rocAuc: 'roc_auc_ovr_weighted_onehot_truth',
			logLoss: 'log_loss',
			mcc: 'mcc',
		};
		compare(metricsOf('multi-class', split, classes), expected, keys, tolerance);
	});

	const classesOnly = (name: string, { input }: { input: Record<string, Json> }) =>
		name.startsWith('multi/') && 'y_pred' in input;
	it.each(pick('metrics_classification', classesOnly))('%s', (_, { input, expected, tolerance }) => {
		const per = expected['per_class'] as {
			labels: Json[];
			precision: number[];
			recall: number[];
			f1: number[];
		};
		const index = (values: Json | undefined) => (values as Json[]).map((value) => per.labels.indexOf(value));
		const matrix = confusionMatrix(index(input['y_true']), index(input['y_pred']), per.labels.length);
		expect(matrix).toEqual(expected['confusion_matrix']);
		const scores = perClass(matrix);
		for (const key of ['precision', 'recall', 'f1'] as const) {
			expectClose(
				scores.map((score) => score[key]),
				per[key],
				tolerance,
				key,
			);
			expectClose([weighted(scores, key)], [num(expected[`${key}_weighted_zd0`])], tolerance, key);
		}
		const ours = [accuracy(matrix), balancedAccuracy(scores), matthews(matrix)];
		expectClose(
			ours,
			[num(expected['accuracy']), num(expected['balanced_accuracy']), num(expected['mcc'])],
			tolerance,
		);
	});
});

/** The fixture's matrix covers the labels that occur; ours covers all. */
function matrixOver(matrix: number[][], expected: Record<string, Json>, classes: number): number[][] {
	const labels = (expected['per_class'] as { labels: number[] }).labels;
	if (matrix.length === classes) return matrix;
	return Array.from({ length: classes }, (_, t) =>
		Array.from({ length: classes }, (_, p) => matrix[labels.indexOf(t)]?.[labels.indexOf(p)] ?? 0),
	);
}

describe('regression metrics give scikit-learn’s numbers', () => {
	it.each(pick('metrics_regression', (name) => name.startsWith('1d/')))(
		'%s',
		(_, { input, expected, tolerance }) => {
			const split = prediction(nums(input['y_true']), nums(input['y_pred']), 1);
			const keys = {
				r2: 'r2',
				mse: 'mse',
				rmse: 'rmse',
				mae: 'mae',
				explainedVariance: 'explained_variance',
				medianAbsoluteError: 'medae',
				maxError: 'max_error',
			};
			compare(metricsOf('regression', split, []), expected, keys, tolerance);
			expect(Object.keys(regressionMetrics(split.truth, split.scores)).sort()).toEqual(
				Object.keys(keys).sort(),
			);
		},
	);

	it.each(pick('metrics_regression', (name) => name.startsWith('aggregate/')))(
		'%s',
		(_, { input, expected, tolerance }) => {
			const { count: _count, ...ours } = aggregate(nums(input['values'])) ?? { count: 0 };
			const keys = Object.keys(expected);
			expectClose(
				keys.map((key) => (ours as Record<string, number>)[key] ?? NaN),
				keys.map((key) => num(expected[key])),
				tolerance,
			);
		},
	);
});

describe('curves give scikit-learn’s points', () => {
	it.each(pick('curves', (name) => name.startsWith('roc/')))(
		'%s',
		(_, { input, params, expected, tolerance }) => {
			const roc = rocCurve(
				nums(input['y_true']),
				nums(input['y_score']),
				params['drop_intermediate'] as boolean,
			);
			for (const key of ['fpr', 'tpr', 'thresholds'] as const)
				expectClose(roc[key], nums(expected[key]), tolerance, key);
		},
	);
	it.each(pick('curves', (name) => name.startsWith('pr/')))('%s', (_, { input, expected, tolerance }) => {
		const curve = precisionRecallCurve(nums(input['y_true']), nums(input['y_score']));
		for (const key of ['precision', 'recall', 'thresholds'] as const)
			expectClose(curve[key], nums(expected[key]), tolerance, key);
	});
	it.each(pick('curves', (name) => name.startsWith('multi_flattened/')))(
		'%s',
		(_, { input, expected, tolerance }) => {
			const rows = input['y_prob'] as number[][];
			const { truth, scores } = flattened(
				prediction(nums(input['y_true']), rows.flat(), rows[0]?.length ?? 0),
			);
			const curve = { ...precisionRecallCurve(truth, scores), ...rocCurve(truth, scores) };
			for (const key of ['fpr', 'tpr', 'precision', 'recall'] as const)
				expectClose(curve[key], nums(expected[key]), tolerance, key);
		},
	);
});

describe('metricsOf at the edges', () => {
	it('reports undefined, never a number, for no rows and for a net that diverged', () => {
		expect(
			Object.values(metricsOf('binary', prediction([], [], 1), ['a', 'b'])).every((value) => value === null),
		).toBe(true);
		expect(
			Object.values(metricsOf('multi-class', prediction([0, 1], [NaN, 1, 0, 1], 2), ['a', 'b'])).every(
				(value) => value === null,
			),
		).toBe(true);
		expect(metricsOf('regression', prediction([1, 2], [1, NaN], 1), [])['r2']).toBeNull();
	});
});
