/** What transforms are told of the pipeline they are part of: its target, which columns are inputs, and chance. */
import { Stream } from '../../random/stream';
import type { Pipeline, PipelineTarget } from '../../schema/pipeline';
import type { ApplyContext } from './transform';

/** The column that says the target alone; null where there is none, or one column per class. */
export const targetColumn = ({ columns }: Pick<PipelineTarget, 'columns'>): string | null =>
	columns.length === 1 ? (columns[0] ?? null) : null;

/** Transforms work on the target's table, so only inputs from there count. Chance follows the seed of the split. */
export function transformContext({ split, target, inputs }: Pipeline): ApplyContext {
	const labels = new Set(target.columns);
	const choices = inputs
		.filter(({ dataset }) => dataset === target.dataset)
		.map(({ columns }) => ('include' in columns ? columns : { exclude: new Set(columns.exclude) }));
	return {
		target: targetColumn(target),
		isInput: (name) =>
			!labels.has(name) &&
			choices.some((choice) =>
				'include' in choice ? choice.include.includes(name) : !choice.exclude.has(name),
			),
		stream: new Stream(split.seed, 'transform'),
	};
}
