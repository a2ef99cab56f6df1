/**
 * The split of a staged pipeline: rows of a table, windows, sequences or images alike. Finds the columns the pipeline
 * means and gives them to splitSamples, which leaves out rows without a target, and refuses classes that are too small.
 */
import type { Stage, StagedInput } from '../prepare/stage';
import type { PipelineInput, PipelineTarget } from '../schema/pipeline';
import { gather } from '../table/select-rows';
import { columnOf, rowsPerSample, type Column, type Table } from '../table/table';
import { readLabel } from './label-rules';
import { sampleValues, type Spans } from './sample-values';
import type { Split } from './split';
import { splitSamples } from './split-samples';

type Staged = Pick<Stage, 'main' | 'pipeline' | 'inputs' | 'samples'>;

/**
 * Sample numbers of the stage; equal seeds and data give equal splits.
 * @throws what readLabel and splitSamples refuse
 */
export function splitStage({ main, pipeline, inputs, samples }: Staged): Split {
	const { split: spec, target, analysis } = pipeline;
	const [first] = inputs;
	const windows = first && spansOf(first);
	const perSample = (table: Table | undefined, name: string | null | undefined): Column | null =>
		table && name && columnOf(table, name) ? sampleValues(table, name, windows) : null;
	const stratify = spec.stratify !== null && typeof spec.stratify === 'object' ? spec.stratify.column : null;
	const label = target.columns.length > 0 ? readLabel(main, target.columns) : null;
	const split = splitSamples({
		samples,
		target: label?.column ?? null,
		strata: perSample(first?.table, stratify),
		group: perSample(main, spec.group),
		time: perSample(main, spec.time),
		features:
			spec.method === 'cluster'
				? inputs.flatMap((input, i) => featuresOf(input, pipeline.inputs[i], target))
				: [],
		spec,
		analysis: label ? analysis : null,
	});
	const warned = label?.findings.filter(({ verdict }) => verdict === 'warn') ?? [];
	return { ...split, warnings: [...split.warnings, ...warned.map(({ text }) => text)] };
}

/** The table rows of each window. */
function spansOf({ table, windows }: StagedInput): Spans | undefined {
	if (!windows) return undefined;
	const per = rowsPerSample(table);
	return { starts: windows.starts.map((start) => start * per), length: windows.size * per };
}

/** The columns an input takes, one value per sample; the target's are no input. */
function featuresOf(
	input: StagedInput,
	declared: PipelineInput | undefined,
	target: PipelineTarget,
): Column[] {
	const { table, origin } = input;
	const { columns, dataset } = declared ?? { columns: { exclude: [] } };
	const labels = dataset === target.dataset ? target.columns : [];
	const named = new Set('include' in columns ? columns.include : columns.exclude);
	return table.columns
		.filter(({ name }) => !labels.includes(name) && named.has(name) === 'include' in columns)
		.map(({ name }) => {
			const column = sampleValues(table, name, spansOf(input));
			return origin ? gather(column, origin) : column;
		});
}
