/**
 * The registry: every transform a document may name, and the order they run in. A new transform is a file of its own and
 * one line here.
 */
import { BenchtopError } from '../../errors/error';
import type { TransformStep } from '../../schema/transform-step';
import type { ColumnKind } from '../step';
import { clipOutliers } from './clip-outliers';
import { dateParts } from './date-parts';
import { derive } from './derive';
import { difference } from './difference';
import { dropDuplicates } from './drop-duplicates';
import { dropMissing } from './drop-missing';
import { dropOutliers } from './drop-outliers';
import { filter } from './filter';
import { lag } from './lag';
import { rolling } from './rolling';
import { sample } from './sample';
import { textNormalizer } from './text-normalizer';
import type { Transform, TransformContext } from './transform';

type Transforms = { [K in TransformStep['transform']]: Transform<Extract<TransformStep, { transform: K }>> };

const TRANSFORMS: Transforms = {
	filter,
	derive,
	dropDuplicates,
	dropMissing,
	normalizeText: textNormalizer,
	dateParts,
	clipOutliers,
	dropOutliers,
	sample,
	rolling,
	lag,
	difference,
};

/** The transform of a document's step. */
export const transformOf = (step: TransformStep): Transform<TransformStep> => TRANSFORMS[step.transform];

export interface TransformOrder {
	/** Stateless steps: on the whole table, before the split. */
	readonly before: readonly TransformStep[];
	/** The others: after the split, in the same order. */
	readonly after: readonly TransformStep[];
}

/**
 * The steps before the split and those after it. A stateless step behind one of the others would have to run both before
 * and after the split; a step that looks at neighbouring rows comes before those that add or leave out training rows.
 * @throws `transform.order`, `transform.series-order`
 */
export function orderOf(steps: readonly TransformStep[]): TransformOrder {
	const cut = steps.findIndex((step) => transformOf(step).scope !== 'stateless');
	if (cut < 0) return { before: steps, after: [] };
	const late = steps.slice(cut).find((step) => transformOf(step).scope === 'stateless');
	if (late)
		throw new BenchtopError('transform.order', {
			transform: late.transform,
			earlier: steps[cut]?.transform ?? '',
		});
	refuseNeighboursChanged(steps.slice(cut));
	return { before: steps.slice(0, cut), after: steps.slice(cut) };
}

function refuseNeighboursChanged(steps: readonly TransformStep[]): void {
	const cut = steps.findIndex((step) => transformOf(step).scope === 'training-rows');
	const late = cut < 0 ? undefined : steps.slice(cut).find((step) => transformOf(step).scope === 'series');
	if (late)
		throw new BenchtopError('transform.series-order', {
			transform: late.transform,
			earlier: steps[cut]?.transform ?? '',
		});
}

/** The table's columns once all steps have run, from names and types alone; the first contradiction is thrown. */
export function declareTransforms(
	kinds: readonly ColumnKind[],
	steps: readonly TransformStep[],
	context: TransformContext,
): ColumnKind[] {
	orderOf(steps);
	return steps.reduce<ColumnKind[]>(
		(known, step) => transformOf(step).declares(known, step, context),
		kinds.map(({ name, dtype }) => ({ name, dtype })),
	);
}
