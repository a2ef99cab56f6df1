/**
 * The check an edited pipeline passes before it is kept: the schema's verdict, then what only the datasets can know –
 * columns that exist, rows that are left to train on – and what the engine would refuse before it reads a row.
 */
import type { Dataset } from '$lib/engine/schema/dataset';
import { samplesIn } from '$lib/engine/schema/dataset-shape';
import { pipelineSchema, type Pipeline } from '$lib/engine/schema/pipeline';
import { splitSizes, type SplitSizes } from '$lib/engine/split/sizes';
import { check, type Checked, type Issue } from '$lib/ui/editor/check';
import { columnsAfter } from './columns-after';
import { refusalsOf, transformRefusal } from './refusals';
import { inputColumns } from './takes';

/** The fewest rows a split may hold. */
const FEWEST = 2;

/** Samples there are before the split: windows, or those with a target. Rows that transforms leave out are not known yet. */
function samplesWith(dataset: Dataset, { target, inputs }: Pick<Pipeline, 'target' | 'inputs'>): number {
	const window = inputs[0]?.window;
	const label = dataset.columns.find(({ name }) => name === target.columns[0]);
	const samples = samplesIn(dataset) - (label?.statistics.missing ?? 0);
	if (!window) return samples;
	const needed = target.unsupervised === 'forecast' ? window.size + window.shift : window.size;
	return Math.max(0, Math.floor((samples - needed) / window.shift) + 1);
}

/** Samples per split; rows without a target are left out before. */
export const sizesOf = (
	dataset: Dataset,
	document: Pick<Pipeline, 'split' | 'target' | 'inputs'>,
): SplitSizes => splitSizes(samplesWith(dataset, document), document.split.test, document.split.validation);

/** @param datasets all of the project that a pipeline could read */
export function checkPipeline(value: unknown, datasets: readonly Dataset[]): Checked<Pipeline> {
	const checked = check(pipelineSchema, value);
	if (!checked.ok) return checked;
	const { document } = checked;
	const unknown = unknownDatasets(document, datasets);
	if (unknown.length) return { ok: false, issues: unknown };
	const main = datasets.find(({ id }) => id === document.target.dataset);
	const transforms = main && transformRefusal(document, main);
	if (transforms) return { ok: false, issues: [transforms] };
	const issues = [...unknownColumns(document, datasets)];
	if (main) issues.push(...analysisIssues(document, main), ...sizeIssues(document, main));
	if (!issues.length) issues.push(...refusalsOf(document, datasets));
	return issues.length ? { ok: false, issues } : checked;
}

function unknownDatasets(document: Pipeline, datasets: readonly Dataset[]): Issue[] {
	const message = 'is no dataset of this project';
	const known = (id: Dataset['id']) => datasets.some((dataset) => dataset.id === id);
	const inputs = document.inputs.flatMap((input, i) =>
		known(input.dataset) ? [] : [{ path: `inputs.${i}.dataset`, message }],
	);
	return known(document.target.dataset) ? inputs : [...inputs, { path: 'target.dataset', message }];
}

/** Columns named that the dataset, or what transforms make of it, does not have. */
function unknownColumns(document: Pipeline, datasets: readonly Dataset[]): Issue[] {
	const issues: Issue[] = [];
	const named = (id: Dataset['id']) => {
		const dataset = datasets.find((each) => each.id === id);
		const names = new Set(dataset ? columnsAfter(document, dataset).map(({ name }) => name) : []);
		return (path: string, columns: readonly string[] = []) => {
			for (const name of columns)
				if (!names.has(name)) issues.push({ path, message: `${dataset?.name ?? ''} has no column ${name}` });
		};
	};
	named(document.target.dataset)('target.columns', document.target.columns);
	document.inputs.forEach((input, i) => {
		const known = named(input.dataset);
		known(`inputs.${i}.columns`, 'include' in input.columns ? input.columns.include : input.columns.exclude);
		for (const list of ['interpolate', 'impute', 'encode'] as const)
			input[list]?.forEach((step, j) => known(`inputs.${i}.${list}.${j}.columns`, step.columns));
		const dataset = datasets.find(({ id }) => id === input.dataset);
		if (
			dataset &&
			!inputColumns(document, { ...dataset, columns: columnsAfter(document, dataset) }, i).length
		)
			issues.push({ path: `inputs.${i}.columns`, message: 'leaves no column to learn from' });
	});
	return issues;
}

function sizeIssues(document: Pipeline, dataset: Dataset): Issue[] {
	const sizes = sizesOf(dataset, document);
	const asked = {
		train: true,
		validation: document.split.validation !== null,
		test: document.split.test !== null,
	};
	return (['train', 'validation', 'test'] as const).flatMap((name) => {
		if (sizes[name] >= FEWEST || !asked[name]) return [];
		const left = Math.max(0, sizes[name]);
		const message = name === 'train' ? `leaves ${left} rows to train` : `gives ${left} ${name} rows`;
		return [
			{
				path: name === 'train' ? 'split.test' : `split.${name}`,
				message: `${message} of ${samplesIn(dataset)}`,
			},
		];
	});
}

/** What the target's own values allow. */
function analysisIssues({ analysis, target }: Pipeline, dataset: Dataset): Issue[] {
	const column = dataset.columns.find(({ name }) => name === target.columns[0]);
	if (!column || target.columns.length > 1) return [];
	const { distinct } = column.statistics;
	const refuse = (message: string): Issue[] => [{ path: 'analysis', message }];
	if (analysis === 'regression' && column.dtype === 'string')
		return refuse(`needs numbers, and ${column.name} is text`);
	if (analysis === 'binary' && distinct !== 2)
		return refuse(`needs two classes, and ${column.name} has ${distinct}`);
	if (analysis === 'multi-class' && distinct < 3)
		return refuse(`needs three classes or more, and ${column.name} has ${distinct}`);
	return [];
}
