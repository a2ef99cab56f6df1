/**
 * How much one dispatch may do. A device that is busy too long is taken away by the browser, and a stop is heard only
 * between dispatches; so they begin small and grow while they are quick. Without a clock they stay small.
 */

/** Multiplications and additions a first dispatch may take; even a device made of software does them in some milliseconds. */
const FIRST = 2e7;
/** Milliseconds of a dispatch: below the first it may grow, above the second it shrinks. */
const [QUICK, SLOW] = [30, 80];

export class Pacer {
	/** Workgroups of a dispatch, and steps of each. */
	width: number;
	depth: number;
	#most: number;
	readonly #elapsed: (() => number) | null;

	/** @param work multiplications and additions of one step of a workgroup. @param most workgroups there are. */
	constructor(work: number, most: number, elapsed: (() => number) | null) {
		const first = Math.max(1, Math.floor(FIRST / (work + 4_000)));
		this.width = Math.min(most, first);
		this.depth = Math.max(1, Math.floor(first / this.width));
		this.#most = most;
		this.#elapsed = elapsed;
	}

	now(): number {
		return this.#elapsed?.() ?? 0;
	}

	/** Hears how long a dispatch of so many steps took that began at a time. */
	took(began: number, width: number, depth: number): void {
		if (!this.#elapsed) return;
		const milliseconds = this.#elapsed() - began;
		if (milliseconds > SLOW) {
			if (depth > 1) this.depth = Math.max(1, Math.floor(depth / 2));
			else this.width = Math.max(1, Math.floor(width / 2));
		} else if (milliseconds < QUICK) {
			if (this.width < this.#most && width >= this.width) this.width = Math.min(this.#most, 2 * this.width);
			else if (depth >= this.depth) this.depth *= 2;
		}
	}
}
