/**
 * Samples of a fitted pipeline as a net takes them: the inputs side by side, the encoded labels, and the truth that
 * metrics compare with.
 */
import { augmentTensor } from '../prepare/augment/augment-tensor';
import type { FittedPipeline } from '../prepare/fitted';
import { inputTensor } from '../prepare/input-tensor';
import type { Part } from '../prepare/parts';
import { numbersOf } from '../prepare/stage';
import { encodeTarget, targetTruth, targetWeights } from '../prepare/target';
import type { Pipeline } from '../schema/pipeline';
import type { Inputs } from './inputs';
import type { Samples } from './program';

export interface PreparedSamples<X extends Inputs = Float32Array> extends Samples<X> {
	/** What the samples are called: row numbers of the registered dataset, or numbers of windows. */
	readonly numbers: Uint32Array;
	/** Class index, or the value in the target's own unit; without a target, what is to be given back. */
	readonly truth: Float64Array;
}

/** The inputs of samples, side by side. */
export interface InputSamples {
	readonly rows: number;
	readonly numbers: Uint32Array;
	readonly x: Float32Array;
	/** Shape of one sample of each input. */
	readonly shapes: readonly (readonly number[])[];
	/** The windows that follow each window, where the stage records them. */
	readonly next: Float32Array | null;
}

/** @throws what inputs refuse when applied */
export function inputSamples(fitted: FittedPipeline, { stage, samples }: Part): InputSamples {
	const tensors = stage.inputs.flatMap((staged, i) => {
		const [input, declared] = [fitted.inputs[i], stage.pipeline.inputs[i]];
		return input && declared ? inputTensor(staged, input, declared, samples) : [];
	});
	const rows = samples.length;
	const x = joined(
		tensors.map((tensor) => tensor.x.x),
		rows,
	);
	const shapes = tensors.map((tensor) => tensor.x.shape.slice(1));
	return { rows, numbers: numbersOf(stage, samples), x, shapes, next: tensors[0]?.next?.x ?? null };
}

/** @throws what inputs and target refuse when applied */
export function preparedSamples(fitted: FittedPipeline, part: Part): PreparedSamples {
	const { rows, numbers, x, next } = inputSamples(fitted, part);
	return { rows, numbers, x, ...learnedOf(fitted, part, { x, next }) };
}

/** What is compared with: the target's values, or, without one, what the inputs say should be given back. */
export function learnedOf(
	fitted: FittedPipeline,
	{ stage: { pipeline, main }, samples }: Part,
	{ x, next }: Pick<InputSamples, 'x' | 'next'>,
): Pick<PreparedSamples, 'y' | 'truth' | 'weights'> {
	const { unsupervised, weights } = pipeline.target;
	if (unsupervised === undefined)
		return {
			y: encodeTarget(fitted, main, samples),
			truth: targetTruth(fitted, main, samples),
			...(weights === undefined ? {} : { weights: targetWeights(weights, main, samples) }),
		};
	const y = unsupervised === 'forecast' ? (next ?? x) : x;
	return { y, truth: Float64Array.from(y) };
}

/** The training samples with their changed copies, where an input is augmented; themselves where none is. */
export function augmentedSamples(
	fitted: FittedPipeline,
	{ stage, samples }: Part,
	learned: PreparedSamples,
): PreparedSamples {
	const { pipeline } = stage;
	if (!pipeline.inputs.some(({ augment }) => augment)) return learned;
	const copies = copiesOf(pipeline);
	const rows = learned.rows * (1 + copies);
	const origin = Uint32Array.from({ length: rows }, (_, i) => i % learned.rows);
	const arrays = stage.inputs.flatMap((staged, i) => {
		const [input, declared] = [fitted.inputs[i], pipeline.inputs[i]];
		if (!input || !declared) return [];
		const { x } = inputTensor(staged, input, declared, samples);
		const kind = (staged.table.inner ?? []).length > 1 ? 'image' : 'sequence';
		const { seed } = pipeline.split;
		return declared.augment
			? augmentTensor(x, declared.augment.steps, { copies, seed, samples: learned.numbers, kind }).x
			: repeated(x.x, origin, learned.rows);
	});
	return {
		rows,
		x: joined(arrays, rows),
		...labelsOf(learned, origin),
	};
}

/** Changed copies of each training sample. */
export const copiesOf = ({ inputs }: Pipeline): number =>
	inputs.reduce((most, { augment }) => Math.max(most, augment?.copies ?? 0), 0);

/** What belongs to copies beside their inputs. @param origin the sample each is, or is a copy of. */
export const labelsOf = (
	{ numbers, y, truth, weights, rows }: PreparedSamples<Inputs>,
	origin: Uint32Array,
): Pick<PreparedSamples, 'numbers' | 'y' | 'truth' | 'weights'> => ({
	numbers: origin.map((row) => numbers[row] as number),
	y: repeated(y, origin, rows),
	truth: repeated(truth, origin, rows),
	...(weights ? { weights: repeated(weights, origin, rows) } : {}),
});

/** Rows of an array of `count` rows, in the order of `origin`. */
function repeated<A extends Float32Array | Float64Array>(values: A, origin: Uint32Array, count: number): A {
	const width = values.length / count;
	const result = new (values.constructor as new (length: number) => A)(origin.length * width);
	origin.forEach((row, i) => result.set(values.subarray(row * width, (row + 1) * width), i * width));
	return result;
}

/** Several arrays of as many rows, side by side; the array itself where it is the only one. */
export function joined(arrays: readonly Float32Array[], rows: number): Float32Array {
	const [first] = arrays;
	if (first && arrays.length === 1) return first;
	const widths = arrays.map(({ length }) => (rows === 0 ? 0 : length / rows));
	const width = widths.reduce((sum, each) => sum + each, 0);
	const x = new Float32Array(rows * width);
	let at = 0;
	arrays.forEach((array, i) => {
		const own = widths[i] as number;
		for (let row = 0; row < rows; row++) x.set(array.subarray(row * own, (row + 1) * own), row * width + at);
		at += own;
	});
	return x;
}
