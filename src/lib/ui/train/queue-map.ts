/** The queue in training as a map of cells, each a fit, or as many as it takes to keep the map small. */
export type FitState = 'waiting' | 'running' | 'finished';

export interface Cell {
	readonly state: FitState;
	/** Fits of the cell, and how many of them are done. */
	readonly fits: number;
	readonly done: number;
}

export interface QueueMap {
	readonly cells: readonly Cell[];
	/** Fits of one cell. */
	readonly each: number;
	readonly tally: Readonly<Record<FitState, number>>;
}

/** @param most cells */
export function queueMap(states: readonly FitState[], most: number): QueueMap {
	const each = Math.max(1, Math.ceil(states.length / most));
	const tally: Record<FitState, number> = { waiting: 0, running: 0, finished: 0 };
	const cells: Cell[] = [];
	for (let from = 0; from < states.length; from += each) {
		const part = states.slice(from, from + each);
		for (const state of part) tally[state]++;
		const done = part.filter((state) => state === 'finished').length;
		const state = part.includes('running') ? 'running' : done === part.length ? 'finished' : 'waiting';
		cells.push({ state, fits: part.length, done });
	}
	return { cells, each, tally };
}
