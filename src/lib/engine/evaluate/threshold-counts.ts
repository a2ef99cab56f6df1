/** True and false positives at every distinct score, from the highest down: the stuff ROC and precision–recall are made of. */

export interface ThresholdCounts {
	/** Distinct scores, descending. */
	readonly thresholds: Float64Array;
	/** Rows with truth 1 (0) that score at least the threshold. */
	readonly truePositives: Float64Array;
	readonly falsePositives: Float64Array;
}

/**
 * @param truth 1 for the positive class, anything else for the negative. Both of length n.
 * Without any threshold, so that what is made of it is undefined, when a score is NaN.
 */
export function thresholdCounts(truth: ArrayLike<number>, scores: ArrayLike<number>): ThresholdCounts {
	const n = truth.length;
	let positives = 0;
	for (let i = 0; i < n; i++) {
		if (truth[i] === 1) positives++;
		if (Number.isNaN(scores[i])) {
			const none = new Float64Array();
			return { thresholds: none, truePositives: none, falsePositives: none };
		}
	}
	const positive = new Float64Array(positives);
	const negative = new Float64Array(n - positives);
	for (let i = 0, p = 0, q = 0; i < n; i++) {
		if (truth[i] === 1) positive[p++] = scores[i] as number;
		else negative[q++] = scores[i] as number;
	}
	positive.sort();
	negative.sort();
	const thresholds = new Float64Array(n);
	const truePositives = new Float64Array(n);
	const falsePositives = new Float64Array(n);
	let count = 0;
	let p = positive.length - 1;
	let q = negative.length - 1;
	while (p >= 0 || q >= 0) {
		const score = Math.max(
			p >= 0 ? (positive[p] as number) : -Infinity,
			q >= 0 ? (negative[q] as number) : -Infinity,
		);
		while (p >= 0 && positive[p] === score) p--;
		while (q >= 0 && negative[q] === score) q--;
		thresholds[count] = score;
		truePositives[count] = positive.length - 1 - p;
		falsePositives[count] = negative.length - 1 - q;
		count++;
	}
	return {
		thresholds: thresholds.subarray(0, count),
		truePositives: truePositives.subarray(0, count),
		falsePositives: falsePositives.subarray(0, count),
	};
}
