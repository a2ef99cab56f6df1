/**
 * The open laboratory: one instance per tab. Holds what the store last said, the workers' clients and the
 * work in progress. Places read from here and act through `run(command, input)` only.
 */
import type { Command } from '$lib/commands/command';
import { markInterrupted } from '$lib/commands/interrupted';
import type { World } from '$lib/commands/world';
import { asBenchtopError, isAbort, type BenchtopError } from '$lib/engine/errors/error';
import type { ProjectContents, Role, StorageUsage, Store, Stored } from '$lib/engine/ports';
import type { Dataset } from '$lib/engine/schema/dataset';
import type { Pipeline } from '$lib/engine/schema/pipeline';
import type { Project } from '$lib/engine/schema/project';
import type { Annotation, Run } from '$lib/engine/schema/run';
import type { Backend, Engine } from '$lib/workers/api';
import { ActivityState } from './activity.svelte';
import { annotationsByRun } from './annotations';
import { NoticesState } from './notices.svelte';
import { connectWorld, type Connection } from './world';

const LAST_PROJECT = 'last-project';
const BACKEND = 'backend';
const RELAXED = 'relaxed';
const CALIBRATION = 'calibration';

const NO_ANNOTATION = { starred: false, archived: false, note: '' } as const;

export class App {
	status = $state<'starting' | 'ready' | 'failed'>('starting');
	failure = $state.raw<BenchtopError | null>(null);
	projects = $state.raw<readonly Project[]>([]);
	contents = $state.raw<ProjectContents | null>(null);
	role = $state<Role>('writer');
	usage = $state.raw<StorageUsage | null>(null);
	/** When this tab last saw a commit, ms since 1970; null before the first. */
	savedAt = $state<number | null>(null);
	/** Writes in flight. */
	saving = $state(0);
	/** The training engine after its self-test; null until training is first needed. */
	engine = $state.raw<Engine | null>(null);

	/** Stored records that could not be read; everything else opens without them. */
	damage = $state.raw<readonly BenchtopError[]>([]);

	readonly activity = new ActivityState();
	readonly notices = new NoticesState();

	/** The dataset the places open with: the active one, or the newest. */
	readonly dataset = $derived.by((): Dataset | null => {
		const { contents } = this;
		if (!contents) return null;
		const { active } = contents.project;
		return contents.datasets.find(({ id }) => id === active.dataset) ?? contents.datasets.at(-1) ?? null;
	});

	/** The active pipeline, if it belongs to the active dataset. */
	readonly pipeline = $derived.by((): Stored<Pipeline> | null => {
		const { contents, dataset } = this;
		const stored = contents?.pipelines.find(({ id }) => id === contents.project.active.pipeline);
		return stored && stored.document.target.dataset === dataset?.id ? stored : null;
	});

	readonly annotations = $derived(annotationsByRun(this.contents));

	#connection: Connection | null = null;
	/** Projects written to since the reading in progress began; null stands for all of them. */
	readonly #written: (string | null)[] = [];

	/** Everything commands may touch. Throws before `start` has finished. */
	get world(): World {
		if (!this.#connection) throw new Error('The laboratory has not started');
		return this.#connection.world;
	}

	get store(): Store {
		return this.world.store;
	}

	/** Connects store and workers and reopens the last project. Idempotent. */
	async start(): Promise<void> {
		if (this.#connection) return;
		try {
			this.#connection = await connectWorld({
				activity: this.activity,
				notices: this.notices,
				current: () => this.contents,
				open: (project) => this.open(project),
				startEngine: () => this.startEngine(),
				onWrites: (inFlight) => (this.saving = inFlight),
			});
			const { store, train } = this.world;
			train.onEngine((engine) => (this.engine = engine));
			this.role = store.role;
			store.onRole((role) => (this.role = role));
			store.subscribe(({ project }) => {
				this.savedAt = Date.now();
				void this.#follow(project);
			});
			this.projects = await store.projects();
			this.damage = store.damage;
			const last = await store.setting(LAST_PROJECT);
			const reopened = this.projects.find(({ id }) => id === last);
			if (reopened) await this.open(reopened.id);
			this.status = 'ready';
			void this.#measure();
		} catch (thrown) {
			this.failure = asBenchtopError(thrown);
			this.status = 'failed';
		}
	}

