/**
 * Metrics of class predictions, to scikit-learn's numbers. Everything that needs classes only comes from the confusion
 * matrix; division by zero gives 0 in precision, recall and F1 (`zero_division=0`).
 */
import { areaUnder, rocCurve } from './curves';
import { thresholdCounts } from './threshold-counts';

export interface ClassScores {
	readonly precision: number;
	readonly recall: number;
	readonly f1: number;
	/** Rows that truly are of the class. */
	readonly support: number;
}

const ratio = (a: number, b: number): number => (b === 0 ? 0 : a / b);
const total = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

/** Share on the diagonal. */
export const accuracy = (matrix: readonly (readonly number[])[]): number =>
	total(matrix.map((row, k) => row[k] ?? 0)) / total(matrix.map(total));

/** Precision, recall and F1 of every class. */
export function perClass(matrix: readonly (readonly number[])[]): ClassScores[] {
	return matrix.map((row, k) => {
		const hits = row[k] ?? 0;
		const support = total(row);
		const called = total(matrix.map((other) => other[k] ?? 0));
		return {
			precision: ratio(hits, called),
			recall: ratio(hits, support),
			f1: ratio(2 * hits, called + support),
			support,
		};
	});
}

/** Mean over classes weighted by their support. */
export function weighted(scores: readonly ClassScores[], of: 'precision' | 'recall' | 'f1'): number {
	return (
		total(scores.map((score) => score[of] * score.support)) / total(scores.map(({ support }) => support))
	);
}

/** Mean recall over the classes that occur. */
export function balancedAccuracy(scores: readonly ClassScores[]): number {
	const there = scores.filter(({ support }) => support > 0);
	return total(there.map(({ recall }) => recall)) / there.length;
}

/** Matthews correlation for any number of classes (Gorodkin 2004); 0 when either side is constant. */
export function matthews(matrix: readonly (readonly number[])[]): number {
	const truth = matrix.map(total);
	const called = matrix.map((_, k) => total(matrix.map((row) => row[k] ?? 0)));
	const n = total(truth);
	const dot = (a: readonly number[], b: readonly number[]) => total(a.map((x, k) => x * (b[k] ?? 0)));
	const joint = total(matrix.map((row, k) => row[k] ?? 0)) * n - dot(truth, called);
	const spread = Math.sqrt(n * n - dot(truth, truth)) * Math.sqrt(n * n - dot(called, called));
	return ratio(joint, spread);
}

/** Area under the ROC curve; NaN when the truth holds one class only. */
export const rocAuc = (truth: ArrayLike<number>, scores: ArrayLike<number>): number =>
	areaUnder(rocCurve(truth, scores));

/** One class against the rest, weighted by support; NaN when a class is absent. `scores` is n × k row-major. */
export function rocAucOneVsRest(
	truth: ArrayLike<number>,
	scores: ArrayLike<number>,
	classes: number,
): number {
	const n = truth.length;
	let sum = 0;
	for (let k = 0; k < classes; k++) {
		const hot = new Uint8Array(n);
		const column = new Float64Array(n);
		let support = 0;
		for (let i = 0; i < n; i++) {
			hot[i] = truth[i] === k ? 1 : 0;
			support += hot[i] as number;
			column[i] = scores[i * classes + k] as number;
		}
		if (support === 0) return NaN;
		sum += rocAuc(hot, column) * support;
	}
	return sum / n;
}

/** Σ (recall step) · precision; 0 without any positive. */
export function averagePrecision(truth: ArrayLike<number>, scores: ArrayLike<number>): number {
	const { truePositives: tp, falsePositives: fp } = thresholdCounts(truth, scores);
	const positives = tp.at(-1) ?? 0;
	let area = 0;
	for (let i = 0; i < tp.length; i++) {
		const hits = tp[i] as number;
		area += (hits - (tp[i - 1] ?? 0)) * ratio(hits, hits + (fp[i] as number));
	}
	return ratio(area, positives);
}

/** Mean squared distance of a probability from its outcome. */
export function brierScore(truth: ArrayLike<number>, scores: ArrayLike<number>): number {
	let sum = 0;
	for (let i = 0; i < truth.length; i++) sum += ((scores[i] as number) - (truth[i] as number)) ** 2;
	return sum / truth.length;
}

/** Mean −log p of the true class; p is clipped to [ε, 1 − ε] with ε of float64, then rows are brought to sum 1. */
export function logLoss(truth: ArrayLike<number>, scores: ArrayLike<number>, width: number): number {
	const clip = (p: number) => Math.min(1 - Number.EPSILON, Math.max(Number.EPSILON, p));
	let sum = 0;
	for (let i = 0; i < truth.length; i++) {
		const is = truth[i] as number;
		if (width === 1) {
			const p = clip(scores[i] as number);
			sum -= Math.log(is === 1 ? p : 1 - p);
			continue;
		}
		let row = 0;
		for (let k = 0; k < width; k++) row += clip(scores[i * width + k] as number);
		sum -= Math.log(clip(scores[i * width + is] as number) / row);
	}
	return sum / truth.length;
}
