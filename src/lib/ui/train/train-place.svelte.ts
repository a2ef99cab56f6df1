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
import type { LiveJob } from '$lib/ui/state/activity.svelte';
import { groupsOf } from './curve-groups';
import { curvesOf, measuresOf, type LiveOf } from './curves';
import { rowsOf, runsOf, trialKey, trialsOf } from './leaderboard';
import { model } from './model.svelte';
import { Paced } from './paced.svelte';
import { queueMap } from './queue-map';
import { inSentence, verdict } from './verdict';

const distinct = (words: readonly string[]): string[] =>
	words.filter((word, index) => words.indexOf(word) === index);

/** Cells of the map of the queue, at most. */
const CELLS = 240;

export class TrainPlace {
	show = $state<'runs' | 'trials'>('runs');
	/** What the curves show: "loss", or the metric that was noted by epoch. */
	#measure = $state('loss');
	/** Key of the curve looked at; null looks at all models. */
	focus = $state<string | null>(null);

	readonly training = app.activity.training;
	readonly pipeline = $derived(app.pipeline);
	readonly dataset = $derived(app.dataset);
	readonly primary = $derived(this.pipeline ? primaryMetric(this.pipeline.document.analysis) : 'loss');
	readonly label = $derived(metricInfo(this.primary).label);

	/** What is kept, a second old at most while fits end many times a second. */
	readonly #contents = new Paced(
		() => app.contents,
		() => this.training.active,
		1000,
	);
	readonly runs = $derived(
		this.#contents.current && this.pipeline ? runsOf(this.#contents.current, this.pipeline.id) : [],
	);
	readonly trials = $derived(
		this.#contents.current ? trialsOf(this.#contents.current, this.runs, this.primary) : [],
	);
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

	/** The curves and what they are read from, a few times a second while they grow. */
	readonly #drawn = new Paced(
		() => this.#draw(),
		() => this.training.active,
		250,
	);
	readonly measures = $derived(this.#drawn.current.measures);
	readonly measure = $derived(this.#drawn.current.measure);
	readonly curves = $derived(this.#drawn.current.curves);
	readonly groups = $derived(this.#drawn.current.groups);
	readonly queue = $derived(this.#drawn.current.queue);
	/** What trains now, and why: "Fused WASM on 2 workers: fastest of 4 measured". */
	readonly plans = $derived(this.#drawn.current.plans);
	/** Epochs of the longest fit in training; null when none is. */
	readonly planned = $derived(this.#drawn.current.planned);
	/** The fit looked at; null shows all of them by model. */
	readonly focused = $derived(
		this.curves.find(({ key }) => key === this.focus) ??
			(this.curves.length === 1 ? (this.curves[0] ?? null) : null),
	);
	/** The baseline's score of what the curves show. */
	readonly level = $derived(
		this.trials.find(({ baseline }) => baseline)?.runs[0]?.metrics.validation[this.measure] ?? null,
	);

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

	#draw() {
		const live = this.training.active ? this.training.jobs : [];
		const measures = measuresOf(this.runs, live);
		const measure = measures.includes(this.#measure) ? this.#measure : 'loss';
		const curves = curvesOf(this.rows, live, measure, (each) => this.#trialOf(each));
		const order = this.trials
			.map(({ key, runs }) => ({ key, since: Math.min(...runs.map(({ startedAt }) => startedAt)) }))
			.sort((a, b) => a.since - b.since)
			.map(({ key }) => key);
		const running = live.filter(({ state }) => state === 'running');
		return {
			...{ measures, measure, curves },
			plans: distinct(running.flatMap(({ plan }) => plan?.why ?? [])),
			planned: running.length ? Math.max(...running.map(({ planned }) => planned)) : null,
			groups: groupsOf(curves, order),
			queue: queueMap(
				live.map(({ state }) => state),
				CELLS,
			),
		};
	}

	/** The trial a job in training belongs to, named as in the leaderboard where it has runs. */
	#trialOf({ job, name }: LiveJob): LiveOf {
		const experiment = app.contents?.experiments.find(({ id }) => id === job.experiment)?.document;
		const model = experiment ? trialKey(experiment.architecture, experiment.trainer) : job.experiment;
		const trial = this.trials.find(({ key }) => key === model);
		return { model, name: trial?.name ?? name, fold: this.foldOf(job) };
	}

	#jobs(state: Job['state']): readonly Job[] {
		return app.contents?.jobs.filter((job) => job.state === state) ?? [];
	}
}
