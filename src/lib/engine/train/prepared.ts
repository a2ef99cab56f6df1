/**
 * A pipeline's datasets cut, fitted and turned into tensors, ready for any number of models. Made once per pipeline and
 * fold, and kept by whoever works through a queue. Tensors that do not fit in memory are made piece by piece while a net
 * trains (streamed-samples.ts); what comes out of training is the same.
 */
import type { Id } from '../canonical';
import { BenchtopError } from '../errors/error';
import { outputsOf } from '../model/topology';
import type { Progress } from '../ports';
import type { FittedPipeline } from '../prepare/fitted';
import { fitPipeline } from '../prepare/fit-pipeline';
import { interpolateStage } from '../prepare/interpolate-stage';
import { partsOf, type Parts } from '../prepare/parts';
import type { Tables } from '../prepare/sources';
import { stagePipeline } from '../prepare/stage';
import { SPLITS, type SplitName } from '../schema/common';
import type { Pipeline } from '../schema/pipeline';
import { splitStage } from '../split/split-stage';
import type { Inputs } from './inputs';
import { augmentedSamples, copiesOf, preparedSamples, type PreparedSamples } from './prepared-samples';
import { streamedAugmented, streamedSamples } from './streamed-samples';

export interface Prepared<X extends Inputs = Float32Array> {
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
	readonly splits: Readonly<Record<SplitName, PreparedSamples<X>>>;
	/** What is learned from: the train split, or what the pipeline makes of it by sampling and augmentation. */
	readonly training: PreparedSamples<X>;
	readonly warnings: readonly string[];
}

/** Bytes of input tensors that fit beside everything else in a browser tab. */
const LIMIT = 2e9;

/**
 * All tensors in memory.
 * @throws pipeline.* from staging, splitting and fitting; train.no-rows, train.too-wide, train.fold
 */
export function prepare(tables: Tables, pipeline: Pipeline, pipelineId: Id, fold?: number): Prepared {
	const fit = toEnd(fitSplit(tables, pipeline, pipelineId, fold));
	if (fit.bytes > LIMIT) throw tooWide(fit);
	return toEnd(held(fit));
}

/**
 * Tensors in memory where they need no more than `limit` bytes, otherwise made piece by piece while training asks for
 * them. Without a label everything is an output as well, and has to fit.
 * @throws what `prepare` throws; train.too-wide without a label only
 */
export function prepareToTrain(
	tables: Tables,
	pipeline: Pipeline,
	pipelineId: Id,
	fold?: number,
	limit = LIMIT,
): Prepared | Prepared<Inputs> {
	return toEnd(preparing(tables, pipeline, pipelineId, fold, limit));
}

/** What somebody who prepares part by part is asked and told between the parts. */
export interface PrepareCall {
	readonly signal?: AbortSignal | undefined;
	readonly onProgress?: ((progress: Progress) => void) | undefined;
	/** Awaited before each part, so that a thread hears its messages. */
	readonly pause?: (() => Promise<void> | undefined) | undefined;
}

/** As `prepareToTrain`, telling each part before it begins and heeding a stop there. @throws AbortError too */
export async function prepareInParts(
	tables: Tables,
	pipeline: Pipeline,
	pipelineId: Id,
	fold: number | undefined,
	limit: number,
	{ signal, onProgress, pause }: PrepareCall,
): Promise<Prepared | Prepared<Inputs>> {
	const parts = preparing(tables, pipeline, pipelineId, fold, limit);
	for (let done = 0; ; done++) {
		await pause?.();
		signal?.throwIfAborted();
		const next = parts.next();
		if (next.done) return next.value;
		onProgress?.({ done, total: PARTS, unit: 'parts', phase: next.value });
	}
}

/** Parts that are told of at most. */
const PARTS = 8;

/** What comes next, for people: yielded before it is done. */
type Parted<T> = Generator<string, T, undefined>;

function toEnd<T>(parts: Parted<T>): T {
	for (;;) {
		const next = parts.next();
		if (next.done) return next.value;
	}
}

function* preparing(
	tables: Tables,
	pipeline: Pipeline,
	pipelineId: Id,
	fold: number | undefined,
	limit: number,
): Parted<Prepared | Prepared<Inputs>> {
	const fit = yield* fitSplit(tables, pipeline, pipelineId, fold);
	if (fit.bytes <= limit) return yield* held(fit);
	if (pipeline.target.unsupervised === undefined) return streamed(fit);
	if (fit.bytes > LIMIT) throw tooWide(fit);
	return yield* held(fit);
}

