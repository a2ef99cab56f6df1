/**
 * Edits of a pipeline document, each a pure function from document to document, and the check an edit must pass
 * before it is kept. An edit keeps the steps in step with the columns: a column put in is given to an imputer and an
 * encoder, a column taken out is struck from the filters that name it.
 */
import { BenchtopError } from '$lib/engine/errors/error';
import { resolvePipeline } from '$lib/engine/prepare/resolve';
import type { Dataset, DatasetColumn } from '$lib/engine/schema/dataset';
import type { EncodeStep } from '$lib/engine/schema/encode-step';
import type { ImputeStep } from '$lib/engine/schema/impute-step';
import { pipelineSchema, type Pipeline } from '$lib/engine/schema/pipeline';
import type { SplitSpec } from '$lib/engine/schema/split';
import { splitSizes, type SplitSizes } from '$lib/engine/split/sizes';
import type { Dtype } from '$lib/engine/table/table';
import { check, type Checked, type Issue } from '$lib/ui/editor/check';
import { inputColumns, takesOf } from './takes';

/** The fewest rows a split may hold. */
const FEWEST = 2;

/** Rows per split; rows without a target are left out before. */
export function sizesOf(dataset: Dataset, document: Pick<Pipeline, 'split' | 'target'>): SplitSizes {
	const target = dataset.columns.find(({ name }) => name === document.target.columns[0]);
	return splitSizes(
		dataset.rows - (target?.statistics.missing ?? 0),
		document.split.test,
		document.split.validation,
	);
}

/** The schema's verdict, and what only the dataset can know: columns that exist, rows that are left to train on. */
export function checkPipeline(value: unknown, dataset: Dataset): Checked<Pipeline> {
	const checked = check(pipelineSchema, value);
	if (!checked.ok) return checked;
	const { document } = checked;
	const issues: Issue[] = [];
	const names = new Set(dataset.columns.map(({ name }) => name));
	const known = (path: string, columns: readonly string[] | undefined) => {
		for (const name of columns ?? [])
			if (!names.has(name)) issues.push({ path, message: `${dataset.name} has no column ${name}` });
	};
	known('target.columns', document.target.columns);
	document.inputs.forEach((input, i) => {
		if (input.dataset !== dataset.id)
			issues.push({ path: `inputs.${i}.dataset`, message: `is not ${dataset.name} v${dataset.version}` });
		known(`inputs.${i}.columns`, 'include' in input.columns ? input.columns.include : input.columns.exclude);
		input.impute.forEach((step, j) => known(`inputs.${i}.impute.${j}.columns`, step.columns));
		input.encode.forEach((step, j) => known(`inputs.${i}.encode.${j}.columns`, step.columns));
	});
	if (document.target.dataset !== dataset.id)
		issues.push({ path: 'target.dataset', message: `is not ${dataset.name} v${dataset.version}` });
	if (!inputColumns(document, dataset).length)
		issues.push({ path: 'inputs.0.columns', message: 'leaves no column to learn from' });
	issues.push(...analysisIssues(document, dataset));
	const sizes = sizesOf(dataset, document);
	for (const name of ['train', 'validation', 'test'] as const) {
		if (sizes[name] >= FEWEST) continue;
		const left = Math.max(0, sizes[name]);
		const message = name === 'train' ? `leaves ${left} rows to train` : `gives ${left} ${name} rows`;
		issues.push({
			path: name === 'train' ? 'split.test' : `split.${name}`,
			message: `${message} of ${dataset.rows}`,
		});
	}
	if (!issues.length) issues.push(...contradictions(document, dataset));
	return issues.length ? { ok: false, issues } : checked;
}

/** What the engine would refuse before it reads a row: filters that match nothing, text that no step encodes. */
function contradictions(document: Pipeline, dataset: Dataset): Issue[] {
	const refusal = (lists: Partial<Pipeline['inputs'][number]>): string | null => {
		try {
			resolvePipeline(new Map([[dataset.id, dataset]]), withInput(document, lists));
			return null;
		} catch (thrown) {
			if (thrown instanceof BenchtopError) return thrown.message;
			throw thrown;
		}
	};
	const message = refusal({});
	if (message === null) return [];
	const { impute = [], encode = [] } = document.inputs[0] ?? {};
	const imputes = impute.findIndex(
		(_, j) =>
			refusal({ impute: impute.slice(0, j + 1) }) === message &&
			refusal({ impute: impute.slice(0, j) }) !== message,
	);
	if (imputes >= 0) return [{ path: `inputs.0.impute.${imputes}`, message }];
	const encodes = encode.findIndex(
		(_, j) =>
			refusal({ encode: encode.slice(0, j + 1) }) === message &&
			refusal({ encode: encode.slice(0, j) }) !== message,
	);
	return [{ path: encodes >= 0 ? `inputs.0.encode.${encodes}` : 'inputs.0.encode', message }];
}

