/**
 * Acts that can be taken back, kept after their toast has gone. Fed with the toasts, emptied when another
 * project opens; taking back is the act's own undo.
 */
import type { App } from '$lib/ui/state/app.svelte';
import type { Toast } from '$lib/ui/state/notices.svelte';
import { asBenchtopError } from '$lib/engine/errors/error';

const DEPTH = 50;

export class UndoStack {
	#acts = $state.raw<readonly Toast[]>([]);
	#seen = 0;
	#project: string | undefined;
	readonly #app: App;

	readonly last = $derived(this.#acts.at(-1) ?? null);

	constructor(app: App) {
		this.#app = app;
	}

	/** Takes in what the toasts say now; call it from an effect. */
	follow(toasts: readonly Toast[], project: string | undefined): void {
		if (project !== this.#project) this.#acts = [];
		this.#project = project;
		const fresh = toasts.filter(({ key, undo }) => key > this.#seen && undo).reverse();
		this.#seen = Math.max(this.#seen, ...toasts.map(({ key }) => key));
		if (fresh.length) this.#acts = [...this.#acts, ...fresh].slice(-DEPTH);
	}

	/** Takes back one act, the last one unless named. */
	async undo(act: Toast | null = this.last): Promise<void> {
		if (!act?.undo) return;
		this.#acts = this.#acts.filter((other) => other !== act);
		this.#app.notices.dismissToast(act.key);
		try {
			await act.undo();
			this.#app.notices.say(`Undone: ${act.text}`);
		} catch (thrown) {
			this.#app.notices.refuse(asBenchtopError(thrown));
		}
	}
}
