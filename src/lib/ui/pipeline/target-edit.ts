/**
 * Edits of what a pipeline learns: one column, several columns of 0 and 1, or the inputs themselves. Each is a pure function
 * from document to document that brings the analysis and encoding along.
 */
import type { Analysis } from '$lib/engine/schema/common';
import type { DatasetColumn } from '$lib/engine/schema/dataset';
import type { InterpolateStep } from '$lib/engine/schema/interpolate-step';
import type { Pipeline, PipelineTarget } from '$lib/engine/schema/pipeline';
import { isFloat, isInteger } from '$lib/engine/table/table';
import { compact, setAnalysis, withSteps } from './edit';
import type { Offered } from './takes';

/** What is learned: a column, one column per class, the next window, or the inputs again. */
export type TargetKind = 'column' | 'one-hot' | 'forecast' | 'autoencoder';

export const TARGET_KINDS: Readonly<Record<TargetKind, { readonly label: string; readonly hint: string }>> = {
	column: { label: 'One column', hint: 'A value of each row is predicted.' },
	'one-hot': { label: 'Columns of 0 and 1', hint: 'One column per class, with a single 1 in every row.' },
	forecast: {
		label: 'None: the next window',
		hint: 'No label: what comes next is forecast from what came before.',
	},
	autoencoder: {
		label: 'None: the input itself',
		hint: 'No label: the inputs are given back through a narrow net.',
	},
};

/** Distinct values up to which whole numbers are taken for classes, as the proposal has it. */
const CLASSES = 20;
/** Rows of a first window. */
const WINDOW = 12;

export const targetKind = ({ target }: Pipeline): TargetKind =>
	target.unsupervised ?? (target.columns.length > 1 ? 'one-hot' : 'column');

/** Columns that hold nothing but 0 and 1. */
export const flagColumns = (columns: readonly DatasetColumn[]): DatasetColumn[] =>
	columns.filter(({ dtype, statistics }) => {
		if (dtype === 'bool') return true;
		if (!isInteger(dtype) && !isFloat(dtype)) return false;
		if (statistics.kind === 'numeric')
			return statistics.distinct === 2 && statistics.min === 0 && statistics.max === 1;
		return statistics.distinct === 2 && statistics.top.every(({ value }) => value === '0' || value === '1');
	});

/** What a column is most likely to be. */
export function analysisOf({ dtype, statistics: { distinct } }: DatasetColumn): Analysis {
	if (distinct === 2) return 'binary';
	if (dtype === 'string') return 'multi-class';
	return isInteger(dtype) && distinct <= CLASSES ? 'multi-class' : 'regression';
}

/** The inputs without these columns, however they are named there. */
const without = (document: Pipeline, names: readonly string[]): Pipeline['inputs'] =>
	document.inputs.map((input) => {
		if (input.dataset !== document.target.dataset) return input;
		const { columns } = input;
		return {
			...input,
			columns:
				'include' in columns
					? { include: columns.include.filter((name) => !names.includes(name)) }
					: { exclude: [...new Set([...columns.exclude, ...names])] },
		};
	});

/** One column to predict: windows go, since each row has its own label. */
export function setTargetColumn(document: Pipeline, column: DatasetColumn): Pipeline {
	const target: PipelineTarget = { dataset: document.target.dataset, columns: [column.name], encode: null };
	const inputs = without(document, [column.name]).map(({ window: _window, ...input }) => input);
	const next = setAnalysis({ ...document, inputs, target }, analysisOf(column));
	return next.split.method === 'time' || next.split.method === 'leave-one-group-out'
		? { ...next, split: { ...next.split, stratify: null, bins: null } }
		: next;
}

/** Columns of 0 and 1, one per class. */
export const setTargetFlags = (document: Pipeline, columns: readonly string[]): Pipeline => ({
	...document,
	analysis: 'multi-class',
	inputs: without(document, columns).map(({ window: _window, ...input }) => input),
	target: { dataset: document.target.dataset, columns: [...columns], encode: null },
	split: { ...document.split, bins: null },
});

/**
 * No label: the first input alone is learned, in windows where the next one is forecast. What was the label is learned too.
 * @param offered the columns the first input chooses from
 */
export function setUnsupervised(
	document: Pipeline,
	unsupervised: 'forecast' | 'autoencoder',
	offered: Offered,
): Pipeline {
	const [first] = document.inputs;
	if (!first) return document;
	const labels = first.dataset === document.target.dataset ? document.target.columns : [];
	const window = first.window ?? (unsupervised === 'forecast' ? { size: WINDOW, shift: 1 } : undefined);
	// A new window is a new axis, of which the reshape knows nothing.
	const reshape = window === first.window ? first.reshape : undefined;
	const columns =
		'include' in first.columns
			? { include: [...new Set([...first.columns.include, ...labels])] }
			: { exclude: first.columns.exclude.filter((name) => !labels.includes(name)) };
	const next: Pipeline = {
		...document,
		analysis: 'regression',
		inputs: [compact({ ...first, columns, window, reshape }) as Pipeline['inputs'][number]],
		target: { dataset: first.dataset, columns: [], encode: null, unsupervised },
		split: { ...document.split, stratify: null, bins: null },
	};
	return labels.reduce((edited, name) => withSteps(edited, offered, name), next);
}

const VERB = { forecast: 'Forecast', autoencoder: 'Reconstruct' } as const;

/** The document called after what it learns, unless a person has named it. @param dataset the name of its data */
export function renamed(document: Pipeline, dataset: string): Pipeline {
	if (!/^(Predict|Forecast|Reconstruct) /.test(document.name)) return document;
	const { unsupervised, columns } = document.target;
	const name = unsupervised ? `${VERB[unsupervised]} ${dataset}` : `Predict ${columns.join(', ')}`;
	return { ...document, name: name.slice(0, 200).trim() };
}

/** How much rows count, by a column that is then no input; null lets them count alike. */
export function setWeights(document: Pipeline, column: string | null): Pipeline {
	const { weights: _weights, ...target } = document.target;
	if (column === null) return { ...document, target };
	return { ...document, inputs: without(document, [column]), target: { ...target, weights: column } };
}

export type Fill = 'none' | 'linear' | 'nearest' | 'ffill' | 'bfill' | 'pchip';
export const FILLS: Readonly<Record<Fill, string>> = {
	none: 'Left out',
	linear: 'Interpolated: linear',
	nearest: 'Interpolated: nearest',
	pchip: 'Interpolated: monotone (pchip)',
	ffill: 'The value before',
	bfill: 'The value after',
};

/** How rows without a label are filled; a method the card does not offer is kept as it is. */
export function setFill(document: Pipeline, fill: Fill): Pipeline {
	const { interpolate: _interpolate, ...target } = document.target;
	const step: InterpolateStep | null = fill === 'none' ? null : { method: fill };
	return { ...document, target: step ? { ...target, interpolate: step } : target };
}
