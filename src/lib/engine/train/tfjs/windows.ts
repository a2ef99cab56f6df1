/**
 * Which cells of a sample each window of a sliding layer looks at, as a table of positions: rank, stride, dilation and
 * pads are all in the table, so whoever reads it knows nothing of axes. A position counts the cells of the axes slid over,
 * row-major; at each there is a vector of channels.
 */
import { spatialAxes, type Pads, type Shape, type Sliding } from '../../model/topology-layer';

export interface Windows {
	/** Cells of the sample looked at. */
	readonly positions: number;
	readonly places: number;
	/** Cells of a window. */
	readonly size: number;
	/** places × size: the position of each cell, −1 where the window reaches over the edge. */
	readonly cells: Int32Array;
}

/** Extents of the axes a window slides over. */
export const extentsOf = (shape: Shape): number[] => spatialAxes(shape).map((axis) => shape[axis] as number);

const edge = (pads: Pads, axis: number): Pads[number] => pads[axis] as Pads[number];
const product = (values: readonly number[]): number => values.reduce((total, value) => total * value, 1);

/** @param cellOf position on an axis of a cell of the window at a place, or −1. */
function table(
	extents: readonly number[],
	places: readonly number[],
	kernel: readonly number[],
	cellOf: (axis: number, place: number, cell: number) => number,
): Windows {
	let cells = Int32Array.of(0);
	let [above, within] = [1, 1];
	extents.forEach((extent, axis) => {
		const [along, reach] = [places[axis] as number, kernel[axis] as number];
		const next = new Int32Array(cells.length * along * reach);
		let to = 0;
		for (let place = 0; place < above * along; place++)
			for (let cell = 0; cell < within * reach; cell++) {
				const before = cells[Math.floor(place / along) * within + Math.floor(cell / reach)] as number;
				const own = cellOf(axis, place % along, cell % reach);
				next[to++] = before < 0 || own < 0 ? -1 : before * extent + own;
			}
		cells = next;
		above *= along;
		within *= reach;
	});
	return { positions: product(extents), places: above, size: within, cells };
}

/** @param places how often the window stands along each axis. */
export function slidingWindows(
	extents: readonly number[],
	places: readonly number[],
	{ kernel, stride, dilation, pads }: Sliding,
): Windows {
	return table(extents, places, kernel, (axis, place, cell) => {
		const at = place * (stride[axis] as number) + cell * (dilation[axis] as number) - edge(pads, axis)[0];
		return at >= 0 && at < (extents[axis] as number) ? at : -1;
	});
}

/** One window over the whole sample. */
export function wholeWindow(extents: readonly number[]): Windows {
	const positions = product(extents);
	return {
		positions,
		places: 1,
		size: positions,
		cells: Int32Array.from({ length: positions }, (_, i) => i),
	};
}

/** Windows of one cell each: every position repeated `size` times along each axis. */
export const repeated = (extents: readonly number[], size: readonly number[]): Windows =>
	table(
		extents,
		extents.map((extent, axis) => extent * (size[axis] as number)),
		extents.map(() => 1),
		(axis, place) => Math.floor(place / (size[axis] as number)),
	);

/** Windows of one cell each: the sample with an edge of `pads`. */
export const padded = (extents: readonly number[], pads: Pads): Windows =>
	table(
		extents,
		extents.map((extent, axis) => extent + edge(pads, axis)[0] + edge(pads, axis)[1]),
		extents.map(() => 1),
		(axis, place) => {
			const at = place - edge(pads, axis)[0];
			return at >= 0 && at < (extents[axis] as number) ? at : -1;
		},
	);

/** For each place, 1 ÷ its cells that lie within the sample. */
export function sharesOf({ cells, places, size }: Windows): Float32Array {
	return Float32Array.from({ length: places }, (_, place) => {
		const within = cells
			.subarray(place * size, (place + 1) * size)
			.reduce((sum, cell) => sum + (cell >= 0 ? 1 : 0), 0);
		return 1 / Math.max(1, within);
	});
}

const inverses = new WeakMap<Windows, Windows>();

/**
 * The same windows seen from the sample: for each position and cell the place at which that cell looks at it, −1 where there
 * is none. Only for windows that slide, of which no two places put one cell on one position.
 */
export function inverseOf(windows: Windows): Windows {
	const known = inverses.get(windows);
	if (known) return known;
	const { positions, places, size, cells } = windows;
	const seen = new Int32Array(positions * size).fill(-1);
	cells.forEach((position, at) => {
		if (position >= 0) seen[position * size + (at % size)] = Math.floor(at / size);
	});
	const inverse = { positions: places, places: positions, size, cells: seen };
	inverses.set(windows, inverse);
	return inverse;
}
