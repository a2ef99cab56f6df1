/**
 * The Pipeline place: the active document with an edit on its way laid over it, what it takes from the dataset, and
 * the reasons it was proposed with. Every good edit is saved as it is made; a refused one changes nothing.
 */
import type { Pipeline } from '$lib/engine/schema/pipeline';
import type { Checked, Issue } from '$lib/ui/editor/check';
import { app } from '$lib/ui/state/app.svelte';
import { checkPipeline, sizesOf } from './edit';
import { proposals } from './proposals.svelte';
import { features, outputs, takesOf } from './takes';

export class PipelinePlace {
	view = $state<'form' | 'source'>('form');
	/** An edit on its way to the store. */
	#pending = $state.raw<Pipeline | null>(null);
	/** An edit that is refused as it stands: shown to be mended, not in use. */
	#draft = $state.raw<Pipeline | null>(null);
	#turn = 0;

	readonly dataset = $derived(app.dataset);
	readonly document = $derived(this.#draft ?? this.#pending ?? app.pipeline?.document ?? null);
	/** Why the document shown is not in use; empty when it is. */
	readonly issues = $derived.by((): readonly Issue[] => {
		if (!this.#draft || !this.dataset) return [];
		const checked = checkPipeline(this.#draft, this.dataset);
		return checked.ok ? [] : checked.issues;
	});
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

	readonly reasons = $derived(
		app.pipeline && !this.#pending && !this.#draft ? proposals.reasons(app.pipeline.id) : null,
	);
	/** The reasons are being worked out again. */
	readonly recalling = $derived(app.pipeline !== null && proposals.recalling === app.pipeline.id);

	/** Why a column stays out, or null when the proposal said nothing of it. */
	whyOut(name: string): string | null {
		return (
			this.reasons?.find(({ verdict, column }) => verdict === 'left-out' && column === name)?.text ?? null
		);
	}

	/** The first refusal of an edit at this path or under it, in words, or null when there is none. */
	refusal(next: Pipeline, path = ''): string | null {
		if (!this.dataset) return 'has no dataset';
		const checked = checkPipeline(next, this.dataset);
		return checked.ok ? null : (checked.issues.find((issue) => issue.path.startsWith(path))?.message ?? null);
	}

	check(value: unknown): Checked<Pipeline> {
		return this.dataset
			? checkPipeline(value, this.dataset)
			: { ok: false, issues: [{ path: '', message: 'has no dataset' }] };
	}

	/** Takes an edit: saved at once when it passes, else shown with what is wrong while the last good one stays in use. */
	edit(next: Pipeline): void {
		if (this.readOnly) return;
		const turn = ++this.#turn;
		if (this.refusal(next) !== null) {
			this.#draft = next;
			return;
		}
		this.#draft = null;
		this.#pending = next;
		void proposals.save(next).finally(() => {
			if (turn === this.#turn) this.#pending = null;
		});
	}

	/** Back to the document in use. */
	giveUp(): void {
		this.#draft = null;
	}

	/** Finds the reasons of a pipeline that was stored before this visit. */
	recall(): void {
		if (app.pipeline && this.dataset) void proposals.recall(app.pipeline, this.dataset);
	}
}
