/** How one method of a family of steps is shown: its name, what it does in a few words, its columns and its settings. */
import type { ColumnKind } from '$lib/engine/prepare/step';
import type { Option } from './options';

export interface StepForm {
	readonly name: string;
	/** What it does, in three words. */
	readonly hint: string;
	/** How it is told its columns; absent where it takes none. */
	readonly columns?: {
		/** Types can be named beside columns. */
		readonly types: boolean;
		/** Which columns can be named; any when left out. */
		readonly fits?: (column: ColumnKind) => boolean;
		/** What naming none of them means. */
		readonly none: string;
		/** Only where the step, as it stands, looks at them. */
		readonly when?: (step: Readonly<Record<string, unknown>>) => boolean;
	};
	readonly options: readonly Option[];
	/** What a new step of this kind must say; nothing when left out. @param columns those it could work on */
	readonly fresh?: (columns: readonly ColumnKind[]) => Readonly<Record<string, unknown>>;
}
