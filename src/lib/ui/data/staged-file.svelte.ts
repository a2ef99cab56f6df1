/**
 * One file in the staging dialog: its name, its columns and the changes to them, decided one after the other. A
 * refused change is kept at its column; the last good value stays in force.
 */
import { SvelteMap } from 'svelte/reactivity';
import { asBenchtopError, type BenchtopError } from '$lib/engine/errors/error';
import type { ColumnChange, Staged } from '$lib/workers/api';

/** "data/heart failure.csv" → "heart failure"; never empty. */
export function nameOf(file: string): string {
	const base = file.split(/[/\\]/).at(-1) ?? file;
	return base.replace(/\.(csv|tsv|txt|tab|parquet|pq)$/i, '').trim() || 'Untitled';
}

/** One file in the dialog. */
export class StagedFile {
	staged = $state.raw<Staged>() as Staged;
	name = $state('');
	/** Refused changes by the column's source name; the last good value stays in force. */
	readonly refusals = new SvelteMap<string, BenchtopError>();
	/** Changes or registration under way. */
	busy = $state(0);
	#last: Promise<void> = Promise.resolve();

	constructor(
		staged: Staged,
		readonly apply: (staged: string, changes: readonly ColumnChange[]) => Promise<Staged>,
	) {
		this.staged = staged;
		this.name = nameOf(staged.file);
	}

	/** Renames or retypes a column, after changes asked for before. Resolves to whether it was taken. */
	change(change: ColumnChange): Promise<boolean> {
		this.busy++;
		const done = this.#last.then(async () => {
			try {
				this.staged = await this.apply(this.staged.id, [change]);
				this.refusals.delete(change.source);
				return true;
			} catch (thrown) {
				this.refusals.set(change.source, asBenchtopError(thrown));
				return false;
			} finally {
				this.busy--;
			}
		});
		this.#last = done.then(() => undefined);
		return done;
	}

	/** Resolves when all changes asked for are decided. */
	settled(): Promise<void> {
		return this.#last;
	}
}
