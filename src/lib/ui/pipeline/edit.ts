/**
 * Edits of a pipeline document, each a pure function from document to document. An edit keeps the steps in step with the
 * columns: a column put in is given to an imputer and an encoder, a column taken out is struck from the filters that name
 * it. Whether the result may be kept is the check's to say (check-pipeline.ts).
 */
import type { DatasetColumn } from '$lib/engine/schema/dataset';
import type { EncodeStep } from '$lib/engine/schema/encode-step';
import type { ImputeStep } from '$lib/engine/schema/impute-step';
import type { InterpolateStep } from '$lib/engine/schema/interpolate-step';
import type { Pipeline, PipelineInput } from '$lib/engine/schema/pipeline';
import type { SplitSpec } from '$lib/engine/schema/split';
import type { ColumnFilter } from '$lib/engine/schema/step-fields';
import type { Dtype } from '$lib/engine/table/table';
import { withMethod } from './step-family';
import { inputColumns, takesOf, type Offered } from './takes';

export { sizesOf } from './check-pipeline';

/** Without the fields that are undefined: an absent list is no field of the document. */
export const compact = <T extends object>(value: T): T =>
	Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as T;

/** The document with one of its inputs changed; undefined takes a field away. */
export const withInput = (
	document: Pipeline,
	index: number,
	change: { [K in keyof PipelineInput]?: PipelineInput[K] | undefined },
): Pipeline => ({
	...document,
	inputs: document.inputs.map((input, i) =>
		i === index ? (compact({ ...input, ...change }) as PipelineInput) : input,
	),
});

export const setSplit = (document: Pipeline, change: Partial<SplitSpec>): Pipeline => ({
	...document,
	split: { ...document.split, ...change },
});

/**
 * Another analysis, with the target encoding and the stratification it needs: classes are coded, quantities
 * standardised and stratified by quantile bins.
 */
export function setAnalysis(document: Pipeline, analysis: Pipeline['analysis']): Pipeline {
	const encode: EncodeStep =
		analysis === 'regression'
			? { encoder: 'StandardScaler' }
			: { encoder: 'OrdinalEncoder', vocabulary: 'all' };
	const next = { ...document, analysis, target: { ...document.target, encode } };
	return stratify(next, document.split.stratify !== null);
}

export const setTargetEncode = (document: Pipeline, encode: EncodeStep | null): Pipeline => ({
	...document,
	target: { ...document.target, encode },
});

/** The stratification that fits the analysis: classes as they are, a continuous label in quantile bins. */
export const stratify = (document: Pipeline, on: boolean, bins = 4): Pipeline =>
	setSplit(document, {
		stratify: on ? 'target' : null,
		bins: on && document.analysis === 'regression' ? bins : null,
	});

/** Strikes what no longer occurs from the filters; a step left with nothing named is dropped. */
export function pruned<S extends ColumnFilter>(steps: readonly S[], columns: readonly DatasetColumn[]): S[] {
	const names = new Set(columns.map(({ name }) => name));
	const dtypes = new Set(columns.map(({ dtype }) => dtype));
	return steps.flatMap((step): S[] => {
		if (!step.columns && !step.dtypes) return [step];
		const kept = {
			columns: step.columns?.filter((name) => names.has(name)),
			dtypes: step.dtypes?.filter((dtype) => dtypes.has(dtype)),
		};
		if (!kept.columns?.length && !kept.dtypes?.length) return [];
		const { columns: _columns, dtypes: _dtypes, ...rest } = step;
		return [
			{
				...rest,
				...(kept.dtypes?.length ? { dtypes: kept.dtypes } : {}),
				...(kept.columns?.length ? { columns: kept.columns } : {}),
			} as S,
		];
	});
}

/** The step with one more column: by name, beside the types and names it takes already. */
const adding = <S extends ColumnFilter>(step: S, column: string): S => ({
	...step,
	columns: [...(step.columns ?? []), column],
});

