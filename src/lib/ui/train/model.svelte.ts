/**
 * The net about to be trained: a preset or an edit of one, with its trainer, repeats and seed. Nothing here is kept
 * until it is trained; then the documents are.
 */
import { freshSeed } from '$lib/commands/seeds';
import { BenchtopError } from '$lib/engine/errors/error';
import { describeModel, type LayerRow } from '$lib/engine/model/describe';
import { defaultTrainer, presets } from '$lib/engine/model/presets';
import { samplesIn } from '$lib/engine/schema/dataset-shape';
import { architectureSchema, type Architecture } from '$lib/engine/schema/architecture';
import type { Analysis } from '$lib/engine/schema/common';
import { experimentSchema, trainerSchema, type Trainer } from '$lib/engine/schema/experiment';
import { foldsOf } from '$lib/engine/split/fold-count';
import { check, type Checked } from '$lib/ui/editor/check';
import { sampleSize } from '$lib/ui/pipeline/sample-size';
import { app } from '$lib/ui/state/app.svelte';

const SMALL_NET = 1;
const REPEATS = 3;
const NO_TRAINER: Trainer = { epochs: 100, batchSize: 32, patience: 10 };

export class Model {
	view = $state<'form' | 'source'>('form');
	repeats = $state(REPEATS);
	#preset = $state(SMALL_NET);
	#edited = $state.raw<Architecture | null>(null);
	#trainer = $state.raw<Trainer | null>(null);
	#seed = $state<number | null>(null);

	readonly analysis = $derived<Analysis>(app.pipeline?.document.analysis ?? 'regression');
	readonly presets = $derived(presets(this.analysis));
	/** An edit counts while it fits the analysis; another target starts from the preset again. */
	readonly edited = $derived(this.#edited !== null && this.#edited.analysis === this.analysis);
	readonly architecture = $derived.by((): Architecture => {
		const preset = this.presets[this.#preset] ?? this.presets[0];
		if (!preset) throw new Error('There is no preset');
		return this.edited && this.#edited ? this.#edited : preset;
	});
	readonly preset = $derived(this.#preset);
	readonly trainer = $derived.by(
		(): Trainer => this.#trainer ?? (app.dataset ? defaultTrainer(samplesIn(app.dataset)) : NO_TRAINER),
	);

	/** Unless chosen, a seed this pipeline's nets were not trained with, so that asking again gives further runs. */
	readonly seed = $derived.by((): number => {
		if (this.#seed !== null) return this.#seed;
		const { contents, pipeline } = app;
		if (!contents || !pipeline) return 0;
		return freshSeed(contents, pipeline.id, pipeline.document.split.seed);
	});

	readonly table = $derived.by((): { rows: readonly LayerRow[]; refusal: string | null } => {
		const { contents, pipeline } = app;
		if (!contents || !pipeline) return { rows: [], refusal: null };
		const { inputs, outputs } = sampleSize(pipeline.document, contents.datasets);
		try {
			return { rows: describeModel(this.architecture, inputs, outputs), refusal: null };
		} catch (thrown) {
			if (thrown instanceof BenchtopError) return { rows: [], refusal: thrown.message };
			throw thrown;
		}
	});
	/** Fits of one press of Train: every repeat on every fold. */
	readonly fits = $derived.by(() => {
		const { contents, pipeline } = app;
		return this.repeats * (contents && pipeline ? (foldsOf(pipeline.document, contents.datasets) ?? 1) : 1);
	});
	readonly parameters = $derived(this.table.rows.reduce((sum, { parameters }) => sum + parameters, 0));

	choosePreset(index: number): void {
		this.#preset = index;
		this.#edited = null;
	}

	readonly check = (value: unknown): Checked<Architecture> => {
		const checked = check(architectureSchema, value);
		if (!checked.ok || checked.document.analysis === this.analysis) return checked;
		return {
			ok: false,
			issues: [{ path: 'analysis', message: `must be ${this.analysis}, as in the pipeline` }],
		};
	};

	refusal(next: Architecture): string | null {
		const checked = this.check(next);
		return checked.ok ? null : (checked.issues[0]?.message ?? 'is refused');
	}

	/** Takes an edit that passes; a refused one changes nothing. */
	edit(next: Architecture): void {
		if (this.refusal(next) === null) this.#edited = next;
	}

	refusalOfTrainer(change: Partial<Trainer>): string | null {
		const checked = check(trainerSchema, { ...this.trainer, ...change });
		return checked.ok ? null : (checked.issues[0]?.message ?? 'is refused');
	}

	train(change: Partial<Trainer>): void {
		if (this.refusalOfTrainer(change) === null) this.#trainer = { ...this.trainer, ...change };
	}

	refusalOf(key: 'repeats' | 'seed', value: number): string | null {
		const checked = check(experimentSchema.entries[key], value);
		return checked.ok ? null : (checked.issues[0]?.message ?? 'is refused');
	}

	chooseSeed(seed: number): void {
		this.#seed = seed;
	}

	/** Back to a fresh seed: after a training the chosen one would only say that the runs are there. */
	forgetSeed(): void {
		this.#seed = null;
	}
}

export const model = new Model();
