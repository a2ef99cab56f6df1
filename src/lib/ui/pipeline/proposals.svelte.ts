/**
 * The target being chosen and the reasons of the pipeline proposed for it, shared by every Target select. Reasons are
 * not stored: after a reload they are worked out again, and shown only if the pipeline is still the one proposed.
 */
import { savePipeline, proposePipeline, proposeWithoutTarget } from '$lib/commands/pipeline';
import { contentId, type Id } from '$lib/engine/canonical';
import type { Dataset } from '$lib/engine/schema/dataset';
import { labelledBy } from '$lib/engine/schema/labelled-by';
import type { Pipeline } from '$lib/engine/schema/pipeline';
import type { Reason } from '$lib/engine/schema/proposal';
import type { Stored } from '$lib/engine/ports';
import { ensureOpen } from '$lib/ui/data/open-dataset';
import { app } from '$lib/ui/state/app.svelte';

export class Proposals {
	/** The target asked for and not yet answered. */
	pending = $state<string | null>(null);
	/** The pipeline whose reasons are being worked out again. */
	recalling = $state<Id | null>(null);
	#reasons = $state.raw<Readonly<Record<Id, readonly Reason[]>>>({});
	#asked: readonly Id[] = [];
	#work: Promise<void> = Promise.resolve();
	#turn = 0;

	/** The target of the active pipeline, or the one on its way; null before one is chosen. */
	readonly target = $derived(this.pending ?? app.pipeline?.document.target.columns[0] ?? null);

	/** Why this pipeline is as it is; null when it is not (any more) what was proposed. */
	reasons(pipeline: Id): readonly Reason[] | null {
		return this.#reasons[pipeline] ?? null;
	}

	/** Proposes a pipeline for the target. Asked again before the answer, the last wish counts. */
	choose(dataset: Dataset, target: string): Promise<void> {
		const turn = ++this.#turn;
		this.pending = target;
		this.#work = this.#work.then(async () => {
			if (turn !== this.#turn) return;
			const proposed = await app.run(proposePipeline, { dataset: dataset.id, target });
			if (proposed) this.#keep(proposed.pipeline.id, proposed.reasons);
			if (turn === this.#turn) this.pending = null;
		});
		return this.#work;
	}

	/** Proposes a pipeline that learns the dataset without a label. */
	async without(dataset: Dataset, learn: 'forecast' | 'autoencoder'): Promise<void> {
		const turn = ++this.#turn;
		const proposed = await app.run(proposeWithoutTarget, { dataset: dataset.id, learn });
		if (proposed) this.#keep(proposed.pipeline.id, proposed.reasons);
		if (turn === this.#turn) this.pending = null;
	}

	/** Works the proposal out again, once per pipeline, and keeps its reasons if it gives the same document. */
	async recall(stored: Stored<Pipeline>, dataset: Dataset): Promise<void> {
		const target = stored.document.target.columns[0];
		if (this.#asked.includes(stored.id) || this.#reasons[stored.id] || target === undefined) return;
		this.#asked = [...this.#asked, stored.id];
		this.recalling = stored.id;
		try {
			await ensureOpen(dataset);
			const beside = labelledBy(dataset, app.contents?.datasets ?? []);
			const { seed } = stored.document.split;
			const { pipeline, reasons } = await app.world.data.propose(dataset, target, seed, beside);
			this.#keep(await contentId(pipeline), reasons);
		} catch {
			// The reasons are a help, not a need: the pipeline works without them, and an open that fails says so itself.
		} finally {
			if (this.recalling === stored.id) this.recalling = null;
		}
	}

	save(document: Pipeline): Promise<Stored<Pipeline> | undefined> {
		return app.run(savePipeline, { document });
	}

	#keep(id: Id, reasons: readonly Reason[]): void {
		this.#reasons = { ...this.#reasons, [id]: reasons };
	}
}

export const proposals = new Proposals();
