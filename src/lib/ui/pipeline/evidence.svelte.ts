/**
 * The rows of a finding to look at: fetched from the data worker as they come into view, laid out with the columns the
 * finding names first, so that the two sides of a leak stand next to each other.
 */
import type { Finding, RowsToSee } from '$lib/engine/check/finding';
import { asBenchtopError, type BenchtopError } from '$lib/engine/errors/error';
import type { Dataset } from '$lib/engine/schema/dataset';
import { cellText } from '$lib/ui/data/cells';
import { ensureOpen } from '$lib/ui/data/open-dataset';
import { app } from '$lib/ui/state/app.svelte';
import type { Cell, Rows } from '$lib/workers/api';

/** Columns shown before one asks for all. */
const SHOWN = 12;

type Read = (dataset: Dataset, row: number) => Promise<Rows>;

export interface EvidenceLine {
	readonly column: string;
	/** As text; undefined where missing. One per row. */
	readonly values: readonly (string | undefined)[];
	/** Not all the same. */
	readonly differs: boolean;
	/** Named by the finding, or the target. */
	readonly named: boolean;
}

/** "train 12 ↔ test 40" apart, one label per row; a made row has no values to show. */
export function labelsOf({ label, rows }: RowsToSee): string[] {
	const labels = label.split(' ↔ ').filter((each) => !each.includes('(a made row)'));
	return labels.length === rows.length ? labels : rows.map((row) => `row ${row + 1}`);
}

export class Evidence {
	/** Which of the finding's examples is shown. */
	index = $state(0);
	/** Every column, not the first ones only. */
	all = $state(false);
	failure = $state.raw<BenchtopError | null>(null);
	#cells = $state.raw<Readonly<Record<number, readonly Cell[]>>>({});
	readonly #finding: () => Finding;
	readonly #dataset: () => Dataset;
	readonly #target: () => readonly string[];
	readonly #read: Read;

	constructor(
		finding: () => Finding,
		dataset: () => Dataset,
		target: () => readonly string[],
		read: Read = async (from, row) => {
			await ensureOpen(from);
			return app.world.data.page(from.id, row, 1);
		},
	) {
		this.#finding = finding;
		this.#dataset = dataset;
		this.#target = target;
		this.#read = read;
	}

	readonly examples = $derived.by(() => this.#finding().rows ?? []);
	readonly example = $derived.by(() => this.examples[Math.min(this.index, this.examples.length - 1)] ?? null);
	readonly labels = $derived.by(() => (this.example ? labelsOf(this.example) : []));
	/** "2 of 20, and 31 more". */
	readonly place = $derived.by(() => {
		const more = this.#finding().more ?? 0;
		const of = `${Math.min(this.index + 1, this.examples.length)} of ${this.examples.length}`;
		return more > 0 ? `${of}, and ${more.toLocaleString('en-US')} more` : of;
	});
	/** The rows shown have arrived. */
	readonly ready = $derived.by(() => this.example?.rows.every((row) => row in this.#cells) ?? true);

	readonly #lines = $derived.by((): readonly EvidenceLine[] => {
		const { columns } = this.#dataset();
		const named = [...(this.#finding().columns ?? []), ...this.#target()];
		const rows = (this.example?.rows ?? []).map((row) => this.#cells[row]);
		return columns
			.map(({ name, dtype }, c) => {
				const values = rows.map((cells) => cellText(cells?.[c], dtype));
				const differs = values.some((value) => value !== values[0]);
				return { column: name, values, differs, named: named.includes(name) };
			})
			.sort((a, b) => Number(b.named) - Number(a.named));
	});
	readonly lines = $derived.by(() => (this.all ? this.#lines : this.#lines.slice(0, SHOWN)));
	readonly hidden = $derived.by(() => this.#lines.length - this.lines.length);

	step(by: -1 | 1): void {
		this.index = Math.min(this.examples.length - 1, Math.max(0, this.index + by));
	}

	/** Fetches the rows shown that are not here yet. */
	async load(): Promise<void> {
		const dataset = this.#dataset();
		const missing = (this.example?.rows ?? []).filter((row) => !(row in this.#cells));
		if (missing.length === 0) return;
		try {
			const read = await Promise.all(missing.map((row) => this.#read(dataset, row)));
			const found = read.flatMap(({ rows }, i) => {
				const [cells] = rows;
				return cells ? [[missing[i] as number, cells] as const] : [];
			});
			this.#cells = { ...this.#cells, ...Object.fromEntries(found) };
			this.failure = null;
		} catch (thrown) {
			this.failure = asBenchtopError(thrown);
		}
	}
}
