/**
 * Windows in tfjs operations, for devices whose memory is far: what `loops.ts` does, by gathering along tables of positions.
 * Adding up what overlaps is a gathering too: each position fetches the cells that look at it.
 */
import * as tf from '@tensorflow/tfjs-core';
import { asRows, columnSums, type Matrix } from './pass';
import type { Weighing } from './loops';
import type { Tables } from './tables';
import { inverseOf, sharesOf, type Windows } from './windows';
import { winners } from './winners';

/** Patches place by place (places × size) or cell by cell (size × places). */
type Order = 'place' | 'cell';

/** Smaller than any value: infinity is not safe on every device. */
const LEAST = -3e38;

/** The window table in an order. */
function cellsIn(order: Order, { cells, places, size }: Windows): Int32Array {
	if (order === 'place') return cells;
	return cells.map((_, i) => cells[(i % places) * size + Math.floor(i / places)] as number);
}

/** For each position the cells that look at it, as columns: deepest × positions, −1 where there are fewer. */
function lookers(cells: Int32Array, positions: number): Int32Array {
	const counts = new Int32Array(positions);
	for (const position of cells) if (position >= 0) counts[position] = (counts[position] as number) + 1;
	const deepest = counts.reduce((most, count) => Math.max(most, count), 1);
	const result = new Int32Array(deepest * positions).fill(-1);
	counts.fill(0);
	cells.forEach((position, cell) => {
		if (position < 0) return;
		const depth = counts[position] as number;
		result[depth * positions + position] = cell;
		counts[position] = depth + 1;
	});
	return result;
}

/** Vectors [rows, count, channels] in the order of a table; `fill` where the table says −1. */
function fetched(
	values: tf.Tensor3D,
	owner: Windows,
	name: string,
	table: () => Int32Array,
	tables: Tables,
	fill: number,
): tf.Tensor3D {
	const [rows, count, channels] = values.shape;
	const indices = tables.tensor(owner, name, () =>
		tf.tensor1d(
			table().map((at) => (at < 0 ? count : at)),
			'int32',
		),
	);
	const holes = tables.flag(owner, name, () => table().includes(-1));
	const source = holes ? tf.concat([values, tf.fill([rows, 1, channels], fill)], 1) : values;
	return tf.gather(source, indices, 1) as tf.Tensor3D;
}

const isWhole = ({ cells, positions }: Windows): boolean =>
	cells.length === positions && cells.every((position, i) => position === i);

/** [rows, places × size, channels] in an order. */
function patches(x: Matrix, channels: number, windows: Windows, tables: Tables, order: Order, fill = 0) {
	const values: tf.Tensor3D = tf.reshape(x, [x.shape[0], windows.positions, channels]);
	if (tables.flag(windows, 'whole', () => isWhole(windows))) return values;
	return fetched(values, windows, order, () => cellsIn(order, windows), tables, fill);
}

/** Sums over the middle axis, [rows, width]; one product. */
function middleSums(values: tf.Tensor3D): Matrix {
	const [, depth, width] = values.shape;
	if (depth === 1) return asRows(values, width);
	return asRows(tf.matMul(tf.ones([1, 1, depth]), values), width);
}

/** Every cell of [rows, places × size, channels] added where it came from, [rows, positions × channels]. */
function collected(values: tf.Tensor3D, windows: Windows, tables: Tables, order: Order): Matrix {
	const [rows, , channels] = values.shape;
	const width = windows.positions * channels;
	if (tables.flag(windows, 'whole', () => isWhole(windows))) return tf.reshape(values, [rows, width]);
	const table = () => lookers(cellsIn(order, windows), windows.positions);
	const found = fetched(values, windows, `${order}/back`, table, tables, 0);
	return middleSums(tf.reshape(found, [rows, -1, width]));
}

/** [rows × places, size × channels]. */
export const gatherOperation = (x: Matrix, channels: number, windows: Windows, tables: Tables): Matrix =>
	asRows(patches(x, channels, windows, tables, 'place'), windows.size * channels);

