/** What failed in this visit and is not tried again: backends whose device was lost, and those unfit for one architecture. */
import type { Id } from '../engine/canonical';
import type { Backend } from './api';

/** Workers that may die over an architecture on one backend before another is taken: the first may have been chance. */
const CRASHES = 2;

export class Refusals {
	readonly #lost = new Map<Backend, string>();
	readonly #refused = new Map<Id, Set<Backend>>();
	readonly #crashes = new Map<string, number>();

	/** Lost backends, and how. */
	get lost(): readonly (readonly [Backend, string])[] {
		return [...this.#lost];
	}

	lose(backend: Backend, detail: string): void {
		this.#lost.set(backend, detail);
	}

	/** A person wants it again. */
	forgive(backend: Backend): void {
		this.#lost.delete(backend);
	}

	refuse(backend: Backend, architecture: Id): void {
		const refused = this.#refused.get(architecture) ?? new Set();
		this.#refused.set(architecture, refused.add(backend));
	}

	crashed(backend: Backend, architecture: Id): void {
		const key = `${backend}/${architecture}`;
		const crashes = (this.#crashes.get(key) ?? 0) + 1;
		this.#crashes.set(key, crashes);
		if (crashes >= CRASHES) this.refuse(backend, architecture);
	}

	/** Backends that are not to be tried for this architecture. */
	of(architecture: Id): readonly Backend[] {
		return [...(this.#refused.get(architecture) ?? [])];
	}
}
