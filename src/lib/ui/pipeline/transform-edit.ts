/**
 * Another list of transforms, with the inputs kept in step: a column that is made goes in and is given the steps it needs;
 * one that is no longer there is struck from every list that names it. While a transform is refused nothing is struck, so
 * that mending it brings everything back.
 */
import type { Dataset, DatasetColumn } from '$lib/engine/schema/dataset';
import type { Pipeline, PipelineInput } from '$lib/engine/schema/pipeline';
import type { TransformStep } from '$lib/engine/schema/transform-step';
import { columnsAfter } from './columns-after';
import { compact, pruned, setSteps, withInput, withSteps } from './edit';
import { transformRefusal } from './refusals';
import { inputColumns, type Offered } from './takes';

/** @param main the target's dataset, where transforms work */
export function setTransforms(
	document: Pipeline,
	main: Dataset,
	transform: readonly TransformStep[],
): Pipeline {
	const { transform: _before, ...rest } = document;
	const next: Pipeline = compact({
		...rest,
		transform: transform.length ? [...transform] : undefined,
	}) as Pipeline;
	if (transformRefusal(next, main)) return next;
	const before = new Set(columnsAfter(document, main).map(({ name }) => name));
	const after = { id: main.id, columns: columnsAfter(next, main) };
	const made = after.columns.filter(({ name }) => !before.has(name));
	return next.inputs.reduce((edited, input, index) => {
		if (input.dataset !== main.id) return edited;
		const pruning = withoutAbsent(edited, after, index, made);
		const going = new Set(inputColumns(pruning, after, index).map(({ name }) => name));
		return made
			.filter(({ name }) => going.has(name))
			.reduce((document, { name }) => withSteps(document, after, name, index), pruning);
	}, next);
}

function withoutAbsent(
	document: Pipeline,
	offered: Offered,
	index: number,
	made: readonly DatasetColumn[],
): Pipeline {
	const input = document.inputs[index];
	if (!input) return document;
	const names = new Set(offered.columns.map(({ name }) => name));
	const edited = withInput(document, index, { columns: keptColumns(input.columns, names, made) });
	const present = inputColumns(edited, offered, index);
	return withInput(setSteps(edited, 'interpolate', pruned(input.interpolate ?? [], present), index), index, {
		impute: pruned(input.impute, present),
		encode: pruned(input.encode, present),
	});
}

/** The choice with what is made and without what is gone; all columns where nothing of it is left. */
function keptColumns(
	columns: PipelineInput['columns'],
	names: ReadonlySet<string>,
	made: readonly DatasetColumn[],
): PipelineInput['columns'] {
	if ('exclude' in columns) return { exclude: columns.exclude.filter((name) => names.has(name)) };
	const include = [...columns.include.filter((name) => names.has(name)), ...made.map(({ name }) => name)];
	return include.length > 0 ? { include } : { exclude: [] };
}
