/**
 * Everything that comes in from outside: chosen, dropped and pasted files, folders, and files opened with the installed
 * app. Tables and pictures go to staging, project files are imported; what a dropped file is, is decided by the name
 * only here and by the content later. Files chosen as projects are tried as projects.
 */
import { importProject } from '$lib/commands/project';
import { asBenchtopError, BenchtopError } from '$lib/engine/errors/error';
import type { StagingState } from '$lib/ui/data/staging.svelte';
import { isInField } from '$lib/ui/parts/field';
import { app } from '$lib/ui/state/app.svelte';
import type { PictureFile } from '$lib/workers/api';
import { go } from './places';
import { started } from './start';

export const DATA = '.csv,.tsv,.tab,.txt,.parquet,.pq,.npy,.png,.jpg,.jpeg,.gif,.webp,.bmp';
export const PROJECTS = '.benchtop,.eln,.zip';

/** Pasted text that looks like cells of a spreadsheet: more than one row, or more than one cell. */
const looksLikeTable = (text: string): boolean => /[\t\n]/.test(text.trim());

class Intake {
	/** Files are being dragged over the window. */
	dragging = $state(false);
	/** Something was staged in this tab, so that the staging dialog is needed. */
	staged = $state(false);
	#depth = 0;
	#input: HTMLInputElement | null = null;
	/** Inputs whose dialog is open: a browser may forget one that nothing holds. */
	readonly #asking = new Set<HTMLInputElement>();

	/** For the one hidden file input behind *Add data*. */
	readonly input = (node: HTMLInputElement) => {
		this.#input = node;
		return () => (this.#input = null);
	};

	/** A file may come soon: the database starts and practises, so that it is ready when the file is. */
	expect(): void {
		void started.then(() => app.status === 'ready' && app.world.data.warm(true));
	}

	/** Opens the file dialog. */
	choose(): void {
		this.expect();
		this.#input?.click();
	}

	/** Opens the dialog for a folder, whose pictures become one dataset. */
	chooseFolder(): void {
		this.expect();
		const input = document.createElement('input');
		input.type = 'file';
		input.webkitdirectory = true;
		input.addEventListener('change', () => {
			this.#asking.delete(input);
			void this.take([...(input.files ?? [])]);
		});
		input.addEventListener('cancel', () => this.#asking.delete(input));
		this.#asking.add(input);
		input.click();
	}

	async take(files: readonly File[]): Promise<void> {
		if (!files.length) return;
		const { withPath } = await import('$lib/ui/home/incoming');
		await this.#sort(files.map(withPath));
	}

	async #sort(found: readonly PictureFile[], folder?: string): Promise<void> {
		const [{ sortIncoming }] = await Promise.all([import('$lib/ui/home/incoming'), started]);
		const { projects, pictures, tables } = sortIncoming(found);
		for (const file of projects) await this.#import(file);
		if (!projects.length && !pictures.length && !tables.length) {
			const name = folder ?? found[0]?.path.split('/')[0] ?? '';
			return app.notices.refuse(new BenchtopError('data.no-pictures', { folder: name }));
		}
		if (pictures.length) await this.#stage((staging) => staging.addPictures(pictures));
		if (tables.length) await this.#stage((staging) => staging.add(tables));
	}

	/** Files chosen as projects: each is tried as one, whatever its name. */
	async takeProjects(files: readonly File[]): Promise<void> {
		await started;
		for (const file of files) await this.#import(file);
	}

	/** A copied range of cells, as text. False when it is no table. */
	async takeText(text: string): Promise<boolean> {
		if (!looksLikeTable(text)) return false;
		await started;
		const file = new File([text], 'pasted.tsv', { type: 'text/tab-separated-values' });
		void this.#stage((staging) => staging.add([file], 'paste'));
		return true;
	}

	enter(event: DragEvent): void {
		if (!event.dataTransfer?.types.includes('Files')) return;
		event.preventDefault();
		this.#depth++;
		if (!this.dragging) this.expect();
		this.dragging = true;
	}

	over(event: DragEvent): void {
		if (!event.dataTransfer?.types.includes('Files')) return;
		event.preventDefault();
		event.dataTransfer.dropEffect = 'copy';
	}

	leave(): void {
		this.#depth = Math.max(0, this.#depth - 1);
		if (!this.#depth) this.dragging = false;
	}

	drop(event: DragEvent): void {
		this.#depth = 0;
		this.dragging = false;
		const files = [...(event.dataTransfer?.files ?? [])];
		// To be asked for now: after this event nothing is there any more.
		const entries = [...(event.dataTransfer?.items ?? [])].flatMap((item) => item.webkitGetAsEntry() ?? []);
		if (!files.length && !entries.length) return;
		event.preventDefault();
		const folder = entries.find(({ isDirectory }) => isDirectory);
		void (folder ? this.#enter(entries, folder.name) : this.take(files));
	}

	async #enter(entries: readonly FileSystemEntry[], folder: string): Promise<void> {
		const { walk } = await import('$lib/ui/home/incoming');
		try {
			await this.#sort(await walk(entries), folder);
		} catch (thrown) {
			app.notices.refuse(asBenchtopError(thrown));
		}
	}

	paste(event: ClipboardEvent): void {
		if (event.defaultPrevented || isInField(event)) return;
		const files = [...(event.clipboardData?.files ?? [])];
		const text = event.clipboardData?.getData('text/plain') ?? '';
		if (looksLikeTable(text)) void this.takeText(text);
		else if (files.length) void this.take(files);
		else return;
		event.preventDefault();
	}

	/** Files opened with the installed app. */
	listen(): void {
		window.launchQueue?.setConsumer(({ files }) => {
			void Promise.all(files.map((handle) => handle.getFile())).then((opened) => this.take(opened));
		});
	}

	async #stage(add: (to: StagingState) => Promise<void>): Promise<void> {
		this.staged = true;
		const { staging } = await import('$lib/ui/data/staging.svelte');
		await add(staging);
	}

	async #import(file: File): Promise<void> {
		const opened = await app.run(importProject, { file });
		if (opened) await go(app.contents?.runs.length ? '/runs/' : '/data/');
	}
}

export const intake = new Intake();
