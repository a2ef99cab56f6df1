/**
 * Another list of transforms, with the inputs kept in step: a column that is made goes in and is given the steps it needs;
 * one that is no longer there is struck from every list that names it. While a transform is refused nothing is struck, so
 * that mending it brings everything back.
 */
import { transformOf } from '$lib/engine/prepare/transform/transforms';
import type { Dataset, DatasetColumn } from '$lib/engine/schema/dataset';
import { pipelineSchema, type Pipeline, type PipelineInput } from '$lib/engine/schema/pipeline';
import type { TransformStep } from '$lib/engine/schema/transform-step';
import { check } from '$lib/ui/editor/check';
import { columnsAfter } from './columns-after';
import { compact, pruned, setSteps, withInput, withSteps } from './edit';
import { transformRefusal } from './refusals';
import { inputColumns, type Offered } from './takes';

/** The steps in the nearest order that can run: on the whole table first, and neighbours before training rows change. */
export function runnable(steps: readonly TransformStep[]): readonly TransformStep[] {
	const scope = (step: TransformStep) => transformOf(step).scope;
	const after = steps.filter((step) => scope(step) !== 'stateless');
	const cut = after.findIndex((step) => scope(step) === 'training-rows');
	const late = cut < 0 ? [] : after.slice(cut).filter((step) => scope(step) === 'series');
	const before = steps.filter((step) => scope(step) === 'stateless');
	const early = cut < 0 ? after : after.slice(0, cut);
	const rest = cut < 0 ? [] : after.slice(cut).filter((step) => !late.includes(step));
	return [...before, ...early, ...late, ...rest];
}

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
	if (!check(pipelineSchema, next).ok || transformRefusal(next, main)) return next;
	const kinds = columnsAfter(document, main).map(({ name, dtype }) => [name, dtype === 'string'] as const);
	const before = new Map(kinds);
	const after = { id: main.id, columns: columnsAfter(next, main) };
	// A column that was numbers and is text now is another column: steps that name it let go of it first.
	const made = after.columns.filter(({ name, dtype }) => before.get(name) !== (dtype === 'string'));
	const others = next.inputs.map((input) => withoutNames(input, made));
	return others.reduce(
		(edited, input, index) => {
			if (input.dataset !== main.id) return edited;
			const pruning = withoutAbsent(edited, after, index, made);
			const going = new Set(inputColumns(pruning, after, index).map(({ name }) => name));
			return made
				.filter(({ name }) => going.has(name))
				.reduce((document, { name }) => withSteps(document, after, name, index), pruning);
		},
		{ ...next, inputs: others },
	);
}

/** The input with its steps taking no such column by name; a step that took nothing else goes. */
function withoutNames(input: PipelineInput, columns: readonly DatasetColumn[]): PipelineInput {
	const names = new Set(columns.map(({ name }) => name));
	const kept = <S extends { columns?: string[] | undefined; dtypes?: unknown }>(steps: readonly S[]): S[] =>
		steps.flatMap((step) => {
			if (!step.columns?.some((name) => names.has(name))) return [step];
			const left = step.columns.filter((name) => !names.has(name));
			if (left.length) return [{ ...step, columns: left }];
			const { columns: _columns, ...rest } = step;
			return step.dtypes ? [rest as S] : [];
		});
	const { interpolate, impute, encode } = input;
	const own = interpolate ? { interpolate: kept(interpolate) } : {};
	return { ...input, ...own, impute: kept(impute), encode: kept(encode) };
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
	const include = [
		...new Set([...columns.include.filter((name) => names.has(name)), ...made.map(({ name }) => name)]),
	];
	return include.length > 0 ? { include } : { exclude: [] };
}
