/**
 * A list of transforms over a table: stateless ones on all its rows, then the others split by split, as each one's scope
 * says. What was learned is JSON; new data goes through the same steps, except those that only choose training rows.
 */
import { after, trainingBlock, type TrainingRows } from '../../check/fit-scope';
import type { SplitName } from '../../schema/common';
import type { TransformStep } from '../../schema/transform-step';
import type { FittedTransform } from './fitted-transform';
import type { Table } from '../../table/table';
import { everyRow, rowsTaken } from './columns';
import type { ApplyContext, Transformed } from './transform';
import { transformOf } from './transforms';

type Splits<T> = Readonly<Record<SplitName, T>>;

/** Row numbers of each split; only training rows are learned from. */
interface SplitRows extends Splits<Uint32Array> {
	readonly train: TrainingRows;
}

/** Each step draws from a stream of its own, so that a step more or less does not change another's draws. */
const own = (context: ApplyContext, step: TransformStep, at: number): ApplyContext => ({
	...context,
	stream: context.stream.child(`transform/${at}/${step.transform}`),
});

/** One step more: its result, with origins counted in the rows of the first table. */
function further(
	before: Transformed,
	step: TransformStep,
	state: FittedTransform['state'],
	context: ApplyContext,
) {
	const { table, origin } = transformOf(step).apply(before.table, state, step, context);
	return { table, origin: origin.map((row) => before.origin[row] as number) };
}

/** Runs stateless steps (`orderOf(steps).before`) on a whole table. */
export const applyStateless = (
	table: Table,
	steps: readonly TransformStep[],
	context: ApplyContext,
): Transformed =>
	steps.reduce<Transformed>((before, step, at) => further(before, step, {}, own(context, step, at)), {
		table,
		origin: everyRow(table.rows),
	});

/**
 * Fits the steps behind the split (`orderOf(steps).after`) on the training rows, and gives each split's rows after them.
 * @param split row numbers of `table`; origins are such row numbers too.
 */
export function fitTransforms(
	table: Table,
	split: SplitRows,
	steps: readonly TransformStep[],
	context: ApplyContext,
): { readonly fitted: FittedTransform[]; readonly splits: Splits<Transformed> } {
	const bySplit = <T>(give: (name: SplitName) => T): Splits<T> => ({
		train: give('train'),
		validation: give('validation'),
		test: give('test'),
	});
	let splits = bySplit((name) => rowsTaken(table, split[name]));
	let training = trainingBlock(table.columns, split.train);
	const fitted = steps.map((step, at): FittedTransform => {
		const transform = transformOf(step);
		const state = transform.fit(training, step, context);
		const only = transform.scope === 'training-rows';
		splits = bySplit((name) =>
			only && name !== 'train' ? splits[name] : further(splits[name], step, state, own(context, step, at)),
		);
		training = after(training, () => splits.train.table.columns);
		return { step, state };
	});
	return { fitted, splits };
}

/** New data through stateless and fitted steps; it is one stretch for steps that look at neighbours. */
export function applyTransforms(
	table: Table,
	stateless: readonly TransformStep[],
	fitted: readonly FittedTransform[],
	context: ApplyContext,
): Transformed {
	return fitted
		.filter(({ step }) => transformOf(step).scope !== 'training-rows')
		.reduce<Transformed>(
			(before, { step, state }, at) => further(before, step, state, own(context, step, at)),
			applyStateless(table, stateless, context),
		);
}
