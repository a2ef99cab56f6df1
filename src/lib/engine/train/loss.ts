/**
 * Mean losses, probabilities and predicted values from raw outputs, in float64 and stable for outputs of any size.
 * What a net is told by a loss is its derivative, which executors have; both follow from the definitions here.
 */
import type { Loss } from '../schema/architecture';
import type { Analysis } from '../schema/common';
import type { LossSpec } from './program';

type Numbers = Float32Array | Float64Array;

/** log(1 + eᶻ). */
export const softplus = (z: number): number => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));

/** x log x, 0 for 0. */
const timesLog = (share: number): number => (share > 0 ? share * Math.log(share) : 0);

const EACH: readonly Loss[] = ['meanSquaredError', 'meanAbsoluteError', 'huber', 'logCosh', 'poisson'];

/** Whether every output is compared with a label of its own, so that a row may have several. */
export const comparesEach = (loss: Loss): boolean => EACH.includes(loss);

/** One output beside its label. */
function valueLoss({ loss, delta }: LossSpec, z: number, y: number): number {
	if (loss === 'poisson') return Math.exp(z) - y * z;
	const d = Math.abs(z - y);
	if (loss === 'meanSquaredError') return d * d;
	if (loss === 'huber') return d <= delta ? (d * d) / 2 : delta * (d - delta / 2);
	if (loss === 'logCosh') return d + softplus(-2 * d) - Math.LN2;
	return d;
}

/** A score beside a label of 0 or 1. */
function binaryLoss({ loss, gamma, smoothing }: LossSpec, z: number, y: number): number {
	if (loss === 'hinge') return Math.max(0, 1 - (2 * y - 1) * z);
	if (loss === 'focal') {
		const missed = softplus(y > 0.5 ? -z : z);
		return (1 - Math.exp(-missed)) ** gamma * missed;
	}
	const label = y * (1 - smoothing) + smoothing / 2;
	const entropy = loss === 'klDivergence' ? timesLog(label) + timesLog(1 - label) : 0;
	return softplus(z) - z * label + entropy;
}

/** Largest of `width` scores from `at` on but for that of class y. */
function rivalOf(scores: Numbers, at: number, width: number, y: number): number {
	let top = -Infinity;
	for (let k = 0; k < width; k++) if (k !== y) top = Math.max(top, scores[at + k] as number);
	return top;
}

/** log Σ eᶻ of `width` scores from `at` on; not finite when one of them is not. */
function logSum(scores: Numbers, at: number, width: number): number {
	let top = -Infinity;
	for (let k = 0; k < width; k++) top = Math.max(top, scores[at + k] as number);
	let sum = 0;
	let trace = 0;
	for (let k = 0; k < width; k++) {
		const score = scores[at + k] as number;
		sum += Math.exp(score - top);
		trace += 0 * score;
	}
	return top + Math.log(sum) + trace;
}

/** Cross-entropy with smoothed labels, less the entropy of these for a divergence. */
function smoothLoss(
	{ loss, smoothing }: LossSpec,
	scores: Numbers,
	at: number,
	width: number,
	truth: number,
) {
	let sum = 0;
	for (let k = 0; k < width; k++) sum += scores[at + k] as number;
	const spread = smoothing / width;
	const entropy =
		loss === 'klDivergence' ? timesLog(1 - smoothing + spread) + (width - 1) * timesLog(spread) : 0;
	return logSum(scores, at, width) - (1 - smoothing) * truth - spread * sum + entropy;
}

/** The scores of all classes, `width` of them from `at` on, beside the index of the true one. */
function classLoss(spec: LossSpec, scores: Numbers, at: number, width: number, y: number): number {
	const truth = y < width ? (scores[at + y] ?? NaN) : NaN;
	if (spec.loss === 'hinge') return Math.max(0, 1 + rivalOf(scores, at, width, y) - truth);
	if (spec.loss === 'focal') {
		const missed = logSum(scores, at, width) - truth;
		return (1 - Math.exp(-missed)) ** spec.gamma * missed;
	}
	if (spec.smoothing > 0) return smoothLoss(spec, scores, at, width, truth);
	return logSum(scores, at, width) - truth;
}

/**
 * Mean loss over all rows. @param outputs rows × width raw outputs. @param y one encoded label per row; where every
 * output is compared, as many labels as outputs, and the mean is over all of them. @param weights one per row, or null.
 * Not finite when an output is not.
 */
export function meanLoss(
	spec: LossSpec,
	outputs: Numbers,
	y: Numbers,
	width: number,
	weights: Numbers | null = null,
): number {
	const each = comparesEach(spec.loss);
	const stride = each ? 1 : width;
	const labels = width / stride;
	const lossAt = (i: number): number => {
		const label = y[i] ?? NaN;
		const z = outputs[i * stride] ?? NaN;
		if (each) return valueLoss(spec, z, label);
		if (width === 1) return binaryLoss(spec, z, label);
		return classLoss(spec, outputs, i * width, width, label);
	};
	let sum = 0;
	for (let i = 0; i < y.length; i++)
		sum += weights ? lossAt(i) * (weights[Math.floor(i / labels)] as number) : lossAt(i);
	return sum / y.length;
}

/** 1/(1 + e⁻ᶻ), exact to rounding for any z. */
function sigmoid(z: number): number {
	const small = Math.exp(-Math.abs(z));
	return z >= 0 ? 1 / (1 + small) : small / (1 + small);
}

/** Probabilities from logits (sigmoid, softmax); regression outputs are passed on. Same layout, float64. */
export function scoresOf(analysis: Analysis, outputs: Float32Array, width: number): Float64Array {
	const scores = Float64Array.from(outputs);
	if (analysis === 'binary') return scores.map(sigmoid);
	if (analysis === 'multi-class')
		for (let at = 0; at < scores.length; at += width) {
			const row = scores.subarray(at, at + width);
			const top = row.reduce((most, z) => Math.max(most, z), -Infinity);
			let sum = 0;
			for (let k = 0; k < width; k++) sum += row[k] = Math.exp((row[k] ?? NaN) - top);
			for (let k = 0; k < width; k++) row[k] = (row[k] ?? NaN) / sum;
		}
	return scores;
}

/** Encoded values a regression predicts: the outputs themselves, but rates where they are log rates (Poisson). */
export const valuesOf = (loss: Loss, outputs: Float32Array): Float32Array | Float64Array =>
	loss === 'poisson' ? Float64Array.from(outputs, Math.exp) : outputs;
