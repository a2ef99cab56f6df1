/**
 * New data through a fitted pipeline (SPEC §17): the very steps of training with what they learned there, all samples in
 * one split, in the order they were given. Nothing is learned from new data. Rows that the pipeline's own filters leave out
 * are named. Series transforms and interpolation take the new data as one stretch of its own, which knows neither training
 * rows nor splits; that is the one difference to the same rows prepared for training.
 */
import { BenchtopError } from '../errors/error';
import type { FittedPipeline } from '../prepare/fitted';
import { interpolateStage } from '../prepare/interpolate-stage';
import { resolvePipeline } from '../prepare/resolve';
import { sourceOf, type SourceKinds } from '../prepare/sources';
import { stageOf, type Stage } from '../prepare/stage';
import { everyRow } from '../prepare/transform/columns';
import { transformContext } from '../prepare/transform/pipeline-context';
import { applyTransforms } from '../prepare/transform/run-transforms';
import type { Pipeline } from '../schema/pipeline';
import { columnOf, isString, samplesOf, type Table } from '../table/table';
import { inputSamples, learnedOf } from '../train/prepared-samples';
import { newTables } from './new-tables';
import { readingOf } from './reading';

export interface NewData {
	readonly pipeline: Pipeline;
	/** What the pipeline learned; the fold's where the model was trained on one. */
	readonly fitted: FittedPipeline;
	/** Columns and shapes of the datasets the pipeline was fitted on, by their ids in it. */
	readonly trained: SourceKinds;
	/** One table per input of the pipeline; inputs of one dataset take the same table. */
	readonly inputs: readonly Table[];
	/** The table that holds the target, which may be that of an input; without one nothing is measured. */
	readonly labels?: Table | null;
	/** Without a target: whether what the net gives is to be measured, as in training. A forecast then needs what follows. */
	readonly compare?: boolean;
	readonly signal?: AbortSignal;
}

export interface InferredSamples {
	/** Samples × values, row-major, the inputs side by side. */
	readonly x: Float32Array;
	readonly rows: number;
	/** Shape of one sample of each input. */
	readonly shapes: readonly (readonly number[])[];
	/** Which samples of the new data these are, counted from 0: rows, sequences, images, or windows. */
	readonly numbers: Uint32Array;
	/** Samples of the new data that are left out, ascending. */
	readonly dropped: Uint32Array;
	/** What metrics compare with: class index, or the value in the target's own unit; null where nothing is compared. */
	readonly truth: Float64Array | null;
	/** The truth as the net gives it. */
	readonly y: Float32Array | null;
	/** What is not as in training, and what is left out, in words. */
	readonly warnings: readonly string[];
}

/**
 * @throws `infer.*` where the new data does not fit the training's (IF-01 … IF-07), `pipeline.window-new-data` where it is
 * shorter than a window, and what the fitted steps refuse: `pipeline.unknown-category`, `pipeline.missing-left`, …
 */
export function inferSamples(asked: NewData): InferredSamples {
	const { pipeline, fitted, trained, labels = null, compare = false, signal } = asked;
	const { target, transform = [] } = pipeline;
	if (labels && target.unsupervised !== undefined) throw new BenchtopError('infer.no-target');
	const resolved = resolvePipeline(trained, pipeline);
	const reading = readingOf(pipeline, resolved, trained, labels !== null);
	const tables = newTables(asked, reading);
	signal?.throwIfAborted();

	const raw = sourceOf(tables, target.dataset);
	const context = transformContext(pipeline);
	const changed =
		transform.length > 0 ? applyTransforms(raw, reading.before, fitted.transform ?? [], context) : null;
	signal?.throwIfAborted();
	const { interpolate: _, ...unmeasured } = target;
	const read = labels ? pipeline : { ...pipeline, target: unmeasured };
	const staged = stageOf({ pipeline: read, resolved }, tables, changed, { recordShifted: compare });
	const stage = interpolateStage(staged, null);
	signal?.throwIfAborted();

	const samples = labels ? labelled(stage) : everyRow(stage.samples);
	const part = { stage, samples };
	const { x, rows, numbers, shapes, next } = inputSamples(fitted, part);
	const learned = labels || (target.unsupervised && compare) ? learnedOf(fitted, part, { x, next }) : null;
	const windowed = stage.inputs.some(({ windows }) => windows);
	const dropped = others(samplesOf(raw), windowed ? (stage.origin ?? everyRow(samplesOf(raw))) : numbers);
	return {
		...{ x, rows, shapes, numbers, dropped },
		truth: learned?.truth ?? null,
		y: learned?.y ?? null,
		warnings: [
			...reading.notes,
			...leftOut(dropped, samplesOf(raw), labels !== null && samples.length < stage.samples),
		],
	};
}

/** Samples that have a label. @throws `infer.no-label` when none has */
function labelled({ main, pipeline, samples }: Stage): Uint32Array {
	const [name = ''] = pipeline.target.columns;
	const column = columnOf(main, name);
	const every = everyRow(samples);
	// Several columns say one class each: there a gap is a mistake, which the classes refuse.
	if (!column || pipeline.target.columns.length > 1) return every;
	const has = (row: number) =>
		isString(column) ? (column.codes[row] as number) >= 0 : !Number.isNaN(column.values[row]);
	const known = every.filter(has);
	if (known.length === 0) throw new BenchtopError('infer.no-label', { column: name });
	return known;
}

/** Numbers below `count` that are not among these. */
function others(count: number, numbers: Uint32Array): Uint32Array {
	const there = new Uint8Array(count);
	for (const number of numbers) there[number] = 1;
	return everyRow(count).filter((number) => there[number] === 0);
}

/** Row numbers that are named in a warning. */
const NAMED = 8;

function leftOut(dropped: Uint32Array, count: number, withoutLabel: boolean): string[] {
	if (dropped.length === 0) return [];
	const named = [...dropped.subarray(0, NAMED)].map((number) => number + 1).join(', ');
	const more = dropped.length > NAMED ? ', …' : '';
	const why = withoutLabel
		? 'by the pipeline’s transforms or for want of a label'
		: 'by the pipeline’s transforms';
	return [`${dropped.length} of ${count} samples are left out ${why}: ${named}${more}.`];
}
