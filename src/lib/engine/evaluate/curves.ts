/**
 * What the charts of a classification are drawn from, to scikit-learn's numbers: ROC, precision–recall, confusion matrix.
 * Multi-class curves are micro-averaged: one-hot truth flattened against flattened probabilities (SPEC §13).
 */
import type { Analysis } from '../schema/common';
import type { SplitPrediction } from '../schema/run';
import { predictedClasses } from './predicted-classes';
import { thresholdCounts } from './threshold-counts';

export interface RocCurve {
	/** NaN throughout where the truth holds no negative (fpr) or no positive (tpr). */
	readonly fpr: Float64Array;
	readonly tpr: Float64Array;
	/** Descending, the first one infinite. */
	readonly thresholds: Float64Array;
}

export interface PrecisionRecallCurve {
	/** Recall descending; the last point is (recall 0, precision 1). */
	readonly precision: Float64Array;
	readonly recall: Float64Array;
	/** Ascending, one fewer than there are points. */
	readonly thresholds: Float64Array;
}

export interface Curves {
	readonly roc: RocCurve;
	readonly precisionRecall: PrecisionRecallCurve;
	/** Rows true, columns predicted, in class order. */
	readonly confusion: readonly (readonly number[])[];
}

/** The ROC curve; points on a straight line between their neighbours are left out unless told otherwise. */
export function rocCurve(
	truth: ArrayLike<number>,
	scores: ArrayLike<number>,
	dropIntermediate = true,
): RocCurve {
	const { thresholds, truePositives: tp, falsePositives: fp } = thresholdCounts(truth, scores);
	const last = thresholds.length - 1;
	const bends = (x: Float64Array, i: number) =>
		(x[i + 1] as number) - 2 * (x[i] as number) + (x[i - 1] as number) !== 0;
	const kept: number[] = [];
	for (let i = 0; i <= last; i++) {
		if (!dropIntermediate || last < 2 || i === 0 || i === last || bends(fp, i) || bends(tp, i)) kept.push(i);
	}
	const rate = (x: Float64Array) => {
		const total = x[last] ?? 0;
		return Float64Array.from([0, ...kept.map((i) => x[i] as number)], (count) =>
			total > 0 ? count / total : NaN,
		);
	};
	return {
		fpr: rate(fp),
		tpr: rate(tp),
		thresholds: Float64Array.from([Infinity, ...kept.map((i) => thresholds[i] as number)]),
	};
}

/** The precision–recall curve over every distinct score; without any positive, recall is 1 by convention. */
export function precisionRecallCurve(
	truth: ArrayLike<number>,
	scores: ArrayLike<number>,
): PrecisionRecallCurve {
	const { thresholds, truePositives: tp, falsePositives: fp } = thresholdCounts(truth, scores);
	const m = thresholds.length;
	const positives = tp[m - 1] ?? 0;
	const precision = new Float64Array(m + 1);
	const recall = new Float64Array(m + 1);
	for (let i = 0; i < m; i++) {
		const hits = tp[i] as number;
		const called = hits + (fp[i] as number);
		precision[m - 1 - i] = called === 0 ? 0 : hits / called;
		recall[m - 1 - i] = positives === 0 ? 1 : hits / positives;
	}
	precision[m] = 1;
	return { precision, recall, thresholds: thresholds.slice().reverse() };
}

/** Area under a ROC curve by trapezoids; NaN where the curve is undefined. */
export function areaUnder({ fpr, tpr }: Pick<RocCurve, 'fpr' | 'tpr'>): number {
	if (fpr.length < 2) return NaN;
	let area = 0;
	for (let i = 1; i < fpr.length; i++) {
		area +=
			(((fpr[i] as number) - (fpr[i - 1] as number)) * ((tpr[i] as number) + (tpr[i - 1] as number))) / 2;
	}
	return area;
}

/** Counts per true class (rows) and predicted class (columns). Both arguments hold class indices below `classes`. */
export function confusionMatrix(
	truth: ArrayLike<number>,
	predicted: ArrayLike<number>,
	classes: number,
): number[][] {
	const matrix = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
	for (let i = 0; i < truth.length; i++) {
		const row = matrix[truth[i] as number];
		const column = predicted[i] as number;
		if (row) row[column] = (row[column] ?? 0) + 1;
	}
	return matrix;
}

/** Chart data of one split of a classification; null for a regression. */
export function curvesOf(
	analysis: Analysis,
	prediction: SplitPrediction,
	classes: readonly string[],
): Curves | null {
	if (analysis === 'regression') return null;
	const { truth, scores } = analysis === 'binary' ? prediction : flattened(prediction);
	return {
		roc: rocCurve(truth, scores),
		precisionRecall: precisionRecallCurve(truth, scores),
		confusion: confusionMatrix(prediction.truth, predictedClasses(prediction), classes.length),
	};
}

/** One-hot truth and probabilities, row by row in one line. */
export function flattened({ truth, scores, width }: SplitPrediction): {
	truth: Uint8Array;
	scores: Float64Array;
} {
	const hot = new Uint8Array(scores.length);
	for (let i = 0; i < truth.length; i++) hot[i * width + (truth[i] as number)] = 1;
	return { truth: hot, scores };
}
