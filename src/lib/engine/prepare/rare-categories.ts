/** Which categories are too rare for a column of their own, as scikit-learn's OneHotEncoder decides it. */

interface RareParams {
	/** Rows a category needs; below 1 a share of all rows. */
	readonly minFrequency?: number | undefined;
	/** Columns at most, the shared one among them. */
	readonly maxCategories?: number | undefined;
}

/** Places of the rare categories, ascending; of equally frequent ones the first are rare. */
export function rareCategories(
	places: Int32Array,
	categories: number,
	{ minFrequency, maxCategories }: RareParams,
): number[] {
	if (minFrequency === undefined && maxCategories === undefined) return [];
	const counts = new Uint32Array(categories);
	for (const place of places) if (place >= 0) counts[place] = (counts[place] as number) + 1;
	const least =
		minFrequency === undefined ? 0 : minFrequency < 1 ? minFrequency * places.length : minFrequency;
	const rare = new Set(Array.from(counts.keys()).filter((place) => (counts[place] as number) < least));
	if (maxCategories !== undefined && maxCategories < categories - rare.size + 1) {
		const byCount = Array.from(counts.keys()).sort(
			(a, b) => (counts[a] as number) - (counts[b] as number) || a - b,
		);
		for (const place of byCount.slice(0, Math.max(0, categories - maxCategories + 1))) rare.add(place);
	}
	return [...rare].sort((a, b) => a - b);
}
