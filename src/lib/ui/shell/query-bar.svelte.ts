/**
 * The query at the top, lent to the place that is open. A place hands in an object (with getters, so that it
 * stays live) and gets back the way to take it out again; without one the bar opens the palette.
 */
export interface Query {
	readonly placeholder: string;
	/** What the bar shows; the place owns it. */
	readonly value: string;
	/** Typed text, a moment after the last key or at once on Enter. */
	onchange(value: string): void;
	/** Hits in words: "152 of 299 rows". */
	readonly hits?: string | null;
	/** Why the text is not understood; the last good query stays in use. */
	readonly error?: string | null;
}

const PAUSE = 300;

class QueryBar {
	current = $state.raw<Query | null>(null);
	/** Text being typed and not yet handed over; null while the place's own value is shown. */
	typed = $state<string | null>(null);
	#lent: readonly Query[] = [];
	#timer: ReturnType<typeof setTimeout> | undefined;
	#input: HTMLInputElement | null = null;

	/** Registers a place's query; the newest is shown. Returns its removal. */
	use(query: Query): () => void {
		this.#lent = [...this.#lent, query];
		this.#show();
		return () => {
			this.#lent = this.#lent.filter((other) => other !== query);
			this.#show();
		};
	}

	readonly input = (node: HTMLInputElement) => {
		this.#input = node;
		return () => (this.#input = null);
	};

	/** True when there is an input to focus. */
	focus(): boolean {
		this.#input?.focus();
		this.#input?.select();
		return this.#input !== null;
	}

	type(text: string): void {
		this.typed = text;
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => this.commit(), PAUSE);
	}

	/** Hands the typed text over now. */
	commit(): void {
		clearTimeout(this.#timer);
		if (this.typed === null) return;
		const text = this.typed;
		this.typed = null;
		if (text !== this.current?.value) this.current?.onchange(text);
	}

	clear(): void {
		this.typed = '';
		this.commit();
	}

	#show(): void {
		clearTimeout(this.#timer);
		this.typed = null;
		this.current = this.#lent.at(-1) ?? null;
	}
}

export const queryBar = new QueryBar();
