/**
 * One file in the staging dialog: its name, its columns and the changes to them, decided one after the other. A
 * refused change is kept at its column; the last good value stays in force.
 */
import { SvelteMap } from 'svelte/reactivity';
import { asBenchtopError, type BenchtopError } from '$lib/engine/errors/error';
import { type DatasetShape, kindOf } from '$lib/engine/schema/dataset-shape';
import type { Dtype } from '$lib/engine/table/table';
import type { ColumnChange, Staged } from '$lib/workers/api';

/** "data/heart failure.csv" → "heart failure"; never empty. */
export function nameOf(file: string): string {
	const base = file.split(/[/\\]/).at(-1) ?? file;
	return base.replace(/\.(csv|tsv|txt|tab|parquet|pq|npy)$/i, '').trim() || 'Untitled';
}

/** What a name already stands for. */
export interface Named {
	readonly name: string;
	readonly shape?: DatasetShape | undefined;
}

const KIND = { tabular: 'table', sequence: 'sequences', image: 'pictures' } as const;

/** The name, or one beside it when it stands for data of another kind already, which is refused (SPEC DS-21). */
export function nameFor(
	file: string,
	staged: Pick<Staged, 'rows' | 'shape'>,
	taken: readonly Named[],
): string {
	const name = nameOf(file);
	const kind = kindOf(staged);
	const clashes = taken.some((each) => each.name === name && (each.shape?.kind ?? 'tabular') !== kind);
	return clashes ? `${name} ${KIND[kind]}` : name;
}

/** One file in the dialog. */
export class StagedFile {
	staged = $state.raw<Staged>() as Staged;
	name = $state('');
	/** Refused changes by the column's source name; the last good value stays in force. */
	readonly refusals = new SvelteMap<string, BenchtopError>();
	/** Changes or registration under way. */
	busy = $state(0);
	/** The table that goes with pictures, until it is registered; it is registered and dropped with them. */
	beside = $state.raw<Staged | null>(null);
	#last: Promise<void> = Promise.resolve();

	constructor(
		staged: Staged,
		readonly apply: (staged: string, changes: readonly ColumnChange[]) => Promise<Staged>,
		beside: Staged | null = null,
		taken: readonly Named[] = [],
	) {
		this.staged = staged;
		this.beside = beside;
		this.name = nameFor(staged.file, staged, taken);
	}

	/** Another type for a column; an array has one type, so that of sequences and pictures changes as a whole. */
	retype(source: string, dtype: Dtype): Promise<boolean> {
		const { shape, columns } = this.staged;
		if (!shape) return this.change({ source, dtype });
		return this.change({ source, dtype }, ...columns.map((column) => ({ source: column.source, dtype })));
	}

	/** Renames or retypes a column, after changes asked for before; more go with it. Resolves to whether it was taken. */
	change(change: ColumnChange, ...more: readonly ColumnChange[]): Promise<boolean> {
		this.busy++;
		const done = this.#last.then(async () => {
			try {
				this.staged = await this.apply(this.staged.id, [change, ...more]);
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
