/**
 * Picked runs and their letters. Runs of a trial share a letter and hue; the first free one is given when the first
 * of them is picked, and given back with the last. Beyond F a trial is picked without a letter.
 */
export const LETTERS = ['A', 'B', 'C', 'D', 'E', 'F'] as const;
export type Letter = (typeof LETTERS)[number];

export interface Pickable {
	readonly id: string;
	readonly trial: string;
}

export interface Picks {
	/** Picked run ids in the order they were picked. */
	readonly runs: readonly string[];
	/** Trial → letter. */
	readonly letters: ReadonlyMap<string, Letter>;
}

export const NO_PICKS: Picks = { runs: [], letters: new Map() };

/** Picks these runs (all of them) or, when every one is picked already, lets them go. `all` are the runs there are. */
export function toggle(picks: Picks, runs: readonly Pickable[], all: readonly Pickable[]): Picks {
	const picked = new Set(picks.runs);
	if (runs.every(({ id }) => picked.has(id))) {
		const gone = new Set(runs.map(({ id }) => id));
		return lettered(
			picks.runs.filter((id) => !gone.has(id)),
			picks.letters,
			all,
		);
	}
	return lettered(
		[...picks.runs, ...runs.flatMap(({ id }) => (picked.has(id) ? [] : [id]))],
		picks.letters,
		all,
	);
}

/** Letters for these picks, keeping those already given. Runs that are no longer there are dropped. */
export function lettered(
	runs: readonly string[],
	before: ReadonlyMap<string, Letter>,
	all: readonly Pickable[],
): Picks {
	const trials = new Map(all.map(({ id, trial }) => [id, trial]));
	const kept = runs.filter((id) => trials.has(id));
	const wanted = new Set(kept.map((id) => trials.get(id)!));
	const letters = new Map([...before].filter(([trial]) => wanted.has(trial)));
	for (const trial of wanted) {
		const taken = new Set(letters.values());
		const free = LETTERS.find((letter) => !taken.has(letter));
		if (!letters.has(trial) && free) letters.set(trial, free);
	}
	return { runs: kept, letters };
}
