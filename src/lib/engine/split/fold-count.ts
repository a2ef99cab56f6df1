/** How many folds a declared split has: what a job needs to know before any row is read. */
import type { Dataset } from '../schema/dataset';
import type { Pipeline } from '../schema/pipeline';
import type { SplitSpec } from '../schema/split';

/**
 * Folds × repeats, one fold per group where each group is left out once, or undefined without folds.
 * @param groups distinct values of the group column; read for leave-one-group-out only.
 */
export function foldCount({ method, folds, repeats }: SplitSpec, groups: number): number | undefined {
	if (method === 'leave-one-group-out') return groups;
	return folds ? folds * (repeats ?? 1) : undefined;
}

/** `foldCount` of a pipeline, its groups counted by the statistics of the target's dataset. */
export function foldsOf({ split, target }: Pipeline, datasets: readonly Dataset[]): number | undefined {
	const columns = datasets.find(({ id }) => id === target.dataset)?.columns ?? [];
	return foldCount(split, columns.find(({ name }) => name === split.group)?.statistics.distinct ?? 0);
}
