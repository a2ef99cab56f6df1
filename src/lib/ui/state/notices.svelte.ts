/** Toasts and refusals, as data; the shell draws them. */
import type { Notices } from '$lib/commands/world';
import type { BenchtopError } from '$lib/engine/errors/error';

export interface Toast {
	readonly key: number;
	readonly text: string;
	readonly undo: (() => Promise<void>) | null;
}

export class NoticesState implements Notices {
	/** Newest first. */
	toasts = $state.raw<readonly Toast[]>([]);
	/** Refusals wait until they are dismissed; newest last. */
	refusals = $state.raw<readonly BenchtopError[]>([]);
	#keys = 0;

	/** Said again, a text replaces what it said before. */
	say(text: string, undo?: () => Promise<void>): void {
		const others = this.toasts.filter((toast) => toast.text !== text);
		this.toasts = [{ key: ++this.#keys, text, undo: undo ?? null }, ...others].slice(0, 4);
	}

	refuse(error: BenchtopError): void {
		this.refusals = [...this.refusals, error];
	}

	dismissToast(key: number): void {
		this.toasts = this.toasts.filter((toast) => toast.key !== key);
	}

	dismissRefusal(error: BenchtopError): void {
		this.refusals = this.refusals.filter((other) => other !== error);
	}
}
