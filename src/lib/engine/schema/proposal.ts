/** What is proposed for a target, with the reason for each choice: shown to the person, never stored. */
import type { Pipeline } from './pipeline';

export interface Reason {
	/** The column concerned, or null for the whole pipeline. */
	readonly column: string | null;
	/** left-out: column not used; warn: something to look at; info: a choice explained. */
	readonly verdict: 'info' | 'warn' | 'left-out';
	readonly text: string;
}

export interface Proposal {
	readonly pipeline: Pipeline;
	readonly reasons: readonly Reason[];
}
