/** How often what is predicted with a probability comes true, bin by bin: scikit-learn's `calibration_curve`. */
import { sortedQuantile } from '../table/quantile';
import { sorted } from '../table/sorted';

export interface CalibrationCurve {
	/** Share of rows with truth 1 in each bin that has rows, in ascending order of the bins. */
	readonly observed: Float64Array;
	/** Mean predicted probability in the same bins. */
	readonly predicted: Float64Array;
}

/**
 * @param truth 1 for the positive class, anything else for the negative. Both of length n ≥ 1.
 * @param strategy bins of equal width, or of nearly equally many rows. A value on an edge is in the lower bin.
 */
export function calibrationCurve(
	truth: ArrayLike<number>,
	scores: ArrayLike<number>,
	bins: number,
	strategy: 'uniform' | 'quantile',
): CalibrationCurve {
	const ascending = sorted(Float64Array.from(scores));
	// Through percent and back, as the reference asks numpy: a third is then not quite a third, which decides ties with an edge.
	const inner = Array.from({ length: bins - 1 }, (_, k) => {
		const share = (k + 1) * (1 / bins);
		return strategy === 'uniform' ? share : sortedQuantile(ascending, (share * 100) / 100);
	});
	const [rows, hits, sums] = [new Float64Array(bins), new Float64Array(bins), new Float64Array(bins)];
	for (let i = 0; i < scores.length; i++) {
		const score = scores[i] as number;
		const bin = inner.filter((edge) => edge < score).length;
		rows[bin] = (rows[bin] as number) + 1;
		hits[bin] = (hits[bin] as number) + (truth[i] === 1 ? 1 : 0);
		sums[bin] = (sums[bin] as number) + score;
	}
	const filled = (of: Float64Array) =>
		of.map((value, bin) => value / (rows[bin] as number)).filter((_, bin) => rows[bin]);
	return { observed: filled(hits), predicted: filled(sums) };
}
