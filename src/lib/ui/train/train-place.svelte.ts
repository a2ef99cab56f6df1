/**
 * The Train place: leaderboard, curves and queue of the active pipeline, and the commands its buttons carry out.
 * Reads what is kept and what is live; remembers only how it is looked at.
 */
import { discardJobs, resumeJobs, trainBaseline, trainOne } from '$lib/commands/train';
import { metricInfo, primaryMetric } from '$lib/engine/evaluate/metric-info';
import type { Job } from '$lib/engine/schema/job';
import { sizesOf } from '$lib/ui/pipeline/edit';
import { checks } from '$lib/ui/pipeline/checks.svelte';
import { proposals } from '$lib/ui/pipeline/proposals.svelte';
import { foldWords } from '$lib/ui/runs/fold-words';
import { app } from '$lib/ui/state/app.svelte';
import { curvesOf, measuresOf } from './curves';
import { rowsOf, runsOf, trialsOf } from './leaderboard';
import { model } from './model.svelte';
import { inSentence, verdict } from './verdict';

export class TrainPlace {
	show = $state<'runs' | 'trials'>('runs');
	/** What the curves show: "loss", or the metric that was noted by epoch. */
	#measure = $state('loss');
	/** Key of the curve looked at; null follows the training, then the best run. */
	focus = $state<string | null>(null);

	readonly training = app.activity.training;
	readonly pipeline = $derived(app.pipeline);
	readonly dataset = $derived(app.dataset);
	readonly primary = $derived(this.pipeline ? primaryMetric(this.pipeline.document.analysis) : 'loss');
	readonly label = $derived(metricInfo(this.primary).label);

	readonly runs = $derived(app.contents && this.pipeline ? runsOf(app.contents, this.pipeline.id) : []);
	readonly trials = $derived(app.contents ? trialsOf(app.contents, this.runs, this.primary) : []);
	readonly rows = $derived(rowsOf(this.trials, this.primary, (run) => this.foldOf(run)));
	/** Runs stand in folds. */
	readonly folds = $derived(this.rows.some(({ fold }) => fold !== null));
	readonly hasBaseline = $derived(this.trials.some(({ baseline }) => baseline));
	/** Runs of this dataset and target whose pipeline is another one: not comparable, so not in the table. */
	readonly elsewhere = $derived(
		(app.contents?.runs ?? []).filter(
			(run) =>
				run.dataset === this.dataset?.id &&
				run.pipeline !== this.pipeline?.id &&
				run.target === this.pipeline?.document.target.columns[0],
		).length,
	);
	readonly verdict = $derived.by(() => {
		const { dataset, pipeline } = this;
		if (!dataset || !pipeline) return null;
		return verdict(this.trials, inSentence(this.label), sizesOf(dataset, pipeline.document).validation);
	});
	/** Lowest and highest validation score, for the strips' common scale. */
	readonly range = $derived.by((): readonly [number, number] => {
		const values = this.rows.flatMap(({ validation }) => (validation === null ? [] : [validation]));
		return values.length ? [Math.min(...values), Math.max(...values)] : [0, 1];
	});

	readonly interrupted = $derived(this.#jobs('interrupted'));
	readonly failed = $derived(this.#jobs('failed'));

	readonly measures = $derived(measuresOf(this.runs, this.training.jobs));
	readonly measure = $derived(this.measures.includes(this.#measure) ? this.#measure : 'loss');
	readonly curves = $derived(
		curvesOf(this.rows, this.training.active ? this.training.jobs : [], this.measure, (of) =>
			this.foldOf(of),
		),
	);
	readonly focused = $derived(this.curves.find(({ key }) => key === this.focus) ?? this.curves[0] ?? null);

	/** Findings that keep the pipeline from being trained, as far as it was checked. */
	readonly refusals = $derived(checks.refusalsOf(this.pipeline?.id));

	/** Why *Train baseline* cannot be pressed; null when it can. */
	readonly obstacle = $derived.by(() => {
		if (app.role === 'follower') return 'Another tab is writing to this project.';
		if (proposals.pending !== null) return `Looking at ${proposals.pending} …`;
		if (!this.pipeline) return 'Choose a target first.';
		if (this.refusals.length) return 'The checks refuse this pipeline.';
		return null;
	});

	constructor() {
		$effect(() => {
			if (this.training.running) this.focus = null;
		});
	}

	/** "2 of 5" of a run or job of this pipeline; null without folds. */
	foldOf({ fold }: { readonly fold?: number | undefined }): string | null {
		return foldWords(fold, this.pipeline?.document, app.contents?.datasets ?? []);
	}

	look(measure: string): void {
		this.#measure = measure;
	}

	async baseline(): Promise<void> {
		if (!this.pipeline) return;
		const { id } = this.pipeline;
		if ((await app.run(trainBaseline, { pipeline: id })) === undefined) checks.recall(id);
	}

	async net(): Promise<void> {
		if (!this.pipeline) return;
		const { architecture, trainer, repeats, seed } = model;
		const pipeline = this.pipeline.id;
		const added = await app.run(trainOne, { pipeline, architecture, trainer, repeats, seed });
		if (added) model.forgetSeed();
		if (added === undefined) checks.recall(pipeline);
	}

	async resume(): Promise<void> {
		await app.run(resumeJobs, undefined);
	}

	async discard(): Promise<void> {
		await app.run(discardJobs, undefined);
	}

	#jobs(state: Job['state']): readonly Job[] {
		return app.contents?.jobs.filter((job) => job.state === state) ?? [];
	}
}
