/** Work in progress, as the shell and the Train place show it. A task is in the list exactly while it runs. */
import type { Activity, PlannedJob, Task, TrainingWatch } from '$lib/commands/world';
import type { Id } from '$lib/engine/canonical';
import type { Progress } from '$lib/engine/ports';
import type { Job } from '$lib/engine/schema/job';
import type { EpochEvent } from '$lib/workers/api';

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
	/** Per epoch so far; replaced, not mutated. */
	epochs = $state.raw<readonly EpochEvent[]>([]);

	constructor(
		readonly job: Job,
		readonly name: string,
		readonly planned: number,
	) {}
}

export class TrainingState implements TrainingWatch {
	jobs = $state.raw<readonly LiveJob[]>([]);
	active = $state(false);
	stopping = $state(false);
	startedAt = $state(0);
	#stop: (() => void) | null = null;
	#now = $state(0);

	readonly finishedCount = $derived(this.jobs.filter(({ state }) => state === 'finished').length);
	/** The job in training, or null between jobs. */
	readonly running = $derived(this.jobs.find(({ state }) => state === 'running') ?? null);
	/** Share of the whole queue in [0, 1], counting epochs of the running job. */
	readonly share = $derived.by(() => {
		if (!this.jobs.length) return 0;
		const partial = this.running ? this.running.epochs.length / this.running.planned : 0;
		return Math.min(1, (this.finishedCount + partial) / this.jobs.length);
	});
	/** Milliseconds left by the pace so far; null before there is one. */
	readonly left = $derived.by(() => {
		const spent = this.#now - this.startedAt;
		return this.share > 0.02 && spent > 500 ? (spent * (1 - this.share)) / this.share : null;
	});

	begin(jobs: readonly PlannedJob[], stop: () => void): void {
		this.jobs = [];
		this.add(jobs);
		this.#stop = stop;
		this.startedAt = this.#now = performance.now();
		this.stopping = false;
		this.active = true;
	}

	add(jobs: readonly PlannedJob[]): void {
		this.jobs = [...this.jobs, ...jobs.map(({ job, name, epochs }) => new LiveJob(job, name, epochs))];
	}

	started(job: Job): void {
		const live = this.#find(job.key);
		if (live) live.state = 'running';
	}

	epoch(event: EpochEvent): void {
		const live = this.#find(event.job);
		if (live) live.epochs = [...live.epochs, event];
		this.#now = performance.now();
	}

	finished(job: Job): void {
		const live = this.#find(job.key);
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

	#find(key: Id): LiveJob | undefined {
		return this.jobs.find(({ job }) => job.key === key);
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
