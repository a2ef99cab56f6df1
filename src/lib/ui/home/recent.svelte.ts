/** The projects of this browser, newest first, with what is in each; counts come a moment after the names. */
import type { Project } from '$lib/engine/schema/project';
import { bestSoFar, type Best } from './best';
import type { App } from '$lib/ui/state/app.svelte';

export interface Counts {
	readonly datasets: number;
	readonly runs: number;
	readonly bytes: number;
	readonly best: Best | null;
}

export class Recent {
	#counts = $state.raw<Readonly<Record<string, Counts>>>({});
	readonly #app: App;

	readonly projects = $derived.by((): readonly Project[] =>
		[...this.#app.projects].sort((a, b) => b.modifiedAt - a.modifiedAt),
	);

	constructor(app: App) {
		this.#app = app;
	}

	counts(project: string): Counts | null {
		return this.#counts[project] ?? null;
	}

	/** Counts what is in the projects; later ones stop when the list changes. Call it from an effect. */
	count(projects: readonly Project[]): () => void {
		let stopped = false;
		void (async () => {
			for (const { id } of projects) {
				const contents = await this.#app.store.contents(id);
				if (stopped) return;
				if (!contents) continue;
				const bytes = contents.datasets.reduce((sum, { parquet }) => sum + parquet.bytes, 0);
				const counts = {
					datasets: contents.datasets.length,
					runs: contents.runs.length,
					bytes,
					best: bestSoFar(contents.runs),
				};
				this.#counts = { ...this.#counts, [id]: counts };
			}
		})();
		return () => (stopped = true);
	}
}
