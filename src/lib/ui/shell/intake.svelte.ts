/**
 * Everything that comes in from outside: chosen, dropped and pasted files, and files opened with the installed
 * app. Tables go to staging, project files are imported; what a dropped file is, is decided by the name only here
 * and by the content later. Files chosen as projects are tried as projects.
 */
import { importProject } from '$lib/commands/project';
import { isInField } from '$lib/ui/parts/field';
import { app } from '$lib/ui/state/app.svelte';
import { go } from './places';
import { started } from './start';

const PROJECT_FILE = /\.(benchtop|eln|zip)$/i;

export const TABLES = '.csv,.tsv,.tab,.txt,.parquet,.pq';
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

	async take(files: readonly File[]): Promise<void> {
		if (!files.length) return;
		await started;
		const tables = files.filter(({ name }) => !PROJECT_FILE.test(name));
		for (const file of files.filter((each) => !tables.includes(each))) await this.#import(file);
		if (!tables.length) return;
		await this.#stage(tables, 'auto');
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
		void this.#stage([new File([text], 'pasted.tsv', { type: 'text/tab-separated-values' })], 'paste');
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
		if (!files.length) return;
		event.preventDefault();
		void this.take(files);
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

	async #stage(files: readonly File[], format: 'auto' | 'paste'): Promise<void> {
		this.staged = true;
		const { staging } = await import('$lib/ui/data/staging.svelte');
		await staging.add(files, format);
	}

	async #import(file: File): Promise<void> {
		const opened = await app.run(importProject, { file });
		if (opened) await go(app.contents?.runs.length ? '/runs/' : '/data/');
	}
}

export const intake = new Intake();
