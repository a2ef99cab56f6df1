/**
 * What each training row's loss counts: by a column of the data, by making classes count alike (scikit-learn's
 * `class_weight="balanced"`), or by both. Weights are scaled to 1 on average, so that the learning rate means the same.
 */
import type { PreparedSamples } from './prepared-samples';
import type { Inputs } from './inputs';

/**
 * n ÷ (classes present · rows of the class) for each row; 1 on average.
 * @param truth class index per row. @param classes how many there are.
 */
export function balancedWeights(truth: ArrayLike<number>, classes: number): Float64Array {
	const counts = new Float64Array(classes);
	for (let i = 0; i < truth.length; i++) {
		const index = truth[i] as number;
		counts[index] = (counts[index] ?? 0) + 1;
	}
	const present = counts.reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0);
	return Float64Array.from(truth, (index) => truth.length / (present * (counts[index] as number)));
}

/**
 * The weights of the training rows; null where they weigh alike.
 * @param balancedClasses how many classes are to count alike; 0 leaves them as they are.
 */
export function rowWeights(
	{ weights, truth }: Pick<PreparedSamples<Inputs>, 'weights' | 'truth'>,
	balancedClasses: number,
): Float32Array | null {
	const balanced = balancedClasses > 0 ? balancedWeights(truth, balancedClasses) : null;
	if (!balanced && !weights) return null;
	const both = Float64Array.from(
		balanced ?? (weights as Float32Array),
		(weight, row) => weight * (balanced ? (weights?.[row] ?? 1) : 1),
	);
	const mean = both.reduce((sum, weight) => sum + weight, 0) / both.length;
	return Float32Array.from(both, (weight) => (mean > 0 ? weight / mean : weight));
}
