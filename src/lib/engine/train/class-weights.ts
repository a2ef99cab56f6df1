/** Weights that let every class count alike, however many rows it has: as scikit-learn's `class_weight="balanced"`. */

/**
 * n ÷ (classes present · rows of the class) for each row; 1 on average.
 * @param truth class index per row. @param classes how many there are.
 */
export function balancedWeights(truth: ArrayLike<number>, classes: number): Float32Array {
	const counts = new Float64Array(classes);
	for (let i = 0; i < truth.length; i++) {
		const index = truth[i] as number;
		counts[index] = (counts[index] ?? 0) + 1;
	}
	const present = counts.reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0);
	return Float32Array.from(truth, (index) => truth.length / (present * (counts[index] as number)));
}
