/**
 * Which step takes which columns (SPEC §6.2), worked out from names and types alone. A pipeline that resolves is
 * declared without contradiction; what only the values can show is refused when it is fitted.
 */
import { BenchtopError } from '../errors/error';
import type { Pipeline } from '../schema/pipeline';
import type { ColumnFilter } from '../schema/step-fields';
import { CLASS_ENCODERS, QUANTITY_ENCODERS, encoderOf, imputerOf } from './steps';
import type { ColumnKind, Step } from './step';

export interface ResolvedPipeline {
	/** Input columns in dataset order. */
	readonly columns: readonly string[];
	/** Columns each imputer takes, in order. */
	readonly impute: readonly (readonly string[])[];
	/** Columns each encoder takes, in order. */
	readonly encode: readonly (readonly string[])[];
	/** Columns no encoder takes, in dataset order. */
	readonly leftover: readonly string[];
	readonly target: ColumnKind;
}

/** Checks a pipeline against a dataset's columns; throws a `pipeline.*` error at the first contradiction. */
export function resolvePipeline(kinds: readonly ColumnKind[], pipeline: Pipeline): ResolvedPipeline {
	const target = resolveTarget(kinds, pipeline);
	const inputs = inputColumns(kinds, pipeline);
	const input = pipeline.inputs[0];
	let available = inputs;
	const impute = (input?.impute ?? []).map((step) => {
		const taken = takeFor(available, step, step.imputer, imputerOf(step));
		available = without(available, taken);
		return taken.map(({ name }) => name);
	});
	available = inputs;
	const encode = (input?.encode ?? []).map((step) => {
		const taken = takeFor(available, step, step.encoder, encoderOf(step));
		available = without(available, taken);
		return taken.map(({ name }) => name);
	});
	const text = available.find(({ dtype }) => dtype === 'string');
	if (text) throw new BenchtopError('pipeline.text-left', { column: text.name });
	return {
		columns: inputs.map(({ name }) => name),
		impute,
		encode,
		leftover: available.map(({ name }) => name),
		target,
	};
}

/** The input's columns in dataset order, the target always removed (PIPE-01). */
function inputColumns(kinds: readonly ColumnKind[], pipeline: Pipeline): readonly ColumnKind[] {
	const choice = pipeline.inputs[0]?.columns ?? { exclude: [] };
	const named = new Set('include' in choice ? choice.include : choice.exclude);
	for (const column of named) {
		if (!kinds.some(({ name }) => name === column))
			throw new BenchtopError('pipeline.column-unknown', { column });
	}
	const target = new Set(pipeline.target.columns);
	const inputs = kinds.filter(({ name }) => !target.has(name) && named.has(name) === 'include' in choice);
	if (inputs.length === 0) throw new BenchtopError('pipeline.all-excluded');
	return inputs;
}

const without = (from: readonly ColumnKind[], taken: readonly ColumnKind[]): readonly ColumnKind[] =>
	from.filter((column) => !taken.includes(column));

function takeFor<P extends ColumnFilter>(
	available: readonly ColumnKind[],
	params: P,
	step: string,
	kind: Step<P>,
): ColumnKind[] {
	const taken = takeColumns(available, params, step);
	const odd = taken.find((column) => !kind.accepts(column, params));
	if (odd) throw new BenchtopError('pipeline.step-type', { step, column: odd.name, dtype: odd.dtype });
	if (kind.single && taken.length > 1)
		throw new BenchtopError('pipeline.one-column', { step, count: taken.length });
	return taken;
}

/** The columns a filter takes from those available, in dataset order: CF-01 … CF-09. `step` is for the messages. */
function takeColumns(available: readonly ColumnKind[], filter: ColumnFilter, step: string): ColumnKind[] {
	if (available.length === 0) throw new BenchtopError('pipeline.nothing-available', { step });
	const { include = true, dtypes = [], columns = [] } = filter;
	for (const dtype of dtypes) {
		if (!available.some((column) => column.dtype === dtype))
			throw new BenchtopError('pipeline.dtype-absent', { step, dtype });
	}
	const byType = available.filter(({ dtype }) => dtypes.includes(dtype));
	const byName: ColumnKind[] = [];
	for (const name of columns) {
		const column = available.find((candidate) => candidate.name === name);
		if (!column) throw new BenchtopError('pipeline.column-taken', { step, column: name });
		if (byType.includes(column) || byName.includes(column))
			throw new BenchtopError('pipeline.filter-twice', { step, column: name });
		byName.push(column);
	}
	const matched = [...byType, ...byName];
	const everything = dtypes.length === 0 && columns.length === 0;
	const taken = everything
		? [...available]
		: available.filter((column) => matched.includes(column) === include);
	if (taken.length === 0) throw new BenchtopError('pipeline.filter-empty', { step });
	return taken;
}

/** The target and its encoder against the analysis: QU-02, QU-03, QU-09, QU-10. */
function resolveTarget(kinds: readonly ColumnKind[], { analysis, target }: Pipeline): ColumnKind {
	const name = target.columns[0] ?? '';
	const kind = kinds.find((column) => column.name === name);
	if (!kind) throw new BenchtopError('pipeline.column-unknown', { column: name });
	const { encode } = target;
	if (analysis === 'regression' && kind.dtype === 'string')
		throw new BenchtopError('pipeline.target-text', { column: name });
	if (!encode) return kind;
	takeFor([kind], encode, encode.encoder, encoderOf(encode));
	const fits =
		(analysis === 'regression' ? QUANTITY_ENCODERS : CLASS_ENCODERS).includes(encode.encoder) &&
		!(analysis === 'binary' && encode.encoder === 'OneHotEncoder');
	if (!fits) throw new BenchtopError('pipeline.target-encoder', { encoder: encode.encoder, analysis });
	return kind;
}
