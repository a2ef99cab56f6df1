/**
 * The net about to be trained: a preset or an edit of one, with its trainer, repeats and seed. Nothing here is kept
 * until it is trained; then the documents are.
 */
import { freshSeed } from '$lib/commands/seeds';
import { trainingBytes } from '$lib/engine/model/cost';
import { describeModel, type ModelTable } from '$lib/engine/model/describe';
import { architectureSchema, type Architecture } from '$lib/engine/schema/architecture';
import type { Analysis } from '$lib/engine/schema/common';
import { experimentSchema, trainerSchema, type Trainer } from '$lib/engine/schema/experiment';
import { foldsOf } from '$lib/engine/split/fold-count';
import { check, type Checked } from '$lib/ui/editor/check';
import { app } from '$lib/ui/state/app.svelte';
import { firstOf, presetGroups } from './preset-groups';
import { sampleShapes, type SampleShapes } from './sample-shapes';

const REPEATS = 3;
const NO_SHAPES: SampleShapes = { shapes: [], names: [], outputs: 1, rows: 0 };
const NO_TABLE: ModelTable = {
	inputs: [],
	layers: [],
	refusal: null,
	parameters: 0,
	multiplyAdds: 0,
	values: 0,
};

/** The first refusal of a value in words; null when it passes. */
const firstIssue = (checked: Checked<unknown>): string | null =>
	checked.ok ? null : (checked.issues[0]?.message ?? 'is refused');

export class Model {
	view = $state<'form' | 'source'>('form');
	repeats = $state(REPEATS);
	#preset = $state<string | null>(null);
	#edited = $state.raw<Architecture | null>(null);
	#trainer = $state.raw<Trainer | null>(null);
	#seed = $state<number | null>(null);

	readonly analysis = $derived<Analysis>(app.pipeline?.document.analysis ?? 'regression');
	/** What the pipeline gives: shapes of its inputs, numbers the target needs. */
	readonly samples = $derived.by((): SampleShapes => {
		const { contents, pipeline } = app;
		return contents && pipeline ? sampleShapes(pipeline.document, contents.datasets) : NO_SHAPES;
	});
	readonly groups = $derived(presetGroups(this.analysis, this.samples, app.pipeline?.document));
	readonly #presets = $derived(this.groups.flatMap(({ presets }) => presets));
	/** An edit counts while it fits the analysis; another target starts from the preset again. */
	readonly edited = $derived(this.#edited !== null && this.#edited.analysis === this.analysis);
	readonly #chosen = $derived.by(() => {
		const preset =
			this.#presets.find(({ architecture }) => architecture.name === this.#preset) ?? firstOf(this.groups);
		if (!preset) throw new Error('There is no preset');
		return preset;
	});
	readonly architecture = $derived(this.edited && this.#edited ? this.#edited : this.#chosen.architecture);
	/** Name of the preset it is, or began as. */
	readonly preset = $derived(this.#chosen.architecture.name);
	readonly trainer = $derived<Trainer>(this.#trainer ?? this.#chosen.trainer);

	/** Unless chosen, a seed this pipeline's nets were not trained with, so that asking again gives further runs. */
	readonly seed = $derived.by((): number => {
		if (this.#seed !== null) return this.#seed;
		const { contents, pipeline } = app;
		if (!contents || !pipeline) return 0;
		return freshSeed(contents, pipeline.id, pipeline.document.split.seed);
	});

	/** Shapes, weights and what is refused, layer by layer; empty without a target. */
	readonly table = $derived.by((): ModelTable => {
		if (!app.pipeline) return NO_TABLE;
		const { shapes, outputs } = this.samples;
		return describeModel(this.architecture, shapes, outputs);
	});
	/** What one fit holds in memory, roughly. */
	readonly bytes = $derived(
		trainingBytes(this.table, this.architecture.optimizer.optimizer, this.trainer.batchSize),
	);
	/** Fits of one press of Train: every repeat on every fold. */
	readonly fits = $derived.by(() => {
		const { contents, pipeline } = app;
		return this.repeats * (contents && pipeline ? (foldsOf(pipeline.document, contents.datasets) ?? 1) : 1);
	});

	choosePreset(name: string): void {
		this.#preset = name;
		this.#edited = null;
		this.#trainer = null;
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
		return firstIssue(this.check(next));
	}

	/** Takes an edit that passes; a refused one changes nothing. */
	edit(next: Architecture): void {
		const checked = this.check(next);
		if (checked.ok) this.#edited = checked.document;
	}

	refusalOfTrainer(change: Partial<Trainer>): string | null {
		return firstIssue(check(trainerSchema, { ...this.trainer, ...change }));
	}

	/** Changes the trainer; undefined leaves a setting out. */
	train(change: { readonly [Key in keyof Trainer]?: Trainer[Key] | undefined }): void {
		const entries = Object.entries({ ...this.trainer, ...change }).filter(([, value]) => value !== undefined);
		const checked = check(trainerSchema, Object.fromEntries(entries));
		if (checked.ok) this.#trainer = checked.document;
	}

	refusalOf(key: 'repeats' | 'seed', value: number): string | null {
		return firstIssue(check(experimentSchema.entries[key], value));
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
