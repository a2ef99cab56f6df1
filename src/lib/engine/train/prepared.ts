/**
 * A pipeline's datasets cut, fitted and turned into tensors, ready for any number of models. Made once per pipeline and
 * fold, and kept by whoever works through a queue.
 */
import type { Id } from '../canonical';
import { BenchtopError } from '../errors/error';
import type { FittedPipeline } from '../prepare/fitted';
import { fitPipeline } from '../prepare/fit-pipeline';
import { inputTensor } from '../prepare/input-tensor';
import type { Tables } from '../prepare/sources';
import { numbersOf, stagePipeline, type Stage } from '../prepare/stage';
import { encodeTarget, targetTruth } from '../prepare/target';
import { SPLITS, type SplitName } from '../schema/common';
import type { Pipeline } from '../schema/pipeline';
import { splitStage } from '../split/split-stage';
import type { Samples } from './program';

export interface PreparedSplit extends Samples {
	/** What the samples are called: row numbers of the registered dataset, or numbers of windows; ascending. */
	readonly numbers: Uint32Array;
	/** Class index, or the value in the target's own unit; without a target, what is to be given back. */
	readonly truth: Float64Array;
}

export interface Prepared {
	readonly pipeline: Id;
	/** 0-based; undefined where the pipeline has no folds. */
	readonly fold: number | undefined;
	readonly fitted: FittedPipeline;
	/** Shape of one sample of each input; the rows of `x` are their values one after the other. */
	readonly shapes: readonly (readonly number[])[];
	/** Values of one sample in `x`. */
	readonly width: number;
	readonly splits: Readonly<Record<SplitName, PreparedSplit>>;
	readonly warnings: readonly string[];
}

/** Bytes of input tensors that fit beside everything else in a browser tab. */
const LIMIT = 2e9;

/** @throws pipeline.* from staging, splitting and fitting; train.no-rows, train.too-wide, train.fold */
export function prepare(tables: Tables, pipeline: Pipeline, pipelineId: Id, fold?: number): Prepared {
	const stage = stagePipeline(tables, pipeline);
	const split = splitStage(stage);
	const chosen = fold === undefined ? split : split.folds?.[fold];
	if (!chosen) throw new BenchtopError('train.fold', { fold: fold ?? 0, folds: split.folds?.length ?? 0 });
	const samples = { train: chosen.train, validation: chosen.validation, test: split.test };
	for (const name of SPLITS)
		if (!samples[name].length && !(name === 'test' && pipeline.split.test === null))
			throw new BenchtopError('train.no-rows', { split: name });
	const fitted = fitPipeline(stage, pipelineId, samples.train, fold);
	const shapes = fitted.inputs.map(({ shape = [] }) => shape);
	const width = shapes.reduce((sum, shape) => sum + cells(shape), 0);
	if (width * stage.samples * 4 > LIMIT) {
		const gigabytes = ((width * stage.samples * 4) / 1e9).toFixed(1);
		throw new BenchtopError('train.too-wide', { columns: width, rows: stage.samples, gigabytes });
	}
	const prepared = (name: SplitName) => preparedSplit(stage, fitted, samples[name]);
	const splits = { train: prepared('train'), validation: prepared('validation'), test: prepared('test') };
	return { pipeline: pipelineId, fold, fitted, shapes, width, splits, warnings: split.warnings };
}

const cells = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

function preparedSplit(stage: Stage, fitted: FittedPipeline, samples: Uint32Array): PreparedSplit {
	const { pipeline, main } = stage;
	const tensors = stage.inputs.map((staged, i) =>
		inputTensor(staged, fitted.inputs[i]!, pipeline.inputs[i]!, samples),
	);
	const x = joined(
		tensors.map(({ x }) => x.x),
		samples.length,
	);
	const common = { numbers: numbersOf(stage, samples), rows: samples.length, x };
	if (pipeline.target.unsupervised === undefined)
		return { ...common, y: encodeTarget(fitted, main, samples), truth: targetTruth(fitted, main, samples) };
	const y = pipeline.target.unsupervised === 'forecast' ? (tensors[0]?.next?.x ?? x) : x;
	return { ...common, y, truth: Float64Array.from(y) };
}

/** Several arrays of as many rows, side by side. */
function joined(arrays: readonly Float32Array[], rows: number): Float32Array {
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
