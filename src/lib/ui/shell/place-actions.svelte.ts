/**
 * What the open place offers to the palette besides what holds everywhere: a place lends a function that lists its
 * actions as they apply now, and gets back the way to take it out again.
 */
import { untrack } from 'svelte';

export interface PlaceAction {
	readonly id: string;
	readonly label: string;
	/** Fainter, after the label: to what it would be done. */
	readonly detail?: string;
	readonly key?: string;
	/** Other words people might type. */
	readonly also?: string;
	run(): void;
}

class PlaceActions {
	#lent = $state.raw<readonly (() => readonly PlaceAction[])[]>([]);

	/** Every action on offer, the newest place first. */
	readonly list = $derived(this.#lent.toReversed().flatMap((actions) => actions()));

	use(actions: () => readonly PlaceAction[]): () => void {
		const others = () => untrack(() => this.#lent.filter((other) => other !== actions));
		this.#lent = [...others(), actions];
		return () => (this.#lent = others());
	}
}

export const placeActions = new PlaceActions();
