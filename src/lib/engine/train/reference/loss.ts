/** The derivatives of all losses by the raw outputs, in float64; the losses themselves are train/loss.ts. */
import { comparesEach, softplus } from '../loss';
import type { Batch, LossSpec } from '../program';

const sigmoid = (z: number): number => Math.exp(-softplus(-z));

/** Of one output beside its label. */
function valueSlope({ loss, delta }: LossSpec, z: number, y: number): number {
	const d = z - y;
	if (loss === 'poisson') return Math.exp(z) - y;
	if (loss === 'meanSquaredError') return 2 * d;
	if (loss === 'huber') return Math.min(delta, Math.max(-delta, d));
	if (loss === 'logCosh') return Math.tanh(d);
	return Math.sign(d);
}

/** d(−(1 − p)^γ log p) / d(log p) where −log p is `missed`. */
function focalSlope(gamma: number, missed: number): number {
	const rest = -Math.expm1(-missed);
	if (rest === 0) return gamma === 0 ? -1 : 0;
	return -(rest ** gamma) * (1 + (gamma * Math.exp(-missed) * missed) / rest);
}

/** Of a score beside a label of 0 or 1. */
function binarySlope({ loss, gamma, smoothing }: LossSpec, z: number, y: number): number {
	const sign = y > 0.5 ? 1 : -1;
	if (loss === 'hinge') return 1 - sign * z > 0 ? -sign : 0;
	if (loss === 'focal') return sign * focalSlope(gamma, softplus(-sign * z)) * sigmoid(-sign * z);
	return sigmoid(z) - (y * (1 - smoothing) + smoothing / 2);
}

/** Of the scores of all classes beside the index of the true one; the first of equal rivals counts. */
function classSlopes({ loss, gamma, smoothing }: LossSpec, z: readonly number[], y: number): number[] {
	const isTrue = (k: number) => (k === y ? 1 : 0);
	if (loss === 'hinge') {
		const rival = z.reduce(
			(best, score, k) => (k !== y && !(score <= (z[best] ?? -Infinity)) ? k : best),
			-1,
		);
		const violated = 1 + (z[rival] ?? NaN) - (z[y] ?? NaN) > 0;
		return z.map((_, k) => (violated ? (k === rival ? 1 : 0) - isTrue(k) : 0));
	}
	const top = Math.max(...z);
	const total = top + Math.log(z.reduce((sum, score) => sum + Math.exp(score - top), 0));
	const shares = z.map((score) => Math.exp(score - total));
	if (loss === 'focal') {
		const factor = focalSlope(gamma, total - (z[y] ?? NaN));
		return shares.map((share, k) => factor * (isTrue(k) - share));
	}
	return shares.map((share, k) => share - (isTrue(k) * (1 - smoothing) + smoothing / z.length));
}

/** dLoss/dOutput of a batch's loss: rows × width. */
export function lossGradient(
	spec: LossSpec,
	outputs: Float64Array,
	{ y, weights, rows }: Batch,
	width: number,
): Float64Array {
	const each = comparesEach(spec.loss);
	const gradient = new Float64Array(outputs.length);
	for (let row = 0; row < rows; row++) {
		const z = Array.from(outputs.subarray(row * width, (row + 1) * width));
		const labels = y.subarray(each ? row * width : row, each ? (row + 1) * width : row + 1);
		const label = labels[0] ?? NaN;
		const slopes = each
			? z.map((value, k) => valueSlope(spec, value, labels[k] ?? NaN))
			: width === 1
				? z.map((value) => binarySlope(spec, value, label))
				: classSlopes(spec, z, label);
		const share = (weights ? (weights[row] as number) : 1) / y.length;
		slopes.forEach((slope, k) => (gradient[row * width + k] = slope * share));
	}
	return gradient;
}
