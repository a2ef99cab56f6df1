/** Which datasets a pipeline reads, without the schema of a pipeline, which is large. */
import type { Id } from '../canonical';
import type { Pipeline } from './pipeline';

/** Ids of the datasets a pipeline reads, each once, the target's first. */
export const datasetsOf = ({ target, inputs }: Pipeline): Id[] => [
	...new Set([target.dataset, ...inputs.map(({ dataset }) => dataset)]),
];
