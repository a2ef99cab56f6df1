/**
 * Files on their way in: each is read into a staging table, looked at, corrected and registered, one after the
 * other. A file that is refused says so and does not stop the rest; nothing is kept before it is registered.
 */
import { asBenchtopError, isAbort } from '$lib/engine/errors/error';
import { registerDataset } from '$lib/commands/data';
import type { Dataset } from '$lib/engine/schema/dataset';
import { app, type App } from '../state/app.svelte';
import { StagedFile } from './staged-file.svelte';

export class StagingState {
	/** The first is the one in the dialog. */
	queue = $state.raw<readonly StagedFile[]>([]);
	/** Files still to be read. */
	reading = $state(0);
	registering = $state(false);
	readonly current = $derived(this.queue[0] ?? null);
	readonly #app: App;
	#last: Promise<void> = Promise.resolve();

	constructor(of: App) {
		this.#app = of;
	}

	/** Reads files into staging tables, in order, behind those already being read. */
	add(files: readonly File[], format: 'auto' | 'paste' = 'auto'): Promise<void> {
		this.reading += files.length;
		for (const file of files) this.#last = this.#last.then(() => this.#stage(file, format));
		return this.#last;
	}

	/** Registers the file in the dialog; undefined when it was refused and stays. */
	async register(): Promise<Dataset | undefined> {
		const file = this.current;
		if (!file || this.registering) return undefined;
		this.registering = true;
		try {
			const busy = file.busy > 0;
			await file.settled();
			if (busy && file.refusals.size) return undefined;
			const dataset = await this.#app.run(registerDataset, { staged: file.staged, name: file.name });
			if (dataset) this.#drop(file);
			return dataset;
		} finally {
			this.registering = false;
		}
	}

	/** Takes the file out of the dialog and its staging table away. */
	async discard(): Promise<void> {
		const file = this.current;
		if (!file || this.registering) return;
		this.#drop(file);
		await this.#app.world.data.discard(file.staged.id);
	}

	#drop(file: StagedFile): void {
		this.queue = this.queue.filter((other) => other !== file);
	}

	async #stage(file: File, format: 'auto' | 'paste'): Promise<void> {
		const { activity, notices } = this.#app;
		const task = activity.begin(`Reading ${file.name}`);
		try {
			const { data } = this.#app.world;
			const staged = await data.stage(file, format, { signal: task.signal, onProgress: task.progress });
			this.queue = [...this.queue, new StagedFile(staged, (id, changes) => data.change(id, changes))];
		} catch (thrown) {
			if (!isAbort(thrown)) notices.refuse(asBenchtopError(thrown));
		} finally {
			this.reading--;
			task.done();
		}
	}
}

export const staging = new StagingState(app);