	/** Carries out a command; a refusal is shown and gives undefined, a stop is silent. */
	async run<I, O>(command: Command<I, O>, input: I): Promise<O | undefined> {
		try {
			return await command.run(this.world, input);
		} catch (thrown) {
			if (!isAbort(thrown)) this.notices.refuse(asBenchtopError(thrown));
			return undefined;
		}
	}

	async open(project: string | null): Promise<void> {
		this.contents = project ? await this.store.contents(project) : null;
		this.damage = this.store.damage;
		this.savedAt = this.contents?.project.modifiedAt ?? null;
		if (this.role !== 'writer') return;
		await this.store.putSetting(LAST_PROJECT, project);
		if (this.contents) await this.run(markInterrupted, undefined);
	}

	/** The training engine: self-tested and measured on first use, and as it was found then on every further visit. */
	async startEngine(): Promise<Engine> {
		if (this.engine) return this.engine;
		const [chosen, relaxed, calibration] = await Promise.all(
			[BACKEND, RELAXED, CALIBRATION].map((key) => this.store.setting(key)),
		);
		return this.#setEngine(
			await this.#prefer((chosen ?? null) as Backend | null, relaxed === true, calibration),
		);
	}

	/** What was chosen by hand may be gone from this browser: the measured one is taken then. */
	async #prefer(chosen: Backend | null, relaxed: boolean, calibration: unknown): Promise<Engine> {
		const { train } = this.world;
		try {
			return await train.start(chosen, { relaxed, calibration });
		} catch (thrown) {
			if (!chosen && !relaxed) throw thrown;
			this.notices.refuse(asBenchtopError(thrown));
			return train.start(null, { relaxed: false });
		}
	}

	/** Overrules the measured backend; null goes back to it. */
	async useBackend(backend: Backend | null): Promise<void> {
		await this.#setEngine(await this.world.train.use(backend));
		if (this.role === 'writer') await this.store.putSetting(BACKEND, backend);
	}

	/** Takes the relaxed build of the fused kernel, or the strict one again. */
	async useRelaxed(relaxed: boolean): Promise<void> {
		const backend = this.engine?.chosen === 'by hand' ? this.engine.backend : null;
		await this.#setEngine(await this.world.train.use(backend, relaxed));
		if (this.role === 'writer') await this.store.putSetting(RELAXED, relaxed);
	}

	async #setEngine(engine: Engine): Promise<Engine> {
		const { calibration } = engine;
		if (this.engine?.calibration !== calibration && this.role === 'writer')
			await this.store.putSetting(CALIBRATION, calibration).catch(() => {});
		return (this.engine = engine);
	}

	annotation(run: Run): Annotation {
		return this.annotations.get(run.id) ?? { run: run.id, ...NO_ANNOTATION };
	}

	/**
	 * Reads again what was written to, one read at a time: what is written meanwhile is read by the next, all at once. A
	 * large project is read a quarter of the time at most, however many fits end in a second.
	 */
	async #follow(project: string | null): Promise<void> {
		this.#written.push(project);
		if (this.#written.length > 1) return;
		try {
			for (let seen = 0; seen < this.#written.length;) {
				const began = performance.now();
				const written = this.#written.slice(seen);
				seen = this.#written.length;
				this.projects = await this.store.projects();
				const open = this.contents?.project.id;
				if (open && (written.includes(null) || written.includes(open))) {
					const contents = await this.store.contents(open);
					if (this.contents?.project.id === open) this.contents = contents;
				}
				this.damage = this.store.damage;
				await this.#measure();
				const rest = 3 * (performance.now() - began);
				if (seen < this.#written.length) await new Promise((resolve) => setTimeout(resolve, rest));
			}
		} finally {
			this.#written.length = 0;
		}
	}

	async #measure(): Promise<void> {
		this.usage = await this.store.usage();
	}
}

export const app = new App();