/** What the target's own values allow. */
function analysisIssues({ analysis, target }: Pipeline, dataset: Dataset): Issue[] {
	const column = dataset.columns.find(({ name }) => name === target.columns[0]);
	if (!column) return [];
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

type Input = Pipeline['inputs'][number];

const withInput = (document: Pipeline, change: Partial<Input>): Pipeline => ({
	...document,
	inputs: document.inputs.map((input, i) => (i === 0 ? { ...input, ...change } : input)),
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
function pruned<S extends ImputeStep | EncodeStep>(
	steps: readonly S[],
	columns: readonly DatasetColumn[],
): S[] {
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
const adding = <S extends ImputeStep | EncodeStep>(step: S, column: string): S => ({
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
export function toggleColumn(document: Pipeline, dataset: Dataset, name: string, on: boolean): Pipeline {
	const input = document.inputs[0];
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
	let edited = withInput(document, { columns: next });
	const present = inputColumns(edited, dataset);
	edited = withInput(edited, {
		impute: pruned(input.impute, present),
		encode: pruned(input.encode, present),
	});
	if (!on) return edited;
	const takes = takesOf(edited, dataset);
	const text = column.dtype === 'string';
	const taken = (steps: readonly { columns: readonly DatasetColumn[] }[]) =>
		steps.some((step) => step.columns.some((each) => each.name === name));
	const { impute, encode } = edited.inputs[0] ?? input;
	return withInput(edited, {
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

export type StepList = 'impute' | 'encode';
export type Step = ImputeStep | EncodeStep;

export const setSteps = (document: Pipeline, list: StepList, steps: readonly Step[]): Pipeline =>
	withInput(document, { [list]: steps } as Partial<Input>);

export function moved<T>(items: readonly T[], index: number, by: -1 | 1): T[] {
	const other = index + by;
	if (other < 0 || other >= items.length) return [...items];
	const copy = [...items];
	[copy[index], copy[other]] = [copy[other] as T, copy[index] as T];
	return copy;
}

/** What a step takes, kept when its method changes. */
function filterOf({ include, dtypes, columns }: Step) {
	return {
		...(include === undefined ? {} : { include }),
		...(dtypes ? { dtypes } : {}),
		...(columns ? { columns } : {}),
	};
}

export const IMPUTERS = ['mean', 'median', 'mostFrequent', 'constant', 'knn'] as const;
export const ENCODERS = [
	'StandardScaler',
	'MinMaxScaler',
	'MaxAbsScaler',
	'RobustScaler',
	'PowerTransformer',
	'QuantileTransformer',
	'OneHotEncoder',
	'OrdinalEncoder',
	'LabelBinarizer',
	'MultiLabelBinarizer',
	'KBinsDiscretizer',
	'Binarizer',
	'Normalizer',
	'PolynomialFeatures',
	'SplineTransformer',
	'KernelCenterer',
	'Divide',
	'CountVectorizer',
	'TfidfVectorizer',
	'LetterEncoder',
] as const;

export function imputeWith(step: ImputeStep, imputer: ImputeStep['imputer']): ImputeStep {
	return imputer === 'constant' ? { imputer, value: 0, ...filterOf(step) } : { imputer, ...filterOf(step) };
}

export function encodeWith(step: EncodeStep, encoder: EncodeStep['encoder']): EncodeStep {
	const filter = filterOf(step);
	switch (encoder) {
		case 'PowerTransformer':
			return { encoder, method: 'yeo-johnson', standardize: true, ...filter };
		case 'OneHotEncoder':
			return { encoder, handleUnknown: 'ignore', vocabulary: 'all', ...filter };
		case 'OrdinalEncoder':
		case 'LabelBinarizer':
		case 'MultiLabelBinarizer':
			return { encoder, vocabulary: 'all', ...filter };
		default:
			return { encoder, ...filter };
	}
}

/** The step taking these types and these columns; nothing named takes every column still free. */
export function taking<S extends Step>(step: S, dtypes: readonly Dtype[], columns: readonly string[]): S {
	const { dtypes: _dtypes, columns: _columns, ...rest } = step;
	return {
		...rest,
		...(dtypes.length ? { dtypes: [...dtypes] } : {}),
		...(columns.length ? { columns: [...columns] } : {}),
	} as S;
}
