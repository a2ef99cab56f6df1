/**
 * The Data place for one dataset: opened rows, condition, grid, findings, the column looked at. Made anew for each
 * dataset and disposed when the place is left.
 */
import { asBenchtopError, isAbort, type BenchtopError } from '$lib/engine/errors/error';
import type { Dataset, DatasetColumn } from '$lib/engine/schema/dataset';
import type { DataClient } from '$lib/workers/api';
import { alertsOf, worstByColumn, type Alert } from './alerts';
import { FilterState } from './filter.svelte';
import { GridState } from './grid.svelte';
import { Pages } from './pages.svelte';

export class DataPlace {
	/** Stopped: the person cancelled the opening. */
	status = $state<'opening' | 'ready' | 'failed' | 'stopped'>('opening');
	failure = $state.raw<BenchtopError | null>(null);
	pages = $state.raw<Pages | null>(null);
	readonly filter: FilterState;
	readonly grid: GridState;
	readonly alerts: readonly Alert[];
	/** The worst finding per column. */
	readonly marks: ReadonlyMap<number, Alert['level']>;
	readonly rows = $derived.by(() => this.filter.matched ?? this.dataset.rows);
	/** The column the profile shows. */
	readonly column = $derived.by((): DatasetColumn | null => this.dataset.columns[this.grid.column] ?? null);
	#disposed = false;

	constructor(
		readonly dataset: Dataset,
		readonly data: Pick<DataClient, 'page' | 'count'>,
		readonly open: (dataset: Dataset) => Promise<void>,
	) {
		this.filter = new FilterState(dataset.rows, (where, signal) => this.#count(where, signal));
		this.grid = new GridState(() => ({ rows: this.rows, columns: dataset.columns }));
		this.alerts = alertsOf(dataset);
		this.marks = worstByColumn(this.alerts);
	}

	/** Opens the dataset and puts the condition in force. */
	async start(where: string): Promise<void> {
		this.status = 'opening';
		this.failure = null;
		this.filter.text = where;
		try {
			await this.open(this.dataset);
			if (this.#disposed) return;
			this.status = 'ready';
			if (!(await this.where(where))) this.#turn();
		} catch (thrown) {
			if (this.#disposed) return;
			this.failure = isAbort(thrown) ? null : asBenchtopError(thrown);
			this.status = this.failure ? 'failed' : 'stopped';
		}
	}

	/** Tries a condition; true when it is now in force and the rows are those under it. */
	async where(text: string): Promise<boolean> {
		const before = this.filter.applied;
		const good = await this.filter.set(text);
		if (this.#disposed || !good) return false;
		if (!this.pages || before !== this.filter.applied) this.#turn();
		return true;
	}

	dispose(): void {
		this.#disposed = true;
		this.filter.dispose();
		this.pages?.dispose();
	}

	async #count(where: string, signal: AbortSignal): Promise<number> {
		if (this.status !== 'ready') await this.open(this.dataset);
		return this.data.count(this.dataset.id, where, { signal });
	}

	/** New pages for the condition in force. */
	#turn(): void {
		const { dataset, data } = this;
		const where = this.filter.applied || undefined;
		this.pages?.dispose();
		this.pages = new Pages(
			this.rows,
			dataset.columns.length,
			({ offset, limit, from, to }, signal) => {
				const all = to - from === dataset.columns.length;
				const columns = all ? undefined : dataset.columns.slice(from, to).map(({ name }) => name);
				return data.page(dataset.id, offset, limit, { where, columns }, { signal });
			},
			where === undefined,
		);
		this.grid.reset();
	}
}
