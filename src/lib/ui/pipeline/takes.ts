/**
 * Which columns each step of a pipeline takes (SPEC §6.2), worked out from the declaration alone, for the form and the
 * schematic. Imputers take columns independently; each encoder takes what the ones before left over. It refuses
 * nothing: a filter that matches nothing gives an empty list, and the fit says why.
 */
import type { Dataset, DatasetColumn } from '$lib/engine/schema/dataset';
import type { EncodeStep } from '$lib/engine/schema/encode-step';
import type { ImputeStep } from '$lib/engine/schema/impute-step';
import type { InterpolateStep } from '$lib/engine/schema/interpolate-step';
import type { Pipeline } from '$lib/engine/schema/pipeline';
import type { ColumnFilter } from '$lib/engine/schema/step-fields';

type Named = Pick<DatasetColumn, 'name' | 'dtype'>;

/** Where the columns come from: a dataset, or what transforms make of it. */
export interface Offered {
	readonly id: Dataset['id'];
	readonly columns: readonly DatasetColumn[];
}

/** Columns that go into an input: never the target. Dataset order. */
export function inputColumns(document: Pipeline, dataset: Offered, index = 0): DatasetColumn[] {
	const input = document.inputs[index];
	const { target } = document;
	if (!input) return [];
	const { columns } = input;
	const labels = dataset.id === target.dataset ? target.columns : [];
	const keep =
		'include' in columns
			? (name: string) => columns.include.includes(name)
			: (name: string) => !columns.exclude.includes(name);
	return dataset.columns.filter(({ name }) => !labels.includes(name) && keep(name));
}

/** Include (the default): columns of the dtypes, then the named ones; neither given takes all. Exclude: all but these. */
export function matching<C extends Named>(filter: ColumnFilter, available: readonly C[]): C[] {
	const { include = true, dtypes, columns } = filter;
	if (!dtypes && !columns) return [...available];
	const byType = available.filter(({ dtype }) => dtypes?.includes(dtype));
	const byName = available.filter((column) => columns?.includes(column.name) && !byType.includes(column));
	if (include) return [...byType, ...byName];
	return available.filter((column) => !byType.includes(column) && !byName.includes(column));
}

export interface StepTakes<S> {
	readonly step: S;
	readonly columns: readonly DatasetColumn[];
}

export interface Takes {
	readonly columns: readonly DatasetColumn[];
	readonly interpolate: readonly StepTakes<InterpolateStep>[];
	readonly impute: readonly StepTakes<ImputeStep>[];
	readonly encode: readonly StepTakes<EncodeStep>[];
	/** No encoder takes them; they go into the tensor as they are. */
	readonly leftover: readonly DatasetColumn[];
}

export function takesOf(document: Pipeline, dataset: Offered, index = 0): Takes {
	const columns = inputColumns(document, dataset, index);
	const input = document.inputs[index];
	const chain = <S extends ColumnFilter>(steps: readonly S[]) => {
		let available: readonly DatasetColumn[] = columns;
		const taken = steps.map((step) => {
			const mine = matching(step, available);
			available = available.filter((column) => !mine.includes(column));
			return { step, columns: mine };
		});
		return { taken, available };
	};
	const encode = chain(input?.encode ?? []);
	return {
		columns,
		interpolate: chain(input?.interpolate ?? []).taken,
		impute: chain(input?.impute ?? []).taken,
		encode: encode.taken,
		leftover: encode.available,
	};
}

/** Tensor columns a step makes of these columns, as far as the declaration and the statistics say. */
export function width(step: EncodeStep, columns: readonly DatasetColumn[]): number {
	const perColumn = (each: (distinct: number) => number) =>
		columns.reduce((sum, { statistics }) => sum + each(Math.max(1, statistics.distinct)), 0);
	switch (step.encoder) {
		case 'OneHotEncoder':
			return perColumn((distinct) => {
				const kept = Math.min(distinct, step.maxCategories ?? distinct);
				return kept - (step.drop === 'first' || (step.drop === 'binary' && kept === 2) ? 1 : 0);
			});
		case 'LabelBinarizer':
			return perColumn((distinct) => (distinct > 2 ? distinct : 1));
		case 'KBinsDiscretizer':
			return perColumn((distinct) => (step.encode === 'ordinal' ? 1 : Math.min(distinct, step.bins ?? 5)));
		case 'SplineTransformer': {
			const { knots = 5, degree = 3, outside, bias = true } = step;
			return columns.length * (knots - 1 + (outside === 'periodic' ? 0 : degree) - (bias ? 0 : 1));
		}
		case 'PolynomialFeatures': {
			const { degree: [low, high] = [0, 2], interactionOnly = false, bias = false } = step;
			let count = bias ? 1 : 0;
			// Ways to choose d of n columns, with or without repeating one.
			for (let d = 1, ways = 1; d <= high; d++) {
				ways *= (interactionOnly ? columns.length - d + 1 : columns.length + d - 1) / d;
				if (d >= low) count += ways;
			}
			return Math.round(count);
		}
		// What a vocabulary or the longest text will be is not known before the fit; this is what is.
		case 'CountVectorizer':
		case 'TfidfVectorizer': {
			const { terms, maxFeatures } = step;
			return perColumn((distinct) => terms?.length ?? maxFeatures ?? distinct);
		}
		case 'LetterEncoder': {
			const { alphabet = 'ACGT', length, reverseComplement } = step;
			const letters = [...alphabet].length * (reverseComplement === 'append' ? 2 : 1);
			return columns.reduce((sum, { statistics }) => sum + letters * (length ?? longest(statistics)), 0);
		}
		default:
			return columns.length;
	}
}

/** Letters of the longest of the most frequent texts. */
const longest = (statistics: DatasetColumn['statistics']): number =>
	statistics.kind === 'categorical'
		? Math.max(1, ...statistics.top.map(({ value }) => [...(value ?? '')].length))
		: 1;

/** One more column for each with gaps, where an imputer marks them. */
const marks = ({ step, columns }: StepTakes<ImputeStep>): number =>
	step.indicator ? columns.filter(({ statistics }) => statistics.missing > 0).length : 0;

/** Columns of the input tensor. */
export const features = (takes: Takes): number =>
	takes.encode.reduce((sum, { step, columns }) => sum + width(step, columns), 0) +
	takes.leftover.length +
	takes.impute.reduce((sum, taken) => sum + marks(taken), 0);

/** Columns of the target tensor: classes of a multi-class target, else one. */
export function outputs(document: Pipeline, dataset: Pick<Dataset, 'columns'>): number {
	const column = dataset.columns.find(({ name }) => name === document.target.columns[0]);
	return document.analysis === 'multi-class' ? Math.max(2, column?.statistics.distinct ?? 2) : 1;
}
