/**
 * Which columns each step of a pipeline takes (SPEC §6.2), worked out from the declaration alone, for the form and the
 * schematic. Imputers take columns independently; each encoder takes what the ones before left over. It refuses
 * nothing: a filter that matches nothing gives an empty list, and the fit says why.
 */
import type { Dataset, DatasetColumn } from '$lib/engine/schema/dataset';
import type { ColumnFilter, EncodeStep, ImputeStep, Pipeline } from '$lib/engine/schema/pipeline';

type Named = Pick<DatasetColumn, 'name' | 'dtype'>;

/** Columns of the dataset that go in: never the target. Dataset order. */
export function inputColumns(document: Pipeline, dataset: Dataset): DatasetColumn[] {
	const [input] = document.inputs;
	const target = document.target.columns[0];
	if (!input) return [];
	const { columns } = input;
	const keep =
		'include' in columns
			? (name: string) => columns.include.includes(name)
			: (name: string) => !columns.exclude.includes(name);
	return dataset.columns.filter(({ name }) => name !== target && keep(name));
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
	readonly impute: readonly StepTakes<ImputeStep>[];
	readonly encode: readonly StepTakes<EncodeStep>[];
	/** No encoder takes them; they go into the tensor as they are. */
	readonly leftover: readonly DatasetColumn[];
}

export function takesOf(document: Pipeline, dataset: Dataset): Takes {
	const columns = inputColumns(document, dataset);
	const input = document.inputs[0];
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
		impute: chain(input?.impute ?? []).taken,
		encode: encode.taken,
		leftover: encode.available,
	};
}

/** Tensor columns a column becomes: as many as it has categories when one-hot, else one. */
export function width(step: EncodeStep, column: DatasetColumn): number {
	return step.encoder === 'OneHotEncoder' ? Math.max(1, column.statistics.distinct) : 1;
}

/** Columns of the input tensor. */
export const features = (takes: Takes): number =>
	takes.encode.reduce(
		(sum, { step, columns }) => sum + columns.reduce((n, column) => n + width(step, column), 0),
		0,
	) + takes.leftover.length;

/** Columns of the target tensor: classes of a multi-class target, else one. */
export function outputs(document: Pipeline, dataset: Dataset): number {
	const column = dataset.columns.find(({ name }) => name === document.target.columns[0]);
	return document.analysis === 'multi-class' ? Math.max(2, column?.statistics.distinct ?? 2) : 1;
}
