/**
 * What a pipeline reads of new data, worked out before a row is: which columns of each dataset, and which of the transforms
 * before the split run. Every row asked for deserves an answer, so equal rows are never dropped, and a condition over the
 * target is not put to rows that have none; other conditions hold as they did in training.
 */
import type { Id } from '../canonical';
import { columnsOf } from '../expression/evaluate';
import { parseExpression } from '../expression/parse';
import { stampColumn } from '../prepare/interpolate/accepts';
import type { ResolvedPipeline } from '../prepare/resolve';
import { sourceOf, type SourceKinds } from '../prepare/sources';
import type { ColumnKind } from '../prepare/step';
import { isInput } from '../prepare/transform/columns';
import { transformContext } from '../prepare/transform/pipeline-context';
import type { TransformContext } from '../prepare/transform/transform';
import { orderOf, transformOf } from '../prepare/transform/transforms';
import { datasetsOf } from '../schema/datasets-of';
import type { Pipeline } from '../schema/pipeline';
import type { TransformStep } from '../schema/transform-step';

export interface Reading {
	/** Transforms before the split that run on new data, in order. */
	readonly before: readonly TransformStep[];
	/** Names of the columns that are read, per dataset; of the target's dataset without those that say the target. */
	readonly columns: ReadonlyMap<Id, ReadonlySet<string>>;
	/** Columns of the target's dataset that say the target: itself, or what it is derived from. None are read without labels. */
	readonly labels: ReadonlySet<string>;
	/** Transforms that do not run, or not as in training, in words. */
	readonly notes: readonly string[];
}

/** A step before the split with the columns there are when it runs. */
interface Place {
	readonly step: TransformStep;
	readonly names: readonly string[];
	/** Columns of the dataset that a column there is made from. */
	roots(column: string): readonly string[];
}

type Droppers = Extract<TransformStep, { transform: 'filter' | 'dropMissing' }>;

/** @param labelled whether the new data comes with labels. @param trained the datasets the pipeline was fitted on */
export function readingOf(
	pipeline: Pipeline,
	resolved: ResolvedPipeline,
	trained: SourceKinds,
	labelled: boolean,
): Reading {
	const { target } = pipeline;
	const context = transformContext(pipeline);
	const { places, end } = placesOf(
		sourceOf(trained, target.dataset).columns,
		pipeline.transform ?? [],
		context,
	);
	const columns = new Map(datasetsOf(pipeline).map((dataset) => [dataset, new Set<string>()]));
	pipeline.inputs.forEach(({ dataset, interpolate = [] }, i) => {
		const stamps = interpolate.flatMap((step) => stampColumn(step) ?? []);
		for (const name of [...(resolved.inputs[i]?.columns ?? []), ...stamps])
			for (const root of dataset === target.dataset ? end(name) : [name]) columns.get(dataset)?.add(root);
	});
	const main = columns.get(target.dataset) ?? new Set<string>();
	const inputs = new Set(main);
	const stamp = target.interpolate && stampColumn(target.interpolate);
	const said = [...target.columns, ...(stamp ? [stamp] : [])].flatMap(end);
	const isLabel = (name: string) => target.columns.includes(name) || !inputs.has(name);
	const labels = new Set(labelled ? said.filter(isLabel) : []);
	for (const name of labels) main.delete(name);

	const absent = pipeline.inputs.every(({ dataset }) => dataset !== target.dataset);
	const unknown = ({ roots }: Place, name: string): boolean =>
		!labelled &&
		(absent ||
			target.columns.includes(name) ||
			roots(name).some((root) => said.includes(root) && !inputs.has(root)));
	const notes: string[] = [];
	const before = places.flatMap((place): TransformStep | readonly TransformStep[] => {
		const { step, roots } = place;
		if (step.transform === 'dropDuplicates') {
			notes.push('Equal rows are all answered: dropDuplicates does not run on new data.');
			return [];
		}
		if (step.transform !== 'filter' && step.transform !== 'dropMissing') return step;
		const asked = askedBy(step, place.names, context);
		const known = asked.filter((name) => !unknown(place, name));
		if (known.length < asked.length) notes.push(unasked(step));
		if (step.transform === 'filter' ? known.length < asked.length : known.length === 0) return [];
		for (const root of known.flatMap(roots)) if (!labels.has(root)) main.add(root);
		return step.transform === 'filter' ? step : { ...step, columns: known };
	});
	return { before, columns, labels, notes };
}

/** The columns a step looks at: those it names, or the inputs. */
const askedBy = (step: Droppers, names: readonly string[], context: TransformContext): readonly string[] =>
	step.transform === 'filter'
		? columnsOf(parseExpression(step.where), names)
		: (step.columns ?? names.filter((name) => isInput(name, context)));

const unasked = (step: Droppers): string =>
	step.transform === 'filter'
		? `The filter "${step.where}" reads the target, so without labels no row is left out by it.`
		: 'Rows are not left out for a column that new data does not have: dropMissing does not look at the target.';

/** The steps before the split, and what the columns behind the last transform are made from. */
function placesOf(
	kinds: readonly ColumnKind[],
	transform: readonly TransformStep[],
	context: TransformContext,
) {
	const { before } = orderOf(transform);
	const made = new Map(kinds.map(({ name }) => [name, [name] as readonly string[]]));
	let known = kinds;
	const places: Place[] = [];
	for (const step of transform) {
		const roots = new Map(made);
		if (before.includes(step))
			places.push({
				step,
				names: known.map(({ name }) => name),
				roots: (column) => roots.get(column) ?? [column],
			});
		const read = new Map<string, string[]>();
		for (const { column, from } of transformOf(step).lineage(known, step))
			read.set(column, [...(read.get(column) ?? []), ...from]);
		for (const [column, from] of read)
			made.set(column, [...new Set(from.flatMap((name) => roots.get(name) ?? [name]))]);
		known = transformOf(step).declares(known, step, context);
	}
	return { places, end: (column: string): readonly string[] => made.get(column) ?? [column] };
}