/** [rows, positions × channels]. */
export const spreadOperation = (
	values: Matrix,
	rows: number,
	channels: number,
	windows: Windows,
	tables: Tables,
): Matrix => collected(tf.reshape(values, [rows, windows.cells.length, channels]), windows, tables, 'place');

/**
 * [rows, positions × channels] from d [rows × places, width] and kernel [size × channels, width]: each position fetches what
 * looks at it, so that one product adds up as well.
 */
export function spreadProductOperation(
	d: Matrix,
	kernel: Matrix,
	rows: number,
	channels: number,
	windows: Windows,
	tables: Tables,
): Matrix {
	const [, width] = d.shape;
	const inverse = inverseOf(windows);
	const found = gatherOperation(asRows(d, windows.places * width), width, inverse, tables);
	const turned = tf.transpose(tf.reshape(kernel, [windows.size, channels, width]), [0, 2, 1]);
	return tf.reshape(tf.matMul(found, asRows(turned, channels)), [rows, windows.positions * channels]);
}

/** The largest of each window and the way back to the first of the winners. */
export function largestOperation(x: Matrix, channels: number, windows: Windows, tables: Tables) {
	const [rows] = x.shape;
	const { places, size } = windows;
	const width = places * channels;
	const found = patches(x, channels, windows, tables, 'cell', LEAST);
	const cells: tf.Tensor3D = tf.reshape(found, [rows, size, width]);
	const most: tf.Tensor3D = tf.max(cells, 1, true);
	return {
		y: asRows(most, width),
		back(dy: Matrix): Matrix {
			const given = tf.mul(winners(cells, most), tf.reshape(dy, [rows, 1, width]));
			return collected(tf.reshape(given, [rows, size * places, channels]), windows, tables, 'cell');
		},
	};
}

/** The mean of each window's cells within the sample and the way back. */
export function averageOperation(x: Matrix, channels: number, windows: Windows, tables: Tables) {
	const [rows] = x.shape;
	const { places, size } = windows;
	const width = places * channels;
	const shares = tables.tensor(windows, 'shares', () => tf.tensor(sharesOf(windows), [1, places, 1]));
	const shared = (values: Matrix): Matrix =>
		asRows(tf.mul(tf.reshape(values, [rows, places, channels]), shares), width);
	const cells = patches(x, channels, windows, tables, 'cell');
	return {
		y: shared(middleSums(tf.reshape(cells, [rows, size, width]))),
		back(dy: Matrix): Matrix {
			const each = tf.mul(tf.reshape(shared(dy), [rows, 1, width]), tf.ones([1, size, 1]));
			return collected(tf.reshape(each, [rows, size * places, channels]), windows, tables, 'cell');
		},
	};
}

/** Each window's cells times kernel [size, channels, multiplier], added up, and the way back. */
export function weighOperation(x: Matrix, kernel: tf.Tensor, weighing: Weighing, tables: Tables) {
	const { windows, channels, multiplier } = weighing;
	const [rows] = x.shape;
	const { places, size } = windows;
	const width = places * channels * multiplier;
	const cells = tf.reshape(patches(x, channels, windows, tables, 'cell'), [rows, size, places, channels, 1]);
	const weights = tf.reshape(kernel, [1, size, 1, channels, multiplier]);
	return {
		y: middleSums(tf.reshape(tf.mul(cells, weights), [rows, size, width])),
		back(dy: Matrix, wanted: boolean) {
			const d = tf.reshape(dy, [rows, 1, places, channels, multiplier]);
			const overRows = columnSums(asRows(tf.mul(cells, d), size * width));
			const dKernel = middleSums(tf.reshape(overRows, [size, places, channels * multiplier]));
			if (!wanted) return { dx: null, dKernel };
			const each = tf.reshape(tf.mul(d, weights), [rows, size * places, channels, multiplier]);
			const cellwise: tf.Tensor3D =
				multiplier === 1 ? tf.reshape(each, [rows, size * places, channels]) : tf.sum(each, -1);
			return { dx: collected(cellwise, windows, tables, 'cell'), dKernel };
		},
	};
}
