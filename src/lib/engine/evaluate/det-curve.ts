/** Which errors a threshold trades for which: scikit-learn's `det_curve`. */
import { thresholdCounts } from './threshold-counts';

export interface DetCurve {
	/** Share of negatives called positive, descending. */
	readonly falsePositives: Float64Array;
	/** Share of positives called negative, ascending. */
	readonly falseNegatives: Float64Array;
	/** Ascending. */
	readonly thresholds: Float64Array;
}

/**
 * From the threshold below which no positive is missed to the one above which no negative is called positive.
 * @param truth 1 for the positive class, anything else for the negative.
 * @returns null where the truth holds one class only, and the shares are undefined.
 */
export function detCurve(truth: ArrayLike<number>, scores: ArrayLike<number>): DetCurve | null {
	const { thresholds, truePositives, falsePositives } = thresholdCounts(truth, scores);
	const positives = truePositives.at(-1) ?? 0;
	const negatives = falsePositives.at(-1) ?? 0;
	if (positives === 0 || negatives === 0) return null;
	const first = falsePositives.lastIndexOf(falsePositives[0] as number);
	const end = truePositives.indexOf(positives) + 1;
	const part = (of: Float64Array) => of.slice(first, end).reverse();
	return {
		falsePositives: part(falsePositives).map((count) => count / negatives),
		falseNegatives: part(truePositives).map((count) => (positives - count) / positives),
		thresholds: part(thresholds),
	};
}
