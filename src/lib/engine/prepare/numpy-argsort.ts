/**
 * numpy.argsort as it is by default: quicksort by median of three down to pieces of sixteen, insertion sort below,
 * heapsort where the pieces shrink too slowly (Musser's introsort). It does not keep equal values in their order, and
 * how it does not decides which of equally frequent terms CountVectorizer(max_features=…) keeps.
 * After numpy 1.24, core/src/npysort/quicksort.cpp and heapsort.cpp.
 */

/** Pieces whose ends are no farther apart are sorted by insertion. */
const SMALL = 15;

/** Places of the values in ascending order; no value may be NaN. */
export function numpyArgsort(values: Float64Array): Uint32Array {
	const places = Uint32Array.from(values.keys());
	const at = (i: number): number => values[places[i] as number] as number;
	const swap = (i: number, j: number): void => {
		const kept = places[i] as number;
		places[i] = places[j] as number;
		places[j] = kept;
	};
	const waiting: { low: number; high: number; depth: number }[] = [];
	let piece: { low: number; high: number; depth: number } | undefined = {
		low: 0,
		high: values.length - 1,
		depth: 2 * Math.floor(Math.log2(Math.max(1, values.length))),
	};
	for (; piece; piece = waiting.pop()) {
		let { low, high, depth } = piece;
		if (depth < 0) {
			heapsort(places.subarray(low, high + 1), values);
			continue;
		}
		while (high - low > SMALL) {
			const middle = low + ((high - low) >> 1);
			if (at(middle) < at(low)) swap(middle, low);
			if (at(high) < at(middle)) swap(high, middle);
			if (at(middle) < at(low)) swap(middle, low);
			const pivot = at(middle);
			let i = low;
			let j = high - 1;
			swap(middle, j);
			for (;;) {
				do i++;
				while (at(i) < pivot);
				do j--;
				while (pivot < at(j));
				if (i >= j) break;
				swap(i, j);
			}
			swap(i, high - 1);
			depth--;
			// The larger part waits.
			if (i - low < high - i) {
				waiting.push({ low: i + 1, high, depth });
				high = i - 1;
			} else {
				waiting.push({ low, high: i - 1, depth });
				low = i + 1;
			}
		}
		for (let i = low + 1; i <= high; i++) {
			const place = places[i] as number;
			const value = values[place] as number;
			let j = i;
			for (; j > low && value < at(j - 1); j--) places[j] = places[j - 1] as number;
			places[j] = place;
		}
	}
	return places;
}

function heapsort(places: Uint32Array, values: Float64Array): void {
	const value = (place: number): number => values[place] as number;
	/** Lets `place` sink from the node `from` (counted from 1) of a heap of `size`. */
	const sink = (place: number, from: number, size: number): void => {
		let i = from;
		for (let j = 2 * i; j <= size; j *= 2) {
			if (j < size && value(places[j - 1] as number) < value(places[j] as number)) j++;
			if (!(value(place) < value(places[j - 1] as number))) break;
			places[i - 1] = places[j - 1] as number;
			i = j;
		}
		places[i - 1] = place;
	};
	for (let node = places.length >> 1; node > 0; node--) sink(places[node - 1] as number, node, places.length);
	for (let size = places.length; size > 1; size--) {
		const last = places[size - 1] as number;
		places[size - 1] = places[0] as number;
		sink(last, 1, size - 1);
	}
}
