/**
 * The Pipeline place: the active document with an edit on its way laid over it, what each input takes from its dataset,
 * and the reasons it was proposed with. Every good edit is saved as it is made; a refused one changes nothing.
 */
import type { Id } from '$lib/engine/canonical';
import type { Dataset } from '$lib/engine/schema/dataset';
import type { Pipeline } from '$lib/engine/schema/pipeline';
import type { Checked, Issue } from '$lib/ui/editor/check';
import { app } from '$lib/ui/state/app.svelte';
import { checkPipeline, sizesOf } from './check-pipeline';
import { columnsAfter } from './columns-after';
import { proposals } from './proposals.svelte';
import { features, outputs, takesOf } from './takes';

export class PipelinePlace {
	view = $state<'form' | 'source'>('form');
	/** An edit on its way to the store, until the project read back holds it. */
	#pending = $state.raw<Pipeline | null>(null);
	/** Its id, once it is stored. */
	#stored = $state<Id | null>(null);
	/** An edit that is refused as it stands: shown to be mended, not in use. */
	#draft = $state.raw<Pipeline | null>(null);
	#turn = 0;
	#chosen = $state(0);

	/** The target's dataset. */
	readonly dataset = $derived(app.dataset);
	/** All a pipeline of this project could read. */
	readonly datasets: readonly Dataset[] = $derived(app.contents?.datasets ?? []);
	readonly document = $derived(this.#draft ?? this.#pending ?? app.pipeline?.document ?? null);
	/** Why the document shown is not in use; empty when it is. */
	readonly issues = $derived.by((): readonly Issue[] => {
		if (!this.#draft) return [];
		const checked = checkPipeline(this.#draft, this.datasets);
		return checked.ok ? [] : checked.issues;
	});
	readonly readOnly = $derived(app.role === 'follower');

	/** The input whose columns and steps are shown. */
	readonly index = $derived(Math.min(this.#chosen, Math.max(0, (this.document?.inputs.length ?? 1) - 1)));

	/** All that is worked out from document and datasets for the input shown; null until both are there. */
	readonly facts = $derived.by(() => {
		const { dataset, document, index } = this;
		const input = document?.inputs[index];
		const source = this.datasets.find(({ id }) => id === input?.dataset);
		if (!dataset || !document || !input || !source) return null;
		const offered = { id: source.id, columns: columnsAfter(document, source) };
		const takes = takesOf(document, offered, index);
		return {
			input,
			/** What the input reads, as it was registered and as transforms leave it. */
			source,
			offered,
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

	/** Lets go of an edit once the project shows it; to be called where effects may be made. */
	follow(): void {
		$effect(() => {
			if (this.#stored === null || app.pipeline?.id !== this.#stored) return;
			this.#pending = null;
			this.#stored = null;
		});
	}

	/** Why a column stays out, or null when the proposal said nothing of it. */
	whyOut(name: string): string | null {
		return (
			this.reasons?.find(({ verdict, column }) => verdict === 'left-out' && column === name)?.text ?? null
		);
	}

	/** Shows another input's columns and steps. */
	choose(index: number): void {
		this.#chosen = index;
	}

	/** What is wrong at this path or under it with the document shown, in words; null when nothing is. */
	wrong(path: string): string | null {
		const issue = this.issues.find((each) => each.path === path || each.path.startsWith(`${path}.`));
		return issue?.message ?? null;
	}

	/**
	 * The first refusal of an edit at this path or under it, in words, or null when there is none.
	 * @param alone of the path itself, not of what is under it
	 */
	refusal(next: Pipeline, path = '', alone = false): string | null {
		const checked = checkPipeline(next, this.datasets);
		return checked.ok
			? null
			: (checked.issues.find((issue) => (alone ? issue.path === path : issue.path.startsWith(path)))
					?.message ?? null);
	}

	check(value: unknown): Checked<Pipeline> {
		return checkPipeline(value, this.datasets);
	}

	/** Takes an edit: saved at once when it passes, else shown with what is wrong while the last good one stays in use. */
	edit(next: Pipeline): void {
		if (this.readOnly) return;
		const turn = ++this.#turn;
		const checked = this.check(next);
		if (!checked.ok) {
			this.#draft = next;
			return;
		}
		this.#draft = null;
		this.#pending = next;
		this.#stored = null;
		void proposals.save(next).then((stored) => {
			if (turn !== this.#turn) return;
			if (stored) this.#stored = stored.id;
			else this.#pending = null;
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
