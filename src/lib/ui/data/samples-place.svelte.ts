/**
 * The Data place for one dataset of sequences or pictures: opened, and read a page of samples at a time. Made anew for
 * each dataset and disposed when the place is left; only the page that was asked for last is shown.
 */
import { asBenchtopError, isAbort, type BenchtopError } from '$lib/engine/errors/error';
import type { Dataset } from '$lib/engine/schema/dataset';
import { innerOf, samplesIn } from '$lib/engine/schema/dataset-shape';
import { rangeOf } from '$lib/engine/table/picture';
import { rowsPerSample, type Table } from '$lib/engine/table/table';
import type { DataClient, Pictures } from '$lib/workers/api';

/** Numbers read for one page at most. */
const MOST = 8_000_000;
/** Longest edge of a picture on the sheet, in pixels of the screen. */
const EDGE = 192;
const PER_PAGE = { image: 60, sequence: 20 } as const;
/** Columns of a sequence that are drawn. */
export const DRAWN = 3;

/** One page of samples, ready to be drawn. */
export interface Page {
	/** Number of its first sample, from 0. */
	readonly from: number;
	readonly count: number;
	/** One of the two, as the dataset is. */
	readonly pictures: Pictures | null;
	readonly sequences: Table | null;
}

export class SamplesPlace {
	/** Stopped: the person cancelled the opening. */
	status = $state<'opening' | 'ready' | 'failed' | 'stopped'>('opening');
	failure = $state.raw<BenchtopError | null>(null);
	/** What is drawn; the page before until the next one is read. */
	page = $state.raw<Page | null>(null);
	/** The page asked for, from 0. */
	number = $state(0);
	readonly samples: number;
	readonly perPage: number;
	readonly pages: number;
	#turn = 0;

	constructor(
		readonly dataset: Dataset,
		readonly data: Pick<DataClient, 'samples' | 'pictures'>,
		readonly open: (dataset: Dataset) => Promise<void>,
	) {
		const { shape, columns } = dataset;
		this.samples = samplesIn(dataset);
		const image = shape?.kind === 'image';
		const width = image ? columns.length : Math.min(DRAWN, columns.length);
		const size = rowsPerSample(innerOf(shape)) * width;
		this.perPage = Math.max(1, Math.min(PER_PAGE[image ? 'image' : 'sequence'], Math.floor(MOST / size)));
		this.pages = Math.ceil(this.samples / this.perPage);
	}

	/** Opens the dataset and shows a page of it. */
	async start(): Promise<void> {
		this.status = 'opening';
		this.failure = null;
		const turn = ++this.#turn;
		try {
			await this.open(this.dataset);
			if (turn === this.#turn) await this.show(this.number);
		} catch (thrown) {
			if (turn === this.#turn) this.#fail(thrown);
		}
	}

	/** Reads a page; when several are asked for, the last one is shown. */
	async show(number: number): Promise<void> {
		this.number = Math.max(0, Math.min(this.pages - 1, number));
		const turn = ++this.#turn;
		try {
			const page = await this.#read(this.number * this.perPage);
			if (turn !== this.#turn) return;
			this.page = page;
			this.status = 'ready';
			this.failure = null;
		} catch (thrown) {
			if (turn === this.#turn) this.#fail(thrown);
		}
	}

	dispose(): void {
		this.#turn++;
	}

	async #read(from: number): Promise<Page> {
		const { dataset, data } = this;
		const count = Math.min(this.perPage, this.samples - from);
		if (dataset.shape?.kind === 'image') {
			const view = { from, count, edge: EDGE, ...rangeOf(dataset.columns) };
			return { from, count, pictures: await data.pictures(dataset.id, view), sequences: null };
		}
		const names = dataset.columns.slice(0, DRAWN).map(({ name }) => name);
		return { from, count, pictures: null, sequences: await data.samples(dataset.id, from, count, names) };
	}

	#fail(thrown: unknown): void {
		this.failure = isAbort(thrown) ? null : asBenchtopError(thrown);
		this.status = this.failure ? 'failed' : 'stopped';
	}
}
