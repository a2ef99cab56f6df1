/**
 * Files on their way in: each is read into a staging table, looked at, corrected and registered, one after the
 * other. A file that is refused says so and does not stop the rest; nothing is kept before it is registered.
 */
import { asBenchtopError, isAbort } from '$lib/engine/errors/error';
import { registerDataset } from '$lib/commands/data';
import type { Dataset } from '$lib/engine/schema/dataset';
import type { PictureFile, StagedPictures } from '$lib/workers/api';
import type { Task } from '$lib/commands/world';
import { plural } from '../parts/format';
import { app, type App } from '../state/app.svelte';
import { type Named, StagedFile } from './staged-file.svelte';

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

	/** Reads pictures as one dataset, behind the files already being read. */
	addPictures(pictures: readonly PictureFile[]): Promise<void> {
		this.reading++;
		return (this.#last = this.#last.then(() =>
			this.#read(plural(pictures.length, 'picture'), (task) =>
				this.#app.world.data.stagePictures(pictures, { signal: task.signal, onProgress: task.progress }),
			),
		));
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
			if (file.beside) {
				// First, so that the pictures are what is open afterwards.
				const beside = { staged: file.beside, name: `${file.name} files`, project: file.name };
				if (!(await this.#app.run(registerDataset, beside))) return undefined;
				file.beside = null;
			}
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
		const { data } = this.#app.world;
		await data.discard(file.staged.id);
		if (file.beside) await data.discard(file.beside.id);
	}

	#drop(file: StagedFile): void {
		this.queue = this.queue.filter((other) => other !== file);
	}

	#stage(file: File, format: 'auto' | 'paste'): Promise<void> {
		return this.#read(file.name, async (task) => {
			const { data } = this.#app.world;
			const call = { signal: task.signal, onProgress: task.progress };
			return { pictures: await data.stage(file, format, call), files: null };
		});
	}

	async #read(title: string, read: (task: Task) => Promise<StagedPictures>): Promise<void> {
		const { activity, notices } = this.#app;
		const task = activity.begin(`Reading ${title}`);
		try {
			const { data } = this.#app.world;
			const { pictures, files } = await read(task);
			const change: StagedFile['apply'] = (id, changes) => data.change(id, changes);
			const waiting = this.queue.map(({ name, staged: { shape } }): Named => ({ name, shape }));
			const taken = [...(this.#app.contents?.datasets ?? []), ...waiting];
			this.queue = [...this.queue, new StagedFile(pictures, change, files, taken)];
		} catch (thrown) {
			if (!isAbort(thrown)) notices.refuse(asBenchtopError(thrown));
		} finally {
			this.reading--;
			task.done();
		}
	}
}

export const staging = new StagingState(app);
