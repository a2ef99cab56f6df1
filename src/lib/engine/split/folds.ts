/**
 * Folds cut by chance: every sample is held back in exactly one of them (SPEC §9.2). With classes, the counts of a class
 * differ by at most one between two folds, and so do the sizes of the folds; the larger folds come first.
 */
import type { Stream } from '../random/stream';

/** The fold of each of n positions, without regard to any class. */
export function plainFolds(n: number, folds: number, stream: Stream): Int32Array {
	const order = stream.permutation(n);
	const foldOf = new Int32Array(n);
	let place = 0;
	for (let fold = 0; fold < folds; fold++) {
		const size = Math.floor(n / folds) + (fold < n % folds ? 1 : 0);
		for (let i = 0; i < size; i++) foldOf[order[place++] as number] = fold;
	}
	return foldOf;
}

/**
 * The fold of each position: classes one after the other, each shuffled, dealt to the folds in turn, which gives the counts
 * of scikit-learn's StratifiedKFold.
 */
export function stratifiedFolds(classes: Int32Array, folds: number, stream: Stream): Int32Array {
	const order = stream.permutation(classes.length);
	const dealt = Array.from(order).sort((a, b) => (classes[a] as number) - (classes[b] as number));
	const foldOf = new Int32Array(classes.length);
	dealt.forEach((position, i) => {
		foldOf[position] = i % folds;
	});
	return foldOf;
}
