/** What transforms are told of the pipeline they are part of: its target, which columns are inputs, and chance. */
import { Stream } from '../../random/stream';
import type { Pipeline } from '../../schema/pipeline';
import type { ApplyContext } from './transform';

/** Transforms work on the target's table, so only inputs from there count. Chance follows the seed of the split. */
export function transformContext({ split, target, inputs }: Pipeline): ApplyContext {
	const labels = new Set(target.columns);
	const choices = inputs
		.filter(({ dataset }) => dataset === target.dataset)
		.map(({ columns }) => ('include' in columns ? columns : { exclude: new Set(columns.exclude) }));
	return {
		// Of one column per class none says the class alone.
		target: target.columns.length === 1 ? (target.columns[0] ?? null) : null,
		isInput: (name) =>
			!labels.has(name) &&
			choices.some((choice) =>
				'include' in choice ? choice.include.includes(name) : !choice.exclude.has(name),
			),
		stream: new Stream(split.seed, 'transform'),
	};
}
