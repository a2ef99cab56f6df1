/** From scores to classes: above one half for one column, the first greatest of several. */
import type { SplitPrediction } from '../schema/run';

/** Class index per row. A probability of exactly 0.5 is the first class. */
export function predictedClasses({ scores, width }: Pick<SplitPrediction, 'scores' | 'width'>): Uint32Array {
	const n = scores.length / width;
	const classes = new Uint32Array(n);
	for (let i = 0; i < n; i++) {
		if (width === 1) {
			classes[i] = (scores[i] as number) > 0.5 ? 1 : 0;
			continue;
		}
		let best = 0;
		for (let k = 1; k < width; k++)
			if ((scores[i * width + k] as number) > (scores[i * width + best] as number)) best = k;
		classes[i] = best;
	}
	return classes;
}
