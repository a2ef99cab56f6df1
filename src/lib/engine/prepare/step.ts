/**
 * What a step of preparation is. A step learns a small JSON state from a block of columns and applies it to any other
 * block with the same columns. Adding a step is adding a file and one line in the registry (steps.ts).
 */
import * as v from 'valibot';
import type { Scope, TrainingBlock, Vocabulary } from '../check/fit-scope';
import { BenchtopError } from '../errors/error';
import type { Column, Dtype } from '../table/table';

/** Columns of equal length. Dictionaries of text columns may hold values that do not occur in these rows. */
export type Block = readonly Column[];

/** What a step learned: JSON without NaN; a number that is not there is null. */
export type State = Record<string, unknown>;

/** A column as known before any row is read. */
export interface ColumnKind {
	readonly name: string;
	readonly dtype: Dtype;
}

/** How a step learns, by its scope: only a vocabulary may come from other than training rows (check/fit-scope.ts). */
type Learning<P, S extends State> =
	| {
			readonly scope: Exclude<Scope, 'vocabulary'>;
			/** Learns from a block. Refuses what it cannot learn from with a `pipeline.*` error. */
			fit(block: TrainingBlock, params: P): S;
	  }
	| { readonly scope: 'vocabulary'; fit(block: TrainingBlock | Vocabulary, params: P): S };

export type StepDefinition<P, S extends State> = Learning<P, S> & {
	/** As written in the document: "StandardScaler", "median". */
	readonly id: string;
	readonly state: v.GenericSchema<unknown, S>;
	/** Takes one column at a time (EN-10). */
	readonly single?: true;
	/** Needs all its columns to give any of them. */
	readonly joint?: true;
	/** Whether the step can work on such a column; asked when a pipeline is declared. */
	accepts(column: ColumnKind, params: P): boolean;
	/** Same rows; columns as many as `names` gives. */
	apply(block: Block, state: S): Column[];
	/** Back to the source columns, where that is defined. `columns` are their names and types before the step. */
	invert?(block: Block, state: S, columns: readonly ColumnKind[]): Column[];
	/** Names of the columns `apply` gives, in order. */
	names(columns: readonly string[], state: S): string[];
};

/** A fitted step: its state parsed once, ready for many blocks. */
export interface BoundStep {
	apply(block: Block): Column[];
	readonly invert: ((block: Block, columns: readonly ColumnKind[]) => Column[]) | null;
	names(columns: readonly string[]): string[];
}

export interface Step<P> {
	readonly id: string;
	readonly scope: Scope;
	readonly single: boolean;
	readonly joint: boolean;
	accepts(column: ColumnKind, params: P): boolean;
	fit(block: TrainingBlock, params: P): State;
	/** Learns from the values of every row; only where the scope is "vocabulary". */
	fitVocabulary?(block: Vocabulary, params: P): State;
	/** Refuses a state that is not one of this step's (`pipeline.state`). */
	bind(state: unknown): BoundStep;
}

/** Closes a step over its state type: outside, a state is JSON that only the step's own schema opens. */
export function defineStep<P, S extends State>(definition: StepDefinition<P, S>): Step<P> {
	return {
		id: definition.id,
		scope: definition.scope,
		single: definition.single ?? false,
		joint: definition.joint ?? false,
		accepts: (column, params) => definition.accepts(column, params),
		fit: (block, params) => definition.fit(block, params),
		...(definition.scope === 'vocabulary'
			? { fitVocabulary: (block: Vocabulary, params: P) => definition.fit(block, params) }
			: {}),
		bind(raw) {
			const parsed = v.safeParse(definition.state, raw);
			if (!parsed.success) {
				throw new BenchtopError('pipeline.state', { step: definition.id, detail: parsed.issues[0].message });
			}
			const state = parsed.output;
			const { invert } = definition;
			return {
				apply: (block) => definition.apply(block, state),
				invert: invert ? (block, columns) => invert(block, state, columns) : null,
				names: (columns) => definition.names(columns, state),
			};
		},
	};
}
