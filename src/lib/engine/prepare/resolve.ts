/**
 * Which step takes which columns (SPEC §6.2), worked out from names and types alone. A pipeline that resolves is
 * declared without contradiction; what only the values can show is refused when it is fitted.
 */
import '../errors/engine-words';
import { BenchtopError } from '../errors/error';
import type { Pipeline, PipelineInput } from '../schema/pipeline';
import type { InterpolateStep } from '../schema/interpolate-step';
import type { ColumnFilter } from '../schema/step-fields';
import { isFloat, rowsPerSample } from '../table/table';
import { checkAugment } from './augment/augmentations';
import { acceptsInterpolation, checkStampColumn } from './interpolate/accepts';
import { transformContext } from './transform/pipeline-context';
import { declareTransforms } from './transform/transforms';
import { sourceOf, type SourceKind, type SourceKinds } from './sources';
import { CLASS_ENCODERS, QUANTITY_ENCODERS, encoderOf, imputerOf } from './steps';
import type { ColumnKind, Step } from './step';

export interface ResolvedInput {
	/** Columns in dataset order, before any step. */
	readonly columns: readonly string[];
	/** Columns each interpolation takes, in order; a column is taken once. */
	readonly interpolate: readonly (readonly string[])[];
	/** Columns each imputer takes, in order. */
	readonly impute: readonly (readonly string[])[];
	/** Columns each encoder takes, in order. */
	readonly encode: readonly (readonly string[])[];
	/** Columns no encoder takes, in dataset order. */
	readonly leftover: readonly string[];
}

export interface ResolvedPipeline {
	readonly inputs: readonly ResolvedInput[];
	/** The target's columns; none when the inputs themselves are learned. */
	readonly target: readonly ColumnKind[];
}

/** Checks a pipeline against its datasets' columns; throws a `pipeline.*` error at the first contradiction. */
export function resolvePipeline(sources: SourceKinds, pipeline: Pipeline): ResolvedPipeline {
	const raw = sourceOf(sources, pipeline.target.dataset);
	resolveSamples(sources, raw, pipeline);
	const main = { ...raw, columns: transformedKinds(raw, pipeline) };
	const after = new Map([...sources, [pipeline.target.dataset, main]]);
	const target = resolveTarget(main, pipeline);
	const inputs = pipeline.inputs.map((input) => {
		const resolved = resolveInput(after, input, pipeline);
		if (input.augment) checkAugmentation(sourceOf(after, input.dataset), input, resolved);
		return resolved;
	});
	return { inputs, target };
}

/** Images and sequences are augmented, and windows, which are sequences of rows. */
function checkAugmentation(
	{ inner = [] }: SourceKind,
	{ augment, window }: PipelineInput,
	{ columns }: ResolvedInput,
): void {
	const kind = inner.length > 1 ? 'image' : inner.length === 1 || window ? 'sequence' : 'table';
	checkAugment(augment?.steps ?? [], kind, columns.length);
}

/** The columns of the target's table once every transform has run. */
function transformedKinds(main: SourceKind, pipeline: Pipeline): readonly ColumnKind[] {
	const { transform = [] } = pipeline;
	if (transform.length === 0) return main.columns;
	if (main.inner) throw new BenchtopError('transform.inner', { transform: transform[0]?.transform ?? '' });
	return declareTransforms(main.columns, transform, transformContext(pipeline));
}

function resolveInput(sources: SourceKinds, input: PipelineInput, { target }: Pipeline): ResolvedInput {
	const labels = target.dataset === input.dataset ? target.columns : [];
	const source = sourceOf(sources, input.dataset);
	const inputs = inputColumns(source.columns, input, labels);
	let available = inputs;
	const interpolate = (input.interpolate ?? []).map((step) => {
		const taken = takeColumns(available, step, `interpolate (${step.method})`);
		checkInterpolation(taken, step, source.columns, labels);
		available = without(available, taken);
		return taken.map(({ name }) => name);
	});
	available = inputs;
	const impute = input.impute.map((step) => {
		const taken = takeFor(available, step, step.imputer, imputerOf(step));
		available = without(available, taken);
		return taken.map(({ name }) => name);
	});
	available = inputs;
	const encode = input.encode.map((step) => {
		const taken = takeFor(available, step, step.encoder, encoderOf(step));
		available = without(available, taken);
		return taken.map(({ name }) => name);
	});
	const text = available.find(({ dtype }) => dtype === 'string');
	if (text) throw new BenchtopError('pipeline.text-left', { column: text.name });
	return {
		columns: inputs.map(({ name }) => name),
		interpolate,
		impute,
		encode,
		leftover: available.map(({ name }) => name),
	};
}

/** The input's columns in dataset order, the target always removed (PIPE-01). */
function inputColumns(
	kinds: readonly ColumnKind[],
	{ columns }: PipelineInput,
	labels: readonly string[],
): readonly ColumnKind[] {
	const named = new Set('include' in columns ? columns.include : columns.exclude);
	for (const column of named) {
		if (!kinds.some(({ name }) => name === column))
			throw new BenchtopError('pipeline.column-unknown', { column });
	}
	const inputs = kinds.filter(
		({ name }) => !labels.includes(name) && named.has(name) === 'include' in columns,
	);
	if (inputs.length === 0) throw new BenchtopError('pipeline.all-excluded');
	return inputs;
}

