/**
 * What a transform is: it changes a table's rows or columns while they can still be read. Its scope says which rows it
 * may look at and where it runs. Adding one is adding a file and a line in the registry (transforms.ts).
 */
import * as v from 'valibot';
import type { TrainingBlock } from '../../check/fit-scope';
import { BenchtopError } from '../../errors/error';
import type { Stream } from '../../random/stream';
import { rowsPerSample, type Table } from '../../table/table';
import type { ColumnKind, State } from '../step';

/**
 * stateless: runs before the split, and on new data; learns nothing.
 * train: learns from training rows, then changes the values of all rows.
 * training-rows: changes which training rows there are; never runs on rows that are evaluated or predicted.
 * series: looks at neighbouring rows; runs in each split's rows alone, so that nothing crosses from one to another.
 */
export type TransformScope = 'stateless' | 'train' | 'training-rows' | 'series';

export interface TransformContext {
	/** The target's column, or null when the analysis has none. */
	readonly target: string | null;
	/** Whether a model is given the column; when this is left out, it is given all but the target. */
	readonly isInput?: (column: string) => boolean;
}
export interface ApplyContext extends TransformContext {
	/** Where chance comes from, when the step does not name a seed of its own. */
	readonly stream: Stream;
}

export interface Transformed {
	readonly table: Table;
	/** For each resulting row the row of the incoming table it is, or stems from. */
	readonly origin: Uint32Array;
}

/** Where a new column's values come from, for the leak guard and new data; a column may have several entries. */
export interface Lineage {
	readonly column: string;
	readonly from: readonly string[];
	/** Only values of earlier rows are read, never the row's own. */
	readonly past: boolean;
}

export interface TransformDefinition<P, S extends State> {
	/** As written in the document: "dropDuplicates". */
	readonly id: string;
	readonly scope: TransformScope;
	/** Drops, adds or relates rows, which rows that are part of a sequence or image do not allow. */
	readonly tabular?: true;
	readonly state: v.GenericSchema<unknown, S>;
	/** The columns it gives, from names and types alone. Throws `transform.*` where it does not fit. */
	declares(kinds: readonly ColumnKind[], params: P, context: TransformContext): ColumnKind[];
	/** The columns it adds to those there are, and what they are made from. */
	lineage?(kinds: readonly ColumnKind[], params: P): Lineage[];
	/** Learns from the columns of training rows (check/fit-scope.ts). */
	fit(training: TrainingBlock, params: P, context: TransformContext): S;
	apply(table: Table, state: S, params: P, context: ApplyContext): Transformed;
}

export interface Transform<P> {
	readonly id: string;
	readonly scope: TransformScope;
	declares(kinds: readonly ColumnKind[], params: P, context: TransformContext): ColumnKind[];
	lineage(kinds: readonly ColumnKind[], params: P): Lineage[];
	fit(training: TrainingBlock, params: P, context: TransformContext): State;
	/** Refuses a state that is not one of this transform's (`pipeline.state`). */
	apply(table: Table, state: unknown, params: P, context: ApplyContext): Transformed;
}

/** What a transform that learns nothing has for state and fit. */
export const unfitted = { state: v.object({}), fit: () => ({}) };

/** Closes a transform over its state type: outside, a state is JSON that only the transform's schema opens. */
export function defineTransform<P, S extends State>(definition: TransformDefinition<P, S>): Transform<P> {
	const { id, scope } = definition;
	return {
		id,
		scope,
		declares: (kinds, params, context) => definition.declares(kinds, params, context),
		lineage: (kinds, params) => definition.lineage?.(kinds, params) ?? [],
		fit: (training, params, context) => definition.fit(training, params, context),
		apply(table, raw, params, context) {
			const parsed = v.safeParse(definition.state, raw);
			if (!parsed.success)
				throw new BenchtopError('pipeline.state', { step: id, detail: parsed.issues[0].message });
			if (definition.tabular && rowsPerSample(table) > 1)
				throw new BenchtopError('transform.inner', { transform: id });
			return definition.apply(table, parsed.output, params, context);
		},
	};
}
