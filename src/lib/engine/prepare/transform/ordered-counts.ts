/**
 * How many values there are at each of a fixed row of places, and which place the k-th of them has; every change and every
 * question costs the logarithm of the places.
 * Source: Fenwick, "A new data structure for cumulative frequency tables" (Software: Practice and Experience 24, 1994).
 */
export class OrderedCounts {
	/** Place i (from 1) holds the count of the places from i − (i & −i) + 1 to i. */
	readonly #tree: Int32Array;
	/** The greatest power of two that is no more than the places. */
	readonly #step: number;

	constructor(places: number) {
		this.#tree = new Int32Array(places + 1);
		this.#step = places > 0 ? 2 ** Math.floor(Math.log2(places)) : 0;
	}

	/** One value more (`by` 1) or fewer (−1) at a place, counted from 0. */
	add(place: number, by: 1 | -1): void {
		const tree = this.#tree;
		for (let i = place + 1; i < tree.length; i += i & -i) tree[i] = (tree[i] as number) + by;
	}

	/** The place of the k-th value, both counted from 0; there must be more than k of them. */
	placeOf(k: number): number {
		const tree = this.#tree;
		let place = 0;
		let left = k;
		for (let step = this.#step; step > 0; step >>>= 1) {
			const next = place + step;
			if (next >= tree.length || (tree[next] as number) > left) continue;
			place = next;
			left -= tree[next] as number;
		}
		return place;
	}
}
