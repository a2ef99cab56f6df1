/**
 * Epochs told in bundles: a small net trains thousands of them in a second, and a message for each would cost more than
 * its training. The first goes out at once, the rest when some time has passed or when they are asked to.
 */
import type { EpochEvent } from '../api';

export interface EpochReports {
	note(event: EpochEvent): void;
	/** Sends what is left. */
	flush(): void;
}

/** @param every milliseconds between two messages. @param now monotonic milliseconds. */
export function epochReports(
	report: (events: readonly EpochEvent[]) => void,
	every: number,
	now: () => number,
): EpochReports {
	let waiting: EpochEvent[] = [];
	let last = -Infinity;
	const flush = () => {
		if (waiting.length === 0) return;
		last = now();
		report(waiting);
		waiting = [];
	};
	return {
		note(event) {
			waiting.push(event);
			if (now() - last >= every) flush();
		},
		flush,
	};
}
