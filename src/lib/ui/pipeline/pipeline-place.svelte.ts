/**
 * The Pipeline place: the active document with an edit on its way laid over it, what it takes from the dataset, and
 * the reasons it was proposed with. Every good edit is saved as it is made; a refused one changes nothing.
 */
import type { Pipeline } from '$lib/engine/schema/pipeline';
import type { Checked } from '$lib/ui/editor/check';
import { app } from '$lib/ui/state/app.svelte';
import { checkPipeline, sizesOf } from './edit';
import { proposals } from './proposals.svelte';
import { features, outputs, takesOf } from './takes';

export class PipelinePlace {
	view = $state<'form' | 'source'>('form');
	#pending = $state.raw<Pipeline | null>(null);
	#turn = 0;

	readonly dataset = $derived(app.dataset);
	readonly document = $derived(this.#pending ?? app.pipeline?.document ?? null);
	readonly readOnly = $derived(app.role === 'follower');

	/** All that is worked out from document and dataset; null until both are there. */
	readonly facts = $derived.by(() => {
		const { dataset, document } = this;
		if (!dataset || !document) return null;
		const takes = takesOf(document, dataset);
		return {
			takes,
			sizes: sizesOf(dataset, document),
			features: features(takes),
			outputs: outputs(document, dataset),
			target: document.target.columns[0] ?? '',
		};
	});

	readonly reasons = $derived(app.pipeline && !this.#pending ? proposals.reasons(app.pipeline.id) : null);
	/** Why a column stays out, or null when the proposal said nothing of it. */
	whyOut(name: string): string | null {
		return (
			this.reasons?.find(({ verdict, column }) => verdict === 'left-out' && column === name)?.text ?? null
		);
	}

	/** The first refusal of an edit, in words, or null when it may be made. */
	refusal(next: Pipeline): string | null {
		if (!this.dataset) return 'has no dataset';
		const checked = checkPipeline(next, this.dataset);
		return checked.ok ? null : (checked.issues[0]?.message ?? 'is refused');
	}

	check(value: unknown): Checked<Pipeline> {
		return this.dataset
			? checkPipeline(value, this.dataset)
			: { ok: false, issues: [{ path: '', message: 'has no dataset' }] };
	}

	/** Saves an edit that passes; gives the refusal of one that does not. */
	edit(next: Pipeline): string | null {
		const refused = this.refusal(next);
		if (refused !== null || this.readOnly) return refused ?? 'This tab follows another one';
		const turn = ++this.#turn;
		this.#pending = next;
		void proposals.save(next).finally(() => {
			if (turn === this.#turn) this.#pending = null;
		});
		return null;
	}

	/** Finds the reasons of a pipeline that was stored before this visit. */
	recall(): void {
		if (app.pipeline && this.dataset) void proposals.recall(app.pipeline, this.dataset);
	}
}