/** SP-05 … SP-08: every input has a sample for every sample of the target's dataset, and windows have no label. */
function resolveSamples(sources: SourceKinds, main: SourceKind, { inputs, target }: Pipeline): void {
	const windowed = inputs.some(({ window }) => window);
	const copies = new Set(inputs.flatMap(({ augment }) => augment?.copies ?? []));
	if (copies.size > 1) throw new BenchtopError('pipeline.augment-copies');
	if (windowed && target.unsupervised === undefined) throw new BenchtopError('pipeline.window-label');
	if (target.unsupervised !== undefined && inputs.length > 1)
		throw new BenchtopError('pipeline.unsupervised-inputs', { count: inputs.length });
	if (target.unsupervised === 'forecast' && !windowed) throw new BenchtopError('pipeline.forecast-window');
	const expected = main.rows === undefined ? null : main.rows / rowsPerSample(main);
	inputs.forEach(({ dataset }, i) => {
		const source = sourceOf(sources, dataset);
		if (source.rows === undefined || expected === null) return;
		const samples = source.rows / rowsPerSample(source);
		if (samples !== expected)
			throw new BenchtopError('pipeline.samples', { input: i + 1, samples, expected });
	});
}

/** IN-03, and the column the step goes by. */
function checkInterpolation(
	taken: readonly ColumnKind[],
	step: InterpolateStep,
	kinds: readonly ColumnKind[],
	labels: readonly string[],
): void {
	const odd = taken.find((column) => !acceptsInterpolation(column, step));
	if (odd) throw new BenchtopError('interpolate.not-float', { column: odd.name, dtype: odd.dtype });
	checkStampColumn(
		kinds,
		step,
		taken.map(({ name }) => name),
		labels,
	);
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

/** The target and its encoder against the analysis: LA-01, QU-01, QU-02, QU-03, QU-09, QU-10, QU-12, QU-13. */
/** The column that says how much each row counts must be there, hold numbers, and be no label. */
function checkWeights(main: SourceKind, { weights, columns, unsupervised }: Pipeline['target']): void {
	if (weights === undefined) return;
	const refuse = (detail: string): never => {
		throw new BenchtopError('pipeline.weights', { column: weights, detail });
	};
	if (unsupervised !== undefined) refuse('there is no label beside it');
	const kind = main.columns.find(({ name }) => name === weights);
	if (!kind) throw new BenchtopError('pipeline.column-unknown', { column: weights });
	if (kind.dtype === 'string') refuse('it is text');
	if (columns.includes(weights)) refuse('it is the label');
}

function resolveTarget(main: SourceKind, { analysis, target }: Pipeline): ColumnKind[] {
	const { encode, columns, unsupervised, interpolate } = target;
	checkWeights(main, target);
	if (unsupervised !== undefined) {
		if (analysis !== 'regression') throw new BenchtopError('pipeline.unsupervised-analysis', { analysis });
		if (encode) throw new BenchtopError('pipeline.unsupervised-encoder', { encoder: encode.encoder });
		return [];
	}
	if (main.inner) throw new BenchtopError('pipeline.target-table');
	const kinds = columns.map((name) => {
		const kind = main.columns.find((column) => column.name === name);
		if (!kind) throw new BenchtopError('pipeline.column-unknown', { column: name });
		return kind;
	});
	const [kind] = kinds;
	if (!kind || kinds.length > 1) {
		if (analysis !== 'multi-class')
			throw new BenchtopError('pipeline.target-columns', { count: kinds.length, analysis });
		const text = kinds.find(({ dtype }) => dtype === 'string');
		if (text) throw new BenchtopError('pipeline.target-one-hot', { column: text.name, detail: 'it is text' });
		if (encode) throw new BenchtopError('pipeline.target-encoder', { encoder: encode.encoder, analysis });
		return kinds;
	}
	if (analysis === 'regression' && kind.dtype === 'string')
		throw new BenchtopError('pipeline.target-text', { column: kind.name });
	if (analysis !== 'regression' && isFloat(kind.dtype))
		throw new BenchtopError('pipeline.target-float', { column: kind.name, dtype: kind.dtype });
	if (interpolate) checkInterpolation([kind], interpolate, main.columns, columns);
	if (!encode) return kinds;
	takeFor([kind], encode, encode.encoder, encoderOf(encode));
	const fits =
		(analysis === 'regression' ? QUANTITY_ENCODERS : CLASS_ENCODERS).includes(encode.encoder) &&
		!(analysis === 'binary' && encode.encoder === 'OneHotEncoder');
	if (!fits) throw new BenchtopError('pipeline.target-encoder', { encoder: encode.encoder, analysis });
	return kinds;
}
