/** Work in progress, as the shell and the Train place show it. A task is in the list exactly while it runs. */
import { SvelteMap } from 'svelte/reactivity';
import type { Activity, PlannedJob, Task, TrainingWatch } from '$lib/commands/world';
import type { Id } from '$lib/engine/canonical';
import type { Progress } from '$lib/engine/ports';
import type { Job } from '$lib/engine/schema/job';
import type { EpochEvent, TrainingPlan } from '$lib/workers/api';

export class TaskState {
	progress = $state.raw<Progress | null>(null);
	readonly startedAt = performance.now();
	readonly #controller = new AbortController();

	constructor(
		readonly title: string,
		readonly cancellable: boolean,
	) {}

	get signal(): AbortSignal {
		return this.#controller.signal;
	}

	/** Share done in [0, 1], or null while the total is unknown. */
	get share(): number | null {
		const { progress } = this;
		return progress?.total ? Math.min(1, progress.done / progress.total) : null;
	}

	cancel(): void {
		this.#controller.abort();
	}
}

/** One job of the queue in training. */
export class LiveJob {
	state = $state<'waiting' | 'running' | 'finished'>('waiting');
	/** How it is trained; null until it begins. */
	plan = $state.raw<TrainingPlan | null>(null);
	readonly #epochs: EpochEvent[] = [];
	#count = $state(0);

	constructor(
		readonly job: Job,
		readonly name: string,
		readonly planned: number,
	) {}

	/** Per epoch so far: one list that grows, told by its length; whoever keeps it takes a copy. */
	get epochs(): readonly EpochEvent[] {
		return this.#count >= 0 ? this.#epochs : [];
	}

	note(event: EpochEvent): void {
		this.#count = this.#epochs.push(event);
	}

	/** From the start, when what trained it was lost. */
	begin(plan: TrainingPlan | null): void {
		this.state = plan ? 'running' : 'waiting';
		this.plan = plan;
		this.#epochs.length = 0;
		this.#count = 0;
	}
}

export class TrainingState implements TrainingWatch {
	jobs = $state.raw<readonly LiveJob[]>([]);
	active = $state(false);
	stopping = $state(false);
	startedAt = $state(0);
	#stop: (() => void) | null = null;
	#now = $state(0);
	readonly #byKey = new SvelteMap<Id, LiveJob>();

	readonly finishedCount = $derived(this.jobs.filter(({ state }) => state === 'finished').length);
	/** The jobs in training, in their order. */
	readonly allRunning = $derived(this.jobs.filter(({ state }) => state === 'running'));
	/** The first of them, or null between jobs. */
	readonly running = $derived(this.allRunning[0] ?? null);
	/** Share of the whole queue in [0, 1], counting epochs of the running jobs. */
	readonly share = $derived.by(() => {
		if (!this.jobs.length) return 0;
		const partial = this.allRunning.reduce(
			(sum, { epochs, planned }) => sum + Math.min(1, epochs.length / planned),
			0,
		);
		return Math.min(1, (this.finishedCount + partial) / this.jobs.length);
	});
	/** Milliseconds left by the pace so far; null before there is one. */
	readonly left = $derived.by(() => {
		const spent = this.#now - this.startedAt;
		return this.share > 0.02 && spent > 500 ? (spent * (1 - this.share)) / this.share : null;
	});

	begin(jobs: readonly PlannedJob[], stop: () => void): void {
		this.jobs = [];
		this.#byKey.clear();
		this.add(jobs);
		this.#stop = stop;
		this.startedAt = this.#now = performance.now();
		this.stopping = false;
		this.active = true;
	}

	add(jobs: readonly PlannedJob[]): void {
		const added = jobs.map(({ job, name, epochs }) => new LiveJob(job, name, epochs));
		for (const live of added) this.#byKey.set(live.job.key, live);
		this.jobs = [...this.jobs, ...added];
	}

	started(job: Job, plan: TrainingPlan): void {
		this.#byKey.get(job.key)?.begin(plan);
	}

	epoch(event: EpochEvent): void {
		this.#byKey.get(event.job)?.note(event);
		this.#now = performance.now();
	}

	again(job: Job): void {
		this.#byKey.get(job.key)?.begin(null);
	}

	finished(job: Job): void {
		const live = this.#byKey.get(job.key);
		if (live) live.state = 'finished';
		this.#now = performance.now();
	}

	/** Ends the queue after what is finished; nothing finished is lost. */
	stop(): void {
		if (!this.active) return;
		this.stopping = true;
		this.#stop?.();
	}

	end(): void {
		this.active = false;
		this.stopping = false;
		this.#stop = null;
	}
}

export class ActivityState implements Activity {
	tasks = $state.raw<readonly TaskState[]>([]);
	readonly training = new TrainingState();
	/** The newest task that can be stopped: what Esc is for. */
	readonly stoppable = $derived(
		this.tasks.findLast(({ cancellable, signal }) => cancellable && !signal.aborted) ?? null,
	);

	begin(title: string, { cancellable = true } = {}): Task {
		const state = new TaskState(title, cancellable);
		this.tasks = [...this.tasks, state];
		return {
			signal: state.signal,
			progress: (progress) => (state.progress = progress),
			done: () => (this.tasks = this.tasks.filter((other) => other !== state)),
		};
	}
}
