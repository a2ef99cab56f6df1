/** Labels beside the ends of lines, kept apart and inside of the drawing, as near to their ends as that allows. */

/** @param gap least distance of two labels, in the units of `y`. @returns the items with `y` moved, from the top */
export function apart<T extends { readonly y: number }>(
	items: readonly T[],
	gap: number,
	top: number,
	bottom: number,
): T[] {
	const sorted = items.toSorted((a, b) => a.y - b.y);
	const places = sorted.map(({ y }) => y);
	let least = top;
	places.forEach((y, i) => {
		places[i] = Math.max(y, least);
		least = (places[i] as number) + gap;
	});
	let most = bottom;
	for (let i = places.length - 1; i >= 0; i--) {
		places[i] = Math.min(places[i] as number, most);
		most = (places[i] as number) - gap;
	}
	return sorted.map((item, i) => ({ ...item, y: places[i] as number }));
}
