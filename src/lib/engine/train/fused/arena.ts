/** Hands out linear memory from one end: addresses only, nothing is touched and nothing given back. */
const LINE = 128;

export class Arena {
	#next: number;

	constructor(base: number) {
		this.#next = base;
	}

	/** Address of a block of 4-byte numbers, aligned to two cache lines. */
	numbers(count: number): number {
		const at = this.#next;
		this.#next = Math.ceil((at + 4 * count) / LINE) * LINE;
		return at;
	}

	/** First byte after everything handed out. */
	get end(): number {
		return this.#next;
	}
}
