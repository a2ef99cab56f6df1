/**
 * Folds cut by chance: every sample is held back in exactly one of them (SPEC §9.2). With classes, the counts of a class
 * differ by at most one between two folds, and so do the sizes of the folds; the larger folds come first.
 */
import type { Stream } from '../random/stream';
import { countsOf } from './strata';

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
	const next = new Map<number, number>();
	let before = 0;
	for (const [code, members] of countsOf(classes)) {
		next.set(code, before);
		before += members;
	}
	const foldOf = new Int32Array(classes.length);
	for (const position of order) {
		const code = classes[position] as number;
		const place = next.get(code) as number;
		next.set(code, place + 1);
		foldOf[position] = place % folds;
	}
	return foldOf;
}
