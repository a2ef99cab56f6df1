/**
 * A pipeline's datasets cut, fitted and turned into tensors, ready for any number of models. Made once per pipeline and
 * fold, and kept by whoever works through a queue.
 */
import type { Id } from '../canonical';
import { BenchtopError } from '../errors/error';
import { outputsOf } from '../model/topology';
import type { FittedPipeline } from '../prepare/fitted';
import { fitPipeline } from '../prepare/fit-pipeline';
import { interpolateStage } from '../prepare/interpolate-stage';
import { partsOf } from '../prepare/parts';
import type { Tables } from '../prepare/sources';
import { stagePipeline } from '../prepare/stage';
import { SPLITS, type SplitName } from '../schema/common';
import type { Pipeline } from '../schema/pipeline';
import { splitStage } from '../split/split-stage';
import { augmentedSamples, preparedSamples, type PreparedSamples } from './prepared-samples';

export interface Prepared {
	readonly pipeline: Id;
	/** 0-based; undefined where the pipeline has no folds. */
	readonly fold: number | undefined;
	readonly fitted: FittedPipeline;
	/** Shape of one sample of each input; the rows of `x` are their values one after the other. */
	readonly shapes: readonly (readonly number[])[];
	/** Values of one sample in `x`. */
	readonly width: number;
	/** Outputs of a net: one per class, one per value of a label. */
	readonly outputs: number;
	/** Size of the last axis of what is predicted: 1, or without a label that of the input. */
	readonly axis: number;
	/** Every sample once, as runs are measured on. */
	readonly splits: Readonly<Record<SplitName, PreparedSamples>>;
	/** What is learned from: the train split, or what the pipeline makes of it by sampling and augmentation. */
	readonly training: PreparedSamples;
	readonly warnings: readonly string[];
}

/** Bytes of input tensors that fit beside everything else in a browser tab. */
const LIMIT = 2e9;

/** @throws pipeline.* from staging, splitting and fitting; train.no-rows, train.too-wide, train.fold */
export function prepare(tables: Tables, pipeline: Pipeline, pipelineId: Id, fold?: number): Prepared {
	const stage = stagePipeline(tables, pipeline);
	// A label that is interpolated is there for every row; the split must know it before the rows are shared out.
	const split = splitStage(pipeline.target.interpolate ? interpolateStage(stage, null) : stage);
	const chosen = fold === undefined ? split : split.folds?.[fold];
	if (!chosen) throw new BenchtopError('train.fold', { fold: fold ?? 0, folds: split.folds?.length ?? 0 });
	const samples = { train: chosen.train, validation: chosen.validation, test: split.test };
	for (const name of SPLITS)
		if (!samples[name].length && !(name === 'test' && pipeline.split.test === null))
			throw new BenchtopError('train.no-rows', { split: name });

	const parts = partsOf(stage, samples);
	const fitted = fitPipeline(parts, pipelineId, fold);
	const shapes = fitted.inputs.map(({ shape = [] }) => shape);
	const width = shapes.reduce((sum, shape) => sum + shape.reduce((product, size) => product * size, 1), 0);
	checkSize(width, parts.train.samples.length, stage.samples, pipeline);

	const of = (name: SplitName) => preparedSamples(fitted, { stage: parts.whole, samples: samples[name] });
	const splits = { train: of('train'), validation: of('validation'), test: of('test') };
	const learned = parts.train.stage === parts.whole ? splits.train : preparedSamples(fitted, parts.train);
	const training = augmentedSamples(fitted, parts.train, learned);
	const { unsupervised } = pipeline.target;
	const outputs = unsupervised ? width : outputsOf(pipeline.analysis, fitted.target.classes.length);
	const axis = unsupervised ? (shapes[0]?.at(-1) ?? 1) : 1;
	const common = { pipeline: pipelineId, fold, fitted, shapes, width, outputs, axis };
	return { ...common, splits, training, warnings: split.warnings };
}

function checkSize(columns: number, training: number, samples: number, { inputs }: Pipeline): void {
	const copies = inputs.reduce((most, { augment }) => Math.max(most, augment?.copies ?? 0), 0);
	const rows = samples + training * copies;
	if (columns * rows * 4 <= LIMIT) return;
	const gigabytes = ((columns * rows * 4) / 1e9).toFixed(1);
	throw new BenchtopError('train.too-wide', { columns, rows, gigabytes });
}