function given<S extends ImputeStep | EncodeStep>(
	steps: readonly S[],
	column: string,
	kind: (step: S) => boolean,
	fresh: S,
): S[] {
	const index = steps.findIndex(
		(step) => kind(step) && step.include !== false && (step.dtypes ?? step.columns) !== undefined,
	);
	return index < 0 ? [...steps, fresh] : steps.map((step, i) => (i === index ? adding(step, column) : step));
}

/** Puts a column in or takes it out. */
export function toggleColumn(
	document: Pipeline,
	dataset: Offered,
	name: string,
	on: boolean,
	index = 0,
): Pipeline {
	const input = document.inputs[index];
	const column = dataset.columns.find((each) => each.name === name);
	if (!input || !column) return document;
	const { columns } = input;
	const next =
		'include' in columns
			? {
					include: dataset.columns
						.map((each) => each.name)
						.filter((each) => (each === name ? on : columns.include.includes(each))),
				}
			: {
					exclude: dataset.columns
						.map((each) => each.name)
						.filter((each) => (each === name ? !on : columns.exclude.includes(each))),
				};
	let edited = withInput(document, index, { columns: next });
	const present = inputColumns(edited, dataset, index);
	edited = setSteps(edited, 'interpolate', pruned(input.interpolate ?? [], present), index);
	edited = withInput(edited, index, {
		impute: pruned(input.impute, present),
		encode: pruned(input.encode, present),
	});
	return on ? withSteps(edited, dataset, name, index) : edited;
}

/** A column that goes in given to an imputer and an encoder, where none takes it yet. */
export function withSteps(document: Pipeline, dataset: Offered, name: string, index = 0): Pipeline {
	const input = document.inputs[index];
	const column = dataset.columns.find((each) => each.name === name);
	if (!input || !column) return document;
	const takes = takesOf(document, dataset, index);
	const text = column.dtype === 'string';
	const taken = (steps: readonly { columns: readonly DatasetColumn[] }[]) =>
		steps.some((step) => step.columns.some((each) => each.name === name));
	const { impute, encode } = input;
	return withInput(document, index, {
		impute: taken(takes.impute)
			? impute
			: given<ImputeStep>(impute, name, ({ imputer }) => imputer === (text ? 'mostFrequent' : 'median'), {
					imputer: text ? 'mostFrequent' : 'median',
					columns: [name],
				}),
		encode: taken(takes.encode)
			? encode
			: given<EncodeStep>(
					encode,
					name,
					({ encoder }) => encoder === (text ? 'OneHotEncoder' : 'StandardScaler'),
					text
						? { encoder: 'OneHotEncoder', handleUnknown: 'ignore', vocabulary: 'all', columns: [name] }
						: { encoder: 'StandardScaler', columns: [name] },
				),
	});
}

/** The lists of steps of an input. */
export type InputList = 'interpolate' | 'impute' | 'encode';

/** Imputers and encoders may be none; interpolations that are none are no field. */
export const setSteps = (
	document: Pipeline,
	list: InputList,
	steps: readonly (InterpolateStep | ImputeStep | EncodeStep)[],
	index = 0,
): Pipeline =>
	withInput(document, index, {
		[list]: list === 'interpolate' && steps.length === 0 ? undefined : [...steps],
	} as Partial<PipelineInput>);

export function moved<T>(items: readonly T[], index: number, by: -1 | 1): T[] {
	const other = index + by;
	if (other < 0 || other >= items.length) return [...items];
	const copy = [...items];
	[copy[index], copy[other]] = [copy[other] as T, copy[index] as T];
	return copy;
}

/** The encoder of a step changed, the columns it takes kept. */
export const encodeWith = (step: EncodeStep, encoder: EncodeStep['encoder']): EncodeStep =>
	withMethod(step, encoder);

/** The step taking these types and these columns; nothing named takes every column still free. */
export function taking<S extends ColumnFilter>(
	step: S,
	dtypes: readonly Dtype[],
	columns: readonly string[],
): S {
	const { dtypes: _dtypes, columns: _columns, ...rest } = step;
	return {
		...rest,
		...(dtypes.length ? { dtypes: [...dtypes] } : {}),
		...(columns.length ? { columns: [...columns] } : {}),
	} as S;
}