/** True when all tensors are in memory. */
export const isHeld = (prepared: Prepared<Inputs>): prepared is Prepared =>
	prepared.training.x instanceof Float32Array;

/** Everything but the tensors. */
interface FitSplit {
	readonly common: Omit<Prepared, 'splits' | 'training'>;
	readonly parts: Parts;
	readonly samples: Readonly<Record<SplitName, Uint32Array>>;
	/** What all input tensors together need. */
	readonly bytes: number;
	readonly rows: number;
}

function* fitSplit(tables: Tables, pipeline: Pipeline, pipelineId: Id, fold?: number): Parted<FitSplit> {
	yield 'Transforming rows';
	const stage = stagePipeline(tables, pipeline);
	yield 'Splitting';
	// A label that is interpolated is there for every row; the split must know it before the rows are shared out.
	const split = splitStage(pipeline.target.interpolate ? interpolateStage(stage, null) : stage);
	const chosen = fold === undefined ? split : split.folds?.[fold];
	if (!chosen) throw new BenchtopError('train.fold', { fold: fold ?? 0, folds: split.folds?.length ?? 0 });
	const samples = { train: chosen.train, validation: chosen.validation, test: split.test };
	for (const name of SPLITS)
		if (!samples[name].length && !(name === 'test' && pipeline.split.test === null))
			throw new BenchtopError('train.no-rows', { split: name });

	yield 'Transforming each split';
	const parts = partsOf(stage, samples);
	yield 'Fitting imputers and encoders';
	const fitted = fitPipeline(parts, pipelineId, fold);
	const shapes = fitted.inputs.map(({ shape = [] }) => shape);
	const width = shapes.reduce((sum, shape) => sum + shape.reduce((product, size) => product * size, 1), 0);
	const { unsupervised } = pipeline.target;
	const outputs = unsupervised ? width : outputsOf(pipeline.analysis, fitted.target.classes.length);
	const axis = unsupervised ? (shapes[0]?.at(-1) ?? 1) : 1;
	const common = {
		pipeline: pipelineId,
		fold,
		fitted,
		shapes,
		width,
		outputs,
		axis,
		warnings: split.warnings,
	};
	const rows = rowsOf(parts, stage.samples, pipeline);
	return { common, parts, samples, bytes: rows * width * 4, rows };
}

function* held({ common, parts, samples }: FitSplit): Parted<Prepared> {
	const { fitted } = common;
	const of = (name: SplitName) => preparedSamples(fitted, { stage: parts.whole, samples: samples[name] });
	yield 'Encoding training samples';
	const train = of('train');
	yield 'Encoding validation samples';
	const validation = of('validation');
	yield 'Encoding test samples';
	const splits = { train, validation, test: of('test') };
	yield 'Sampling and augmenting';
	const learned = parts.train.stage === parts.whole ? train : preparedSamples(fitted, parts.train);
	return { ...common, splits, training: augmentedSamples(fitted, parts.train, learned) };
}

function streamed({ common, parts, samples }: FitSplit): Prepared<Inputs> {
	const { fitted } = common;
	const of = (name: SplitName) => streamedSamples(fitted, { stage: parts.whole, samples: samples[name] });
	const splits = { train: of('train'), validation: of('validation'), test: of('test') };
	const learned = parts.train.stage === parts.whole ? splits.train : streamedSamples(fitted, parts.train);
	return { ...common, splits, training: streamedAugmented(fitted, parts.train, learned) };
}

/** Samples in all tensors together: every one, those that are learned from instead, and their changed copies. */
function rowsOf({ whole, train }: Parts, samples: number, pipeline: Pipeline): number {
	const copies = copiesOf(pipeline);
	const again = (train.stage === whole ? 0 : 1) + (copies > 0 ? 1 + copies : 0);
	return samples + train.samples.length * again;
}

const tooWide = ({ common, rows, bytes }: FitSplit): BenchtopError =>
	new BenchtopError('train.too-wide', { columns: common.width, rows, gigabytes: (bytes / 1e9).toFixed(1) });
