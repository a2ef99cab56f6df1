/**
 * A value that is dear to work out while what it is made of changes all the time: worked out anew a few times a second as
 * long as that lasts, and at once when it is over. Made in a component, whose end is its own.
 */
import { untrack } from 'svelte';

export class Paced<T> {
	readonly #compute: () => T;
	readonly #calm = $derived.by((): T => this.#compute());
	#shown = $state.raw<{ readonly value: T } | null>(null);

	/** @param busy while true, the value is at most `every` milliseconds old */
	constructor(compute: () => T, busy: () => boolean, every: number) {
		this.#compute = compute;
		$effect(() => {
			if (!busy()) {
				this.#shown = null;
				return;
			}
			const look = () => (this.#shown = { value: untrack(compute) });
			look();
			const timer = setInterval(look, every);
			return () => clearInterval(timer);
		});
	}

	get current(): T {
		return this.#shown ? this.#shown.value : this.#calm;
	}
}
