/**
 * A pipeline's tables where its samples are known: which rows of which input belong to a sample, and where a sample
 * comes from in the registered data. Split, fit and apply all speak of samples by their number here.
 */
import type { Pipeline, Window } from '../schema/pipeline';
import { rowsOfSamples, samplesOf, type Table } from '../table/table';
import { BenchtopError } from '../errors/error';
import { applyStateless } from './transform/run-transforms';
import { transformContext } from './transform/pipeline-context';
import type { Transformed } from './transform/transform';
import { orderOf } from './transform/transforms';
import { resolvePipeline, type ResolvedPipeline } from './resolve';
import { sourceOf, type Tables } from './sources';
import { rowsCovered, rowsOfWindows, windowPlan, type WindowPlan } from './window';

/** One input of a pipeline: its table, and how samples lie in it. */
export interface StagedInput {
	readonly table: Table;
	/** Which sample of `table` each sample of the stage is; null where they are the same. */
	readonly origin: Uint32Array | null;
	readonly windows: WindowPlan | null;
}

export interface Stage {
	readonly pipeline: Pipeline;
	readonly resolved: ResolvedPipeline;
	/** The table of the target, where transforms work. */
	readonly main: Table;
	/** Row of the registered dataset behind each row of `main`; null where they are the same. */
	readonly origin: Uint32Array | null;
	readonly inputs: readonly StagedInput[];
	/** Rows, sequences, images or windows that there are. */
	readonly samples: number;
}

export interface StageOptions {
	/** Windows leave room for the window that follows, as training a forecast needs (SPEC §7). Default true. */
	readonly recordShifted?: boolean;
}

/**
 * The tables after the transforms that run before the split.
 * @throws `pipeline.*` and `transform.*` where the pipeline contradicts its datasets
 */
export function stagePipeline(tables: Tables, pipeline: Pipeline, options: StageOptions = {}): Stage {
	const resolved = resolvePipeline(tables, pipeline);
	const raw = sourceOf(tables, pipeline.target.dataset);
	const { before } = orderOf(pipeline.transform ?? []);
	const main = before.length > 0 ? applyStateless(raw, before, transformContext(pipeline)) : null;
	return stageOf({ pipeline, resolved }, tables, main, options);
}

/**
 * A stage of these tables. @param transformed the target's table behind its transforms; null where there are none.
 * @throws `pipeline.no-rows-left`, `pipeline.window-*`
 */
export function stageOf(
	{ pipeline, resolved }: Pick<Stage, 'pipeline' | 'resolved'>,
	tables: Tables,
	transformed: Transformed | null,
	{ recordShifted = true }: StageOptions = {},
): Stage {
	const main = transformed?.table ?? sourceOf(tables, pipeline.target.dataset);
	const origin = transformed?.origin ?? null;
	if (main.rows === 0) throw new BenchtopError('pipeline.no-rows-left');
	const inputs = pipeline.inputs.map((input): StagedInput => {
		const own = input.dataset === pipeline.target.dataset;
		const table = own ? main : sourceOf(tables, input.dataset);
		return {
			table,
			origin: own ? null : origin,
			windows: input.window ? windowsOf(table, input.window, pipeline, recordShifted) : null,
		};
	});
	const samples = inputs[0]?.windows?.count ?? samplesOf(main);
	return { pipeline, resolved, main, origin, inputs, samples };
}

const windowsOf = (table: Table, window: Window, { target }: Pipeline, recordShifted: boolean): WindowPlan =>
	windowPlan(samplesOf(table), window, target.unsupervised === 'forecast' && recordShifted);

/** Table rows of these samples, sample by sample; rows that windows share come once, ascending. */
export function rowsOf({ table, origin, windows }: StagedInput, samples: Uint32Array): Uint32Array {
	if (windows) return rowsOfSamples(table, rowsOfWindows(windows.starts, windows.size, samples));
	return rowsOfSamples(table, origin ? samples.map((sample) => origin[sample] as number) : samples);
}

/** `rowsOf`, and the rows of the windows that follow where the stage records them. */
export function rowsComparedWith(input: StagedInput, samples: Uint32Array): Uint32Array {
	const { table, windows } = input;
	return windows ? rowsOfSamples(table, rowsCovered(windows, samples)) : rowsOf(input, samples);
}

/** What a sample is called outside: the row of the registered dataset, or the number of the window. */
export const numbersOf = ({ origin, inputs }: Stage, samples: Uint32Array): Uint32Array =>
	origin && !inputs[0]?.windows ? samples.map((sample) => origin[sample] as number) : samples;
