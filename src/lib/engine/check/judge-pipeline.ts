/**
 * Everything the page wants to know of a pipeline before anything is trained: staged, split and checked for leaks, and
 * fitted on its training rows where that is quick, for the exact shapes. Keeps nothing; what training needs is prepared anew.
 */
import { BenchtopError, type ErrorData } from '../errors/error';
import { fitPipeline } from '../prepare/fit-pipeline';
import { leaks } from '../prepare/interpolate/by-split';
import { interpolateStage } from '../prepare/interpolate-stage';
import { partsOf } from '../prepare/parts';
import { sourceOf, type Tables } from '../prepare/sources';
import { stagePipeline, type Stage } from '../prepare/stage';
import type { Lineage } from '../prepare/transform/transform';
import { transformContext } from '../prepare/transform/pipeline-context';
import { transformOf } from '../prepare/transform/transforms';
import type { Pipeline } from '../schema/pipeline';
import type { SplitSizes } from '../split/sizes';
import type { Split } from '../split/split';
import { splitStage } from '../split/split-stage';
import { rowsPerSample } from '../table/table';
import { checkPipeline, type Declared } from './check-pipeline';
import type { CheckCall, Finding } from './check-split';

/** A fit of more cells than this takes seconds: shapes are left to the declaration then. */
const QUICK = 2e7;
/** Names of columns that are told. */
const NAMED = 200;

export interface InputCheck {
	/** Of one sample of the tensor. */
	readonly shape: readonly number[];
	/** The first names of its columns, and how many there are. */
	readonly names: readonly string[];
	readonly columns: number;
}

export interface PipelineCheck {
	/** One per rule: refusals, warnings, passes. */
	readonly findings: readonly Finding[];
	/** Rows, windows, sequences or images before the split. */
	readonly samples: number;
	/** Rows of the target's table that transforms before the split left out. */
	readonly dropped: number;
	readonly sizes: SplitSizes;
	/** Null without folds. */
	readonly folds:
		readonly { readonly train: number; readonly validation: number; readonly repeat: number }[] | null;
	/** Of the split, in words. */
	readonly warnings: readonly string[];
	/** One per input of the pipeline; null where no fit was tried, being too large, or none succeeded. */
	readonly inputs: readonly InputCheck[] | null;
	/** Training samples (of the first fold) after steps that drop, repeat or make up training rows; null without a fit. */
	readonly learned: number | null;
	/** What the fit refuses. */
	readonly trouble: ErrorData | null;
}

/**
 * @param tables every dataset the pipeline reads, all columns.
 * @throws what staging and splitting refuse: `pipeline.*`, `split.*`, `transform.*`, `expression.*`
 */
export async function judgePipeline(
	tables: Tables,
	pipeline: Pipeline,
	call: CheckCall = {},
): Promise<PipelineCheck> {
	const breathe = async (phase: string) => {
		call.onProgress?.({ done: 0, total: null, unit: 'rules', phase });
		await call.pause?.();
		call.signal?.throwIfAborted();
	};
	await breathe('Applying transforms');
	const stage = stagePipeline(tables, pipeline);
	await breathe('Splitting');
	const split = splitStage(pipeline.target.interpolate ? interpolateStage(stage, null) : stage);
	const findings = await checkPipeline(stage, split, declaredBy(tables, stage), call);
	await breathe('Fitting the steps');
	return {
		findings,
		samples: stage.samples,
		dropped: sourceOf(tables, pipeline.target.dataset).rows - stage.main.rows,
		sizes: { train: split.train.length, validation: split.validation.length, test: split.test.length },
		folds: split.folds?.map(({ train, validation, repeat }) => foldSizes(train, validation, repeat)) ?? null,
		warnings: split.warnings,
		...fitted(stage, split),
	};
}

const foldSizes = (train: Uint32Array, validation: Uint32Array, repeat: number) => ({
	train: train.length,
	validation: validation.length,
	repeat,
});

/** What the pipeline's steps say of themselves. */
function declaredBy(tables: Tables, { pipeline, resolved }: Stage): Declared {
	const { transform = [], target, overrides = [] } = pipeline;
	const context = transformContext(pipeline);
	const derived: Lineage[] = [];
	let kinds = sourceOf(tables, target.dataset).columns.map(({ name, dtype }) => ({ name, dtype }));
	for (const step of transform) {
		const { lineage, declares } = transformOf(step);
		derived.push(...lineage(kinds, step));
		kinds = declares(kinds, step, context);
	}
	const interpolations = [
		...pipeline.inputs.flatMap(({ interpolate = [] }, i) =>
			interpolate.map((step, s) => ({
				columns: resolved.inputs[i]?.interpolate[s] ?? [],
				separate: !leaks(step),
			})),
		),
		...(target.interpolate ? [{ columns: target.columns, separate: !leaks(target.interpolate) }] : []),
	];
	return { derived, interpolations, allowed: overrides };
}

function fitted(stage: Stage, split: Split): Pick<PipelineCheck, 'inputs' | 'learned' | 'trouble'> {
	const training = split.folds?.[0] ?? split;
	const cells = stage.inputs.reduce((sum, { table, windows }) => {
		const rows = windows ? table.rows : training.train.length * rowsPerSample(table);
		return sum + rows * table.columns.length;
	}, 0);
	if (cells > QUICK || training.train.length === 0) return { inputs: null, learned: null, trouble: null };
	try {
		const parts = partsOf(stage, {
			train: training.train,
			validation: training.validation,
			test: split.test,
		});
		const { inputs } = fitPipeline(parts, 'sha256:');
		return {
			inputs: inputs.map(({ shape = [], features }) => ({
				shape,
				names: features.slice(0, NAMED),
				columns: features.length,
			})),
			learned: parts.train.samples.length,
			trouble: null,
		};
	} catch (thrown) {
		if (!(thrown instanceof BenchtopError)) throw thrown;
		return { inputs: null, learned: null, trouble: thrown.toData() };
	}
}
