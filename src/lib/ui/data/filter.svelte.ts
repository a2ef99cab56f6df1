/**
 * The condition on the rows: what is typed, what is in force, and what is wrong with the difference. A condition
 * the database refuses never replaces the last good one; a search for an older condition is stopped.
 */
import { asBenchtopError, isAbort, type BenchtopError } from '$lib/engine/errors/error';

/** Counts matching rows until told to stop, or refuses the condition. */
export type CountRows = (where: string, signal: AbortSignal) => Promise<number>;

export class FilterState {
	/** As typed. */
	text = $state('');
	/** The condition in force; empty for all rows. */
	applied = $state('');
	/** Rows under the condition in force; null until first counted. */
	matched = $state<number | null>(null);
	error = $state.raw<BenchtopError | null>(null);
	pending = $state(false);
	#turn = new AbortController();
	readonly #count: CountRows;
	readonly #total: number;

	constructor(total: number, count: CountRows) {
		this.#total = total;
		this.#count = count;
	}

	/** Tries a condition; resolves to whether it is now in force. */
	async set(text: string): Promise<boolean> {
		this.text = text;
		const where = text.trim();
		this.#turn.abort();
		const { signal } = (this.#turn = new AbortController());
		if (!where) {
			this.#apply('', this.#total);
			return true;
		}
		this.pending = true;
		try {
			const matched = await this.#count(where, signal);
			if (signal.aborted) return false;
			this.#apply(where, matched);
			return true;
		} catch (thrown) {
			if (signal.aborted) return false;
			this.pending = false;
			if (!isAbort(thrown)) this.error = asBenchtopError(thrown);
			if (this.matched === null) this.matched = this.#total;
			return false;
		}
	}

	/** Stops what is under way. */
	dispose(): void {
		this.#turn.abort();
	}

	#apply(where: string, matched: number): void {
		this.applied = where;
		this.matched = matched;
		this.error = null;
		this.pending = false;
	}
}
