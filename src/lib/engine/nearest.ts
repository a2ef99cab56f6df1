/** The known word closest to one that was mistyped. */

/** Damerau–Levenshtein distance (optimal string alignment), case ignored. */
function editDistance(from: string, to: string): number {
	const a = from.toLowerCase();
	const b = to.toLowerCase();
	const table = Array.from({ length: a.length + 1 }, (_, i) =>
		Array.from({ length: b.length + 1 }, (_, j) => (i === 0 ? j : j === 0 ? i : 0)),
	);
	const at = (i: number, j: number): number => table[i]![j]!;
	for (let i = 1; i <= a.length; i++) {
		for (let j = 1; j <= b.length; j++) {
			const cost = a[i - 1] === b[j - 1] ? 0 : 1;
			let least = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + cost);
			if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
				least = Math.min(least, at(i - 2, j - 2) + 1);
			table[i]![j] = least;
		}
	}
	return at(a.length, b.length);
}

/** A known word that goes on where this one stops, or else the closest; the first when there is a tie. Needs one. */
export const nearest = (word: string, known: readonly string[]): string =>
	known.find((each) => word.length > 1 && each.toLowerCase().startsWith(word.toLowerCase())) ??
	known.reduce((best, each) => (editDistance(word, each) < editDistance(word, best) ? each : best));
