/** ROC and precision–recall curves of a prediction, for all classes together or one against the rest. */
import { averagePrecision } from '../../engine/evaluate/classification-metrics';
import { areaUnder, flattened, precisionRecallCurve, rocCurve } from '../../engine/evaluate/curves';
import { SPLITS } from '../../engine/schema/common';
import type { Prediction, SplitPrediction } from '../../engine/schema/run';
import type { RateCurve, RateKind } from '../charts/rate-curve';
import type { Point } from '../charts/downsample';

interface Scored {
	readonly truth: ArrayLike<number>;
	readonly scores: Float64Array;
}

/**
 * Truth (1 is the class asked about) and its score per row. Binary: the second class. Multi-class: micro-average
 * (SPEC §13), or the class of that index against the rest.
 */
function scored(split: SplitPrediction, classIndex: number | null): Scored {
	const { truth, scores, width } = split;
	if (width === 1) return { truth, scores };
	if (classIndex === null) return flattened(split);
	return {
		truth: Uint8Array.from(truth, (value) => Number(value === classIndex)),
		scores: Float64Array.from(truth, (_, row) => scores[row * width + classIndex]!),
	};
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

/** One curve per split that has both outcomes; its area, or average precision, beside it. */
export function rateCurves(kind: RateKind, prediction: Prediction, classIndex: number | null): RateCurve[] {
	return SPLITS.map((split): RateCurve => {
		const { truth, scores } = scored(prediction[split], classIndex);
		const outcomes = new Set(Array.from(truth));
		if (outcomes.size < 2) return { split, points: [], area: null };
		if (kind === 'roc') {
			const curve = rocCurve(truth, scores);
			return { split, points: points(curve.fpr, curve.tpr), area: finite(areaUnder(curve)) };
		}
		const curve = precisionRecallCurve(truth, scores);
		return {
			split,
			points: points(curve.recall, curve.precision),
			area: finite(averagePrecision(truth, scores)),
		};
	});
}

const points = (x: Float64Array, y: Float64Array): Point[] =>
	Array.from(x, (value, index): Point => [value, y[index]!]);
