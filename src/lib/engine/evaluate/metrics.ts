/**
 * The metrics of one split of one run (SPEC §13), in full precision. A metric that is undefined for these rows, as
 * the AUC of a single class, is null and never a number.
 */
import type { Analysis } from '../schema/common';
import type { SplitPrediction } from '../schema/run';
import {
	accuracy,
	averagePrecision,
	balancedAccuracy,
	brierScore,
	logLoss,
	matthews,
	perClass,
	rocAuc,
	rocAucOneVsRest,
	weighted,
} from './classification-metrics';
import { confusionMatrix } from './curves';
import { predictedClasses } from './predicted-classes';
import { regressionMetrics } from './regression-metrics';

/**
 * Metrics by id (see metric-info.ts), all null for a split without rows or with a score that is NaN. Binary: precision, recall and F1 of the second
 * class. Multi-class: weighted by support.
 * @param axis size of the last axis of what is predicted, whose places are measured each on its own (SPEC §13)
 */
export function metricsOf(
	analysis: Analysis,
	prediction: SplitPrediction,
	classes: readonly string[],
	axis = 1,
): Record<string, number | null> {
	const values =
		analysis === 'regression'
			? { ...regressionMetrics(prediction.truth, prediction.scores, axis) }
			: analysis === 'binary'
				? binaryMetrics(prediction)
				: multiMetrics(prediction, classes.length);
	const { truth, scores } = prediction;
	const undefinedAll = truth.length === 0 || scores.some((score) => Number.isNaN(score));
	return Object.fromEntries(
		Object.entries(values).map(([id, value]) => [id, !undefinedAll && Number.isFinite(value) ? value : null]),
	);
}

function binaryMetrics(prediction: SplitPrediction): Record<string, number> {
	const { truth, scores } = prediction;
	const matrix = confusionMatrix(truth, predictedClasses(prediction), 2);
	const scored = perClass(matrix);
	return {
		accuracy: accuracy(matrix),
		balancedAccuracy: balancedAccuracy(scored),
		f1: scored[1]?.f1 ?? NaN,
		precision: scored[1]?.precision ?? NaN,
		recall: scored[1]?.recall ?? NaN,
		rocAuc: rocAuc(truth, scores),
		averagePrecision: averagePrecision(truth, scores),
		logLoss: logLoss(truth, scores, 1),
		brier: brierScore(truth, scores),
		mcc: matthews(matrix),
	};
}

function multiMetrics(prediction: SplitPrediction, classes: number): Record<string, number> {
	const { truth, scores } = prediction;
	const matrix = confusionMatrix(truth, predictedClasses(prediction), classes);
	const scored = perClass(matrix);
	return {
		accuracy: accuracy(matrix),
		balancedAccuracy: balancedAccuracy(scored),
		f1: weighted(scored, 'f1'),
		precision: weighted(scored, 'precision'),
		recall: weighted(scored, 'recall'),
		rocAuc: rocAucOneVsRest(truth, scores, classes),
		logLoss: logLoss(truth, scores, classes),
		mcc: matthews(matrix),
	};
}
