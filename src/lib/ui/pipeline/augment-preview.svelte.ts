/**
 * The contact sheet of an input's augmentation: reads the first few samples through the data worker once per dataset, and
 * works out their copies anew whenever the steps change. Only what was asked for last is shown.
 */
import { asBenchtopError, type BenchtopError } from '$lib/engine/errors/error';
import type { Dataset } from '$lib/engine/schema/dataset';
import type { Pipeline } from '$lib/engine/schema/pipeline';
import type { Table } from '$lib/engine/table/table';
import type { DataClient } from '$lib/workers/api';
import { extentOf, previewOf, type SampleCopies } from './augment-preview';

export class AugmentPreview {
	sheet = $state.raw<readonly SampleCopies[] | null>(null);
	failure = $state.raw<BenchtopError | null>(null);
	#read: { readonly key: string; readonly table: Promise<Table> } | null = null;
	#turn = 0;

	constructor(
		readonly data: Pick<DataClient, 'samples'>,
		readonly open: (dataset: Dataset) => Promise<void>,
	) {}

	/** Shows the copies that input `index` of the document makes of the dataset's first samples. */
	async show(dataset: Dataset, document: Pipeline, index: number): Promise<void> {
		const turn = ++this.#turn;
		try {
			const table = await this.#samples(dataset, extentOf(dataset, document, index).read);
			if (turn !== this.#turn) return;
			this.sheet = previewOf(dataset, document, index, table);
			this.failure = null;
		} catch (thrown) {
			if (turn !== this.#turn) return;
			this.failure = asBenchtopError(thrown);
			this.sheet = null;
		}
	}

	#samples(dataset: Dataset, count: number): Promise<Table> {
		const key = `${dataset.id} ${count}`;
		if (this.#read?.key !== key) {
			const table = this.open(dataset).then(() => this.data.samples(dataset.id, 0, count));
			table.catch(() => (this.#read = null));
			this.#read = { key, table };
		}
		return this.#read.table;
	}
}
